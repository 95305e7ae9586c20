"""A backup counts only once it was restored and compared."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archive.errors import Damaged, NotWritable
from archive.members import members
from archive.opening import open_for_reading
from archive.sqlite import Connection, connect, speaking_plainly, transaction
from archive.verify import Progress, Report, verify
from archive.warc import sync_folder

TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"
UNFINISHED = "SELECT name FROM warc_files WHERE bytes IS NULL"
FINISH = "UPDATE warc_files SET bytes = ?, sha256 = ? WHERE name = ?"


def target_of(source: Path, destination: Path) -> Path:
    """The archive file a backup is to become: the destination itself if it is named like a file, else one inside it."""
    return destination if destination.suffix in {".db", ".sqlite", ".sqlite3"} else destination / source.name


def back_up(source: Path, destination: Path, progress: Progress = lambda _: None) -> Report:
    """Copy an archive as it is at this moment, also while a crawl writes to it; open the copy, verify and compare it.

    Only then does the copy get its name. Raises NotWritable where something is there already.
    """
    target = target_of(source, destination)
    partial = target.with_name(target.name + ".partial")
    with speaking_plainly(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() or any((target.parent / "warc").glob("*")):
            raise NotWritable(
                f"{target.parent} holds an archive already; nothing was overwritten. Name an empty place."
            )
        partial.unlink(missing_ok=True)
    with half_made(partial, target.parent / "warc"), open_for_reading(source) as db:
        db.execute("BEGIN")
        try:
            progress("copying the database")
            with speaking_plainly(target):
                _copy_database(db, partial)
            progress("copying the raw records")
            with speaking_plainly(target):
                _copy_records(partial, source.parent / "warc", target.parent / "warc")
            progress("comparing")
            _compare(db, partial)
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")
    with open_for_reading(partial) as copy:
        report = verify(copy, target.parent / "warc", progress)
    if not report.problems:
        with speaking_plainly(target):
            partial.replace(target)
            sync_folder(target.parent)
    return report


@contextmanager
def half_made(partial: Path, records: Path | None = None) -> Iterator[None]:
    """Around the making of a copy: where that fails or is broken off, nothing of it stays in the way."""
    try:
        yield
    except BaseException:
        for ending in ("", "-journal", "-wal", "-shm"):
            partial.with_name(partial.name + ending).unlink(missing_ok=True)
        if records is not None:
            shutil.rmtree(records, ignore_errors=True)
        raise


def _copy_database(db: Connection, partial: Path) -> None:
    db.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the read transaction begins here, and holds still
    copy = connect(partial)
    try:
        db.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()


def _copy_records(partial: Path, source: Path, target: Path) -> None:
    """Every WARC file that the copy names; of one that is still written, the records that are whole by now."""
    target.mkdir(exist_ok=True)
    copy = connect(partial)
    try:
        unfinished = {name for (name,) in copy.execute(UNFINISHED)}
        for (name,) in copy.execute("SELECT name FROM warc_files ORDER BY name").fetchall():
            if name in unfinished:
                with transaction(copy):
                    copy.execute(FINISH, (*_copy_whole_records(source / name, target / name), name))
            elif stream := _opened(source / name):
                with stream, (target / name).open("wb") as out:
                    shutil.copyfileobj(stream, out)
            if (target / name).exists():
                _sync(target / name)
    finally:
        copy.close()
    sync_folder(target)


def _copy_whole_records(source: Path, target: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    if not (stream := _opened(source)):
        return 0, digest.hexdigest()
    with stream, target.open("wb") as out:
        for member in members(stream):
            out.write(member.packed)
            digest.update(member.packed)
            size += len(member.packed)
    return size, digest.hexdigest()


def _opened(path: Path) -> BinaryIO | None:
    """The file, to be read; None where there is none. Raises NotReadable."""
    with speaking_plainly(path, reading=True):
        try:
            return path.open("rb")
        except FileNotFoundError:
            return None


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _compare(db: Connection, partial: Path) -> None:
    """Row for row; only what the copy knows of files that were still written may differ."""
    copy = connect(partial, readonly=True)
    try:
        for (table,) in db.execute(TABLES).fetchall():
            if (
                table != "warc_files"
                and not table.startswith("article_search")
                and _sum(db, table) != _sum(copy, table)
            ):
                raise Damaged(
                    f"The copy of table {table} differs from the archive; {partial} does not count as a backup."
                )
    finally:
        copy.close()


def _sum(db: Connection, table: str) -> str:
    digest = hashlib.sha256()
    for row in db.execute(f'SELECT * FROM "{table}"'):
        digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
