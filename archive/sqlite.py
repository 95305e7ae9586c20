"""The one module that imports SQLite: two SQLite libraries in one process break each other's locks."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from archive import errors
from archive.wording import size

try:
    from pysqlite3 import dbapi2 as sqlite3
except ImportError:  # no wheel for this machine; the same choice sqlite-utils and Datasette make
    import sqlite3

FLOOR = (3, 40, 0)
WITHOUT_WAL_RESET_BUG = (3, 51, 3)
BUSY_SECONDS = 60.0
"""How long a writer waits for another portal's transaction; those take milliseconds."""

NOT_OURS_TO_MEND = frozenset({
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOENT, errno.ELOOP,
    errno.ENAMETOOLONG, errno.EFBIG, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ESTALE, errno.ENXIO, errno.ENODEV,
})  # fmt: skip
"""What the operating system says of a place, a disk or a limit; any other error is a mistake of ours."""

DatabaseError = sqlite3.DatabaseError
Warned = sqlite3.Warning
"""What executing two statements at once raises; it is no DatabaseError."""
Connection = Any  # pysqlite3 ships no types, and the standard library's would be the wrong class

if sqlite3.sqlite_version_info < FLOOR:
    raise ImportError(f"SQLite {sqlite3.sqlite_version} is too old: 3.40 or newer is needed (STRICT tables, FTS5).")


WAL_RESET_BUG = (
    f"SQLite {sqlite3.sqlite_version} can corrupt a file when a write-ahead log is reset (fixed in 3.51.3); "
    "install the package pysqlite3 where it has a wheel, and keep backups."
    if sqlite3.sqlite_version_info < WITHOUT_WAL_RESET_BUG
    else ""
)
"""What a crawl and `archive status` say of this SQLite; "" of one that has no such bug."""


def connect(path: Path | str, *, readonly: bool = False) -> Connection:
    """Open a file; transactions are begun by hand. Read-only where asked, and then nothing is ever created."""
    if not readonly:
        connection = sqlite3.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None, cached_statements=256)
        connection.execute("PRAGMA foreign_keys = ON")
        return connection
    path = Path(path).resolve()  # SQLite's log lies beside the file, wherever a link to it lies
    wal = Path(f"{path}-wal")
    # Without -wal there is no writer to wait for; `immutable` then reads also where no -shm file may be made.
    how = "mode=ro" if wal.exists() or _may_write(path.parent) else "mode=ro&immutable=1"
    return sqlite3.connect(f"file:{quote(str(path))}?{how}", timeout=BUSY_SECONDS, isolation_level=None, uri=True)


def _may_write(folder: Path) -> bool:
    import os

    return os.access(folder, os.W_OK)


@contextmanager
def transaction(db: Connection) -> Iterator[None]:
    """All or nothing; takes the write lock at once, so that nothing read inside can have changed before the write.

    Inside another one it is a part of that: an importer saves many visits together, and each may write more than one.
    """
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    try:
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


@contextmanager
def speaking_plainly(path: Path, *, reading: bool = False) -> Iterator[None]:
    """Turn SQLite's and the operating system's errors into ours, each with one sentence that helps.

    What is refused is NotReadable where we are only `reading`, else NotWritable.
    """
    refused = not_readable if reading else not_writable
    try:
        yield
    except DatabaseError as error:
        raise translated(error, path, refused) from error
    except UnicodeDecodeError as error:  # pysqlite's own, where a flipped bit hits the text of the schema
        raise damaged(path, error) from error
    except OSError as error:
        raise from_os(error, path, refused) from error


Refusal = Callable[[Path, str], errors.ArchiveError]
"""Makes the error for a place that may not be used, and why."""

NAMELESS = {
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "unable to open database file": "SQLITE_CANTOPEN",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "database is locked": "SQLITE_BUSY",
    "database disk image is malformed": "SQLITE_CORRUPT",
}
"""What the backup interface says in words only."""


def translated(error: Exception, path: Path, refused: Refusal) -> errors.ArchiveError:
    """The archive's own error for one of SQLite's; programming mistakes are passed on unchanged by raising them."""
    name = str(getattr(error, "sqlite_errorname", NAMELESS.get(str(error), "")))
    if name.startswith("SQLITE_FULL") or (name.startswith("SQLITE_IOERR") and _room(path) < 1 << 16):
        return disk_full(path)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return errors.Busy(f"{path} was kept locked by another writer for {BUSY_SECONDS:.0f} s; try again.")
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return refused(path, str(error))
    if name.startswith("SQLITE_NOTADB"):
        return not_sqlite(path)
    if name.startswith("SQLITE_IOERR"):
        return refused(path, f"{error}: the disk, its mount or a limit of the system")
    if name.startswith("SQLITE_CORRUPT"):
        return damaged(path, error)
    raise error


def from_os(error: OSError, path: Path, refused: Refusal) -> errors.ArchiveError:
    """The archive's own error for one of the operating system's."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(path)
    if error.errno in NOT_OURS_TO_MEND:
        return refused(Path(error.filename or path), error.strerror or str(error))
    raise error


def damaged(path: Path, why: Exception) -> errors.Damaged:
    """The error for a file whose content contradicts itself."""
    return errors.Damaged(
        f"{path} is damaged ({why}). Nothing was written. `archive verify` lists what is wrong; "
        "restore the last backup, the raw pages in warc/ can be read into it again."
    )


def not_sqlite(path: Path) -> errors.NotAnArchive:
    """The error for a file of another kind."""
    return errors.NotAnArchive(f"{path} is not an SQLite file; it was left as it is. Name another file.")


def disk_full(path: Path) -> errors.DiskFull:
    """The error for a full disk."""
    return errors.DiskFull(
        f"No room left for {path} ({size(_room(path))} free). All that was acknowledged is kept; "
        "make room and run the same command again."
    )


def not_writable(path: Path, why: str) -> errors.NotWritable:
    """The error for a place we may not write to."""
    return errors.NotWritable(
        f"{path} cannot be written ({why}). What was acknowledged before is kept; check its owner, folder and disk."
    )


def not_readable(path: Path, why: str) -> errors.NotReadable:
    """The error for a place we may not read from."""
    return errors.NotReadable(
        f"{path} cannot be read ({why}). Nothing in it was changed; check its owner, mode and disk, or run this as the "
        "archive's owner."
    )


def _room(path: Path) -> int:
    folder = path if path.is_dir() else path.parent
    return shutil.disk_usage(folder).free if folder.exists() else 0
