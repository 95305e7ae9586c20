"""The checks of `archive verify` over the WARC files: every member, every digest, every place that SQLite names."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from archive.article import Raw, RawPlace
from archive.errors import Unreadable
from archive.kept import body_places
from archive.lock import try_flock
from archive.members import BLOCK, MEMBER_HEAD, Record, parsed, salvaged
from archive.rawrecord import raw_at
from archive.sqlite import Connection

PLACES = """
SELECT warc_file, warc_offset, warc_length, url, captured_at, sha256 FROM captures WHERE warc_file IS NOT NULL
UNION ALL SELECT warc_file, warc_offset, warc_length, url, NULL, NULL FROM media WHERE warc_file IS NOT NULL
UNION ALL SELECT warc_file, warc_offset, warc_length, url, captured_at, 'payload ' || sha256 FROM payloads
ORDER BY warc_file, warc_offset"""
OWNERS = """SELECT warc_file FROM captures WHERE warc_file IS NOT NULL
UNION SELECT warc_file FROM media WHERE warc_file IS NOT NULL UNION SELECT warc_file FROM payloads"""
Place = tuple[str, int, int, str, str | None, str | None]
PIECE = 1 << 16
CHUNK = re.compile(rb"[0-9A-Fa-f]{1,16}[ \t]*(?:;[^\r\n]*)?\r\n")
"""What a body in chunks begins with."""


def raw_problems(db: Connection, folder: Path) -> Iterator[str | int]:
    """Read every file that SQLite names from end to end, then compare what lies at each place with what should."""
    facts = {row[0]: row[1:] for row in db.execute("SELECT name, bytes, sha256 FROM warc_files")}
    named = {name: list(group) for name, group in groupby(db.execute(PLACES), itemgetter(0))}
    for name in sorted({*facts, *named}):
        try:
            yield from _file(db, folder / name, facts.get(name, (None, None)), named.get(name, []))
        except OSError as error:
            yield f"{name} cannot be read ({error.strerror}); check its owner, mode and disk"


def unowned(db: Connection, folder: Path) -> list[str]:
    """Files among the raw records that no capture points into, and that nobody is writing just now."""
    there = sorted(path for path in folder.glob("*") if path.is_file() and not _is_written(path))
    owners = {name for (name,) in db.execute(OWNERS)}  # read last: what a crawl has finished meanwhile is its own
    return [path.name for path in there if path.name not in owners]


def _is_written(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return not try_flock(stream.fileno())
    except OSError:
        return False


def _file(db: Connection, path: Path, facts: tuple[int | None, str | None], places: list[Place]) -> Iterator[str | int]:
    if not path.exists():
        if facts[0] or places:
            yield f"{path.name} is missing with {len(places)} records; restore it from a backup"
        return
    wanted: dict[int, list[Place]] = {}
    for place in places:
        wanted.setdefault(place[1], []).append(place)
    end, size, digest = 0, 0, hashlib.sha256()
    with path.open("rb") as stream:
        for member in salvaged(stream):
            if member.offset > end:
                yield f"{path.name}: bytes {end} to {member.offset - 1} are no whole record any more"
            end = member.offset + len(member.packed)
            size += len(member.packed)
            digest.update(member.packed)
            where = f"{path.name} at {member.offset}"
            if not member.packed.startswith(MEMBER_HEAD):
                yield f"{where}: the head of the gzip member was changed"
            try:
                record = parsed(member.data)
            except Unreadable as error:
                yield f"{where}: {error}"
                continue
            for place in wanted.pop(member.offset, []):
                yield from _place(db, path.parent, place, record, len(member.packed))
            yield 1
    yield from (f"{path.name} has no whole record at {offset}, which SQLite points to" for offset in wanted)
    if facts[0] is not None and (size, digest.hexdigest()) != facts:
        yield f"{path.name} is not as it was finished: {size} of {facts[0]} bytes are whole, or their hash differs"


def _place(db: Connection, folder: Path, place: Place, record: Record, length: int) -> Iterator[str]:
    name, offset, stated, url, captured_at, sha256 = place
    where = f"{name} at {offset}"
    if length != stated or (captured_at and (record.fields.get("warc-date") != captured_at)):
        yield f"{where} is not the record that SQLite names ({url})"
    if sha256 is None:
        return
    kind, _, payload = sha256.rpartition(" ")
    if kind:  # the record's own digests are checked against its bytes when it is read
        told = (record.fields.get("warc-payload-digest"), record.fields.get("warc-target-uri"))
        if told != (f"sha256:{payload}", url):
            yield f"{where} does not hold the body that SQLite looks for there"
        return
    if record.fields.get("warc-target-uri") != url:
        yield f"{where} is a record of {record.fields.get('warc-target-uri')}, not of {url}"
    try:
        raw = raw_at(folder, RawPlace(name, offset, stated), body_places(db))
    except Unreadable as error:
        yield str(error)
        return
    # Of a body that was cut, or is too large to be read, the capture bears the hash as it came.
    if hashlib.sha256(raw.body).hexdigest() != sha256 and _digest(raw) not in {None, sha256}:
        yield f"{where}: the body of {url} has another hash than its capture"


def _digest(raw: Raw) -> str | None:
    """The SHA-256 (hex) of a decoded body; None for one whose hash only the fetching side can know: cut, coded, framed.

    Imports kept the frames of chunks for a while.
    """
    if CHUNK.match(raw.body) and any(name.lower() == "transfer-encoding" for name, _ in raw.headers):
        return None
    codings = [value.strip().lower() for name, value in raw.headers if name.lower() == "content-encoding"]
    if not codings or codings == ["identity"]:
        return hashlib.sha256(raw.body).hexdigest()
    if codings not in (["gzip"], ["x-gzip"]):
        return None
    digest = hashlib.sha256()
    try:
        for piece in _unpacked(raw.body):
            digest.update(piece)
    except zlib.error:
        return None
    return digest.hexdigest()


def _unpacked(body: bytes) -> Iterator[bytes]:
    """What a gzip body holds, piece by piece: 10 MB that a portal sent may hold 10 GB. Raises zlib.error.

    Members in a row are one body (RFC 9110, 8.4.1.3).
    """
    at = 0
    while not at or body.startswith(MEMBER_HEAD[:2], at):
        unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        while not unpacker.eof:
            packed = unpacker.unconsumed_tail or body[at : at + PIECE]
            at += 0 if unpacker.unconsumed_tail else len(packed)
            piece = unpacker.decompress(packed, BLOCK)
            if not (piece or packed or unpacker.eof):
                raise zlib.error("the body ends early")
            yield piece
        at -= len(unpacker.unused_data)
