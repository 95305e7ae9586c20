"""What the archive keeps of raw pages, asked for by importers and by whoever reads them again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.article import ANOTHERS, WHOLE, Capture, Raw, RawPlace, Source
from archive.errors import Unreadable
from archive.rawrecord import raw_at
from archive.sqlite import Connection

PAGE = f"""SELECT captures.id, captures.url, captures.source, captured_at, status, captures.sha256,
    warc_file, warc_offset, warc_length, addresses.url, addresses.identity, addresses.portal, captures.run_id
FROM captures JOIN addresses ON addresses.id = captures.address_id
WHERE kind = 'page' AND warc_file IS NOT NULL AND status IN {WHOLE} AND captures.id """
ITS_OWN = f"NOT EXISTS (SELECT 1 FROM readings WHERE capture_id = captures.id AND reason = '{ANOTHERS}')"
ROWS = 500  # at a time: a reader that holds one query open for hours would keep the write-ahead log growing

LAST_LOOKS = 8  # at an address, among which the body is sought that a record without a date refers to


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A capture whose raw record is kept, with the ledger row it belongs to."""

    capture_id: str
    url: str
    source: Source
    captured_at: str
    status: int
    sha256: str
    warc_file: str
    offset: int
    length: int
    address_url: str
    identity: str
    portal: str
    run_id: int | None

    @property
    def place(self) -> RawPlace:
        """Where the raw record lies."""
        return RawPlace(self.warc_file, self.offset, self.length)


def kept_pages(db: Connection) -> Iterator[KeptPage]:
    """Every page whose raw record is kept, in a fixed order; none that showed another article in its place."""
    last = ""
    while rows := db.execute(f"{PAGE} > ? AND {ITS_OWN} ORDER BY captures.id LIMIT ?", (last, ROWS)).fetchall():
        yield from (KeptPage(*row) for row in rows)
        last = rows[-1][0]


def kept_page(db: Connection, capture_id: str) -> KeptPage | None:
    """The page of this capture, if its raw record is kept."""
    row = db.execute(f"{PAGE} = ?", (capture_id,)).fetchone()
    return KeptPage(*row) if row else None


def body_places(db: Connection) -> Callable[[str], RawPlace | None]:
    """Finds where the body with a payload SHA-256 was written."""

    def place(sha256: str) -> RawPlace | None:
        query = "SELECT warc_file, warc_offset, warc_length FROM payloads WHERE sha256 = ?"
        row = db.execute(query, (sha256.lower(),)).fetchone()
        return RawPlace(*row) if row else None

    return place


def known_captures(db: Connection, parser: str) -> Callable[[str, str], frozenset[str]]:
    """Gives the SHA-256 (hex) of every body that an address showed at a time (one second) and that this parser read.

    In a 304 there is nothing to read.
    """
    query = """SELECT sha256 FROM captures WHERE url = ? AND captured_at = ? AND (status = 304 OR EXISTS
        (SELECT 1 FROM readings WHERE capture_id = captures.id AND parser = ?))"""
    return lambda url, captured_at: frozenset(sha for (sha,) in db.execute(query, (url, captured_at, parser)))


def exchanges(db: Connection, folder: Path, sha256: str, url: str, at: str | None) -> Iterator[tuple[Raw, bool]]:
    """The exchanges kept here that a foreign revisit may refer to, each with whether it surely is the one.

    Surely: that with this payload (hex, or ""), or of the address at that time (UTC, Z). Else the last of the address.
    """
    places = body_places(db)
    surely = [place] if sha256 and (place := places(sha256)) else []
    query = "SELECT warc_file, warc_offset, warc_length FROM captures WHERE url = ? AND warc_file IS NOT NULL "
    surely += [RawPlace(*row) for row in db.execute(query + "AND captured_at = ?", (url, at))]
    last = [RawPlace(*row) for row in db.execute(f"{query} ORDER BY captured_at DESC LIMIT {LAST_LOOKS}", (url,))]
    for place in dict.fromkeys([*surely, *last]):
        with suppress(Unreadable):
            yield raw_at(folder, place, places), place in surely


def is_captured(db: Connection, url: str, captured_at: str) -> bool:
    """Whether a capture of this address and time is on record."""
    query = "SELECT 1 FROM captures WHERE url = ? AND captured_at = ?"
    return db.execute(query, (url, captured_at)).fetchone() is not None


SHOWN = """SELECT file.url, min(captures.captured_at) FROM (
    SELECT article_id, url FROM images UNION ALL SELECT article_id, url FROM attachments) AS file
JOIN articles ON articles.id = file.article_id JOIN captures ON captures.id = articles.capture_id
WHERE portal = ? GROUP BY file.url"""


def shown_files(db: Connection, portal: str) -> dict[str, str]:
    """Every picture and attachment that a portal's articles show now, with the time of the page that shows it."""
    return dict(db.execute(SHOWN, (portal,)).fetchall())


LEANING = """
SELECT looked.url, looked.source, looked.captured_at, looked.status, looked.sha256, looked.run_id
FROM captures AS kept JOIN readings AS said ON said.capture_id = kept.id AND +said.outcome = 'article'
JOIN captures AS looked ON looked.address_id = kept.address_id AND looked.sort_key > kept.sort_key
    AND looked.warc_file IS NULL
JOIN readings AS again ON again.capture_id = looked.id AND again.parser = said.parser
    AND again.version_id = said.version_id AND again.updated_at IS said.updated_at
    AND again.date_text IS said.date_text
WHERE kept.id = ? AND NOT EXISTS (SELECT 1 FROM captures AS nearer JOIN readings ON capture_id = nearer.id
    WHERE nearer.address_id = kept.address_id AND nearer.warc_file IS NOT NULL AND outcome = 'article'
    AND nearer.sort_key > kept.sort_key AND nearer.sort_key < looked.sort_key)
GROUP BY looked.id ORDER BY looked.sort_key"""


def leaning_on(db: Connection, page: KeptPage) -> list[tuple[Capture, int | None]]:
    """The later looks that said what this kept page says, and so kept no bytes of their own; each with its run.

    A newer reading of the page holds for them too: else the change of our reading would look like the portal's.
    """
    rows = db.execute(LEANING, (page.capture_id,))
    return [(Capture(*facts), run_id) for *facts, run_id in rows]
