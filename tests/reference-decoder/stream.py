"""FORMAT §2, §4, §5, §8, §9: pictures and sequences, in the normative order of errors."""
from conventions import Cursor
from context_model import decode_layer
from errors import CodecError, require
from header import match_header, read_header, slab_range
from payload import Body, read_leading_segments, read_segments
from range_decoder import NoEncoderWrites, RangeDecoder


class Unit:
    """Latent bits in coding order, of as many layers as there are; the slices of the volume that it codes.

    `sent` is its bytes in a sequence, from lead to check: with those of the header what a label map answers (LABELMAP §2.1)."""

    def __init__(self, layers, bits, first_slice, slices):
        self.layers, self.bits, self.first_slice, self.slices = layers, bytes(bits), first_slice, slices
        self.sent = None


class Sequence:
    """A header and its units; a picture is one of one unit."""

    def __init__(self, header):
        self.header, self.units = header, []


class Result:
    """Sequences; and the error, if the result is a partial one."""

    def __init__(self):
        self.sequences, self.error = [], None


def decode(data, model, partial=False):
    """All of a stream, or a CodecError. With `partial`, what is whole and checked, and the error (§9)."""
    result = Result()
    try:
        _read_stream(data, model, result.sequences, partial)
    except CodecError as error:
        result.sequences = [s for s in result.sequences if s.units]
        if not partial or error.name not in ("StreamTruncated", "StreamDamaged") or not result.sequences:
            raise
        result.error = error
    return result


def _read_stream(data, model, sequences, partial):
    at, index = 0, 0
    while True:
        header = read_header(data, at)
        match_header(header, model, at)
        sequences.append(Sequence(header))
        if not header.is_sequence:
            return _read_picture(data, model, sequences[-1], partial)
        at, index, is_last = _read_sequence(data, model, sequences[-1], index, partial)
        if is_last:
            return require(at == len(data), "StreamTrailingBytes", at, "the end of the stream")


def _prefix(model, header, index):
    """What the check covers before the body (§5)."""
    return model.identity + index.to_bytes(4, "little") + header.bytes


def _read_picture(data, model, sequence, partial):
    header = sequence.header
    require(len(data) - header.end >= 4, "StreamTruncated", len(data), "a check of 4 bytes")
    end = len(data) - 4
    body = Body(data, _prefix(model, header, 0), header.end, header.end, end)
    # Partial results take the payload to the end of the stream: of a stream cut short, nobody knows where the check is.
    _read_unit(body, len(data), model, sequence, partial)


def _read_sequence(data, model, sequence, index, partial):
    """Blocks to the end of the sequence. The byte and the block after it; whether the stream ends there."""
    header, at = sequence.header, sequence.header.end
    while True:
        require(index < 1 << 32, "StreamDamaged", at, "at most 2^32 blocks")
        cursor = Cursor(data, at, len(data), "StreamTruncated")
        lead = cursor.varint("lead", "StreamDamaged")
        prefix = _prefix(model, header, index)
        index += 1
        if lead % 2 == 0:
            length = lead // 2
            require(length <= 2 * model.latent.bits + 256, "StreamDamaged", at, "a unit that is not too long")
            body = Body(data, prefix, at, cursor.at, cursor.at + length)
            _read_unit(body, min(body.end, len(data)), model, sequence, partial)
            sequence.units[-1].sent = data[at:body.end + 4]
        elif lead <= 3:
            body = Body(data, prefix, at, cursor.at, cursor.at)
            _verify(body)
            require(len(sequence.units) % (header.slabs or 1) == 0, "StreamTruncated", at, "a whole volume")
            return body.end + 4, index, lead == 1
        else:
            cursor.take(cursor.varint("length", "StreamDamaged", 0, 65536), "content")
            body = Body(data, prefix, at, cursor.at, cursor.at)
            _verify(body)
            require(lead // 2 % 2 == 1, "StreamBlockUnknown", at, f"no critical extension: type {lead // 2}")
        at = body.end + 4


def _verify(body):
    check = Cursor(body.data, body.end, len(body.data), "StreamTruncated").unsigned(4, "check")
    require(check == body.check(body.end), "StreamDamaged", body.end, "a right check")


def _read_unit(body, whole, model, sequence, partial):
    """One unit, verified and decoded. If it is in error and that is asked for, its leading layers (§9) up to `whole`."""
    header = sequence.header
    layers = header.unit_layers
    try:
        if body.end + 4 > len(body.data):
            raise CodecError("StreamTruncated", len(body.data), f"a unit that ends at byte {body.end + 4}")
        _verify(body)
        segments = read_segments(body, layers, header.layer_checks)
        _give(model, sequence, _decode_layers(body.data, model, segments))
    except CodecError:
        if partial and header.layer_checks:
            body.end = whole
            segments, bits = read_leading_segments(body, layers), []
            layers = 0
            try:
                for layers, segment in enumerate(segments, 1):
                    bits = _decode_layers(body.data, model, segments[:layers])
            except CodecError:
                layers -= 1
            if layers > 0:
                _give(model, sequence, bits, layers)
        raise


def _decode_layers(data, model, segments):
    bits = []
    for layer, (start, end) in enumerate(segments):
        try:
            decode_layer(model, RangeDecoder(data[start:end]), bits, layer)
        except NoEncoderWrites as broken:
            raise CodecError("StreamDamaged", start, str(broken)) from None
    return bits


def _give(model, sequence, bits, layers=None):
    first, slices = slab_range(sequence.header, len(sequence.units))
    sequence.units.append(Unit(layers or sequence.header.unit_layers, bits, first, slices))
