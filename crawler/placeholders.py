"""Placeholders: a login, an error or the home page, given in the place of many under status 200."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler import policy

if TYPE_CHECKING:
    from archive.agenda import Agenda
    from archive.visit import Address
    from crawler.lineage import Lineage
    from crawler.reading.read import PageReading

FEW, ONE_IN = 4, 20
"""So many addresses, or one in so many of the articles read, may give the very same page: addresses that are gone."""


class Placeholders:
    """Compares the pages of one run that are no articles by what stands on them."""

    def __init__(self, agenda: Agenda, lineage: Lineage, run_began: str) -> None:
        self._agenda, self._lineage, self._began = agenda, lineage, run_began
        self._alike: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self._stands: dict[str, str] = {}

    def is_one(self, address: Address, page: PageReading, articles: int) -> bool:
        """Whether a page is one, beside so many articles read; those before it are asked for again first.

        Said a second time, in a later run, it is believed. Turned pages may repeat the last one, and addresses that
        differ by their parameters only are one. So are those that a page breeds of itself by links without a base.
        """
        self._stands[address.url] = stands = page.said[0]
        earlier = (address.checked_at or self._began) < self._began and address.state in {"done", "failed"}
        believed = earlier and address.reason == page.reading.reason
        if not stands or believed or address.priority == policy.PAGER:
            return False
        if self._lineage.brood(address.found_on) and self._stands.get(address.found_on or "") == stands:
            return False
        alike = self._alike[page.said]
        alike[urlsplit(address.url).path] = address.identity
        most = max(FEW, articles // ONE_IN)
        if len(alike) <= most:
            return False
        self._agenda.ask_first([*alike.values()][:most])  # those behind them fail, and are due again
        return True
