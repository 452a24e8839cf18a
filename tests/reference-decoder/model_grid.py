"""ECM §2: what a source may be. How it is resampled is the encoder's matter alone."""
from errors import require


class Grid:
    """fit, channels, window_mode, sample_types, window, size, min_source (D, H, W), max_aspect, pad."""


def ranged(cursor, read, size, low, high, field):
    """An integer field of `low` to `high`."""
    at = cursor.at
    value = read(size, field)
    require(low <= value <= high, "ModelInvalid", at, f"{field} of {low} to {high}")
    return value


def u(cursor, size, low, high, field):
    return ranged(cursor, cursor.unsigned, size, low, high, field)


def read_grid(cursor):
    g = Grid()
    g.fit = u(cursor, 1, 0, 2, "fit")
    at = cursor.at
    g.channels = u(cursor, 1, 1, 3, "channels")
    require(g.channels != 2, "ModelInvalid", at, "1 or 3 channels")
    g.window_mode = u(cursor, 1, 0, 2, "window_mode")
    types = u(cursor, 1, 1, 7, "sample_types")
    g.sample_types = [name for bit, name in enumerate(("u8", "u16", "s16")) if types >> bit & 1]
    fixed = g.window_mode == 1
    low = ranged(cursor, cursor.signed, 4, -32768 if fixed else 0, 65535 if fixed else 0, "window_low")
    width = u(cursor, 4, 1 if fixed else 0, 65535 if fixed else 0, "window_width")
    g.window = (low, width)
    at = cursor.at
    g.size = [u(cursor, 4, 1, 4096, f"grid {axis}") for axis in "DHW"]
    require(g.size[0] * g.size[1] * g.size[2] * g.channels <= 1 << 30, "ModelInvalid", at, "a grid of at most 2^30 samples")
    g.min_source = [u(cursor, 4, 1, 65535, f"min_source {axis}") for axis in "DHW"]
    at = cursor.at
    g.max_aspect = u(cursor, 4, 0, 2**31 - 1, "max_aspect")
    require(g.max_aspect == 0 or g.max_aspect >= 16, "ModelInvalid", at, "max_aspect of 16 or more, or 0")
    at = cursor.at
    g.pad = cursor.take(4, "pad")
    require(not any(g.pad[g.channels:]), "ModelInvalid", at, "unused entries of 0")
    return g
