"""After a crash: WARC files that nobody finished are cut back to their last whole record and closed."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import BinaryIO

from archive.lock import try_flock
from archive.members import salvaged
from archive.sqlite import Connection, transaction

FINISH = """INSERT INTO warc_files (name, opened_at, bytes, sha256) VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET bytes = excluded.bytes, sha256 = excluded.sha256"""


OURS = re.compile(r"run\d{6,}-\d{8}T\d{6}Z-\d+-\d{5}\.warc\.gz")
"""The names that archive/warc.py gives: what others put into the folder is not ours to cut."""


def repair(db: Connection, folder: Path) -> list[str]:
    """Mend what killed runs left in our folder; never one that a living process holds. Returns what was cut."""
    finished = {name for (name,) in db.execute("SELECT name FROM warc_files WHERE bytes IS NOT NULL")}
    ours = sorted(path for path in folder.glob("run*-*.warc.gz") if OURS.fullmatch(path.name))
    return [path.name for path in ours if path.name not in finished and _mend(db, path)]


def _mend(db: Connection, path: Path) -> bool:
    with path.open("r+b") as stream:
        if not try_flock(stream.fileno()):
            return False
        size, whole = os.fstat(stream.fileno()).st_size, _last_whole(stream)
        if whole < size:
            stream.truncate(whole)
            os.fsync(stream.fileno())
        if whole == 0:
            path.unlink()
            return True
        stream.seek(0)
        with transaction(db):
            db.execute(FINISH, (path.name, "", whole, hashlib.file_digest(stream, "sha256").hexdigest()))
        return whole < size


def _last_whole(stream: BinaryIO) -> int:
    """Where the last whole record ends; one broken before it stays as it is, for `archive verify` to name."""
    return max((member.offset + len(member.packed) for member in salvaged(stream)), default=0)
