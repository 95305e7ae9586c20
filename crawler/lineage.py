"""Who named an address: a section and its lists, an article, or pages that breed pages. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from archive.article import FOR_NOW, MOVED
from archive.visit import START
from crawler import policy
from crawler.traps import pager

if TYPE_CHECKING:
    from archive.visit import Address, Found

Root = Literal["list", "article", "pages"]

DEEP = 3
"""What a first page leads to by fewer pages than these, each named by the one before, is meant for readers: a home page
behind a page of welcome, its section. What the third such page in a row without an article names is bred."""

MOST_HOPS = 20
"""Redirects from address to address that are followed, as many as browsers follow: an article that moved with each new
system of its portal is read. Those that stay at one page are spellings of it, and fewer (REDIRECT_MAX_TIMES)."""


@dataclass(frozen=True, slots=True)
class Line:
    """The pages that lead from a first page or an article to one, each named by the one before: how many, and which.

    Redirects and the turned pages of a list are one page with the list, `head`; `before` is the one that named it.
    """

    length: int
    head: str
    first: str = ""
    before: str = ""
    article: bool = False


class Lineage:
    """Follows addresses back to where they came from; `row` is the ledger's row of an address as it was fetched."""

    def __init__(self, row: Callable[[str], Address | None]) -> None:
        self._row = row
        self._leading: set[str] = set()
        self._lines = {"": Line(0, "")}

    def learn(self, page: Address) -> None:
        """Take in a page of an earlier run; the one that named it goes before, or the ledger is asked."""
        if page.found_on:
            self.line(page.found_on)
        self._lines[page.url] = self._line_of(page.url, page)

    def read(self, url: str, found_on: str | None, *, article: bool) -> None:
        """Note a page that was read: from one that led to an article nothing is bred."""
        if article:
            self._lines[url] = Line(0, url, article=True)  # the ledger does not know yet
            self.leads(found_on)

    def leads(self, found_on: str | None) -> None:
        """Note a page that named an article."""
        if found_on:
            self._leading.add(self.line(found_on).head)

    def root(self, found_on: str | None) -> Root:
        """What the page that first named an address is: an article, or one that pages without articles bred, or a list.

        A list, too, is every page within a few steps of a first page, of an article or of one that named an article.
        """
        line = self.line(found_on)
        if line.article:
            return "article"
        if line.length < DEEP:
            return "list"
        for _ in range(DEEP):
            if line.head in self._leading:
                return "list"
            line = self.line(line.before)
        return "pages"

    def brood(self, found_on: str | None) -> str:
        """The page that bred an address: the first of a line of such a length, whatever articles came of it; or ""."""
        line = self.line(found_on)
        return line.first if line.length >= DEEP else ""

    def named_by(self, address: Address) -> str | None:
        """Who named an address; None where a page that breeds none did so later than one that does."""
        listed = address.priority in {policy.PAGE, policy.NEWS} and self.brood(address.found_on)
        return None if listed else address.found_on

    def in_order(self, found: Found) -> Found:
        """What pages bred, as it is asked for: behind all else."""
        if not self.brood(found.found_on) or found.priority not in {policy.PAGE, policy.NEWS}:
            return found
        return replace(found, priority=policy.bred(self.line(found.found_on).length))

    def on_and_on(self, address: Address) -> bool:
        """Whether redirects led to this address, one to the other, as many as are followed."""
        hops, at = 0, address.found_on
        while at and hops < MOST_HOPS and (page := self._row(at)) and _leads_on(page):
            hops, at = hops + 1, page.found_on
        return hops == MOST_HOPS

    def line(self, url: str | None) -> Line:
        """The line of a page that was read; each is followed once, a pager of thousands as well."""
        way, at = [], url or ""
        while at not in self._lines:
            page = self._row(at)
            way.append((at, page))
            self._lines[at] = Line(0, at)  # two pages of one second may each be on record as named by the other
            at = page.found_on or "" if page else ""
        for at, page in reversed(way):
            self._lines[at] = self._line_of(at, page)
        return self._lines[url or ""]

    def _line_of(self, url: str, page: Address | None) -> Line:
        if page is None or page.article_id or page.priority >= START or not page.found_on:
            return Line(0, url, article=bool(page and page.article_id))
        above = self._lines[page.found_on]
        turned = page.priority == policy.PAGER and pager(page.found_on) == pager(url)
        if turned or _leads_on(page):
            return above
        return Line(above.length + 1, url, above.first or url, above.head)


def _leads_on(page: Address) -> bool:
    return (page.reason or "").startswith((MOVED, FOR_NOW))
