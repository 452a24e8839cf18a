"""FORMAT §1: checksum, numbers, and the cursor that reads them."""
from errors import CodecError, require

# CRC-32C by bytes: entry i is the register after eight steps from i.
_CRC_TABLE = []
for _i in range(256):
    for _ in range(8):
        _i = _i >> 1 ^ (0x82F63B78 if _i & 1 else 0)  # 0x1EDC6F41 reflected
    _CRC_TABLE.append(_i)


def crc32c(data):
    register = 0xFFFFFFFF
    for byte in data:
        register = register >> 8 ^ _CRC_TABLE[(register ^ byte) & 0xFF]
    return register ^ 0xFFFFFFFF


assert crc32c(b"123456789") == 0xE3069283


class Cursor:
    """Reads fields of `data` from `at` to `end`. What lies beyond `end` is the error `beyond`."""

    def __init__(self, data, at, end, beyond):
        self.data, self.at, self.end, self.beyond = data, at, end, beyond

    def left(self):
        return self.end - self.at

    def take(self, count, field):
        if count > self.left():
            raise CodecError(self.beyond, self.end, f"{field}, {count} bytes from byte {self.at} on")
        self.at += count
        return self.data[self.at - count:self.at]

    def unsigned(self, size, field):
        return int.from_bytes(self.take(size, field), "little")

    def signed(self, size, field):
        return int.from_bytes(self.take(size, field), "little", signed=True)

    def varint(self, field, error, low=0, high=2**32 - 1):
        """A varint of `low` to `high`; anything else is `error`."""
        start, value = self.at, 0
        for i in range(5):
            byte = self.unsigned(1, field)
            value |= (byte & 0x7F) << (7 * i)
            if byte < 0x80:
                shortest = byte != 0 or i == 0
                require(shortest and value < 1 << 32, error, start, f"{field}, a varint")
                require(low <= value <= high, error, start, f"{field} of {low} to {high}")
                return value
        raise CodecError(error, start, f"{field}, a varint")
