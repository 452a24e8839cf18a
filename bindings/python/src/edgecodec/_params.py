"""What may differ from picture to picture."""

import ctypes
import operator

from . import _abi


def params(what):
    """An ec_encode_params of keyword arguments. ctypes would cut numbers to size in silence: they are looked at here."""
    what = dict(what)
    layers = number("layers", what.pop("layers", 0), 0, 15)
    low, width = what.pop("window", None) or (0, 0)
    spacing = what.pop("spacing", None) or (0, 0, 0)
    metadata = bytes(memoryview(what.pop("metadata", b"")))  # bytes(7) would be seven zeros
    checks = bool(what.pop("layer_checks", False))
    if what:
        raise TypeError(f"unknown parameters: {', '.join(what)}")
    if len(spacing) != 3:
        raise ValueError(f"spacing is {spacing}, expected (depth, height, width)")
    c = _abi.EncodeParams(
        layers=layers,
        window_low=number("the window's low", low, -32768, 65535),
        window_width=number("the window's width", width, 0, 65535),
        layer_checks=checks,
        spacing=tuple(number("spacing", value, 0, 2**32 - 1) for value in spacing),
        metadata=ctypes.cast(ctypes.c_char_p(metadata), ctypes.c_void_p) if metadata else None,
        metadata_size=len(metadata))
    c.alive = metadata  # as long as the pointer to it
    return c


def number(name, value, least, most):
    """A whole number within limits."""
    value = operator.index(value)
    if not least <= value <= most:
        raise ValueError(f"{name} is {value}, expected {least} to {most}")
    return value
