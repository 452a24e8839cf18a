"""FORMAT §8, ECM §7 and LABELMAP §5: the errors, their names and codes."""

CODES = {
    "NotAModel": 10,
    "ModelVersionUnsupported": 11,
    "ModelTruncated": 12,
    "ModelDamaged": 13,
    "ModelInvalid": 14,
    "ModelSectionUnknown": 15,
    "ModelIdentityMismatch": 17,
    "ModelTooCostly": 18,
    "NotAStream": 30,
    "StreamVersionUnsupported": 31,
    "StreamHeaderInvalid": 32,
    "WrongModel": 33,
    "StreamTruncated": 34,
    "StreamDamaged": 35,
    "StreamBlockUnknown": 36,
    "StreamTrailingBytes": 37,
    "NotALabelMap": 50,
    "LabelMapVersionUnsupported": 51,
    "LabelMapHeaderInvalid": 52,
    "LabelMapTruncated": 53,
    "LabelMapDamaged": 54,
    "WrongStream": 55,
}


class CodecError(Exception):
    """A named error, the byte at which it was found, and what was expected there."""

    def __init__(self, name, offset, expected):
        super().__init__(f"{name} ({CODES[name]}) at byte {offset}: {expected}")
        self.name, self.code, self.offset = name, CODES[name], offset


def require(rule, name, offset, expected):
    if not rule:
        raise CodecError(name, offset, expected)
