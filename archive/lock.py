"""One run a portal: locks that the kernel frees when their holder dies, however it dies."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import Locked
from archive.sqlite import speaking_plainly


@contextmanager
def portal_lock(archive_path: Path | str, portal: str) -> Iterator[None]:
    """Hold the lock of (archive, portal); raises Locked at once, naming the holder, if another run has it."""
    path = Path(f"{Path(archive_path).resolve()}.{portal}.lock")
    with speaking_plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        if not try_flock(handle):
            holder = os.pread(handle, 200, 0).decode(errors="replace").strip() or "another process"
            raise Locked(
                f"Another run of {portal} holds the lock of this archive ({holder}). Nothing was done; it frees "
                "itself when that run ends, also when it is killed."
            )
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"pid {os.getpid()} on {socket.gethostname()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def try_flock(handle: int, *, wait: bool = False) -> bool:
    """Take the kernel's exclusive lock on an open file; False where another process holds it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError as error:
        if error.errno in {errno.EWOULDBLOCK, errno.EACCES}:
            return False
        raise
    return True


@contextmanager
def opening_lock(archive_path: Path) -> Iterator[None]:
    """Only one process at a time creates, migrates or repairs an archive; others wait their turn."""
    handle = os.open(f"{archive_path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try_flock(handle, wait=True)
        yield
    finally:
        os.close(handle)
