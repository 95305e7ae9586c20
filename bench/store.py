"""Storing: Archive.save beside raw sqlite3 that replays the very same rows in the very same transactions."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.article import Article, Capture, Reading
from archive.naming import short_hash
from archive.opening import CACHE_KIB
from archive.sqlite import connect, transaction
from archive.store import Archive, Visit
from bench.measure import median_and_spread, table
from tests.replica.filler import made_up
from tests.replica.truth import Truth, truth_of

PORTAL, HOME = "sct_bentre", "http://congthuongbentre.gov.vn"
BATCH = 1000
INSERTED = ("addresses", "captures", "articles", "versions", "readings")
INDEX = """INSERT INTO article_search (rowid, title, body_text, title_folded, body_folded)
SELECT rowid, title, body_text, title_folded, body_folded FROM articles WHERE id = ?"""


def main(*, large: bool = False) -> None:
    """One table: rows a second of both at the start and at the end of the file, and the ratio; large: a million."""
    size = 1_000_000 if large else 10_000
    with tempfile.TemporaryDirectory() as folder:
        ours = stored(Path(folder) / "ours.db", size)
        raw = replayed(Path(folder) / "ours.db", Path(folder) / "raw.db", size)
    heads = ["", "first tenth, articles/s", "last tenth, articles/s", "last / first"]
    rows = [_row("Archive.save", ours), _row("raw sqlite3, same rows", raw)]
    first, last = (f"{_rate(ours, part) / _rate(raw, part):.0%}" for part in (0, 1))
    rows.append(["ours / raw", first, last, ""])
    table(f"Storing {size} articles, one transaction each, synchronous=FULL", heads, rows)


def visits(size: int) -> Iterator[Visit]:
    """Visits that each bring one new article of a few paragraphs, without a raw record."""
    bodies = [truth_of(PORTAL, made_up(PORTAL, number)) for number in range(500)]
    for number in range(size):
        yield _visit(number, bodies[number % len(bodies)])


def _visit(number: int, told: Truth) -> Visit:
    slug = f"/bai-{number}.html"
    article = Article(
        url=HOME + slug,
        title=f"{told.title} {number}",
        body_text=told.body_text,
        body_html="<p>" + told.body_text.replace("\n\n", "</p><p>") + "</p>",
        section=told.section,
        updated_at=told.updated_at,
        date_rule="label",
    )
    when = f"2026-01-01T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z"
    capture = Capture(HOME + slug, "live", when, 200, f"{number:064x}")
    return Visit(PORTAL, HOME + slug, slug, capture, Reading("1", "article", None, article, slug))


def stored(path: Path, size: int) -> list[float]:
    """Seconds of each batch through the archive."""
    seconds = []
    with Archive(path) as archive:
        coming = visits(size)
        for _ in range(size // BATCH):
            batch = [next(coming) for _ in range(BATCH)]
            started = time.perf_counter()
            for visit in batch:
                archive.save(visit)
            seconds.append(time.perf_counter() - started)
    return seconds


def replayed(done: Path, path: Path, size: int) -> list[float]:
    """Seconds of each batch through bare INSERTs of the rows that the archive ended with, into the same schema."""
    Archive(path).close()
    seconds = []
    with closing(connect(done, readonly=True)) as source, closing(connect(path)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("PRAGMA synchronous = FULL")
        db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        insert = {name: _insert(source, name) for name in INSERTED}
        for start in range(0, size, BATCH):
            batch = _rows(source, start)
            started = time.perf_counter()
            for rows in batch:
                with transaction(db):
                    for name in INSERTED:
                        db.execute(insert[name], rows[name])
                    db.execute(INDEX, (rows["id"],))
            seconds.append(time.perf_counter() - started)
    return seconds


def _insert(db: Any, name: str) -> str:
    columns = len(db.execute(f"SELECT * FROM {name} LIMIT 1").fetchone())
    return f"INSERT INTO {name} VALUES ({', '.join('?' * columns)})"


def _rows(db: Any, start: int) -> list[dict[str, Any]]:
    """For each article of a batch its row in each table."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    ids = [short_hash(PORTAL, f"/bai-{number}.html") for number in range(start, start + BATCH)]
    keys = {"articles": "id", "versions": "article_id", "readings": "article_id", "addresses": "article_id"}
    for article_id in ids:
        found[article_id]["id"] = article_id
        for name, key in keys.items():
            found[article_id][name] = db.execute(f"SELECT * FROM {name} WHERE {key} = ?", (article_id,)).fetchone()
        capture = found[article_id]["readings"][0]
        found[article_id]["captures"] = db.execute("SELECT * FROM captures WHERE id = ?", (capture,)).fetchone()
    return [found[article_id] for article_id in ids]


def _rate(seconds: list[float], part: int) -> float:
    tenth = max(1, len(seconds) // 10)
    middle, _ = median_and_spread(seconds[:tenth] if part == 0 else seconds[-tenth:])
    return BATCH / middle


def _row(name: str, seconds: list[float]) -> list[str]:
    first, last = _rate(seconds, 0), _rate(seconds, 1)
    return [name, f"{first:.0f}", f"{last:.0f}", f"{last / first:.2f}"]
