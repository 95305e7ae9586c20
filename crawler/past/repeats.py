"""Which captures hold the same bytes, by the digests of their list: one that is fetched stands for all. Pure."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

from crawler.past.cdx import row_identity

if TYPE_CHECKING:
    from archive.visit import Address
    from crawler.past.cdx import Listed

Bytes = tuple[str, str]
"""What equal captures have in common: the address, whatever its scheme and port, and the digest."""

MOST = 50
"""A fetch stands for so many at most: they are read and kept in one go, a second that no signal interrupts."""


class Repeats:
    """Remembers those captures of lists whose bytes the same address showed before or after."""

    def __init__(self) -> None:
        self._bytes: dict[str, Bytes] = {}

    def note(self, captures: Iterable[Listed]) -> None:
        """A list's captures. A revisit repeats a listed page only: two redirects may have one body, or none."""
        captures = [one for one in captures if one.digest]
        pages = {bytes_of(one) for one in captures if one.status == "200"}
        for one in captures:
            found, row = bytes_of(one), row_identity(one)
            if found in pages and self._bytes.setdefault(row, found) != found:
                self._bytes[row] = (row, "")  # two answers in one second: which of them is replayed nobody knows

    def together(self, found: Iterable[Address]) -> list[list[Address]]:
        """Rows of the ledger, up to MOST with the same bytes together, in the order in which the first of each came."""
        groups: dict[Bytes, list[Address]] = {}
        for row in found:
            groups.setdefault(self._bytes.get(row.identity, (row.identity, "")), []).append(row)
        return [rows[at : at + MOST] for rows in groups.values() for at in range(0, len(rows), MOST)]


def next_of(waiting: deque[list[Address]], most: int, rows: int) -> list[list[Address]]:
    """Takes the next groups, one at least: so many at most, and no more once they hold so many rows."""
    taken = [waiting.popleft()]
    while waiting and len(taken) < most and sum(map(len, taken)) < rows:
        taken.append(waiting.popleft())
    return taken


def place_of(url: str) -> str:
    """An address without scheme, www and the usual ports."""
    return re.sub(r"^https?://(?:www\.)?([^/:]+)(?::(?:80|443)(?=/|$))?", r"\1", url)


def bytes_of(capture: Listed) -> Bytes:
    """The address and the digest of a capture."""
    return place_of(capture.original), capture.digest
