"""Opens an archive: creates it, brings it up to date after making a copy, refuses what is not ours or newer than us."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from archive.errors import DiskFull, NewerArchive, NotAnArchive
from archive.lock import opening_lock
from archive.schema import migrations
from archive.sqlite import Connection, connect, not_sqlite, speaking_plainly
from archive.warc import sync_folder
from archive.wording import size

CHECKOUT = Path(__file__).resolve().parents[1]
"""Where this program lies: beside scrapy.cfg, unless it was installed without."""

LEAST_ROOM = 4 << 20
"""Below this a run would stop after a page or two; better said before the first request."""

SQLITE = b"SQLite format 3\0"
"""What every database begins with (SQLite's file format, section 1.3)."""

WRITER = (
    "journal_mode = WAL",
    "synchronous = FULL",
    f"cache_size = -{8 << 10}",  # KiB: 32 MB stored no faster, and a crawl's memory grew until they were full
    "journal_size_limit = 67108864",
    "wal_autocheckpoint = 4000",  # 16 MB [4]: each thirty articles a checkpoint, a tenth of storing
)


def open_for_writing(path: Path) -> Connection:
    """The archive at this path, made or migrated where needed; raises an ArchiveError that says what to do."""
    check_kind(path)
    with speaking_plainly(path):
        (path.parent / "warc").mkdir(parents=True, exist_ok=True)
        check_room(path)
        with opening_lock(path):
            db = connect(path)
            try:
                _bring_up_to_date(db, path)
                _check_writable(db)
            except BaseException:
                db.close()
                raise
    return db


def check_kind(path: Path) -> None:
    """Raise NotAnArchive for a folder, or a file that is no SQLite file, before anything is made beside it."""
    with speaking_plainly(path, reading=True):
        if path.is_dir():
            raise NotAnArchive(f"{path} is a folder; name the file in it, such as {path / 'archive.db'}.")
        if not path.exists():
            return
        with path.open("rb") as file:
            begins = file.read(len(SQLITE))
    if begins not in {b"", SQLITE}:
        raise not_sqlite(path)


def check_room(path: Path) -> None:
    """Raise DiskFull where hardly any room is left."""
    free = shutil.disk_usage(path.parent).free
    if free < LEAST_ROOM:
        raise DiskFull(f"Only {size(free)} are free for {path}; nothing was begun. Make room and run it again.")


def _bring_up_to_date(db: Connection, path: Path) -> None:
    wrapped = Database(db)
    refuse_strangers(wrapped, path)
    settle(db)
    pending = migrations.pending(wrapped)
    if pending and migrations.applied(wrapped):
        keep_copy(db, path, pending[0].name)
    if pending:
        migrations.ensure_migrations_table(wrapped)
        with wrapped.atomic():  # all of them or none: killed midway, the file is as it was
            migrations.apply(wrapped)
        sync_folder(path.parent)


def settle(db: Connection) -> None:
    """Give a writer's connection its settings."""
    for setting in WRITER:
        db.execute(f"PRAGMA {setting}")


def refuse_strangers(db: Database, path: Path) -> None:
    """Raise for a file that is not ours, or that a newer program made."""
    ours = {migration.name for migration in migrations.pending(Database(memory=True))}
    applied = {migration.name for migration in migrations.applied(db)}
    if newer := sorted(applied - ours):
        raise NewerArchive(
            f"{path} was made by a newer version of this program (it knows {newer[-1]}, we do not). "
            "Nothing was changed; update the program."
        )
    if not applied and db.table_names() and "_sqlite_migrations" not in db.table_names():
        raise NotAnArchive(f"{path} is an SQLite file, but no archive of ours; it was left as it is.")


def keep_copy(db: Connection, path: Path, before: str) -> Path:
    """A whole copy of the file beside it, made before a migration touches it."""
    copy = path.with_name(f"{path.name}.before-{before}")
    partial = copy.with_name(copy.name + ".partial")
    partial.unlink(missing_ok=True)
    target = connect(partial)
    try:
        db.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    finally:
        target.close()
    partial.replace(copy)
    sync_folder(path.parent)
    return copy


def _check_writable(db: Connection) -> None:
    db.execute("BEGIN IMMEDIATE")
    db.execute("ROLLBACK")


@contextmanager
def open_for_reading(path: Path, *, migrate: bool = True) -> Iterator[Connection]:
    """A connection that cannot change the archive; one of an older program is brought up to date first, or refused."""
    with speaking_plainly(path, reading=True):
        if not path.exists():
            raise NotAnArchive(
                f"There is no archive at {path}. `scrapy crawl sct_bentre` begins one there; `make demo` makes one to "
                "look at, data/demo/archive.db. --archive (before the command) or ARCHIVE_PATH names another."
            )
        check_kind(path)
        if not any(file.stat().st_size for file in (path, Path(f"{path}-wal")) if file.exists()):
            raise NotAnArchive(
                f"{path} is empty: nothing was ever kept in it, or it was cut to nothing. Restore a backup."
            )
        db = connect(path, readonly=True)
        try:
            wrapped = Database(db)
            refuse_strangers(wrapped, path)
            outdated = bool(migrations.pending(wrapped))
        finally:
            db.close()
    if outdated and not migrate:
        raise NotAnArchive(
            f"{path} was made by an older version of this program and may not be changed here; nothing was. Bring the "
            "archive that it was made of up to date (`archive status` does), and make it anew: `archive snapshot DEST`."
        )
    if outdated:
        open_for_writing(path).close()
    with speaking_plainly(path, reading=True):
        db = connect(path, readonly=True)
        try:
            yield db
        finally:
            db.close()


def archive_at(given: Path | str | None = None) -> Path:
    """The archive's file: the one given, else ARCHIVE_PATH of the environment, else data/archive.db beside scrapy.cfg.

    Installed without a checkout there is no scrapy.cfg: then data/archive.db below the current directory. Of a symbolic
    link it is what the link leads to: SQLite keeps its log beside the file, and so must we the locks and warc/.
    """
    top = CHECKOUT if (CHECKOUT / "scrapy.cfg").exists() else Path.cwd()
    path = Path(given or os.environ.get("ARCHIVE_PATH") or top / "data" / "archive.db")
    return path.resolve() if os.path.islink(path) else path  # noqa: PTH114  of a closed folder it says no, without an error
