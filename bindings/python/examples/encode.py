"""Encodes a PPM picture of 8 bits: encode.py MODEL.ecm IN.ppm OUT.ecs. Exit status: 0 done, 1 failed, 2 wrong usage."""

import os
import re
import sys

import numpy

import edgecodec


def read_ppm(path):
    """An array of (height, width, 3), uint8."""
    with open(path, "rb") as file:
        data = file.read()
    gap = rb"(?:\s|#.*\n)+"
    header = re.match(rb"P6" + gap + rb"(\d+)" + gap + rb"(\d+)" + gap + rb"255\s", data)
    shape = (int(header[2]), int(header[1]), 3) if header else (0, 0, 3)
    if not header or len(data) - header.end() != shape[0] * shape[1] * 3:
        raise ValueError(f"{path}: not a PPM picture of 8 bits")
    return numpy.frombuffer(data, numpy.uint8, offset=header.end()).reshape(shape)


def write_whole(path, stream, source):
    """Under a temporary name first, so that a file is there whole or not at all."""
    path = os.path.realpath(path)
    if os.path.exists(path) and not os.path.isfile(path):
        raise ValueError(f"{path}: is no regular file")
    if path == os.path.realpath(source):
        raise ValueError(f"{path}: is the picture, which would be overwritten")
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:
            file.write(stream)
        os.replace(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)


def main():
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        picture = read_ppm(sys.argv[2])
        with edgecodec.Model(sys.argv[1]) as model, edgecodec.Encoder(model) as encoder:
            stream = encoder.encode(picture)
        write_whole(sys.argv[3], stream, sys.argv[2])
    except (edgecodec.EdgeCodecError, OSError, ValueError) as problem:
        print(f"encode.py: {problem}", file=sys.stderr)
        return 1
    print(f"{sys.argv[3]}: {picture.shape[1]}x{picture.shape[0]}, {len(stream)} bytes, kernel {edgecodec.active_kernel()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
