#!/usr/bin/env python3
"""Decodes label maps as LABELMAP.md says, section by section; the standard library only.

    labelmap.py MAP STREAM       prints the header, then the labels row by row
    labelmap.py --trace MAP STREAM   also every decision
"""
import hashlib
import sys


class LabelMapError(Exception):
    """An error of LABELMAP §5: its name, and the byte it is about."""

    def __init__(self, name, offset, text):
        super().__init__(f"{name} at byte {offset}: {text}")
        self.name, self.offset = name, offset


# §1 Conventions


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


class Reader:
    """The header's fields, in order."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count, field):
        if self.at + count > len(self.data):
            raise LabelMapError("LabelMapTruncated", len(self.data), f"ends within {field}")
        self.at += count
        return self.data[self.at - count:self.at]

    def varint(self, field, low, high):
        start, value = self.at, 0
        for i in range(5):
            byte = self.take(1, field)[0]
            value |= (byte & 0x7F) << (7 * i)
            if byte < 0x80:
                if (byte == 0 and i > 0) or value >= 1 << 32 or not low <= value <= high:
                    raise LabelMapError("LabelMapHeaderInvalid", start, f"{field} is not a number of {low} to {high}")
                return value
        raise LabelMapError("LabelMapHeaderInvalid", start, f"{field} is not a varint")


# §2 Header


def read_header(data):
    reader, header = Reader(data), {}
    if reader.take(1, "magic")[0] != 0xEB:
        raise LabelMapError("NotALabelMap", 0, "magic is not 0xEB")
    flags = reader.take(1, "version_flags")[0]
    if flags >> 5 != 1:
        raise LabelMapError("LabelMapVersionUnsupported", 1, f"version {flags >> 5}")
    if flags & 7:
        raise LabelMapError("LabelMapHeaderInvalid", 1, "reserved flags")
    header["stream_digest"] = reader.take(8, "stream_digest")
    header["width"] = reader.varint("width", 1, 65535)
    header["height"] = reader.varint("height", 1, 65535)
    header["depth"] = reader.varint("depth", 2, 65535) if flags & 0x10 else 1
    if header["width"] * header["height"] * header["depth"] > 1 << 36:
        raise LabelMapError("LabelMapHeaderInvalid", 10, "more than 2^36 labels")
    header["label_count"] = reader.varint("label_count", 1, 65536)
    header["head_version"] = reader.varint("head_version", 1, 2**31 - 1)
    start = reader.at
    length = reader.take(1, "head_name_length")[0]
    if not 1 <= length <= 64:
        raise LabelMapError("LabelMapHeaderInvalid", start, "head_name_length")
    name = reader.take(length, "head_name")
    try:
        header["head_name"] = name.decode("utf-8", "strict")
    except UnicodeDecodeError:
        raise LabelMapError("LabelMapHeaderInvalid", start + 1, "head_name is not UTF-8") from None
    if any(byte < 0x20 or byte == 0x7F for byte in name):
        raise LabelMapError("LabelMapHeaderInvalid", start + 1, "head_name has control characters")
    header["reference"] = reader.take(16, "reference") if flags & 8 else b""
    header["bytes"] = reader.at
    return header


# §3.4 Range decoder (FORMAT: range coder)


class RangeDecoder:
    def __init__(self, segment):
        self.segment, self.taken, self.range, self.code = segment, 0, 2**32 - 1, 0
        for _ in range(4):
            self.code = self.code << 8 | self.next()

    def next(self):
        self.taken += 1
        return self.segment[self.taken - 1] if self.taken <= len(self.segment) else 0

    def bit(self, p1):
        bound = (self.range >> 16) * p1
        if self.code < bound:
            self.range, bit = bound, 1
        else:
            self.code, self.range, bit = self.code - bound, self.range - bound, 0
        while self.range < 1 << 24:
            self.code = self.code << 8 | self.next()
            self.range <<= 8
        return bit


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
    return LabelMapError("LabelMapDamaged", -1, f"{what}: no encoder writes it")


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
            raise no_encoder_writes("payload of a map of one label")
        return [[0] * header["width"] for _ in range(rows)]
    decoder = RangeDecoder(payload)
    if decoder.code >= decoder.range or payload[-1:] == b"\0":
        raise no_encoder_writes("payload")
    decisions, labels = Decisions(decoder, trace), []
    for row in range(rows):
        read_row(decisions, labels, header["width"], header["height"], row // header["height"], row % header["height"], header["label_count"])
    if len(payload) > decoder.taken:
        raise no_encoder_writes("payload longer than its labels")
    return labels


# §4 Check, §2.1 What is answered


def decode(data, digest, geometry, trace=False):
    """Header and rows of labels, slice after slice."""
    header = read_header(data)
    check = len(data) - 4
    if check < header["bytes"]:
        raise LabelMapError("LabelMapTruncated", len(data), "no check")
    if int.from_bytes(data[check:], "little") != crc32c(data[:check]):
        raise LabelMapError("LabelMapDamaged", check, "the check differs")
    if header["stream_digest"] != digest:
        raise LabelMapError("WrongStream", 2, "answers another stream")
    if geometry is not None and (header["width"], header["height"], header["depth"]) != geometry:
        raise LabelMapError("LabelMapHeaderInvalid", 10, "not the geometry of the stream's source")
    try:
        return header, read_payload(data[header["bytes"]:check], header, trace)
    except LabelMapError as e:
        e.offset = header["bytes"]
        raise


def main(arguments):
    trace = arguments[:1] == ["--trace"]
    if len(arguments) - trace != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open(arguments[-2], "rb") as file, open(arguments[-1], "rb") as stream:
        data, digest = file.read(), hashlib.sha256(stream.read()).digest()[:8]
    try:
        # The stream's own header has the geometry; reading it is FORMAT's matter.
        header, labels = decode(data, digest, None, trace)
    except LabelMapError as e:
        print(f"{arguments[-2]}: {e}", file=sys.stderr)
        return 1
    for name, value in header.items():
        print(f"{name}: {value.hex() if isinstance(value, bytes) else value}")
    for row in labels:
        print(*row)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
