"""Storing: Archive.save beside raw sqlite3 that replays the very same rows in the very same transactions."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from archive.article import Article, Capture, Reading
from archive.naming import short_hash
from archive.opening import settle
from archive.sqlite import connect, transaction
from archive.store import Archive, Visit
from bench.logged import Logged
from bench.measure import table
from tests.replica.filler import made_up
from tests.replica.truth import Truth, truth_of

PORTAL, HOME = "sct_bentre", "http://congthuongbentre.gov.vn"
BATCH = 1000
INSERTED = ("addresses", "captures", "articles", "versions", "readings")
INDEX = """INSERT INTO article_search (rowid, title, body_text, title_folded, body_folded)
SELECT rowid, title, body_text, title_folded, body_folded FROM articles WHERE id = ?"""


SHORT = 600
"""Letters of a short article, such as a notice of a power cut or of fuel prices."""

GB_EACH = 11
"""What a million of them take in each of the two files, with its log (9.9 KB an article at 50,000)."""


@dataclass(frozen=True, slots=True)
class Part:
    """What storing a batch took: seconds, processor seconds, and pages written to SQLite's log."""

    seconds: float
    cpu: float
    pages: int


def main(*, large: bool = False) -> None:
    """One table: both at the start and at the end of the file, and the ratio; large: a million short articles."""
    size = 1_000_000 if large else 10_000
    with tempfile.TemporaryDirectory() as folder:
        if large:
            _say_what_it_takes(Path(folder))
        coming = visits(size, SHORT if large else None)
        ours = stored(Path(folder) / "ours.db", size, coming)
        raw = replayed(Path(folder) / "ours.db", Path(folder) / "raw.db", size)
    rows = [
        [name, what, f"{first:.{digits}f}", f"{last:.{digits}f}", f"{last / first:.2f}"]
        for name, parts in (("Archive.save", ours), ("raw sqlite3, same rows", raw))
        for what, digits, (first, last) in _measured(parts)
    ]
    first, last = (one / other for one, other in zip(_measured(ours)[0][2], _measured(raw)[0][2], strict=True))
    rows.append(["ours / raw", "articles/s", f"{first:.0%}", f"{last:.0%}", ""])
    heads = ["", "", "first tenth", "last tenth", "last / first"]
    table(f"Storing {size:,} articles, one transaction each, synchronous=FULL", heads, rows)


def _say_what_it_takes(folder: Path) -> None:
    free, needed = shutil.disk_usage(folder).free, 2 * GB_EACH * 10**9
    takes = f"{needed / 1e9:.0f} GB below {folder.parent} and an hour, two on a busy machine"
    print(f"A million short articles, stored twice, take {takes}.", file=sys.stderr)
    if free < needed:
        raise SystemExit(f"Only {free / 1e9:.0f} GB are free there; TMPDIR names another folder.")


def visits(size: int, letters: int | None = None) -> Iterator[Visit]:
    """Visits that each bring one new article, whole or cut to so many letters of text, without a raw record."""
    told = [truth_of(PORTAL, made_up(PORTAL, number)) for number in range(500)]
    bodies = [replace(each, body_text=each.body_text[:letters]) for each in told]
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


def stored(path: Path, size: int, coming: Iterator[Visit]) -> list[Part]:
    """What each batch took through the archive."""
    with Archive(path) as archive, closing(Logged(path)) as logged:
        return [_timed([*islice(coming, BATCH)], archive.save, logged) for _ in range(size // BATCH)]


def replayed(done: Path, path: Path, size: int) -> list[Part]:
    """What each batch took by bare INSERTs of the rows that the archive ended with, into the same schema."""
    Archive(path).close()
    with closing(connect(done, readonly=True)) as source, closing(connect(path)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        settle(db)
        insert = {name: _insert(source, name) for name in INSERTED}

        def save(rows: dict[str, Any]) -> None:
            with transaction(db):
                for name in INSERTED:
                    db.execute(insert[name], rows[name])
                db.execute(INDEX, (rows["id"],))

        with closing(Logged(path)) as logged:
            return [_timed(_rows(source, start), save, logged) for start in range(0, size, BATCH)]


def _timed(batch: list[Any], save: Callable[[Any], object], logged: Logged) -> Part:
    pages, seconds, cpu = 0, time.perf_counter(), time.process_time()
    for each in batch:
        save(each)
        pages += logged.since()
    return Part(time.perf_counter() - seconds, time.process_time() - cpu, pages)


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


def _measured(parts: list[Part]) -> list[tuple[str, int, tuple[float, float]]]:
    """What is told, with how many digits, of the first tenth and the last."""
    tenth = max(1, len(parts) // 10)
    ends = parts[:tenth], parts[-tenth:]
    speed = [BATCH / statistics.median(part.seconds for part in end) for end in ends]
    cpu = [statistics.fmean(part.cpu for part in end) / BATCH * 1000 for end in ends]
    pages = [statistics.fmean(part.pages for part in end) / BATCH for end in ends]
    told = (("articles/s", 0, speed), ("processor ms/article", 2, cpu), ("pages logged/article", 1, pages))
    return [(what, digits, (first, last)) for what, digits, (first, last) in told]
