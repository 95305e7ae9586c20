"""How many pages SQLite wrote to its write-ahead log: a measure of storing that no busy machine changes."""

from __future__ import annotations

import os
import struct
from pathlib import Path

HEADER = struct.Struct("=16xI12x8s")
"""Of the log's index: its last valid frame, and the salts that change when the log begins anew.

See sqlite.org/walformat.html."""


class Logged:
    """Reads the index (-shm) of the log of an archive that is open for writing; to be asked after each commit."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(f"{path}-shm", os.O_RDONLY)
        self._last, self._salts = self._read()

    def since(self) -> int:
        """Pages written since it was asked last."""
        before, salts = self._last, self._salts
        self._last, self._salts = self._read()
        return self._last - (before if salts == self._salts else 0)

    def close(self) -> None:
        """Let go of the index."""
        os.close(self._file)

    def _read(self) -> tuple[int, bytes]:
        last, salts = HEADER.unpack(os.pread(self._file, HEADER.size, 0))
        return int(last), bytes(salts)
