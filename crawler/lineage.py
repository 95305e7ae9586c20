"""Who named an address: a section and its lists, an article, or pages that breed pages. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from archive.article import MOVED
from archive.visit import START
from crawler import policy
from crawler.traps import BARREN, pager

if TYPE_CHECKING:
    from archive.visit import Address

Root = Literal["list", "article", "pages", "endless"]

DEEP = 3
"""What a first page leads to by fewer pages than these, each named by the one before, is meant for readers: a home page
behind a page of welcome, its section. What the third such page in a row without an article names is bred."""

MOST_HOPS = 20
"""Redirects from address to address that are followed, as many as browsers follow: an article that moved with each new
system of its portal is read. Those that stay at one page are spellings of it, and fewer (REDIRECT_MAX_TIMES)."""


class Lineage:
    """Follows addresses back to where they came from; `row` is the ledger's row of an address as it was fetched."""

    def __init__(self, row: Callable[[str], Address | None]) -> None:
        self._row = row
        self._leading: set[str] = set()
        self._article = ""
        self._roots: dict[str, Root] = {}

    def read(self, url: str, found_on: str | None, *, article: bool) -> None:
        """Note a page that was read: from one that led to an article nothing is bred."""
        self._roots.clear()
        if article:
            self._article = url  # the ledger does not know yet
            self.leads(found_on)

    def leads(self, found_on: str | None) -> None:
        """Note a page that named an article."""
        if found_on:
            self._leading.add(found_on)

    def root(self, found_on: str | None) -> Root:
        """What the page that first named an address is: an article, or one that pages without articles bred, or a list.

        A list, too, is every page within a few steps of a first page, of an article or of one that named an article.
        Endless is what was bred in a line of so many pages as no shape is granted, in one run or in many.
        """
        if found_on is None:
            return "list"
        if found_on not in self._roots:
            self._roots[found_on] = self._found(found_on)
        return self._roots[found_on]

    def on_and_on(self, address: Address) -> bool:
        """Whether redirects led to this address, one to the other, as many as are followed."""
        hops, at = 0, address.found_on
        while at and hops < MOST_HOPS and (page := self._row(at)) and _leads_on(page):
            hops, at = hops + 1, page.found_on
        return hops == MOST_HOPS

    def _found(self, found_on: str) -> Root:
        steps, passed, at = 0, {""}, found_on
        # Two pages of one second may each be on record as named by the other.
        while at not in passed and steps < BARREN:
            passed.add(at)
            page = self._row(at)
            if at == self._article or (page and page.article_id):
                if not steps:
                    return "article"
                break
            if page is None or page.priority >= START or at in self._leading:
                break
            turned = page.priority == policy.PAGER and pager(page.found_on or "") == pager(at)
            steps += not (turned or _leads_on(page))
            at = page.found_on or ""
        if steps >= BARREN:
            return "endless"
        return "pages" if steps >= DEEP else "list"


def _leads_on(page: Address) -> bool:
    return (page.reason or "").startswith((MOVED, "redirect:"))
