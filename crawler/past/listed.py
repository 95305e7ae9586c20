"""Captures that a list named, as a replay server holds them: their pages, and the fate of each row of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archive.visit import Address, State, Visit
from crawler.files import files_of
from crawler.past.captures import capture_of, lies_in
from crawler.past.cdx import timestamp_of
from crawler.past.history import passed_over, visit_of
from crawler.past.replay import OTHER_TIME, NoCaptureError, OutOfReachError

if TYPE_CHECKING:
    from crawler.files import Wanted
    from crawler.past.exchange import Exchange
    from crawler.past.handed import Captures
    from crawler.portals.model import Portal


@dataclass
class ListedCaptures:
    """Gets the captures of a portal that rows of the ledger name; `going` tells whether the run goes on.

    `now` is the time, UTC with Z; `within` are the first and last timestamps asked for, or None.
    """

    portal: Portal
    captures: Captures
    wanted: Wanted
    going: Callable[[], bool]
    now: Callable[[], str]
    within: tuple[str | None, str | None] = (None, None)

    async def visits(self, rows: list[Address]) -> list[Visit]:
        """The pages of captures that hold the same bytes, one of them fetched for all, and each row's fate."""
        visits: list[Visit] = []
        for place, row in enumerate(rows):
            capture = capture_of(row.identity)
            try:
                exchange = await self.captures.listed(capture.timestamp, capture.original)
            except NoCaptureError as error:
                lasting = error.lasting or error.reason == row.reason == OTHER_TIME
                visits.append(self._fate(row, "refused" if lasting else "failed", error.reason))
            except OutOfReachError as error:
                return [*visits, self._fate(row, "failed", f"replay:{error}")] if self.going() else visits
            else:
                if exchange.captured_at == capture.captured_at:
                    return visits + [visit for again in rows[place:] for visit in self._read(exchange, again)]
                visits += self._another(exchange, row)
        return visits

    def _read(self, exchange: Exchange, row: Address) -> list[Visit]:
        """What an exchange amounts to as the capture of a row: its page, if it is one, and the row's fate."""
        capture = capture_of(row.identity)
        exchange = replace(exchange, url=capture.original, captured_at=capture.captured_at)
        reason = passed_over(exchange, self.portal, self.now())
        if reason:
            return [self._fate(row, "refused", reason)]
        return [self._page(exchange), self._fate(row, "done", None)]

    def _another(self, exchange: Exchange, row: Address) -> list[Visit]:
        """The page of another capture that was handed out for a row's, and the row's fate.

        Servers do that where the capture itself is out of their reach, for a while or for ever: it is due once more.
        """
        fate = self._fate(row, "refused" if row.reason == OTHER_TIME else "failed", OTHER_TIME)
        within = lies_in(timestamp_of(exchange.captured_at), *self.within)
        return [self._page(exchange), fate] if within and not passed_over(exchange, self.portal, self.now()) else [fate]

    def _page(self, exchange: Exchange) -> Visit:
        visit = visit_of(exchange, self.portal, "wayback")
        if visit.reading is None or visit.reading.article is None:
            return visit
        return replace(
            visit, found=(*visit.found, *files_of(visit.reading.article, self.portal, self.wanted, visit.url))
        )

    def _fate(self, row: Address, state: State, reason: str | None) -> Visit:
        return Visit(self.portal.name, row.url, row.identity, None, None, (), state, reason, kind="capture")
