"""An archive of an older program, brought up to date and SIGKILLed meanwhile: it is old or new, and nothing is lost."""

from __future__ import annotations

import random
import shutil
import time
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from archive.schema import KEPT_TWICE, migrations
from archive.sqlite import Connection, connect
from archive.store import Archive
from proof import holding, pages
from proof.killing import forked
from proof.report import Report, in_memory
from proof.wal import state_of

KILLS = {"short": 5, "normal": 100, "soak": 5000}
VISITS = 150
FIRST_NEW = "m006_kept_twice"
"""What came from this migration on, the older program did not know: indexes, an empty table, columns of GROWN."""

GROWN = ("articles", "addresses")

COPY = f"archive.db.before-{FIRST_NEW}"
VERIFY_EACH = 20


def run(report: Report, size: str) -> None:
    """Kill an upgrade at KILLS random moments and add the rows to the report."""
    wrong: list[str] = []
    found = {"old": 0, "new": 0}
    with in_memory() as folder:
        old, path = Path(folder) / "old" / "archive.db", Path(folder) / "tried" / "archive.db"
        told = _of_yesterday(old)
        took, pick = _seconds(old, path), random.Random(3)
        for number in range(KILLS[size]):
            _laid_out(old, path)
            forked(lambda _: Archive(path).close(), took * 1.1 * pick.random())
            is_new = _is_new(path)
            found["new" if is_new else "old"] += 1
            wrong += [f"kill {number}: {what}" for what in _after(path, told, is_new=is_new)]
            if number % VERIFY_EACH == 0:
                code, said = holding.verify(path)
                wrong += [f"kill {number}: verify: {said}"] if code else []
    tried = f"upgrades of an older archive SIGKILLed ({found['old']} found as they were, {found['new']} brought up)"
    report.none_of(tried, KILLS[size], wrong, "promises broken")


def _of_yesterday(path: Path) -> str:
    """An archive as the program before the last migration left it; what it holds."""
    with Archive(path) as archive, archive.together():
        for number in range(VISITS):
            archive.save(pages.visit(number, articles=90))
    with closing(connect(path)) as db:
        for kind in ("table", "index"):  # a table takes its own indexes with it
            for name in _named(db, kind) - _named(_older_schema(), kind):
                db.execute(f"DROP {kind} {name}")
        for table in GROWN:
            for name in _columns(db, table) - _columns(_older_schema(), table):
                db.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
        db.execute("DELETE FROM _sqlite_migrations WHERE name >= ?", (FIRST_NEW,))
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return state_of(db, _known())


def _older_schema() -> Connection:
    older = Database(memory=True)
    migrations.apply(older, stop_before=FIRST_NEW)
    return older.conn


def _columns(db: Connection, table: str) -> set[str]:
    return {row[0] for row in db.execute("SELECT name FROM pragma_table_info(?)", (table,))}


@cache
def _known() -> dict[str, str]:
    """What the older program knew of tables that have more columns now."""
    older = _older_schema()
    return {table: ", ".join(["id", *sorted(_columns(older, table) - {"id"})]) for table in GROWN}


def _named(db: Connection, kind: str) -> set[str]:
    """The tables or indexes that somebody made."""
    made = "SELECT name FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    return {name for (name,) in db.execute(made, (kind,))}


def _laid_out(old: Path, path: Path) -> None:
    shutil.rmtree(path.parent, ignore_errors=True)
    shutil.copytree(old.parent, path.parent)


def _seconds(old: Path, path: Path) -> float:
    _laid_out(old, path)
    began = time.monotonic()
    forked(lambda _: Archive(path).close(), None)
    return time.monotonic() - began


def _is_new(path: Path) -> bool:
    with closing(connect(path, readonly=True)) as db:
        names = {name for (name,) in db.execute("SELECT name FROM _sqlite_migrations")}
        twice = _named(db, "index") & {f"{table}_kept_twice" for table in KEPT_TWICE}
    assert len(twice) == (len(KEPT_TWICE) if FIRST_NEW in names else 0), "half an upgrade"
    return FIRST_NEW in names


def _after(path: Path, told: str, *, is_new: bool) -> list[str]:
    """What is wrong once the next program has opened it, and with the copy made before."""
    wrong = []
    if is_new and not path.with_name(COPY).exists():
        wrong.append("brought up to date without a copy")
    ended = forked(lambda _: Archive(path).close(), None)
    wrong += [f"not opened again: {ended.said}"] if ended.said else []
    for file in (path, path.with_name(COPY)):
        with closing(connect(file, readonly=True)) as db:
            wrong += [] if state_of(db, _known()) == told else [f"{file.name} holds something else"]
    return wrong + holding.whole(path)
