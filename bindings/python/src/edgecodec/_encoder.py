"""Encoders."""

import ctypes
import weakref
from dataclasses import dataclass

from . import _abi, _hooks
from ._abi import library
from ._errors import check
from ._image import view
from ._params import number, params
from ._rows import RowStream


@dataclass(frozen=True)
class Memory:
    """What an encoder takes, in bytes, from its creation to its end."""

    native: int
    heap: int


class Encoder:
    """From pixels to streams.

    A context manager; closed at the latest when it is collected. It does one thing at a time: a call meanwhile, from
    another thread, raises EdgeCodecError with Status.BUSY. Calls let other Python threads run, so threads with an
    encoder each encode at the same time.
    """

    def __init__(self, model, *, threads=1, max_width=0, max_memory=0, log=None):
        """threads: how many, ours included, share one picture, 1 to 32. max_width: the widest source that will come,
        0 for any; less is less memory. max_memory: Status.OUT_OF_MEMORY if it would take more bytes, 0 for 256 MiB.
        log: called as log(level, line). The bytes do not depend on any of them.
        """
        self._log = _hooks.log(log)
        self._runner = _hooks.ThreadRunner(threads) if threads > 1 else None
        handle = _abi.Encoder()
        try:
            check(library.ec_encoder_create(
                model.handle, _options(threads, max_width, max_memory, self._runner, self._log), handle))
        except Exception:
            if self._runner:
                self._runner.close()
            raise
        self.handle = handle
        self._finalizer = weakref.finalize(self, _destroy, handle.id, self._log, self._runner)

    @staticmethod
    def memory(model, *, threads=1, max_width=0):
        """What such an encoder would take, a Memory."""
        runner = _hooks.ThreadRunner(threads) if threads > 1 else None
        memory = _abi.Memory()
        try:
            check(library.ec_encoder_memory(
                model.handle, _options(threads, max_width, 0, runner, _abi.Log()), memory))
        finally:
            if runner:
                runner.close()
        return Memory(memory.native, memory.heap)

    def bound(self, **what):
        """Bytes of the longest stream with these parameters (as for encode), whatever the pixels."""
        size = ctypes.c_size_t()
        check(library.ec_encode_bound(self.handle, params(what), size))
        return size.value

    def encode(self, array, axes=None, **what):
        """The stream of a picture or volume, as bytes.

        array: uint8, uint16 or int16, of shape (height, width), (height, width, channels) or (depth, height, width,
            channels); axes names others, such as "DHW" or "CHW". Nothing is copied, but arrays of the other byte
            order and broadcast ones.
        window: (low, width), for models that take it from the caller.
        layers: quality layers to write, first ones first; all of them by default.
        layer_checks: whether each layer has a check of its own.
        spacing: (depth, height, width) between samples in nanometres, carried along.
        metadata: at most 4096 bytes, carried along.
        """
        image, alive = view(array, axes)
        given = params(what)
        room = ctypes.c_size_t()
        check(library.ec_encode_bound(self.handle, given, room))
        stream = ctypes.create_string_buffer(room.value)
        size = ctypes.c_size_t()
        check(library.ec_encode(self.handle, image, given, stream, room, size))
        del alive
        return stream.raw[:size.value]

    def rows(self, height, width, *, channels=1, depth=1, dtype="uint8", sequence=False, slabs=0, **what):
        """Begins a stream whose rows are pushed as they arrive: a RowStream. Other parameters as for encode."""
        return RowStream(self, height, width, channels, depth, dtype, sequence, slabs, params(what))

    def cancel(self):
        """Ends what the encoder is at, from any thread: that call raises Status.CANCELLED."""
        check(library.ec_encode_cancel(self.handle))

    def close(self):
        """Destroys the encoder; twice is nothing."""
        self._finalizer()
        self.handle = _abi.Encoder()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def _options(threads, max_width, max_memory, runner, log):
    return _abi.EncoderOptions(
        abi_version=_abi.ABI_VERSION,
        threads=number("threads", threads, 0, 32),
        max_width=number("max_width", max_width, 0, 65535),
        max_memory=number("max_memory", max_memory, 0, 2**64 - 1),
        runner=runner.runner if runner else _abi.Runner(), log=log)


def _destroy(handle, log, runner):
    library.ec_encoder_destroy(_abi.Encoder(handle))
    if runner:
        runner.close()
