"""Where pages breed pages and never an article: calendars, endless parameters, pagers past their end. Pure."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import parse_qsl, urlsplit

BARREN = 120
"""Pages of one shape in a row that led to no article before the shape is given up for this run."""

REPEATS = 3
"""Pages of one pager in a row that named nothing new before it is followed no further."""


def shape(url: str) -> str:
    """What addresses made by one template share: folders with digits as #, the last name as *, parameter names."""
    parts = urlsplit(url)
    *folders, last = parts.path.split("/")
    extension = "." + last.rpartition(".")[2] if "." in last else ""
    path = re.sub(r"[0-9]+", "#", "/".join(folders)) + "/*" + extension
    names = ",".join(sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
    return f"{path}?{names}" if names else path


def pager(url: str) -> str:
    """What the pages of one pager share: the address with all numbers as #."""
    return re.sub(r"[0-9]+", "#", url)


class Traps:
    """Counts, for one run, how long each shape has led to nothing; articles pay for the page that named them too."""

    def __init__(self) -> None:
        self._barren: Counter[str] = Counter()
        self._repeats: Counter[str] = Counter()

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
