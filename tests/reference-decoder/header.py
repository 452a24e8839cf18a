"""FORMAT §3: the header, and what the model demands of it."""
from conventions import Cursor
from errors import CodecError, require

INVALID = "StreamHeaderInvalid"
SAMPLE_TYPES = ("u8", "u16", "s16")
DEPTH, WINDOW, LAYERS, LAYER_CHECKS, SPACING, SLABS, METADATA, RESERVED = (1 << bit for bit in range(8))


class Header:
    """The fields; `bytes` are those under the check (§5), the marker included."""


def _zigzag(cursor, field, low, high):
    at = cursor.at
    n = cursor.varint(field, INVALID)
    value = n // 2 if n % 2 == 0 else -((n + 1) // 2)
    require(low <= value <= high, INVALID, at, f"{field} of {low} to {high}")
    return value


def read_header(data, at):
    """The header of the picture or sequence that begins at byte `at`; after byte 0, only a sequence can."""
    cursor = Cursor(data, at, len(data), "StreamTruncated")
    h = Header()
    start = cursor.unsigned(1, "start")
    h.is_sequence = start == 0xE3
    if h.is_sequence:
        start = cursor.unsigned(1, "start")
        require(start >> 4 == 14 and start & 3 != 3, INVALID, at + 1, "0xE0 to 0xEF, sample type 0 to 2")
    elif at > 0:
        raise CodecError(INVALID, at, "the marker of another sequence")
    elif 0xC0 <= start <= 0xDF:
        raise CodecError("StreamVersionUnsupported", at, "a stream of version 1")
    else:
        require(start >> 4 == 14 and start & 3 != 3, "NotAStream", at, "the first byte of a stream")
    wide, has_options = start >> 3 & 1, start >> 2 & 1
    h.sample_type = SAMPLE_TYPES[start & 3]
    h.tag_at = cursor.at
    h.tag = cursor.take(2, "model_tag")
    _read_size(cursor, h, wide)
    _read_options(cursor, h, has_options)
    h.bytes = data[at:cursor.at]
    h.end = cursor.at
    return h


def _read_size(cursor, h, wide):
    if not wide:
        size = cursor.unsigned(3, "size")
        h.width, h.height = (size & 0xFFF) + 1, (size >> 12) + 1
        return
    at = cursor.at
    h.width, h.height = cursor.unsigned(2, "width"), cursor.unsigned(2, "height")
    require(min(h.width, h.height) >= 1, INVALID, at, "width and height of 1 to 65535")
    require(max(h.width, h.height) > 4096, INVALID, at, "an axis above 4096 in the wide form")


def _read_options(cursor, h, has_options):
    at = cursor.at
    options = cursor.unsigned(1, "options") if has_options else 0
    if has_options:
        require(not options & RESERVED, "StreamVersionUnsupported", at, "options of version 1")
        require(options != 0, INVALID, at, "at least one option")
        slabs_may_be = h.is_sequence and options & DEPTH
        require(slabs_may_be or not options & SLABS, INVALID, at, "slabs only in a sequence, with a depth")
    at = cursor.at
    h.depth = cursor.varint("depth", INVALID, 2, 65535) if options & DEPTH else 1
    require(h.width * h.height * h.depth <= 1 << 36, INVALID, at, "at most 2^36 samples")
    h.window = None
    if options & WINDOW:
        low = _zigzag(cursor, "window_low", -32768, 65535)
        h.window = (low, cursor.varint("window_width", INVALID, 1, 65535))
    h.layers = None
    if options & LAYERS:
        at = cursor.at
        h.layers = cursor.unsigned(1, "layers")
        require(1 <= h.layers <= 14, INVALID, at, "layers of 1 to 14")
    h.layer_checks = bool(options & LAYER_CHECKS)
    h.spacing = None
    if options & SPACING:
        h.spacing = tuple(cursor.varint("spacing", INVALID, 1, 2**32 - 1) for _ in "DHW")
    h.slabs = cursor.varint("slabs", INVALID, 2, h.depth) if options & SLABS else None
    h.metadata = None
    if options & METADATA:
        h.metadata = cursor.take(cursor.varint("metadata length", INVALID, 0, 4096), "metadata")


def match_header(h, model, at):
    """What a reader requires with the model at hand. Sets `h.unit_layers`, the layers of each unit."""
    require(h.tag == model.identity[:2], "WrongModel", h.tag_at, f"tag {model.identity[:2].hex()}")

    def rule(holds, expected):
        require(holds, INVALID, at, expected)

    grid, number = model.grid, len(model.latent.layers)
    rule(h.sample_type in grid.sample_types, f"samples that the model takes: {' '.join(grid.sample_types)}")
    shallowest = h.depth // (h.slabs or 1)
    rule(all(n >= least for n, least in zip((shallowest, h.height, h.width), grid.min_source)), "a source that is not too small")
    long, short = max(h.height, h.width), min(h.height, h.width)
    rule(grid.max_aspect == 0 or 16 * long <= grid.max_aspect * short, "a source that is not too elongated")
    rule((h.window is not None) == (grid.window_mode == 2), "a window exactly where the model leaves it to the caller")
    rule(h.layers is None or h.layers < number, f"fewer layers than the model's {number}, or all and no option")
    h.unit_layers = h.layers or number
    rule(not h.layer_checks or h.unit_layers > 1, "layer checks only in units of several layers")


def slab_range(h, unit):
    """First slice and number of slices of a unit (§4.4)."""
    if h.slabs is None:
        return 0, h.depth
    s = unit % h.slabs
    first = s * h.depth // h.slabs
    return first, (s + 1) * h.depth // h.slabs - first
