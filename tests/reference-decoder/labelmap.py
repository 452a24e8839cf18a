"""Decodes label maps as LABELMAP.md says, section by section."""
import hashlib

from conventions import Cursor, crc32c
from errors import CodecError
from range_decoder import NoEncoderWrites, RangeDecoder


INVALID = "LabelMapHeaderInvalid"


# §2 Header


def read_header(data):
    reader, header = Cursor(data, 0, len(data), "LabelMapTruncated"), {}
    if reader.take(1, "magic")[0] != 0xEB:
        raise CodecError("NotALabelMap", 0, "magic is not 0xEB")
    flags = reader.take(1, "version_flags")[0]
    if flags >> 5 != 1:
        raise CodecError("LabelMapVersionUnsupported", 1, f"version {flags >> 5}")
    if flags & 7:
        raise CodecError(INVALID, 1, "reserved flags")
    header["stream_digest"] = reader.take(8, "stream_digest")
    header["width"] = reader.varint("width", INVALID, 1, 65535)
    header["height"] = reader.varint("height", INVALID, 1, 65535)
    header["depth"] = reader.varint("depth", INVALID, 2, 65535) if flags & 0x10 else 1
    if header["width"] * header["height"] * header["depth"] > 1 << 36:
        raise CodecError(INVALID, 10, "more than 2^36 labels")
    header["label_count"] = reader.varint("label_count", INVALID, 1, 65536)
    header["head_version"] = reader.varint("head_version", INVALID, 1, 2**31 - 1)
    start = reader.at
    length = reader.take(1, "head_name_length")[0]
    if not 1 <= length <= 64:
        raise CodecError(INVALID, start, "head_name_length")
    name = reader.take(length, "head_name")
    try:
        header["head_name"] = name.decode("utf-8", "strict")
    except UnicodeDecodeError:
        raise CodecError(INVALID, start + 1, "head_name is not UTF-8") from None
    if any(byte < 0x20 or byte == 0x7F for byte in name):
        raise CodecError(INVALID, start + 1, "head_name has control characters")
    header["reference"] = reader.take(16, "reference") if flags & 8 else b""
    header["bytes"] = reader.at
    return header


# §3.3 Adaptive probabilities


class Probability:
    def __init__(self):
        self.p, self.uses = 32768, 0

    def update(self, bit):
        divisor = 2 * self.uses + 3
        if bit:
            self.p += (65536 - self.p) * 2 // divisor
        else:
            self.p -= self.p * 2 // divisor
        self.p = min(max(self.p, 32), 65504)
        self.uses = min(self.uses + 1, 24)


class Decisions:
    def __init__(self, decoder, trace):
        self.decoder, self.trace, self.table = decoder, trace, {}

    def probability(self, *name):
        return self.table.setdefault(name, Probability())

    def adaptive(self, *name):
        probability = self.probability(*name)
        before = probability.p
        bit = self.decoder.bit(before)
        probability.update(bit)
        if self.trace:
            print(f"{' '.join(map(str, name))}: p1 {before} -> {bit}")
        return bit

    def half(self):
        bit = self.decoder.bit(32768)
        if self.trace:
            print(f"half -> {bit}")
        return bit


# §3.2 Symbols


def no_encoder_writes(what):
    return NoEncoderWrites(f"{what} that an encoder writes")


def read_stay(decisions, length, at_end, west):
    if decisions.adaptive("stay", at_end, int(west != 0)):
        return length
    exponent = 0
    while 2 << exponent <= length and not decisions.adaptive("distance", at_end, exponent):
        exponent += 1
    distance = 1
    for _ in range(exponent):
        distance = distance << 1 | decisions.half()
    if distance > length:
        raise no_encoder_writes("distance")
    return length - distance


def read_changes(decisions, context, deep):
    coarse = decisions.probability("coarse", deep, context & 15, context >> 8 & 1)
    fine = decisions.probability("change", deep, context)
    if fine.uses == 0:
        fine.p = coarse.p
    bit = decisions.adaptive("change", deep, context)
    coarse.update(bit)
    return bit


def read_other(decisions, west, candidates, label_count):
    if label_count == 2:
        return 1 - west
    for i, candidate in enumerate(candidates):
        if decisions.adaptive("candidate", i):
            return candidate
    node, bits = 1, (label_count - 1).bit_length()
    for _ in range(bits):
        node = node << 1 | (decisions.adaptive("label", node) if node < 256 else decisions.half())
    label = node - (1 << bits)
    if label >= label_count or label == west or label in candidates:
        raise no_encoder_writes("label")
    return label


# §3.1 Order and neighbours


def read_row(decisions, labels, width, height, z, y, label_count):
    row = []

    def at(dx, dy, before):
        """A finished label about column x: of this slice, or of the one before."""
        if before:
            line = labels[(z - 1) * height + min(max(y + dy, 0), height - 1)]
        elif dy == 0:
            if x + dx >= 0:
                return row[x + dx]
            return labels[z * height + y - 1][0] if y > 0 else 0
        elif y + dy < 0:
            return 0
        else:
            line = labels[z * height + y + dy]
        return line[min(max(x + dx, 0), width - 1)]

    def quiet():
        return (all(at(dx, -1, False) == west for dx in (-1, 0, 1, 2))
                and (z == 0 or all(at(dx, 0, True) == west for dx in (-1, 0, 1)) and at(0, 1, True) == west))

    deep = int(z > 0)
    flat = ((0, -1), (1, -1), (-1, -1), (0, -2), (-2, 0), (2, -1), (1, -2), (-1, -2))
    behind = ((0, 0), (1, 0), (0, 1), (-1, 0), (0, -1))
    x = 0
    while x < width:
        west = at(-1, 0, False)
        start = x
        while x < width and quiet():
            x += 1
        end, x = x, start
        if end > start:
            stay = read_stay(decisions, end - start, int(end == width), west)
            row += [west] * stay
            x += stay
            if x < end:
                row.append(read_other(decisions, west, [], label_count))
                x += 1
            continue
        context = sum((at(dx, dy, False) != west) << i for i, (dx, dy) in enumerate(flat))
        if deep:
            context |= sum((at(dx, dy, True) != west) << i for i, (dx, dy) in enumerate(behind, 8))
        if read_changes(decisions, context, deep):
            order = [at(0, -1, False), at(1, -1, False)]
            order += [at(0, 0, True), at(1, 0, True)] if deep else []
            order += [at(-1, -1, False), at(2, -1, False)]
            candidates = [c for i, c in enumerate(order) if c != west and c not in order[:i]]
            row.append(read_other(decisions, west, candidates, label_count))
        else:
            row.append(west)
        x += 1
    labels.append(row)


def read_payload(payload, header, trace):
    rows = header["height"] * header["depth"]
    if header["label_count"] == 1:
        if payload:
            raise no_encoder_writes("no payload, of a map of one label,")
        return [[0] * header["width"] for _ in range(rows)]
    decoder = RangeDecoder(payload)
    decisions, labels = Decisions(decoder, trace), []
    for row in range(rows):
        read_row(decisions, labels, header["width"], header["height"], row // header["height"], row % header["height"], header["label_count"])
    decoder.finish()
    return labels


# §4 Check, §2.1 What is answered


def decode(data, stream, geometry, trace=False):
    """Header and rows of labels, slice after slice. `stream` is what is answered (§2.1), `geometry` its W, H, D."""
    header = read_header(data)
    check = len(data) - 4
    if check < header["bytes"]:
        raise CodecError("LabelMapTruncated", len(data), "no check")
    if int.from_bytes(data[check:], "little") != crc32c(data[:check]):
        raise CodecError("LabelMapDamaged", check, "the check differs")
    if header["stream_digest"] != hashlib.sha256(stream).digest()[:8]:
        raise CodecError("WrongStream", 2, "answers another stream")
    if (header["width"], header["height"], header["depth"]) != geometry:
        raise CodecError(INVALID, 10, "not the geometry of the stream's source")
    try:
        return header, read_payload(data[header["bytes"]:check], header, trace)
    except NoEncoderWrites as broken:
        raise CodecError("LabelMapDamaged", header["bytes"], str(broken)) from None
