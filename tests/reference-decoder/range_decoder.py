"""FORMAT §7.1: the range decoder."""


class NoEncoderWrites(Exception):
    """A segment that breaks a rule of the range coder."""


class RangeDecoder:
    def __init__(self, segment):
        self.segment, self.taken, self.range, self.code = segment, 0, 2**32 - 1, 0
        for _ in range(4):
            self.code = self.code << 8 | self._next()
        if self.code >= self.range:
            raise NoEncoderWrites("code is below range")

    def _next(self):
        self.taken += 1
        return self.segment[self.taken - 1] if self.taken <= len(self.segment) else 0

    def bit(self, p1):
        bound = (self.range >> 16) * p1
        if self.code < bound:
            bit, self.range = 1, bound
        else:
            bit, self.code, self.range = 0, self.code - bound, self.range - bound
        while self.range < 1 << 24:
            self.code = self.code << 8 | self._next()
            self.range <<= 8
        return bit

    def finish(self):
        if len(self.segment) > self.taken:
            raise NoEncoderWrites("no byte after those taken")
        if self.segment[-1:] == b"\0":
            raise NoEncoderWrites("a last byte that is not 0")
