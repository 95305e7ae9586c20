"""Where bodies lie that later records only refer to: an index on disk, so that a million records cost no memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from archive.sqlite import connect
from crawler.past.exchange import Exchange, NoExchangeError, exchange, moment, original
from crawler.past.warcfiles import Lookup, Place, Record, fits

_TABLES = (
    "CREATE TABLE bodies (key BLOB PRIMARY KEY, path TEXT, member TEXT, start INTEGER, skip INTEGER) WITHOUT ROWID",
    "CREATE TABLE later (use TEXT, at TEXT, url TEXT, path TEXT, member TEXT, start INTEGER, skip INTEGER)",
)

_OF_THE_BODY = frozenset({"content-type", "content-encoding", "content-length", "transfer-encoding"})


class Originals:
    """Notes records as they pass, takes them up again old to new, and finds the response that a revisit stands for.

    `lost` counts those that are no longer where they were.
    """

    def __init__(self) -> None:
        self.lost = 0
        self._stretch: tuple[object, ...] = ()
        self._at = ""
        self._db = connect("")  # SQLite keeps a nameless database in a temporary file and removes it by itself
        for statement in _TABLES:
            self._db.execute(statement)
        self._db.execute("BEGIN")
        self._again, self._first = Lookup(), Lookup()  # a revisit and what it stands for lie in two places

    def note(self, record: Record) -> None:
        """Remember where a response with a body lies."""
        row = (record.place.path, record.place.member, record.place.offset, record.place.skip)
        keys = _keys(record.fields, record.url, moment(record.fields.get("warc-date", "")))
        self._db.executemany("INSERT OR IGNORE INTO bodies VALUES (?, ?, ?, ?, ?)", [(key, *row) for key in keys])

    def pass_by(self, record: Record) -> None:
        """Know where every record lies: what can only be reached through the one before is of the first one's time.

        A WARC in one gzip member or zip would be unpacked from its beginning for each step back. A warcinfo's time is
        that of its file, which may be packed long after what it holds.
        """
        place = record.place
        stretch = (place.path, place.member, None if place.member else place.offset)
        if stretch != self._stretch:
            self._stretch, self._at = stretch, ""
        if not self._at and record.type != "warcinfo":
            self._at = moment(record.fields.get("warc-date", "")) or ""

    def put_off(self, use: str, record: Record) -> None:
        """Remember where the record that passed by last lies, and what it may be of use for."""
        place = record.place
        row = (use, self._at, record.url, place.path, place.member, place.offset, place.skip)
        self._db.execute("INSERT INTO later VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def take_up(self, use: str, wanted: Callable[[str], object]) -> Iterator[Record]:
        """What was put off for a use and has an address that is wanted, old to new."""
        query = "SELECT at, url, path, member, start, skip FROM later WHERE use = ? ORDER BY at, rowid"
        for at, url, *row in self._db.execute(query, (use,)):
            self._at = at
            if not wanted(url):
                continue
            record = self._again.record_at(Place(*row))
            if record and record.url == url:
                yield record
            else:
                self.lost += 1

    def find(self, revisit: Record) -> Exchange | None:
        """The exchange a revisit stands for: its own address and time, the original's head and body."""
        url, at = original(revisit)
        for key in _keys(revisit.fields, url or revisit.url, at):  # WARC/1.0 names no address: it is its own
            row = self._db.execute("SELECT path, member, start, skip FROM bodies WHERE key = ?", (key,)).fetchone()
            found = self._first.record_at(Place(*row)) if row else None
            if found is not None:
                return as_seen_again(revisit, found)
        return None

    def close(self) -> None:
        """Forget everything."""
        self._again.close()
        self._first.close()
        self._db.close()


def as_seen_again(revisit: Record, first: Record) -> Exchange | None:
    """The first record's exchange at the revisit's address and time; None where the revisit states no time."""
    captured_at = moment(revisit.fields.get("warc-date", ""))
    try:
        found = exchange(first)
    except NoExchangeError:
        return None
    return replace(answered(found, revisit), url=revisit.url, captured_at=captured_at) if captured_at else None


def answered(found: Exchange, revisit: Record) -> Exchange:
    """The original's body under the head that a revisit states itself: an article's page may come again as 404.

    Two redirects with one body lead to different places. What a head says of the body is the original's, which we have;
    a 304 says that all is as it was.
    """
    with suppress(NoExchangeError):
        own = exchange(revisit)
        if own.status != 304:
            head = [pair for pair in own.raw.headers if pair[0].lower() not in _OF_THE_BODY]
            head += [pair for pair in found.raw.headers if pair[0].lower() in _OF_THE_BODY]
            raw = replace(found.raw, status_line=own.raw.status_line, headers=tuple(head))
            return replace(found, status=own.status, raw=raw)
    return found


def _keys(fields: dict[str, str], url: str, at: str | None) -> list[bytes]:
    """What a body can be asked for by: its payload's digest, and the record's address and time; the surest first.

    One second may hold two answers of an address. The digest of no bytes tells nothing: some put it under every 304.
    """
    named = [f"at {url} {at}"] if url and at else []
    if digest := fields.get("warc-payload-digest"):
        named.insert(len(named) if fits(digest, b"") else 0, "of " + digest.lower().replace("sha-", "sha", 1))
    return [hashlib.blake2b(name.encode(), digest_size=16).digest() for name in named]
