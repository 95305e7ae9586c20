"""Flipped bits are all found by `archive verify`; a backup made under load holds all that was acknowledged before."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from archive.commands.output import one_line
from archive.errors import ArchiveError
from archive.opening import open_for_reading
from archive.sqlite import DatabaseError, connect
from archive.store import Archive
from archive.verify import verify
from archive.visit import Counts
from crawler.portals import PORTALS
from crawler.run import portal_row
from proof import holding, pages
from proof.report import Report, at_root, in_memory

FLIPS = {"short": 30, "normal": 400, "soak": 20_000}
VISITS = 40
INDEX = ("article_search_data: ", "article_search_idx: ")
"""Made from the articles, and read by nothing else: FTS5's own check found it to agree with them word by word."""


def run(report: Report, size: str) -> None:
    """Flip one bit at a time in the database and in the WARC files; then the backup."""
    with in_memory() as folder:
        path = Path(folder) / "archive.db"
        with Archive(path) as archive:
            archive.portals([portal_row(portal) for portal in PORTALS.values()])
            run = archive.begin_run(pages.PORTAL, pages.PORTAL, "live", "2026-11-22T00:00:00Z")
            for number in range(VISITS):
                archive.save(pages.visit(number, run, articles=25))
            archive.end_run(run, "2026-11-22T01:00:00Z", 0, "all well", Counts())
        flips(report, path, FLIPS[size])
    backup(report)


def flips(report: Report, path: Path, count: int) -> None:
    """Every flip that changes anything the archive says must be found."""
    clean = problems(path)
    report.promise("complaints about the undamaged archive", f"{len(clean)} {clean[:1]}", "0", held=not clean)
    before, pick = contents(path), random.Random(5)
    files = {"the database": [path], "WARC files": sorted((path.parent / "warc").iterdir())}
    for where, candidates in files.items():
        missed: list[str] = []
        changed = spared = 0
        for _ in range(count):
            file = pick.choice(candidates)
            at, bit = pick.randrange(file.stat().st_size), pick.randrange(8)
            flip(file, at, bit)
            now = contents(path) if where == "the database" else None
            if now != before and not problems(path):
                if now is not None and without_index(now) == without_index(before):
                    spared += 1
                else:
                    missed.append(f"byte {at:,} bit {bit} of {file.name}")
            changed += now != before
            flip(file, at, bit)
        told = f"{count} flips, {count - changed} in bytes that hold nothing, {len(missed)} missed {missed[:3]}"
        told += f", {spared} in bytes of the search index that change no entry" if spared else ""
        report.promise(f"bits flipped in {where}", told, "0 missed", held=not missed)


def without_index(told: list[str]) -> list[str]:
    """All but the search index."""
    return [line for line in told if not line.startswith(INDEX)]


def flip(file: Path, at: int, bit: int) -> None:
    """Turn one bit around."""
    with file.open("r+b") as handle:
        handle.seek(at)
        byte = handle.read(1)[0]
        handle.seek(at)
        handle.write(bytes([byte ^ (1 << bit)]))


def problems(path: Path) -> list[str]:
    """What `archive verify` says, or why it cannot."""
    try:
        with open_for_reading(path) as db:
            return [one_line(problem) for problem in verify(db, path.parent / "warc").problems]
    except (ArchiveError, DatabaseError) as error:
        return [str(error)]


def contents(path: Path) -> list[str]:
    """Everything a reader of the file gets to see, its schema included; what cannot be read says so."""
    told: list[str] = []
    with closing(connect(path, readonly=True)) as db:
        try:
            schema = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name").fetchall()
            told += map(repr, schema)
            for kind, name, *_ in schema:
                if kind == "table":
                    told += sorted(f"{name}: {row!r}" for row in db.execute(f'SELECT * FROM "{name}"'))
            told += map(repr, db.execute("PRAGMA integrity_check"))
        except (DatabaseError, UnicodeDecodeError) as error:
            told.append(f"! {error}")
    return told


def backup(report: Report) -> None:
    """`archive backup` while a writer writes, restored to another place, verified and compared with what was told."""
    with tempfile.TemporaryDirectory() as folder:
        path, target, restored = (Path(folder) / name / "archive.db" for name in ("live", "copy", "restored"))
        path.parent.mkdir()
        command = [sys.executable, "-m", "proof.killing", str(path)]
        with subprocess.Popen(command, cwd=at_root(), stdout=subprocess.PIPE) as writer:
            assert writer.stdout
            before = [int(line) for line in (writer.stdout.readline() for _ in range(150)) if line.strip().isdigit()]
            words = [sys.executable, "-m", "archive", "--archive", str(path), "backup", str(target.parent)]
            began = time.monotonic()
            done = subprocess.run(words, cwd=at_root(), capture_output=True, text=True, check=False)
            took = time.monotonic() - began
            writer.kill()
            during = len(writer.stdout.read().splitlines())
        told = f"exit {done.returncode} after {took:.1f} s, {during} more commits meanwhile"
        report.promise("backup while a writer writes", told, "exit 0", held=done.returncode == 0 and during > 0)
        if done.returncode == 0:
            shutil.copytree(target.parent, restored.parent)
            lost = holding.acknowledged(restored, before) + holding.whole(restored) + problems(restored)
            told = f"{len(before)} commits acknowledged before it, {len(lost)} complaints {lost[:2]}"
            report.promise("the copy, restored elsewhere", told, "all there, verify clean", held=not lost)
