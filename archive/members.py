"""WARC files read from end to end: gzip members and records, every checksum on the way checked."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from archive.errors import Unreadable

BLOCK = 1 << 18
MEMBER_HEAD = bytes.fromhex("1f8b0800000000000003")
"""What our own members begin with. Gzip's checksum does not cover these bytes, so they are compared."""


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member of a WARC file: where it begins, its packed bytes, what they hold."""

    offset: int
    packed: bytes
    data: bytes


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record: its fields (lower case) and its block."""

    fields: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        """WARC-Type."""
        return self.fields.get("warc-type", "")

    @property
    def payload(self) -> bytes:
        """What follows the HTTP headers."""
        return self.block.partition(b"\r\n\r\n")[2]


def members(stream: BinaryIO) -> Iterator[Member]:
    """The whole members of a file from where it stands; ends at the first one that is torn or broken."""
    offset, packed, data = stream.tell(), bytearray(), bytearray()
    unpacker, rest = zlib.decompressobj(zlib.MAX_WBITS + 16), b""
    while block := rest or stream.read(BLOCK):
        try:
            data += unpacker.decompress(block)
        except zlib.error:
            return
        rest = unpacker.unused_data
        packed += block[: len(block) - len(rest)]
        if unpacker.eof:
            yield Member(offset, bytes(packed), bytes(data))
            offset += len(packed)
            unpacker, packed, data = zlib.decompressobj(zlib.MAX_WBITS + 16), bytearray(), bytearray()


def salvaged(stream: BinaryIO) -> Iterator[Member]:
    """The whole members of a file of ours from its beginning, also those behind bytes that are none any more."""
    behind: int | None = 0
    while behind is not None:
        stream.seek(end := behind)
        for member in members(stream):
            end = member.offset + len(member.packed)
            yield member
        behind = _next_member(stream, end + 1)  # what begins at `end` is broken, or the end of the file


def _next_member(stream: BinaryIO, start: int) -> int | None:
    """Where a record of ours begins, at `start` or behind it; None where none does."""
    stream.seek(start)
    seen = b""
    while block := stream.read(BLOCK):
        seen += block
        at = seen.find(MEMBER_HEAD)
        while at >= 0:
            stream.seek(start + at)
            if _begins_record(stream.read(BLOCK)):
                return start + at
            at = seen.find(MEMBER_HEAD, at + 1)
        start += max(0, len(seen) - len(MEMBER_HEAD))
        seen = seen[-len(MEMBER_HEAD) :]
        stream.seek(start + len(seen))
    return None


def _begins_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(packed, 7) == b"WARC/1."
    except zlib.error:
        return False


def parsed(data: bytes) -> Record:
    """A WARC record from its bytes; raises Unreadable, with the reason, where its digest or length does not fit."""
    head, _, rest = data.partition(b"\r\n\r\n")
    version, *lines = head.decode("utf-8", "replace").split("\r\n")
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = fields.get("content-length", "")
    if not version.startswith("WARC/1.") or not length.isdigit() or rest[int(length) :] != b"\r\n\r\n":
        raise Unreadable("not a whole WARC record")
    block = rest[: int(length)]
    _check_digest(fields.get("warc-block-digest"), block, "block digest")
    record = Record(fields, block)
    if record.kind == "response":
        _check_digest(fields.get("warc-payload-digest"), record.payload, "payload digest")
    return record


def _check_digest(stated: str | None, data: bytes, what: str) -> None:
    algorithm, _, digest = (stated or "").partition(":")
    if algorithm == "sha256" and hashlib.sha256(data).hexdigest() != digest:
        raise Unreadable(f"{what} differs: the record was changed after it was written")
