"""The cases that tests/EdgeCodec.TestModels wrote, with the streams of the C# encoder."""

import os
from pathlib import Path

import numpy

import edgecodec

FOLDER = Path(os.environ["EDGECODEC_TEST_CASES"])


class Case:
    """A model, an array of (depth, height, width, channels), what to encode, and the stream."""

    def __init__(self, name):
        folder = FOLDER / name
        words = (folder / "image.txt").read_text().split()
        at = {word: i for i, word in enumerate(words)}
        number = lambda word, k=1: int(words[at[word] + k])
        self.path = folder / "edge.ecm"
        self.expected = (folder / "expected.ecs").read_bytes()
        dtype = numpy.dtype(("u1", "u2", "i2")[number("sample_type")])
        shape = [number(word) for word in ("depth", "height", "width", "channels")]
        strides = [number("strides", k) for k in (4, 3, 2, 1)]
        raw = (folder / "image.raw").read_bytes()
        self.array = numpy.ndarray(shape, dtype, raw, number("offset"), strides)
        self.what = {}
        if number("window", 2):
            self.what["window"] = number("window"), number("window", 2)
        if number("layers"):
            self.what["layers"] = number("layers")

    @property
    def picture(self):
        """(height, width, channels)."""
        return self.array[0]

    def model(self):
        return edgecodec.Model(self.path)
