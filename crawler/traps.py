"""Where pages breed pages and never an article: calendars, endless parameters, pagers past their end. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

BARREN = 120
"""Pages of one shape in a row that led to no article before the shape is given up for this run."""

PROBES = 1
"""So many pages of a shape that led to nothing in all earlier runs are tried in each run, should that have ended."""

REPEATS = 3
"""Pages of one pager in a row that named nothing new before it is followed no further."""


@lru_cache(maxsize=4096)  # the menus of a portal are asked about on every page
def shape(url: str) -> str:
    """What addresses made by one template share: folders with digits as #, the last name as *, parameter names."""
    parts = urlsplit(url)
    *folders, last = parts.path.split("/")
    extension = "." + last.rpartition(".")[2] if "." in last else ""
    path = re.sub(r"[0-9]+", "#", "/".join(folders)) + "/*" + extension
    names = ",".join(sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
    return f"{path}?{names}" if names else path


@lru_cache(maxsize=4096)
def pager(url: str) -> str:
    """What the pages of one pager share: the address with all numbers as #."""
    return re.sub(r"[0-9]+", "#", url)


class Traps:
    """Counts how long each shape has led to nothing; articles pay for the page that named them too.

    `known` are the pages of earlier runs: address, the address that named it, whether an article stands there.
    """

    def __init__(self, known: Iterable[tuple[str, str | None, bool]] = ()) -> None:
        self._barren: Counter[str] = Counter()
        self._repeats: Counter[str] = Counter()
        fertile: set[str] = set()
        for url, found_on, article in known:
            self._barren[shape(url)] += 1
            if article:
                fertile.update((shape(url), shape(found_on or url)))
        for each, count in self._barren.items():
            self._barren[each] = 0 if each in fertile else min(count, BARREN - PROBES)

    def read(self, url: str, *, found_on: str | None, article: bool) -> None:
        """Note one page that was read."""
        if article:
            self._barren[shape(url)] = 0
            if found_on:
                self._barren[shape(found_on)] = 0
        else:
            self._barren[shape(url)] += 1

    def paged(self, url: str, *, brought: bool) -> None:
        """Note whether a list page named anything unseen."""
        self._repeats[pager(url)] = 0 if brought else self._repeats[pager(url)] + 1

    def reason(self, url: str) -> str | None:
        """Why this address is not asked for, or None. The ledger keeps the reason."""
        if self._barren[shape(url)] >= BARREN:
            return f"loop:{BARREN} pages like {shape(url)} led to no article"
        if self._repeats[pager(url)] >= REPEATS:
            return "loop:pager names nothing new any more"
        return None
