"""Pictures and attachments that articles show, as a replay server holds them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.addresses import canonical
from crawler.files import no_file, past_visit
from crawler.past.cdx import CdxError
from crawler.past.replay import NoCaptureError, OutOfReachError

if TYPE_CHECKING:
    from archive.visit import Address, Visit
    from crawler.past.captures import Listing
    from crawler.past.handed import Captures
    from crawler.portals.model import Portal


MOST_ASKED = 4
"""Captures of one file that are asked for: where so many are none, the next ones are hardly any better."""


@dataclass
class ShownFiles:
    """Gets the files of a portal's articles; `going` tells whether the run goes on."""

    portal: Portal
    captures: Captures
    listing: Listing
    going: Callable[[], bool]

    async def visits(self, row: Address, shown_at: str) -> list[Visit]:
        """A file as it was captured nearest to the time of its page (UTC, Z); nothing if the run is ending."""
        visit = await self._visit(row, shown_at)
        if visit is None:
            return []
        if visit.state != "done" or row.state == "queued":
            return [visit]
        # What was captured long ago changes no fate of later: that it was refused, or out of reach.
        return [visit, replace(visit, capture=None, media_type=None, size=None)]

    async def _visit(self, row: Address, shown_at: str) -> Visit | None:
        at, original = re.sub(r"\D", "", shown_at), canonical(row.url, self.portal)
        try:
            visit, shown = await self._nearest(row, at, original)
            if visit.state == "refused" and shown:  # an error page, a login: others may have caught the file itself
                for timestamp in await self._others(at, original, shown):
                    other, _ = await self._nearest(row, timestamp, original)
                    if other.state != "refused":
                        return other
        except (CdxError, OutOfReachError) as error:
            return no_file(self.portal.name, row.url, f"replay:{error}", "failed") if self.going() else None
        return visit

    async def _nearest(self, row: Address, timestamp: str, original: str) -> tuple[Visit, str | None]:
        """What the capture nearest to a time amounts to, and its own time (UTC, Z) if there is any."""
        name = self.portal.name
        try:
            exchange = await self.captures.nearest(timestamp, original)
        except NoCaptureError as error:
            return no_file(name, row.url, error.reason, "refused" if error.lasting else "failed"), None
        if exchange.status != 200:
            return no_file(name, row.url, f"status:{exchange.status}"), exchange.captured_at
        return past_visit(name, row.url, exchange, "wayback"), exchange.captured_at

    async def _others(self, at: str, original: str, but: str) -> list[str]:
        """The times of other captures of an address than that at one time, the nearest to a time first."""
        listed = [one.timestamp for one in await self.listing.files(original) if one.captured_at != but]
        return sorted(listed, key=lambda one: abs(int(one) - int(at)))[: MOST_ASKED - 1]
