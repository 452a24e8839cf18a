"""numpy arrays as views of samples, without a copy."""

import numpy

from . import _abi

_TYPES = {"u1": 0, "u2": 1, "i2": 2}
_DEFAULT_AXES = {2: "HW", 3: "HWC", 4: "DHWC"}


def sample_type(dtype):
    """The ec_sample_type of a dtype of either byte order."""
    dtype = numpy.dtype(dtype)
    try:
        return _TYPES[dtype.str[1:]]
    except KeyError:
        raise TypeError(f"samples are uint8, uint16 or int16, not {dtype}: no value is converted in silence") from None


def view(array, axes=None):
    """An ec_image of an array, and the array that must live as long.

    axes names the array's axes: letters of D (slices), H (rows), W (columns) and C (channels). It is HW, HWC or
    DHWC by the number of axes unless given. Strides of any sign are passed on; other byte orders are copied.
    """
    array = numpy.asarray(array)
    kind = sample_type(array.dtype)
    if axes is None:
        if array.ndim not in _DEFAULT_AXES:
            raise ValueError(f"an array of shape {array.shape} needs axes, such as 'DHW'")
        axes = _DEFAULT_AXES[array.ndim]
    if len(axes) != array.ndim or len(set(axes)) != len(axes) or not {"H", "W"} <= set(axes) <= set("DHWC"):
        raise ValueError(f"axes are {array.ndim} different letters of DHWC with H and W among them, not {axes!r}")
    if array.size == 0:
        raise ValueError(f"an array of shape {array.shape} has no samples")
    # In an ec_image a stride of 0 stands for packed samples, in an array for one sample that is repeated.
    repeats = any(size > 1 and stride == 0 for size, stride in zip(array.shape, array.strides))
    if repeats or not array.dtype.isnative:
        array = numpy.array(array, dtype=array.dtype.newbyteorder("="), order="C")
    size = dict(zip(axes, array.shape))
    stride = dict(zip(axes, array.strides))
    below = sum(min(0, (size[a] - 1) * stride[a]) for a in axes)
    above = sum(max(0, (size[a] - 1) * stride[a]) for a in axes) + array.itemsize
    image = _abi.Image(
        sample_type=kind, data=array.ctypes.data + below, data_size=above - below, offset=-below,
        channels=size.get("C", 1), width=size["W"], height=size["H"], depth=size.get("D", 1),
        channel_stride=stride.get("C", 0), column_stride=stride["W"], row_stride=stride["H"],
        slice_stride=stride.get("D", 0))
    return image, array
