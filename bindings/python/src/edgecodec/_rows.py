"""Streams of rows that arrive one after the other."""

import ctypes

from . import _abi
from ._abi import library
from ._errors import Status, check
from ._image import sample_type, view
from ._params import number

_BYTES, _END = 1, 2  # of ec_pull_state
_CHUNK = 65536
_GONE = (Status.OUT_OF_ORDER, Status.CANCELLED, Status.RUNNER_FAILED, Status.INTERNAL)


class RowStream:
    """Made by Encoder.rows. The bytes are those of Encoder.encode, however the rows are cut into pushes.

        with encoder.rows(height, width, channels=3) as stream:
            for strip in sensor:
                stream.push(strip)
            send(stream.finish())

    A sequence has any number of sources of one shape: push them one after the other and pull in between.
    Left before the end, the stream is given up and the encoder free for another.
    """

    def __init__(self, encoder, height, width, channels, depth, dtype, sequence, slabs, params):
        self._encoder = encoder
        self._height, self._depth = height, depth
        self._next = 0  # of the rows of all slices
        self._has_encoder = True
        sizes = dict(height=height, width=width, channels=channels, depth=depth, slabs=slabs)
        sizes = {name: number(name, value, 0, 65535) for name, value in sizes.items()}
        source = _abi.Source(sample_type=sample_type(dtype), framing=int(sequence), **sizes)
        check(library.ec_encode_begin(encoder.handle, source, params))

    def push(self, rows, axes=None, *, slice=None, row=None):
        """Takes the rows that are next: an array as for Encoder.encode, with all of the source's columns.

        slice, row: where they begin. Without them that is where the last push ended; with them, rows that are not
        next raise RowsError.
        """
        image, alive = view(rows, axes)
        if slice is None and row is None:
            slice, row = divmod(self._next % (self._height * self._depth), self._height)
        slice, row = number("slice", slice or 0, 0, 65535), number("row", row or 0, 0, 65535)
        self._check(library.ec_encode_push(self._encoder.handle, slice, row, image))
        self._next = slice * self._height + row + image.height * image.depth
        del alive

    def pull(self):
        """The bytes that are ready and were not pulled yet; often none."""
        parts = []
        state = ctypes.c_int(_BYTES)
        size = ctypes.c_size_t()
        buffer = ctypes.create_string_buffer(_CHUNK)
        while state.value == _BYTES:
            self._check(library.ec_encode_pull(self._encoder.handle, buffer, _CHUNK, size, state))
            parts.append(buffer.raw[:size.value])
        self._has_encoder = state.value != _END
        return b"".join(parts)

    def finish(self):
        """Says that no more rows come; the rest of the bytes. RowsError if rows are missing."""
        self._check(library.ec_encode_finish(self._encoder.handle))
        return self.pull()

    def close(self):
        """Gives the stream up, unless it is at its end."""
        if self._has_encoder:
            self._has_encoder = False
            check(library.ec_encode_cancel(self._encoder.handle))

    def _check(self, status):
        """Raises what failed. If our stream is gone, one that the encoder is at is not ours to give up."""
        if status in _GONE:
            self._has_encoder = False
        check(status)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
