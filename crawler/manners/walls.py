"""An end to asking where a firewall answers in the portal's place: it takes insistence for an attack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.addresses import identity
from crawler.errors import CrawlError

if TYPE_CHECKING:
    from archive.visit import Address, Visit
    from crawler.run import Run


class WalledOff(CrawlError):
    """Page after page was a firewall's or a maintenance page: the run stops. What is left waits in the ledger."""

    exit_code = 3


class Walls:
    """Counts block pages in a row over one run. After `most` of them the start page decides: blocked too, the run ends.

    Some pages may be forbidden for ever, and stand next to each other on a list: behind them the portal goes on.
    """

    def __init__(self, run: Run, most: int) -> None:
        self._run, self._most = run, most
        self._door = identity(run.portal.start_urls[0], run.portal)
        self._in_a_row = 0
        self._door_blocked = False

    def note(self, address: Address, visit: Visit) -> str | None:
        """One page that was answered; the identity of the page to ask for next, where that must decide.

        A page that failed or said no before may stand behind a wall of its own: it tells nothing.
        """
        blocked = visit.reading is not None and visit.reading.outcome == "blocked"
        if address.identity == self._door:
            self._door_blocked = blocked
        if not blocked:
            self._in_a_row = 0
        elif address.identity == self._door or address.state not in {"failed", "refused"}:
            self._in_a_row += 1
        if not blocked or self._in_a_row < self._most:
            return None
        if not self._door_blocked:
            return self._door
        told = f"{self._in_a_row} answers in a row were block pages, the start page's too (the last: {visit.reason})"
        self._run.stop("walled off", WalledOff(told))
        return None
