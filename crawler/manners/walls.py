"""An end to asking where a firewall answers in the portal's place: it takes insistence for an attack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.errors import CrawlError

if TYPE_CHECKING:
    from archive.visit import Address, Visit
    from crawler.run import Run


class WalledOff(CrawlError):
    """Page after page was a firewall's or a maintenance page: the run stops. What is left waits in the ledger."""

    exit_code = 3


class Walls:
    """Counts block pages in a row over one run, and ends it at `most`."""

    def __init__(self, run: Run, most: int) -> None:
        self._run, self._most = run, most
        self._in_a_row = 0

    def note(self, address: Address, visit: Visit) -> None:
        """One page that was answered. One that failed before may stand behind a wall of its own: it tells nothing."""
        if visit.reading is None or visit.reading.outcome != "blocked":
            self._in_a_row = 0
        elif address.state != "failed":
            self._in_a_row += 1
            if self._in_a_row >= self._most:
                last = visit.reading.reason
                self._run.stop("walled off", WalledOff(f"{self._most} pages in a row were blocked (the last: {last})"))
