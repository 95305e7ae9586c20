"""Pictures and attachments that articles show, as a replay server holds them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.addresses import canonical
from crawler.files import no_file, past_visit
from crawler.past.replay import NoCaptureError, OutOfReachError

if TYPE_CHECKING:
    from archive.visit import Address, Visit
    from crawler.past.handed import Captures
    from crawler.portals.model import Portal


@dataclass
class ShownFiles:
    """Gets the files of a portal's articles; `going` tells whether the run goes on."""

    portal: Portal
    captures: Captures
    going: Callable[[], bool]

    async def visit(self, row: Address, shown_at: str) -> Visit | None:
        """The capture of one file nearest to the time of its page (UTC, Z); None if the run is ending."""
        name, original = self.portal.name, canonical(row.url, self.portal)
        try:
            exchange = await self.captures.nearest(re.sub(r"\D", "", shown_at), original)
        except NoCaptureError as error:
            return no_file(name, row.url, error.reason, "refused" if error.lasting else "failed")
        except OutOfReachError as error:
            return no_file(name, row.url, f"replay:{error}", "failed") if self.going() else None
        if exchange.status != 200:
            return no_file(name, row.url, f"status:{exchange.status}")
        return past_visit(name, row.url, exchange, "wayback")
