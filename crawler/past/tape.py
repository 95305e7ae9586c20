"""The bytes inside a WARC file, plain or gzipped, in order and in constant memory, past any damage."""

from __future__ import annotations

import zlib
from typing import BinaryIO, Protocol

_CHUNK = 2**18
_GZIP = b"\x1f\x8b\x08"
_BOM = b"\xef\xbb\xbf"


class DamageError(ValueError):
    """Bytes that cannot be read as what they should be; `offset` is where in the file, reading can go on after it."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(f"{reason} at byte {offset}")
        self.reason = reason
        self.offset = offset


class Tape(Protocol):
    """Bytes in order: `place()` is (offset in the file, bytes to skip after it) of the next byte."""

    def peek(self, size: int, *, within: bool = False) -> bytes:
        """The next `size` bytes without moving on; fewer at the end, or (`within`) where a gzip member ends before."""

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer only at the end."""

    def place(self) -> tuple[int, int]:
        """Where the next byte lies, in a form that `tape_at` finds again."""

    def settle(self) -> int:
        """How far into the file the bytes handed out reach; a gzip member that is used up is read to its checksum."""

    def resync(self) -> bool:
        """After damage: go to the next place where a record may start; False at the end of the file."""


class PlainTape:
    """An uncompressed WARC."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.base = file.tell()
        self.buffer = b""
        self.at = 0

    def peek(self, size: int, *, within: bool = False) -> bytes:  # noqa: ARG002  nothing ends within a plain file
        """See Tape."""
        if len(self.buffer) - self.at < size:
            self.base += self.at
            self.buffer = self.buffer[self.at :] + self.file.read(max(size, _CHUNK))
            self.at = 0
        return self.buffer[self.at : self.at + size]

    def read(self, size: int) -> bytes:
        """See Tape."""
        data = self.peek(size)
        self.at += len(data)
        return data

    def place(self) -> tuple[int, int]:
        """See Tape."""
        return self.base + self.at, 0

    def settle(self) -> int:
        """See Tape."""
        return self.base + self.at

    def resync(self) -> bool:
        """See Tape."""
        while window := self.peek(_CHUNK):
            found = window.find(b"\nWARC/")
            self.read(found + 1 if found >= 0 else max(len(window) - 8, 1))
            if found >= 0:
                return True
        return False


class GzipTape:
    """A gzipped WARC: one member a record (as the format asks), or any other cut into members."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self._restart(file.tell())

    def _restart(self, offset: int) -> None:
        self.file.seek(offset)
        self.raw, self.base = b"", offset  # compressed bytes not used yet, and where in the file they begin
        self.buffer, self.at = b"", 0
        self.gone = 0  # decompressed bytes before the buffer
        self.marks = [(0, offset)]  # where members begin: decompressed position, place in the file
        self.decoder, self.ended = zlib.decompressobj(31), False  # ended: read to its end, checksum seen

    def peek(self, size: int, *, within: bool = False) -> bytes:
        """See Tape."""
        while len(self.buffer) - self.at < size:
            if (within and self.ended and self.at < len(self.buffer)) or not self._fill():
                break
        return self.buffer[self.at : self.at + size]

    def read(self, size: int) -> bytes:
        """See Tape."""
        pieces, missing = [], size
        while missing and (piece := self.peek(min(missing, _CHUNK))):
            self.at += len(piece)
            missing -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def place(self) -> tuple[int, int]:
        """See Tape."""
        if self.at == len(self.buffer) and self.ended:
            return self.base, 0
        position = self.gone + self.at
        while len(self.marks) > 1 and self.marks[1][0] <= position:
            del self.marks[0]
        return self.marks[0][1], position - self.marks[0][0]

    def settle(self) -> int:
        """See Tape."""
        while self.at == len(self.buffer) and not self.ended and self._fill():
            pass
        return self.place()[0]

    def resync(self) -> bool:
        """The next member that begins like a record."""
        start = self.base if self.ended else self.marks[-1][1] + 1
        while True:
            self.file.seek(start)
            window = self.file.read(_CHUNK)
            found = window.find(_GZIP)
            if found >= 0:
                self._restart(start + found)
                if self._begins_a_record():
                    return True
                start += found + 1
            elif len(window) < _CHUNK:
                return False
            else:
                start += len(window) - len(_GZIP)

    def _begins_a_record(self) -> bool:
        try:
            return self.peek(5) == b"WARC/"
        except DamageError:
            return False

    def _fill(self) -> bool:
        """Decompress a bit more; False at the end of the file."""
        if self.ended and not self._next_member():
            return False
        if not self.raw:
            self.raw = self.file.read(_CHUNK)
            if not self.raw:
                raise DamageError("gzip-cut-off", self.marks[-1][1])
        try:
            data = self.decoder.decompress(self.raw, _CHUNK)
        except zlib.error as error:
            raise DamageError("gzip-broken", self.marks[-1][1]) from error
        rest = self.decoder.unused_data if self.decoder.eof else self.decoder.unconsumed_tail
        self.base += len(self.raw) - len(rest)
        self.raw, self.ended = rest, self.decoder.eof
        self.gone += self.at
        self.buffer, self.at = self.buffer[self.at :] + data, 0
        return True

    def _next_member(self) -> bool:
        self.raw = self.raw or self.file.read(_CHUNK)
        if not self.raw.strip(b"\0"):  # the end, or a block device's padding before it
            return False
        self.marks.append((self.gone + len(self.buffer), self.base))
        if self.at == len(self.buffer):
            self.marks = self.marks[-1:]
        self.decoder, self.ended = zlib.decompressobj(31), False
        return True


def tape_of(file: BinaryIO) -> Tape | None:
    """A tape over a file opened at its start, or None where it is neither a WARC nor a gzip of one."""
    gzipped = file.read(len(_GZIP)) == _GZIP
    file.seek(0)
    tape: Tape = GzipTape(file) if gzipped else PlainTape(file)
    try:
        if tape.peek(len(_BOM)) == _BOM:
            tape.read(len(_BOM))
        return tape if tape.peek(64).lstrip(b"\r\n").startswith(b"WARC/") else None
    except DamageError:  # the first member is damaged: only a later record tells what the file is
        return tape if tape.resync() else None


def tape_at(file: BinaryIO, offset: int, skip: int) -> Tape:
    """A tape that stands where `place()` once was."""
    file.seek(offset)
    gzipped = file.read(3) == _GZIP
    file.seek(offset)
    return passed(GzipTape(file) if gzipped else PlainTape(file), skip)


def passed(tape: Tape, skip: int) -> Tape:
    """The tape, so many bytes further on."""
    while skip > 0 and (piece := len(tape.read(min(skip, _CHUNK)))):
        skip -= piece
    return tape
