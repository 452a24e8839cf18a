"""FORMAT §6: the segments of a unit, and the partial reading of §9."""
from conventions import Cursor, crc32c
from errors import CodecError, require


class Body:
    """Bytes of a block from `start` to before its check, which ends at `end`; the payload begins at `payload`."""

    def __init__(self, data, prefix, start, payload, end):
        self.data, self.prefix, self.start, self.payload, self.end = data, prefix, start, payload, end

    def check(self, end):
        """FORMAT §5, of the body up to `end`."""
        return crc32c(self.prefix + self.data[self.start:end])


def _read_segment(cursor, body, layer_checks):
    """One segment that is not the last: its range of bytes."""
    length = cursor.varint("segment length", "StreamDamaged")
    start = cursor.at
    cursor.take(length, "segment")
    end = cursor.at
    if layer_checks:
        require(cursor.unsigned(4, "layer_check") == body.check(end), "StreamDamaged", end, "a right layer check")
    return start, end


def read_segments(body, layers, layer_checks):
    """The segments of all layers, or StreamDamaged."""
    cursor = Cursor(body.data, body.payload, body.end, "StreamDamaged")
    segments = [_read_segment(cursor, body, layer_checks) for _ in range(layers - 1)]
    return segments + [(cursor.at, body.end)]


def read_leading_segments(body, layers):
    """The segments of the leading layers that have a right layer check (§9): never the last."""
    cursor = Cursor(body.data, body.payload, body.end, "StreamDamaged")
    segments = []
    try:
        while len(segments) < layers - 1:
            segments.append(_read_segment(cursor, body, True))
    except CodecError:
        pass
    return segments
