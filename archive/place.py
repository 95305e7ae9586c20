"""Whether a file that we hold open still lies where readers and the next run will look for it."""

from __future__ import annotations

import os
from pathlib import Path

from archive.errors import Replaced

Place = tuple[int, int]
"""What a name leads to: device and inode."""


def of(file: Path | int) -> Place | None:
    """What a path or an open handle leads to; None where there is nothing."""
    try:
        found = os.stat(file)  # noqa: PTH116  an open handle has no path
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def check(path: Path, ours: Place | None) -> None:
    """Raise Replaced where the path no longer leads to the file we opened: a SIGKILL could not lose more."""
    if of(path) != ours:
        raise Replaced(
            f"{path} was moved, deleted or replaced while this run wrote to it. Nothing more is written; "
            "put it back, or run again: what is missing is asked for anew."
        )
