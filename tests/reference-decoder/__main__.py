"""The second decoder of EdgeCodec's streams, written from FORMAT.md and ECM.md; the standard library only.

    python3 tests/reference-decoder decode MODEL.ecm X.ecs [--partial]
        prints each sequence and the SHA-256 of each unit's latent, bits in coding order as bytes 0 and 1;
        or the error, its code and its byte (exit status 1)
    python3 tests/reference-decoder labels MAP.ecl X.ecs [--trace]
        prints the header and the labels of the answer to a picture, row by row; with --trace also every decision
    python3 tests/reference-decoder vectors FOLDER
        decodes all test vectors of a folder and compares with what is expected
"""
import sys

sys.dont_write_bytecode = True  # before the modules beside this one: the folder stays as it was

import labelmap
import vectors
from errors import CodecError
from header import read_header
from model import read_model
from report import describe
from stream import decode


def _read(path):
    with open(path, "rb") as file:
        return file.read()


def main(arguments):
    if arguments[:1] == ["vectors"] and len(arguments) == 2:
        return vectors.run(arguments[1])
    command, option = arguments[:1], len(arguments) == 4 and arguments[3]
    if command == ["decode"] and (len(arguments) == 3 or option == "--partial"):
        return _decode(arguments[1], arguments[2], bool(option))
    if command == ["labels"] and (len(arguments) == 3 or option == "--trace"):
        return _labels(arguments[1], arguments[2], bool(option))
    print(__doc__, file=sys.stderr)
    return 2


def _labels(path, stream_path, trace):
    stream = _read(stream_path)
    try:
        source = read_header(stream, 0)
        header, labels = labelmap.decode(_read(path), stream, (source.width, source.height, source.depth), trace)
    except CodecError as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 1
    for name, value in header.items():
        print(f"{name}: {value.hex() if isinstance(value, bytes) else value}")
    for row in labels:
        print(*row)
    return 0


def _decode(path, stream_path, partial):
    try:
        model = read_model(_read(path))
        path = stream_path
        result = decode(_read(path), model, partial)
    except CodecError as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 1
    for number, sequence in enumerate(describe(result)):
        units = sequence.pop("units")
        print(f"sequence {number}:", " ".join(f"{key}={value}" for key, value in sequence.items() if value is not None))
        for unit, fields in enumerate(units):
            print(f"  unit {unit}:", " ".join(f"{key}={value}" for key, value in fields.items()))
    if result.error:
        print(f"{path}: partial: {result.error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
