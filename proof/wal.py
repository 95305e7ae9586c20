"""A write-ahead log cut or damaged anywhere: what opens is an exact prefix of the commits, never half a page."""

from __future__ import annotations

import hashlib
import random
import shutil
import struct
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from archive.sqlite import Connection, connect
from archive.store import Archive
from proof import holding, pages
from proof.report import Report, in_memory

STATES = {"short": 60, "normal": 5000, "soak": 100_000}
VISITS = 30
HEADER, FRAME_HEADER = 32, 24
TABLES = ("articles", "versions", "captures", "readings", "addresses", "images", "payloads", "warc_files", "runs")


@dataclass(frozen=True, slots=True)
class Log:
    """An archive whose commits all lie in the log: both files, the state after each commit, where each commit ends."""

    database: bytes
    wal: bytes
    states: tuple[str, ...]
    ends: tuple[int, ...]

    def commits_before(self, damage: int) -> int:
        """How many commits end before the first damaged byte."""
        return sum(end <= damage for end in self.ends)


def run(report: Report, size: str) -> None:
    """Try STATES damaged logs and add the rows to the report."""
    wrong: list[str] = []
    count = STATES[size]
    with in_memory() as folder:
        log = _write_log(Path(folder) / "written")
        report.promise(
            "commits for as many pages saved", f"{len(log.ends)} for {VISITS}", "1 a page", held=len(log.ends) == VISITS
        )
        pick = random.Random(7)
        target = Path(folder) / "tried" / "archive.db"
        target.parent.mkdir()
        for number in range(count):
            damage, how, wal = _damaged(log.wal, pick, number)
            wrong += _try(target, log, damage, how, wal)
            if number % 250 == 0 and not wrong:
                wrong += _goes_on(target)
    report.none_of("write-ahead logs cut, flipped, zeroed, scrambled", count, wrong, "not an exact prefix of commits")


def _write_log(folder: Path) -> Log:
    folder.mkdir()
    path = folder / "archive.db"
    Archive(path).close()
    with Archive(path) as archive:
        archive._db.execute("PRAGMA wal_autocheckpoint = 0")
        states = [state_of(archive._db)]
        for number in range(VISITS):
            archive.save(pages.visit(number, articles=40))
            states.append(state_of(archive._db))
        wal = Path(f"{path}-wal").read_bytes()
        database = path.read_bytes()
    ends = _commit_ends(wal)
    before = len(ends) - VISITS  # what opening the archive wrote by itself (the row of the repair)
    assert before >= 0
    return Log(database, wal, tuple(states), ends[before:])


def _commit_ends(wal: bytes) -> tuple[int, ...]:
    page = struct.unpack(">I", wal[8:12])[0]
    salt = wal[16:24]
    ends, at = [], HEADER
    while at + FRAME_HEADER + page <= len(wal) and wal[at + 8 : at + 16] == salt:
        after = struct.unpack(">I", wal[at + 4 : at + 8])[0]
        at += FRAME_HEADER + page
        if after:
            ends.append(at)
    return tuple(ends)


def state_of(db: Connection, columns: Mapping[str, str] = MappingProxyType({})) -> str:
    """A digest of everything the tables hold; of those named in `columns`, of these alone."""
    told = hashlib.sha256()
    for table in TABLES:
        for row in db.execute(f"SELECT {columns.get(table, '*')} FROM {table} ORDER BY 1, 2"):
            told.update(repr(tuple(row)).encode())
    for row in db.execute("SELECT id, sz FROM article_search_docsize ORDER BY id"):
        told.update(repr(tuple(row)).encode())
    return told.hexdigest()


def _damaged(wal: bytes, pick: random.Random, number: int) -> tuple[int, str, bytes]:
    at = pick.randrange(len(wal))
    how = ("cut", "flip", "zero", "scramble")[number % 4]
    if how == "cut":
        return at, how, wal[:at]
    if how == "flip":
        return at, how, wal[:at] + bytes([wal[at] ^ (1 << pick.randrange(8))]) + wal[at + 1 :]
    end = min(len(wal), at + pick.choice((1, 512, 4096, 20_000)))
    middle = bytes(end - at) if how == "zero" else pick.randbytes(end - at)
    same = next((n for n in range(end - at) if middle[n] != wal[at + n]), None)
    first = len(wal) if same is None else at + same
    return first, how, wal[:at] + middle + wal[end:]


def _try(path: Path, log: Log, damage: int, how: str, wal: bytes) -> list[str]:
    for leftover in path.parent.iterdir():
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()
    path.write_bytes(log.database)
    Path(f"{path}-wal").write_bytes(wal)
    told = f"{how} at {damage:,} of {len(log.wal):,}"
    with closing(connect(path)) as db:
        db.execute("PRAGMA synchronous = OFF")
        state = state_of(db)
    if state not in log.states:
        return [f"{told}: a state that no commit left"]
    commits, wanted = log.states.index(state), log.commits_before(damage)
    # A flipped byte that neither checksum nor salt covers may be harmless; a cut never is.
    right = commits == wanted if how == "cut" else commits >= wanted
    return [] if right else [f"{told}: {commits} commits instead of {wanted}"]


def _goes_on(path: Path) -> list[str]:
    with Archive(path) as archive:
        archive.save(pages.visit(1 << 20))
    return holding.whole(path)
