"""The records of WARC, WARC.GZ and WACZ files of any origin, one at a time; damage is named, not fatal."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from crawler.entity import LENGTH
from crawler.past.tape import DamageError, Tape, passed, tape_at, tape_of

MAX_HEAD = 64 * 2**10
MAX_BLOCK = 32 * 2**20  # a page of 20 MB is refused anyway; a film in a foreign WARC must not fill the memory
_SUFFIXES = (".warc", ".warc.gz", ".wacz")
# By their names, also while they are written (Heritrix: .open): WARC, and what is packed or older and not read. Indexes
# and checksums that lie beside them (.warc.gz.md5, .warc.os.cdx.gz) are none.
_ARCHIVE = re.compile(
    r"\.(?:wacz|warc(?:\.gz)?|(?P<other>arc(?:\.gz)?|warc\.(?:zst|bz2|xz)))(?:\.(?:open|part|tmp))?\Z", re.IGNORECASE
)
_HEAD_END = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins: a file, a member of it (WACZ), an offset, and decompressed bytes to skip from there."""

    path: str
    member: str | None
    offset: int
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it lies in its file: type, named fields (lower case), block; `length` is its bytes in the file."""

    type: str
    fields: dict[str, str]
    block: bytes
    place: Place
    length: int

    @property
    def url(self) -> str:
        """WARC-Target-URI without the angle brackets that wget 1.19 puts around it."""
        return self.address("warc-target-uri")

    def address(self, name: str) -> str:
        """A field that holds an address, as one; "" where it is not there."""
        return self.fields.get(name, "").strip("<>").replace(" ", "%20")


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is no whole record: where, and a name for what is wrong ("gzip-cut-off", "not-a-warc", …)."""

    place: Place
    reason: str


def files_in(path: Path) -> list[Path]:
    """The files to read at a path: itself, or every WARC and WACZ below a folder and what links lead to, sorted.

    Folders that may not be looked into, links that lead nowhere and archives of other kinds stand among them: `records`
    calls them damage.
    """
    if not path.is_dir():
        return [path]
    closed: list[Path] = []
    found: list[Path] = []
    root = path.resolve()
    seen = {root, *root.parents}  # whatever leads there goes round in a circle
    for folder, folders, names in os.walk(
        path, onerror=lambda error: closed.append(Path(error.filename)), followlinks=True
    ):
        found += [Path(folder, name) for name in names if _ARCHIVE.search(name)]
        new = {Path(folder, name).resolve(): name for name in sorted(folders, reverse=True)}
        folders[:] = [name for real, name in new.items() if real not in seen]
        seen.update(new)
    return sorted([*(file for file in found if file.is_file() or not file.exists()), *closed])


def is_zip(path: Path) -> bool:
    """Whether a file begins as a zip does: a plain WARC whose last record is a .docx ends as one."""
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def records(path: Path) -> Iterator[Record | Damage]:
    """Every record of a file in order, and a Damage for each stretch that is none; never raises for any content."""
    whole = Place(str(path), None, 0)
    kind = _ARCHIVE.search(path.name)
    if kind and kind["other"]:
        yield Damage(whole, f"not-read:{kind['other'].lower()}")
        return
    try:
        if not is_zip(path):
            with path.open("rb") as file:
                yield from _stream(file, whole)
            return
        with zipfile.ZipFile(path) as bundle:
            members = [name for name in bundle.namelist() if name.lower().endswith(_SUFFIXES[:2])]
            for name in members:
                with bundle.open(name) as inner:
                    yield from _stream(cast("BinaryIO", inner), Place(str(path), name, 0))
        if not members:
            yield Damage(whole, "wacz-without-warc")
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:  # a zip may be encrypted, too
        yield Damage(whole, "unreadable-file:" + type(error).__name__)


class Lookup:
    """Finds records again by their places. Those further on in one gzip member are read on the tape that lies open.

    Who packs a WARC as one member makes every place a matter of unpacking all before it: in order, that is done once.
    """

    def __init__(self) -> None:
        self._held = ExitStack()
        self._tape: Tape | None = None
        self._file: tuple[str, str | None, BinaryIO] | None = None

    def record_at(self, place: Place) -> Record | None:
        """One record again, by its place; None where the file no longer holds it."""
        try:
            self._tape = self._tape_at(place)
            record = _record(self._tape, place)
        except (OSError, zipfile.BadZipFile, KeyError, DamageError):
            self.close()
            return None
        return record if isinstance(record, Record) else None

    def close(self) -> None:
        """Let go of the file."""
        self._held.close()
        self._tape = self._file = None

    def _tape_at(self, place: Place) -> Tape:
        if self._file is None or self._file[:2] != (place.path, place.member):
            self.close()
            self._file = (place.path, place.member, self._held.enter_context(_opened(place)))
        offset, skip = self._tape.place() if self._tape else (-1, 0)
        if self._tape is None or offset != place.offset or skip > place.skip:
            return tape_at(self._file[2], place.offset, place.skip)
        return passed(self._tape, place.skip - skip)


@contextmanager
def _opened(place: Place) -> Iterator[BinaryIO]:
    if place.member is None:
        with Path(place.path).open("rb") as file:
            yield file
        return
    with zipfile.ZipFile(place.path) as bundle, bundle.open(place.member) as inner:
        yield cast("BinaryIO", inner)


def _stream(file: IO[bytes], origin: Place) -> Iterator[Record | Damage]:
    tape = tape_of(cast("BinaryIO", file))
    if tape is None:
        yield Damage(origin, "not-a-warc")
        return
    going = True
    while going:
        try:
            record = _record(tape, origin)
            if record is None:
                return
            yield record
        except DamageError as damage:
            yield Damage(Place(origin.path, origin.member, damage.offset), damage.reason)
            going = tape.resync()


def _record(tape: Tape, origin: Place) -> Record | Damage | None:
    """The record a tape stands before, whole, or a Damage where its digest does not fit; None at the end."""
    while (blank := tape.peek(1)) in {b"\r", b"\n"}:
        tape.read(1)
    if not blank:
        return None
    offset, skip = tape.place()
    fields = _head(tape, offset)
    size = fields.get("content-length", "")
    if not LENGTH.fullmatch(size):
        raise DamageError("no-content-length", offset)
    block = _block(tape, int(size), offset)
    blank = tape.peek(4, within=True)
    tape.read(len(blank) - len(blank.lstrip(b"\r\n")))
    end = tape.settle()
    place = Place(origin.path, origin.member, offset, skip)
    if len(block) == int(size) and fits(fields.get("warc-block-digest"), block) is False:
        return Damage(place, "block-digest")
    return Record(fields.get("warc-type", "").lower(), fields, block, place, max(end - offset, 0))


def _head(tape: Tape, offset: int) -> dict[str, str]:
    window = tape.peek(2**10, within=True)
    end = _HEAD_END.search(window)
    for size in (2**12, MAX_HEAD):
        if end is None:
            window = tape.peek(size)
            end = _HEAD_END.search(window)
    if end is None or not window.startswith(b"WARC/"):
        raise DamageError("no-record-here", offset)
    lines = tape.read(end.end())[: end.start()].decode("utf-8", "replace").split("\n")
    pairs = (line.partition(":") for line in lines[1:])
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def _block(tape: Tape, size: int, offset: int) -> bytes:
    """The block; of one over the cap only its beginning, the rest is passed over piece by piece."""
    block = tape.read(min(size, MAX_BLOCK))
    missing = size - len(block)
    while missing > 0 and (passed := len(tape.read(min(missing, 2**20)))):
        missing -= passed
    if missing > 0:
        raise DamageError("record-cut-off", offset)
    return block


def fits(stated: str | None, block: bytes) -> bool | None:
    """Whether a block is what its digest says; None for a digest in an algorithm that we do not know, or for none."""
    algorithm, colon, value = (stated or "").partition(":")
    algorithm = algorithm.lower().replace("-", "")
    if not colon or algorithm not in {"sha1", "sha256", "md5"}:
        return None
    digest = hashlib.new(algorithm, block, usedforsecurity=False).digest()
    if len(value) == 2 * len(digest):
        return value.lower() == digest.hex()
    return value.upper().rstrip("=") == base64.b32encode(digest).decode().rstrip("=")
