"""ECM §4, §5 and §6: the shape and layers of the latent, and the context model's numbers."""
from errors import require
from model_grid import ranged, u


class Latent:
    """C, D, H, W; layers: channels of each; bits: how many there are."""


class Context:
    """hidden, logit_shift, channels, probability."""


class ChannelContext:
    """taps (k, dz, dy, dx), direct, hidden_bias, hidden_weight [t][j] flat, output_weight, position [y][x] flat."""


def read_latent(cursor, output_shape):
    latent, at = Latent(), cursor.at
    depth, height, width, channels = output_shape
    latent.C = u(cursor, 4, channels, channels, "C")
    latent.D = u(cursor, 4, depth, depth, "D")
    latent.H = u(cursor, 4, height, height, "H")
    latent.W = u(cursor, 4, width, width, "W")
    latent.bits = latent.C * latent.D * latent.H * latent.W
    require(latent.C <= 255 and latent.bits <= 1 << 24, "ModelInvalid", at, "a latent of at most 255 channels and 2^24 bits")
    count = u(cursor, 1, 1, min(15, latent.C), "layer_count")
    at = cursor.at
    latent.layers = [u(cursor, 1, 1, 255, "channels") for _ in range(count)]
    require(sum(latent.layers) == latent.C, "ModelInvalid", at, f"channels of all layers that add up to {latent.C}")
    return latent


def read_context(cursor, latent):
    context = Context()
    u(cursor, 1, 1, 1, "kind")
    context.hidden = u(cursor, 1, 0, 32, "hidden")
    context.logit_shift = u(cursor, 1, 1, 24, "logit_shift")
    u(cursor, 1, 0, 0, "reserved")
    context.channels, steps = [], 0
    for c in range(latent.C):
        at = cursor.at
        taps = u(cursor, 2, 0, 256, "taps")
        steps += (taps + 1) * (context.hidden + 1)
        require(latent.D * latent.H * latent.W * steps <= 1 << 31, "ModelTooCostly", at, "at most 2^31 steps")
        context.channels.append(_read_channel(cursor, c, taps, context.hidden, latent))
    _need(cursor, 2 * 1024, "probability")
    context.probability = [u(cursor, 2, 32, 65504, "probability") for _ in range(1024)]
    return context


def _need(cursor, count, field):
    require(count <= cursor.left(), "ModelInvalid", cursor.end, field)


def _read_channel(cursor, c, taps, hidden, latent):
    channel = ChannelContext()
    _need(cursor, 4 * taps, "taps")
    channel.taps = [_read_tap(cursor, c) for _ in range(taps)]
    channel.direct = _signed(cursor, 2, taps, "direct")
    channel.hidden_bias = _signed(cursor, 2, hidden, "hidden_bias")
    channel.hidden_weight = _signed(cursor, 1, taps * hidden, "hidden_weight")
    for j in range(hidden):
        reach = abs(channel.hidden_bias[j]) + sum(abs(w) for w in channel.hidden_weight[j::hidden])
        require(reach <= 32767, "ModelInvalid", cursor.at, f"hidden sums of unit {j} within s16")
    channel.output_weight = _signed(cursor, 2, hidden, "output_weight")
    _need(cursor, 4 * latent.H * latent.W, "position")
    channel.position = [
        ranged(cursor, cursor.signed, 4, 1 - 2**29, 2**29 - 1, "position") for _ in range(latent.H * latent.W)]
    return channel


def _read_tap(cursor, c):
    at = cursor.at
    k = cursor.unsigned(1, "tap")
    offsets = tuple(cursor.signed(1, "tap") for _ in "zyx")
    require(k < c or (k == c and offsets < (0, 0, 0)), "ModelInvalid", at, "a tap that was coded before")
    return (k, *offsets)


def _signed(cursor, size, count, field):
    _need(cursor, size * count, field)
    return [cursor.signed(size, field) for _ in range(count)]
