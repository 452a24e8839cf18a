"""Edge models."""

import os
import weakref
from dataclasses import dataclass
from typing import Optional, Tuple

from . import _abi, _hooks
from ._abi import library
from ._errors import check

_FITS = ("stretch", "letterbox", "center_crop")
_WINDOW_MODES = ("full_range", "fixed", "caller")
_SAMPLE_TYPES = ("uint8", "uint16", "int16")


@dataclass(frozen=True)
class ModelInfo:
    """What a model is and takes. Sizes are (depth, height, width)."""

    name: str
    identity: str  # 64 hexadecimal digits: what "the same model" means
    format_version: int
    sample_types: Tuple[str, ...]  # of uint8, uint16, int16
    channels: int
    grid: Tuple[int, int, int]  # the source is resampled to this
    fit: str  # stretch, letterbox or center_crop
    min_size: Tuple[int, int, int]
    max_aspect: Optional[float]  # the longer over the shorter of height and width
    window_mode: str  # full_range, fixed or caller: with the last, encode needs a window
    window: Optional[Tuple[int, int]]  # the model's own (low, width)
    latent: Tuple[int, int, int, int]  # channels, depth, height, width
    layers: int  # quality layers that encode can write
    memory: int  # bytes that the open model takes


class Model:
    """An open edge model, from a path or from the bytes of an .ecm file.

    A context manager; closed at the latest when it is collected. Encoders keep working after it is closed. May be
    used from any thread.
    """

    def __init__(self, source, *, log=None):
        """source: a path, or bytes. log: called as log(level, line) when it is open, with level 2: news."""
        self._log = _hooks.log(log)
        options = _abi.ModelOptions(abi_version=_abi.ABI_VERSION, log=self._log)
        handle = _abi.Model()
        if isinstance(source, (bytes, bytearray, memoryview)):
            data = bytes(source)
            check(library.ec_model_open_memory(data, len(data), options, handle))
        else:
            path = os.fspath(source)
            path = path if isinstance(path, bytes) else path.encode()
            if b"\0" in path:
                raise ValueError("the path has a NUL in it")
            check(library.ec_model_open_file(path, options, handle))
        self.handle = handle
        self._finalizer = weakref.finalize(self, _close, handle.id, self._log)

    def info(self):
        """A ModelInfo."""
        info = _abi.ModelInfo()
        check(library.ec_model_get_info(self.handle, info))
        return ModelInfo(
            name=info.name.decode(),
            identity=info.identity_hex.decode(),
            format_version=info.format_version,
            sample_types=tuple(name for bit, name in enumerate(_SAMPLE_TYPES) if info.sample_types >> bit & 1),
            channels=info.channels,
            grid=(info.grid_depth, info.grid_height, info.grid_width),
            fit=_FITS[info.fit],
            min_size=(info.min_depth, info.min_height, info.min_width),
            max_aspect=info.max_aspect_16 / 16 if info.max_aspect_16 else None,
            window_mode=_WINDOW_MODES[info.window_mode],
            window=(info.window_low, info.window_width) if _WINDOW_MODES[info.window_mode] == "fixed" else None,
            latent=(info.latent_channels, info.latent_depth, info.latent_height, info.latent_width),
            layers=info.layers,
            memory=info.memory)

    def close(self):
        """Closes the model; twice is nothing."""
        self._finalizer()
        self.handle = _abi.Model()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def _close(handle, log):
    library.ec_model_close(_abi.Model(handle))
