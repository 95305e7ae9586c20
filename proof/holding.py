"""Whether an archive holds together, checked apart from the product: what was acknowledged, and rules I1 to I3."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from archive.article import RawPlace
from archive.errors import Unreadable
from archive.naming import short_hash
from archive.rawrecord import record_at
from archive.sqlite import Connection, connect
from proof import pages
from proof.report import at_root

ORPHANS = {
    "an article without its version": """SELECT id FROM articles a WHERE NOT EXISTS
        (SELECT 1 FROM versions v WHERE v.id = a.version_id AND v.article_id = a.id)""",
    "a version without a reading": """SELECT id FROM versions v WHERE NOT EXISTS
        (SELECT 1 FROM readings r WHERE r.version_id = v.id AND r.article_id = v.article_id)""",
    "a reading without its capture": """SELECT capture_id FROM readings r WHERE NOT EXISTS
        (SELECT 1 FROM captures c WHERE c.id = r.capture_id)""",
    "a capture without its ledger row": """SELECT id FROM captures c WHERE NOT EXISTS
        (SELECT 1 FROM addresses a WHERE a.id = c.address_id)""",
    "an article without a search row": """SELECT id FROM articles a WHERE NOT EXISTS
        (SELECT 1 FROM article_search_docsize d WHERE d.id = a.rowid)""",
    "a ledger row with no fate": """SELECT id FROM addresses
        WHERE state NOT IN ('queued', 'done', 'failed', 'refused')""",
    "a wrong number of versions": """SELECT id FROM articles a WHERE version_count <>
        (SELECT count(*) FROM versions v WHERE v.article_id = a.id)""",
}


def acknowledged(path: Path, numbers: Iterable[int], *, articles: int = 0) -> list[str]:
    """What is missing of acknowledged visits: version, capture, reading, ledger and search row, raw record."""
    missing = []
    with closing(connect(path, readonly=True)) as db:
        for number in numbers:
            missing += _lost(db, path.parent / "warc", number, articles)
    return missing


def _lost(db: Connection, folder: Path, number: int, articles: int) -> list[str]:
    visit = pages.visit(number, articles=articles)
    capture, reading = visit.capture, visit.reading
    assert capture
    assert reading
    assert reading.article
    key = short_hash(capture.url, capture.captured_at, capture.sha256)
    row = db.execute(
        """SELECT v.fingerprint, v.body_text, d.state, s.id, c.warc_file, c.warc_offset, c.warc_length FROM captures c
        JOIN readings r ON r.capture_id = c.id JOIN versions v ON v.id = r.version_id
        JOIN addresses d ON d.id = c.address_id JOIN articles a ON a.id = r.article_id
        JOIN article_search_docsize s ON s.id = a.rowid WHERE c.id = ?""",
        (key,),
    ).fetchone()
    if row is None:
        return [f"visit {number}: no whole row"]
    if row[0] != reading.article.fingerprint or row[1] != reading.article.body_text:
        return [f"visit {number}: another text"]
    try:
        record = record_at(folder, RawPlace(*row[4:]))
    except Unreadable as error:
        return [f"visit {number}: {error}"]
    wanted = hashlib.sha256(pages.page(number)).hexdigest()
    whole = record.kind == "revisit" or hashlib.sha256(record.payload).hexdigest() == wanted
    digest = record.fields["warc-payload-digest"].removeprefix("sha256:")
    return [] if whole and digest == wanted else [f"visit {number}: another raw record"]


def whole(path: Path) -> list[str]:
    """What does not hold together in the file (I2, I3)."""
    with closing(connect(path, readonly=True)) as db:
        wrong = [f"{what}: {row[0]}" for what, query in ORPHANS.items() for row in db.execute(query)]
        wrong += [str(row) for row in db.execute("PRAGMA foreign_key_check")]
        wrong += [text for (text,) in db.execute("PRAGMA integrity_check") if text != "ok"]
    with closing(connect(path)) as db:
        try:
            db.execute("INSERT INTO article_search(article_search, rank) VALUES ('integrity-check', 1)")
        except db.DatabaseError as error:
            wrong.append(f"search index: {error}")
    return wrong


def records_of(folder: Path) -> tuple[int, list[str]]:
    """How many records warcio reads in a warc/ folder with their digests checked, and the files it stumbles over."""
    from warcio.archiveiterator import ArchiveIterator

    count, wrong = 0, []
    for file in sorted(folder.glob("*.warc.gz")):
        with file.open("rb") as handle:
            try:
                for record in ArchiveIterator(handle, check_digests="raise"):
                    record.content_stream().read()
                    count += 1
            except Exception as error:  # noqa: BLE001 - whatever stops warcio is a finding
                wrong.append(f"{file.name}: {error}")
    return count, wrong


def verify(path: Path) -> tuple[int, str]:
    """Exit code and first words of `archive verify`."""
    command = [sys.executable, "-m", "archive", "--archive", str(path), "verify"]
    done = subprocess.run(command, cwd=at_root(), capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).strip()[-300:]
