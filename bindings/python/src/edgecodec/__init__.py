"""Pixels in, a task-trained stream of about 100 bytes out: the device's half of EdgeCodec.

    with edgecodec.Model("edge.ecm") as model, edgecodec.Encoder(model) as encoder:
        stream = encoder.encode(picture)  # numpy, (height, width, 3), uint8

A stream is patient data: send it over authenticated, encrypted transport only.
"""

from dataclasses import dataclass

from . import _abi
from ._encoder import Encoder, Memory
from ._errors import EdgeCodecError, ImageError, LabelMapError, ModelError, RowsError, Status, StreamError, check
from ._labels import LabelMap, decode_label_map, decode_label_map_of_units
from ._model import Model, ModelInfo
from ._rows import RowStream

__all__ = [
    "EdgeCodecError", "Encoder", "ImageError", "LabelMap", "LabelMapError", "Memory", "Model", "ModelError",
    "ModelInfo", "RowStream", "RowsError", "RuntimeInfo", "Status", "StreamError", "active_kernel",
    "bitstream_version", "decode_label_map", "decode_label_map_of_units", "runtime_info",
]

__version__ = _abi.library.ec_version_string().decode()


@dataclass(frozen=True)
class RuntimeInfo:
    """The library's own heap, in bytes."""

    heap_limit: int
    heap_used: int
    heap_allocated: int


def runtime_info():
    """What the library holds beside models and encoders, a RuntimeInfo."""
    info = _abi.RuntimeInfo()
    check(_abi.library.ec_runtime_get_info(info))
    return RuntimeInfo(info.heap_limit, info.heap_used, info.heap_allocated)


def active_kernel():
    """What this processor runs: avx512vnni, avx2, neondot, neon or portable. It changes speed, never bytes."""
    return _abi.library.ec_active_kernel().decode()


def bitstream_version():
    """The version of the streams that are written."""
    return _abi.library.ec_bitstream_version()
