"""Raw records read back from the warc/ folder: the exchange a capture points to, whole, revisits resolved."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

from archive.article import Raw, RawPlace
from archive.errors import Unreadable
from archive.members import Record, parsed
from archive.wording import size

LARGEST = 512 << 20
"""Of one record, unpacked: files are fetched up to 20 MiB unless MEDIA_MAXSIZE says more; 1 MB may hold 1 GB."""

BodyOf = Callable[[str], RawPlace | None]
"""Where the body with a payload SHA-256 (hex) was written; table `payloads` knows."""


def raw_at(folder: Path, place: RawPlace, body_of: BodyOf | None = None) -> Raw:
    """The exchange at a place; `body_of` finds a revisit's body. Raises Unreadable where nothing such lies."""
    record = record_at(folder, place)
    fields, block = record.fields, record.block
    if record.kind == "resource":  # a file taken over from a foreign WARC, without HTTP around it
        head = (("Content-Type", fields.get("content-type", "application/octet-stream")),)
        return Raw("", (), "HTTP/1.1 200 OK", head, block)
    head_bytes, gap, body = block.partition(b"\r\n\r\n")
    lines = _text(head_bytes).split("\r\n")
    if not lines[0].startswith("HTTP/"):
        raise _unreadable(folder, place, "it holds no HTTP response")
    if record.kind == "revisit":
        algorithm, _, digest = fields.get("warc-payload-digest", "").partition(":")
        original = body_of(digest) if body_of and algorithm == "sha256" else None
        if original is None or original == place:
            raise _unreadable(folder, place, "it refers to a body that is not kept here")
        body = raw_at(folder, original).body
    elif not gap:
        raise _unreadable(folder, place, "its HTTP head does not end")
    pairs = (line.partition(":") for line in lines[1:] if ":" in line)
    return Raw("", (), lines[0], tuple((name, value.strip()) for name, _, value in pairs), body)


def record_at(folder: Path, place: RawPlace) -> Record:
    """The record at a place, its framing and digests checked; raises Unreadable."""
    try:
        with (folder / place.warc_file).open("rb") as file:
            file.seek(place.offset)
            data = file.read(place.length)
        return parsed(_unpacked(data))
    except (OSError, zlib.error, Unreadable) as error:
        raise _unreadable(folder, place, str(error)) from error


def _unpacked(data: bytes) -> bytes:
    """What a gzip member holds; bytes that are none, as they are. Raises Unreadable beyond LARGEST."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
    unpacked = unpacker.decompress(data, LARGEST)
    if unpacker.unconsumed_tail:
        raise Unreadable(f"it holds more than {size(LARGEST)}")
    return unpacked


def _text(head: bytes) -> str:
    try:
        return head.decode()
    except UnicodeDecodeError:
        return head.decode("latin-1")


def _unreadable(folder: Path, place: RawPlace, why: str) -> Unreadable:
    where = f"{folder / place.warc_file}, byte {place.offset}"
    return Unreadable(f"The raw record at {where} cannot be read: {why}. `archive verify` lists what else is missing.")
