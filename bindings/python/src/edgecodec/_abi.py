"""edgecodec.h for ctypes: structures, callbacks and functions, under the header's names without "ec_".

tests/test_abi.py compares all of it with the header.
"""

import ctypes
from ctypes import (CFUNCTYPE, POINTER, Structure, c_char, c_char_p, c_int, c_int32, c_int64, c_size_t, c_uint8,
                    c_uint32, c_uint64, c_void_p)
from pathlib import Path

ABI_VERSION = 1

TASK = CFUNCTYPE(None, c_void_p, c_uint32, c_uint32)
RUN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_uint32)
WRITE = CFUNCTYPE(None, c_void_p, c_int, c_char_p)


class Model(Structure):
    _fields_ = [("id", c_uint64)]


class Encoder(Structure):
    _fields_ = [("id", c_uint64)]


class Allocator(Structure):
    """Always empty here: what an allocator is for, Python has taken long before."""

    _fields_ = [("opaque", c_void_p), ("allocate", c_void_p), ("release", c_void_p)]


class Log(Structure):
    _fields_ = [("opaque", c_void_p), ("write", WRITE)]


class Runner(Structure):
    _fields_ = [("opaque", c_void_p), ("run", RUN)]


class Sized(Structure):
    """Begins with its size; what is not given is zero."""

    def __init__(self, **fields):
        super().__init__(struct_size=ctypes.sizeof(self), **fields)


class RuntimeInfo(Sized):
    _fields_ = [("struct_size", c_uint32), ("reserved", c_uint32), ("heap_limit", c_uint64), ("heap_used", c_uint64),
                ("heap_allocated", c_uint64)]


class ModelInfo(Sized):
    _fields_ = ([(name, c_uint32) for name in (
        "struct_size", "sample_types", "channels", "fit", "grid_depth", "grid_height", "grid_width", "min_depth",
        "min_height", "min_width", "max_aspect_16", "window_mode")]
        + [("window_low", c_int32)]
        + [(name, c_uint32) for name in (
            "window_width", "latent_channels", "latent_depth", "latent_height", "latent_width", "layers",
            "format_version")]
        + [("identity", c_uint8 * 32), ("identity_hex", c_char * 72), ("name", c_char * 72), ("memory", c_uint64)])


class ModelOptions(Sized):
    _fields_ = [("struct_size", c_uint32), ("abi_version", c_uint32), ("allocator", Allocator), ("log", Log)]


class Image(Sized):
    _fields_ = [("struct_size", c_uint32), ("sample_type", c_uint32), ("data", c_void_p), ("data_size", c_size_t),
                ("offset", c_size_t), ("channels", c_uint32), ("width", c_uint32), ("height", c_uint32),
                ("depth", c_uint32), ("channel_stride", c_int64), ("column_stride", c_int64), ("row_stride", c_int64),
                ("slice_stride", c_int64)]


class EncoderOptions(Sized):
    _fields_ = [("struct_size", c_uint32), ("abi_version", c_uint32), ("threads", c_uint32), ("max_width", c_uint32),
                ("max_memory", c_uint64), ("runner", Runner), ("allocator", Allocator), ("log", Log)]


class Memory(Sized):
    _fields_ = [("struct_size", c_uint32), ("blocks", c_uint32), ("native", c_uint64), ("heap", c_uint64)]


class EncodeParams(Sized):
    _fields_ = [("struct_size", c_uint32), ("layers", c_uint32), ("window_low", c_int32), ("window_width", c_uint32),
                ("layer_checks", c_uint32), ("spacing", c_uint32 * 3), ("metadata", c_void_p),
                ("metadata_size", c_size_t)]


class Source(Sized):
    _fields_ = [("struct_size", c_uint32), ("sample_type", c_uint32), ("channels", c_uint32), ("width", c_uint32),
                ("height", c_uint32), ("depth", c_uint32), ("framing", c_uint32), ("slabs", c_uint32)]


class LabelmapInfo(Sized):
    _fields_ = ([(name, c_uint32) for name in (
        "struct_size", "version", "width", "height", "depth", "labels", "head_version", "has_reference")]
        + [("stream_digest", c_uint8 * 8), ("reference", c_uint8 * 16), ("head_name", c_char * 72)])


class Labels(Sized):
    _fields_ = [("struct_size", c_uint32), ("label_bytes", c_uint32), ("data", c_void_p), ("count", c_size_t)]


# name: result, arguments. A c_int result is an ec_status.
FUNCTIONS = {
    "version": (c_uint32, []),
    "version_string": (c_char_p, []),
    "abi_version": (c_uint32, []),
    "bitstream_version": (c_uint32, []),
    "model_version": (c_uint32, []),
    "active_kernel": (c_char_p, []),
    "status_message": (c_char_p, [c_int]),
    "last_error": (c_size_t, [c_void_p, c_size_t]),
    "runtime_get_info": (c_int, [POINTER(RuntimeInfo)]),
    "model_open_memory": (c_int, [c_char_p, c_size_t, POINTER(ModelOptions), POINTER(Model)]),
    "model_open_file": (c_int, [c_char_p, POINTER(ModelOptions), POINTER(Model)]),
    "model_close": (c_int, [Model]),
    "model_get_info": (c_int, [Model, POINTER(ModelInfo)]),
    "encoder_memory": (c_int, [Model, POINTER(EncoderOptions), POINTER(Memory)]),
    "encoder_create": (c_int, [Model, POINTER(EncoderOptions), POINTER(Encoder)]),
    "encoder_destroy": (c_int, [Encoder]),
    "encoder_last_error": (c_size_t, [Encoder, c_void_p, c_size_t]),
    "encode_bound": (c_int, [Encoder, POINTER(EncodeParams), POINTER(c_size_t)]),
    "encode": (c_int, [Encoder, POINTER(Image), POINTER(EncodeParams), c_void_p, c_size_t, POINTER(c_size_t)]),
    "encode_cancel": (c_int, [Encoder]),
    "encode_begin": (c_int, [Encoder, POINTER(Source), POINTER(EncodeParams)]),
    "encode_push": (c_int, [Encoder, c_uint32, c_uint32, POINTER(Image)]),
    "encode_finish": (c_int, [Encoder]),
    "encode_pull": (c_int, [Encoder, c_void_p, c_size_t, POINTER(c_size_t), POINTER(c_int)]),
    "labelmap_get_info": (c_int, [c_char_p, c_size_t, POINTER(LabelmapInfo)]),
    "labelmap_decode": (c_int, [c_char_p, c_size_t, c_char_p, c_size_t, POINTER(Labels)]),
    "labelmap_decode_units": (c_int, [c_char_p, c_size_t, c_char_p, c_size_t, c_char_p, c_size_t, POINTER(Source),
                                      POINTER(Labels)]),
}


def _load():
    path = Path(__file__).with_name("libedgecodec.so.1")
    try:
        library = ctypes.CDLL(str(path))
    except OSError as problem:
        raise ImportError(f"the library of this package cannot be loaded: {problem}") from None
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(library, "ec_" + name)
        function.restype = result
        function.argtypes = arguments
    if library.ec_abi_version() < ABI_VERSION:
        raise ImportError(f"{path} has interface {library.ec_abi_version()}, this package needs {ABI_VERSION}")
    return library


library = _load()
