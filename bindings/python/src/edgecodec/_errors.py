"""What a call can say instead of succeeding."""

import ctypes
import enum

from ._abi import library


class Status(enum.IntEnum):
    """ec_status: the values are pinned."""

    OK = 0
    INVALID_ARGUMENT = 1
    NULL_ARGUMENT = 2
    INVALID_HANDLE = 3
    INVALID_STRUCT_SIZE = 4
    BUSY = 5
    ABI_VERSION_UNSUPPORTED = 6
    OUT_OF_ORDER = 7
    CANCELLED = 8
    FORKED = 9
    NOT_A_MODEL = 10
    MODEL_VERSION_UNSUPPORTED = 11
    MODEL_TRUNCATED = 12
    MODEL_DAMAGED = 13
    MODEL_INVALID = 14
    MODEL_SECTION_UNKNOWN = 15
    MODEL_UNREADABLE = 16
    MODEL_IDENTITY_MISMATCH = 17
    MODEL_TOO_COSTLY = 18
    IMAGE_INVALID = 20
    IMAGE_CHANNELS = 21
    IMAGE_SAMPLE_TYPE = 22
    IMAGE_TOO_SMALL = 23
    IMAGE_TOO_LARGE = 24
    IMAGE_ASPECT = 25
    WINDOW_REQUIRED = 26
    WINDOW_NOT_ALLOWED = 27
    WINDOW_INVALID = 28
    NOT_A_STREAM = 30
    STREAM_VERSION_UNSUPPORTED = 31
    STREAM_HEADER_INVALID = 32
    WRONG_MODEL = 33
    STREAM_TRUNCATED = 34
    STREAM_DAMAGED = 35
    STREAM_BLOCK_UNKNOWN = 36
    STREAM_TRAILING_BYTES = 37
    STREAM_STALLED = 38
    BUFFER_TOO_SMALL = 40
    NOT_A_LABEL_MAP = 50
    LABEL_MAP_VERSION_UNSUPPORTED = 51
    LABEL_MAP_HEADER_INVALID = 52
    LABEL_MAP_TRUNCATED = 53
    LABEL_MAP_DAMAGED = 54
    WRONG_STREAM = 55
    ROWS_OUT_OF_ORDER = 60
    ROWS_MISSING = 61
    BYTES_PENDING = 62
    INTERNAL = 90
    OUT_OF_MEMORY = 91
    RUNNER_FAILED = 92


class EdgeCodecError(Exception):
    """A call that failed. status says what, the text which argument and why."""

    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


class ModelError(EdgeCodecError):
    """The edge model: 10 to 19."""


class ImageError(EdgeCodecError):
    """The image or its intensity window does not suit the model: 20 to 29."""


class StreamError(EdgeCodecError):
    """A stream that is read: 30 to 39."""


class LabelMapError(EdgeCodecError):
    """The label map: 50 to 59."""


class RowsError(EdgeCodecError):
    """Rows that are pushed: 60 to 69."""


_GROUPS = {1: ModelError, 2: ImageError, 3: StreamError, 5: LabelMapError, 6: RowsError}


def check(status):
    """Raises what a status stands for, with the text of this thread's last call."""
    if status == Status.OK:
        return
    room = library.ec_last_error(None, 0) + 1
    text = ctypes.create_string_buffer(room)
    library.ec_last_error(text, room)
    message = text.value.decode() or library.ec_status_message(status).decode()
    try:
        status = Status(status)
    except ValueError:
        pass  # of a newer library; its text says what it is
    raise _GROUPS.get(status // 10, EdgeCodecError)(status, message)
