"""ECM §3 and §6: the network's rules and the shape of its output. Its weights are looked at and left alone."""
from errors import require
from model_grid import u

AXES = "DHW"


class Costs:
    """The bounds of ECM §6 that run over the network."""

    def __init__(self):
        self.products, self.samples = 0, 0

    def add(self, products, samples, at):
        self.products, self.samples = self.products + products, self.samples + samples
        require(self.products <= 1 << 34, "ModelTooCostly", at, "at most 2^34 multiply-accumulates")
        require(self.samples <= 1 << 31, "ModelTooCostly", at, "at most 2^31 samples")


def read_network(cursor, grid):
    """The shape of the latent: D, H, W, C."""
    costs = Costs()
    shape = [*grid.size, grid.channels]
    costs.add(0, shape[0] * shape[1] * shape[2] * shape[3], cursor.at)
    count = u(cursor, 4, 1, 64, "layer_count")
    for layer in range(count):
        shape = _read_layer(cursor, shape, layer == count - 1, costs)
    return shape


def _read_layer(cursor, shape, is_last, costs):
    start = cursor.at
    depthwise = u(cursor, 1, 1, 2, "op") == 2
    u(cursor, 1, int(is_last), int(is_last), "output")
    u(cursor, 1, 0, 255, "in_zero")
    u(cursor, 1, 0, 0 if is_last else 255, "out_zero")
    in_channels = u(cursor, 4, shape[3], shape[3], "in_channels")
    out_channels = u(cursor, 4, *((in_channels, in_channels) if depthwise else (1, 4096)), "out_channels")
    kernel = [u(cursor, 1, 1, 15, f"kernel {axis}") for axis in AXES]
    stride = [u(cursor, 1, 1, 16, f"stride {axis}") for axis in AXES]
    dilation = [u(cursor, 1, 1, 16, f"dilation {axis}") for axis in AXES]
    before = [u(cursor, 1, 0, 120, f"pad_before {axis}") for axis in AXES]
    after = [u(cursor, 1, 0, 120, f"pad_after {axis}") for axis in AXES]
    u(cursor, 1, 0, 0, "reserved")

    out = []
    for a in range(3):
        room = shape[a] + before[a] + after[a] - dilation[a] * (kernel[a] - 1) - 1
        require(room >= 0, "ModelInvalid", start, f"an output of at least 1 along {AXES[a]}")
        out.append(room // stride[a] + 1)
    voxels = out[0] * out[1] * out[2]
    require(voxels * out_channels <= 1 << 30, "ModelInvalid", start, "an output of at most 2^30 samples")
    per_channel = kernel[0] * kernel[1] * kernel[2] * (1 if depthwise else in_channels)
    costs.add(voxels * out_channels * per_channel, voxels * out_channels, start)
    _read_arrays(cursor, out_channels, per_channel, is_last)
    return [*out, out_channels]


def _read_arrays(cursor, out_channels, per_channel, is_last):
    at = cursor.at
    bias = cursor.take(4 * out_channels, "bias")
    if not is_last:
        # An array of its own each: a section that holds no more ends within one of them.
        for field, size, high in (("multiplier", 4, 2**31 - 1), ("shift", 1, 62)):
            require(size * out_channels <= cursor.left(), "ModelInvalid", cursor.end, field)
            for _ in range(out_channels):
                u(cursor, size, 1, high, field)
    weights = cursor.take(per_channel * out_channels, "weights")
    for o in range(out_channels):
        row = weights[o * per_channel:(o + 1) * per_channel]
        total = sum(min(w, 256 - w) for w in row)  # |w| of the two's complement
        reach = abs(int.from_bytes(bias[4 * o:4 * o + 4], "little", signed=True)) + 255 * total
        require(reach < 1 << 31, "ModelInvalid", at, f"an accumulator below 2^31 in channel {o}")
