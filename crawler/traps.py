"""Where pages breed pages and never an article: calendars, endless parameters, pagers past their end. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from crawler.address_rules import PAGER

BARREN = 120
"""Pages of one shape in a row that led to no article before the shape is given up for this run."""

COPY = 10
"""What a print view counts for where no article stands at its shape: it says itself that it is another page's copy, and
every article has one."""

PROBES = 1
"""So many pages of a shape that led to nothing in all earlier runs are tried in each run, should that have ended."""

REPEATS = 3
"""Pages of one pager in a row that named only what its pages before them did, before it is followed no further."""


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
    """What the pages of one pager share: the address with its page's number as #, in the query or last in the path."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    turned = [(re.sub(r"[0-9]+", "#", name), "#" if PAGER.fullmatch(name) else value) for name, value in pairs]
    path = parts.path if any(value == "#" for _, value in turned) else re.sub(r"[0-9]+(?=[^0-9]*$)", "#", parts.path)
    return f"{path}?{turned}"


class Traps:
    """Counts how long each shape has led to nothing; articles pay for the page that named them too.

    `known` are the pages of earlier runs: address, the address that named it, whether an article stands there, whether
    it is a print view.
    """

    def __init__(self, known: Iterable[tuple[str, str | None, bool, bool]] = ()) -> None:
        self._barren: Counter[str] = Counter()
        self._repeats: Counter[str] = Counter()
        self._named: defaultdict[str, set[str]] = defaultdict(set)
        self._fertile: set[str] = set()
        for url, found_on, article, copy in known:
            self._barren[shape(url)] += COPY if copy else 1
            if article:
                self._fertile.update((shape(url), shape(found_on or url)))
        for each, count in self._barren.items():
            self._barren[each] = 0 if each in self._fertile else min(count, BARREN - PROBES)

    def read(self, url: str, *, found_on: str | None, article: bool, copy: bool = False) -> None:
        """Note one page that was read."""
        if article:
            for each in {shape(url), shape(found_on or url)}:
                self._barren[each] = 0
                self._fertile.add(each)
        else:
            self._barren[shape(url)] += COPY if copy and shape(url) not in self._fertile else 1

    def paged(self, url: str, named: Iterable[str]) -> None:
        """Note what a list page names; only a pager that names the same again has come to its end.

        Whether the ledger knew it does not matter: sitemaps and captures tell of some, pages behind them of the rest.
        """
        each, names = pager(url), set(named)
        self._repeats[each] = 0 if names - self._named[each] else self._repeats[each] + 1
        self._named[each] |= names

    def reason(self, url: str) -> str | None:
        """Why this address is not worth noting, or None."""
        if barren := self.barren(url):
            return barren
        if self._repeats[pager(url)] >= REPEATS:
            return "loop:pager names nothing new any more"
        return None

    def barren(self, url: str) -> str | None:
        """Why an address that was noted already is not asked for after all, or None. The ledger keeps the reason."""
        if self._barren[shape(url)] < BARREN:
            return None
        return f"loop:pages like {shape(url)} lead to no article"
