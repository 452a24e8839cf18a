"""Label maps: what comes back for a stream."""

from dataclasses import dataclass
from typing import Optional

import numpy

from . import _abi
from ._abi import library
from ._errors import Status, check
from ._params import number


@dataclass(frozen=True)
class LabelMap:
    """A label for each sample position of the source of a stream."""

    labels: numpy.ndarray  # uint8 or uint16, (depth, height, width); a picture is labels[0]
    count: int  # every label is below this; 0 is background
    head_name: str
    head_version: int
    reference: Optional[bytes]  # 16 opaque bytes


def decode_label_map(label_map, stream):
    """Checks and decodes the answer to a stream that was sent, both as bytes. LabelMapError, StreamError."""
    label_map, stream = bytes(label_map), bytes(stream)
    return _decoded(label_map, lambda to: library.ec_labelmap_decode(label_map, len(label_map), stream, len(stream), to))


def decode_label_map_of_units(label_map, header, units, size):
    """The same for the answer to one source of a sequence, of size (depth, height, width).

    header: what RowStream.pull gave before the first push. units: what it gave when the source was complete; of a
    volume in slabs, for all slabs.
    """
    label_map, header, units = bytes(label_map), bytes(header), bytes(units)
    depth, height, width = (number(name, value, 0, 65535) for name, value in zip(("depth", "height", "width"), size))
    source = _abi.Source(channels=1, depth=depth, height=height, width=width)
    return _decoded(label_map, lambda to: library.ec_labelmap_decode_units(
        label_map, len(label_map), header, len(header), units, len(units), source, to))


def _decoded(label_map, decode):
    info = _abi.LabelmapInfo()
    check(library.ec_labelmap_get_info(label_map, len(label_map), info))
    dtype = numpy.dtype(numpy.uint8 if info.labels <= 256 else numpy.uint16)
    # A few bytes can claim 2^31 labels: all is checked before memory is taken for them.
    none = numpy.empty(1, dtype)
    status = decode(_abi.Labels(label_bytes=dtype.itemsize, data=none.ctypes.data, count=0))
    if status != Status.BUFFER_TOO_SMALL:
        check(status)
    labels = numpy.empty((info.depth, info.height, info.width), dtype)
    check(decode(_abi.Labels(label_bytes=dtype.itemsize, data=labels.ctypes.data, count=labels.size)))
    return LabelMap(labels, info.labels, info.head_name.decode(), info.head_version,
                    bytes(info.reference) if info.has_reference else None)
