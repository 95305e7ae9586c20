"""Raw records read back from the warc/ folder: the exchange a capture points to, whole, revisits resolved."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

from archive.article import Raw, RawPlace
from archive.errors import Unreadable

BodyOf = Callable[[str], RawPlace | None]
"""Where the body with a payload SHA-256 (hex) was written; table `payloads` knows."""


def raw_at(folder: Path, place: RawPlace, body_of: BodyOf | None = None) -> Raw:
    """The exchange at a place; `body_of` finds a revisit's body. Raises Unreadable where nothing such lies."""
    fields, block = record_at(folder, place)
    if fields.get("warc-type") == "resource":  # a file taken over from a foreign WARC, without HTTP around it
        head = (("Content-Type", fields.get("content-type", "application/octet-stream")),)
        return Raw("", (), "HTTP/1.1 200 OK", head, block)
    head_bytes, gap, body = block.partition(b"\r\n\r\n")
    lines = _text(head_bytes).split("\r\n")
    if not lines[0].startswith("HTTP/"):
        raise _unreadable(folder, place, "it holds no HTTP response")
    if fields.get("warc-type") == "revisit":
        algorithm, _, digest = fields.get("warc-payload-digest", "").partition(":")
        original = body_of(digest) if body_of and algorithm == "sha256" else None
        if original is None or original == place:
            raise _unreadable(folder, place, "it refers to a body that is not kept here")
        body = raw_at(folder, original).body
    elif not gap:
        raise _unreadable(folder, place, "its HTTP head does not end")
    pairs = (line.partition(":") for line in lines[1:] if ":" in line)
    return Raw("", (), lines[0], tuple((name, value.strip()) for name, _, value in pairs), body)


def record_at(folder: Path, place: RawPlace) -> tuple[dict[str, str], bytes]:
    """Named fields (lower case) and block of a record, its framing checked; raises Unreadable."""
    try:
        with (folder / place.warc_file).open("rb") as file:
            file.seek(place.offset)
            data = file.read(place.length)
        if data.startswith(b"\x1f\x8b"):
            data = zlib.decompress(data, 31)
    except (OSError, zlib.error) as error:
        raise _unreadable(folder, place, str(error)) from error
    head, gap, rest = data.partition(b"\r\n\r\n")
    pairs = (line.partition(":") for line in _text(head).split("\r\n")[1:])
    fields = {name.strip().lower(): value.strip() for name, _, value in pairs}
    length = fields.get("content-length", "")
    if not (head.startswith(b"WARC/") and gap and length.isdecimal() and len(rest) >= int(length)):
        raise _unreadable(folder, place, "no whole WARC record lies there")
    return fields, rest[: int(length)]


def _text(head: bytes) -> str:
    try:
        return head.decode()
    except UnicodeDecodeError:
        return head.decode("latin-1")


def _unreadable(folder: Path, place: RawPlace, why: str) -> Unreadable:
    where = f"{folder / place.warc_file}, byte {place.offset}"
    return Unreadable(f"The raw record at {where} cannot be read: {why}. `archive verify` lists what else is missing.")
