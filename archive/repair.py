"""After a crash: WARC files that nobody finished are cut back to their last whole record and closed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from archive.lock import try_flock
from archive.members import members
from archive.sqlite import Connection, transaction

FINISH = """INSERT INTO warc_files (name, opened_at, bytes, sha256) VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET bytes = excluded.bytes, sha256 = excluded.sha256"""


def repair(db: Connection, folder: Path) -> list[str]:
    """Mend what killed runs left in our folder; never one that a living process holds. Returns what was cut."""
    finished = {name for (name,) in db.execute("SELECT name FROM warc_files WHERE bytes IS NOT NULL")}
    ours = sorted(folder.glob("run*-*.warc.gz"))
    return [path.name for path in ours if path.name not in finished and _mend(db, path)]


def _mend(db: Connection, path: Path) -> bool:
    handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        if not try_flock(handle):
            return False
        size = os.fstat(handle).st_size
        whole, digest = _whole_members(handle)
        if whole < size:
            os.ftruncate(handle, whole)
            os.fsync(handle)
        if whole == 0:
            path.unlink()
            return True
        with transaction(db):
            db.execute(FINISH, (path.name, "", whole, digest))
        return whole < size
    finally:
        os.close(handle)


def _whole_members(handle: int) -> tuple[int, str]:
    """Length and SHA-256 of the leading whole gzip members of a file."""
    size, digest = 0, hashlib.sha256()
    with os.fdopen(os.dup(handle), "rb") as stream:
        for member in members(stream):
            size += len(member.packed)
            digest.update(member.packed)
    return size, digest.hexdigest()
