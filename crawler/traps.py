"""Where pages breed pages and never an article: calendars, endless parameters, pagers past their end. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from crawler import policy
from crawler.address_rules import PAGER

if TYPE_CHECKING:
    from archive.visit import Address
    from crawler.lineage import Lineage

BARREN = 120
"""Pages of one shape in a row, named by articles or bred, that led to no article before the others are left alone for
this run; pages of one pager, or of all that one page bred, that named new pages, but no article."""

COPIES = 12
"""Print views before a shape at which no article stands is given up, whoever named them: each says itself that it is
another page's copy, and every article has one."""

PROBES = 1
"""So many pages of a shape that led to nothing in all earlier runs are tried in each run, should that have ended."""

SAY_THE_SAME = "say the same, whatever their parameters"

PRINT_VIEW = "not_article:print-view"

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


@lru_cache(maxsize=4096)
def variants(url: str) -> str:
    """What addresses share that differ in the values of their parameters only: the path and the names; "" if none."""
    parts = urlsplit(url)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return f"{parts.path}?{','.join(names)}" if names else ""


class Traps:
    """Counts how long each shape has led to nothing; articles pay for the page that named them too.

    One shape may be that of articles, documents and a calendar. So it matters who named an address: what a section or
    its lists name is all read; what an article names, unless its shape never bore an article; what pages without
    articles breed, page from page, as long as articles come of it, whatever words their addresses are made of.

    `known` are the addresses of earlier runs, in the order in which they were found.
    """

    def __init__(self, lineage: Lineage, known: Iterable[Address] = ()) -> None:
        self._lineage = lineage
        self._barren: Counter[str] = Counter()
        self._copies: Counter[str] = Counter()
        self._turns: Counter[str] = Counter()
        self._repeats: Counter[str] = Counter()
        self._named: defaultdict[str, set[str]] = defaultdict(set)
        self._bred: Counter[str] = Counter()
        self._same: Counter[str] = Counter()
        self._said: defaultdict[str, dict[Hashable, str]] = defaultdict(dict)
        self._fertile: set[str] = set()
        breeders: set[str] = set()
        for page in known:
            self._learn(page, breeders)
        limits = ((self._barren, BARREN), (self._copies, COPIES), (self._bred, BARREN), (self._repeats, REPEATS))
        for counts, most in (*limits, (self._same, COPIES)):
            for each, count in counts.items():
                counts[each] = 0 if each in self._fertile else min(count, most - PROBES)

    def _learn(self, page: Address, breeders: set[str]) -> None:
        line = self._lineage.line(page.found_on)
        if line.head not in breeders and (brood := self._lineage.brood(line.before)):
            breeders.add(line.head)
            self._bred[brood] += 1
        if (page.reason or "").endswith(SAY_THE_SAME):
            self._same[variants(page.url)] = COPIES
        if page.state != "done":
            return
        self._lineage.learn(page)
        self._barren[shape(page.url)] += 1
        self._copies[shape(page.url)] += page.reason == PRINT_VIEW
        if page.priority == policy.PAGER:
            is_list = (page.reason or "list:").startswith("list:")
            self._repeats[pager(page.url)] = 0 if is_list else self._repeats[pager(page.url)] + 1
        if page.article_id:
            self._fertile.update((shape(page.url), shape(page.found_on or page.url), variants(page.url)))
            self._lineage.leads(page.found_on)
            self._bred[line.first] = 0

    def read(self, url: str, *, found_on: str | None, article: bool, copy: bool = False, turned: bool = False) -> None:
        """Note one page that was read; `turned` is a later page of a list that names what nobody has seen."""
        self._lineage.read(url, found_on, article=article)
        if article:
            for each in {shape(url), shape(found_on or url), variants(url)}:
                self._barren[each] = 0
                self._fertile.add(each)
            self._turns[pager(found_on or url)] = 0
            self._bred[self._lineage.line(found_on).first] = 0
            return
        self._copies[shape(url)] += copy
        self._barren[shape(url)] += self._lineage.root(found_on) != "list"
        self._turns[pager(url)] += turned

    def bred(self, url: str, found_on: str | None, articles: set[str], *, lists: bool) -> None:
        """Note a page that names these articles, known ones; `lists` is whether it is a list, or named new pages.

        What pages before it named is no reason to go on, other articles are: an archive by day leads from those that
        all lists name to the rest. They do not open again what was given up in earlier runs.
        """
        if not (brood := self._lineage.brood(found_on)):
            return
        others = articles - self._named[brood]
        self._named[brood] |= others
        if others and self._bred[brood] < BARREN - PROBES:
            self._bred[brood] = self._barren[shape(url)] = 0
        else:
            self._bred[brood] += lists

    def says_the_same(self, url: str, said: Hashable) -> bool:
        """Note what stands on a page that is no article; whether another differs from it by parameters only.

        A session's id in each link makes new addresses of the same few pages without end, whatever its name is.
        """
        each = variants(url)
        same = bool(each) and self._said[each].setdefault(said, url) != url
        if same:
            self._same[each] += 1
        elif self._same[each] < COPIES - PROBES:  # else it was given up in an earlier run: one that is the same ends it
            self._same[each] = 0
        return same

    def paged(self, url: str, named: Iterable[str], *, empty: bool = False) -> None:
        """Note what a list page, or another page of a pager, names; one that names the same again came to its end.

        Whether the ledger knew it does not matter: sitemaps and captures tell of some, pages behind them of the rest.
        But an `empty` page, no list and all known, is no new beginning where earlier runs came to the end.
        """
        each, names = pager(url), set(named)
        begins = each not in self._named and not empty
        self._repeats[each] = 0 if begins or names - self._named.get(each, names) else self._repeats[each] + 1
        self._named[each] |= names

    def reason(self, url: str, found_on: str | None) -> str | None:
        """Why this address is not worth noting, or None."""
        if barren := self.barren(url, found_on):
            return barren
        if self._repeats[pager(url)] >= REPEATS:
            return "loop:pager names nothing new any more"
        return None

    def barren(self, url: str, found_on: str | None) -> str | None:
        """Why an address that was noted already is not asked for after all, or None. The ledger keeps the reason."""
        each = shape(url)
        bears = each in self._fertile
        root, brood = self._lineage.root(found_on), self._lineage.brood(found_on)
        left_alone = root == "pages" or (root == "article" and not bears)
        copies = self._copies[each] >= COPIES and not bears
        if copies or (left_alone and self._barren[each] >= BARREN):
            return f"loop:pages like {each} lead to no article"
        if brood and self._bred[brood] >= BARREN:
            return f"loop:what {brood} led to leads to no article"
        if self._same[variants(url)] >= COPIES and variants(url) not in self._fertile:
            return f"loop:pages like {variants(url)} {SAY_THE_SAME}"
        return f"loop:the pages of {pager(url)} lead to no article" if self._turns[pager(url)] >= BARREN else None
