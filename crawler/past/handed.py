"""Captures as a replay server hands them out: the one that was listed, or the one nearest to a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.past.replay import TRIES, exchange_of, is_one_page, memento_of, sent_on_to

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawler.past.exchange import Exchange


@dataclass
class Captures:
    """Asks with `ask` for what lies at the server's address; `now` is the time, UTC with Z. Raises as both do."""

    url: str
    ask: Callable[[str], Awaitable[Response]]
    now: Callable[[], str]

    async def listed(self, timestamp: str, original: str) -> Exchange:
        """The capture of this time and address, or the one that the server hands out for it: see its time."""
        response = await self._answer(timestamp, original)
        if not memento_of(response) and (sent_on := sent_on_to(response)) and is_one_page(sent_on[1], original):
            response = await self._answer(*sent_on)  # to another spelling of the address, or another second
        return exchange_of(response, original, self.now())

    async def nearest(self, timestamp: str, original: str) -> Exchange:
        """The capture of an address nearest to a time."""
        for _ in range(TRIES):
            response = await self._answer(timestamp, original)
            # The Internet Archive sends us on to the nearest one; only the time is taken from there.
            elsewhere = sent_on_to(response)
            if memento_of(response) or elsewhere is None:
                break
            timestamp = elsewhere[0]
        return exchange_of(response, original, self.now())

    async def _answer(self, timestamp: str, original: str) -> Response:
        return await self.ask(f"{self.url}/{timestamp}id_/{original}")
