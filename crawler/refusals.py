"""What becomes of an address that gave no page: heard again soon at first, then more and more seldom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archive.article import WHOLE
from archive.history import REMOVED_AFTER
from archive.naming import stamp
from archive.unread import OURS, Unread
from archive.visit import ASK_FIRST, START, waits
from crawler import policy
from crawler.clock import moment

if TYPE_CHECKING:
    from datetime import timedelta

    from archive.visit import Address, Visit
    from crawler.run import Run

UNSETTLED = frozenset({"blocked", "truncated", "unreadable"})
"""What such a page would have said is not known: it is asked for again at the end of the run, and in the next."""

HEARD, FOR = 4, 2 * policy.SHORTEST
"""Asked so often (twice a run, so that this is the third), and failing for so long, a page is believed. One that gave
a page before, and whose article stands nowhere else, is told of for as long as a removal takes."""


class Refusals:
    """Decides for one run.

    A login, a form, an error page in the menu says the same for ever, and a run that complains of it each day hides
    what else goes wrong. So what never gave a page, and says for days the same while hardly any other page fails,
    is refused: asked for seldom, named in the summary, no complaint; and so is after weeks what did give one, but no
    first page of the portal. Where one of those gives a page after all, the others that say what it said are asked for
    in the same run: what kept them away may be gone.

    The ledger's `check_again_at` of an address that fails is when it began to: it is due since then.
    """

    def __init__(self, run: Run) -> None:
        self._run, self._unread = run, Unread(run.archive.db, run.portal.name)

    def after(self, address: Address, visit: Visit) -> Visit:
        """The visit with the state of its address and its next look, where it brought no page; else as it is."""
        said_no = address.state == "refused" and not (address.reason or OURS).startswith(OURS)
        left_alone = said_no and address.check_again_at != ASK_FIRST
        outcome = visit.reading.outcome if visit.reading else None
        read = outcome is not None and outcome not in UNSETTLED
        gave = read and outcome != "gone" and visit.capture is not None and visit.capture.status in WHOLE
        if left_alone and (gave or visit.state == "queued"):  # queued: a text that waits for another address
            self._unread.ask_all(address.reason or "")
        if read or visit.state == "done" or visit.check_again_at is not None:
            return visit
        since = self._fails_since(address)
        for_good = visit.state == "failed" and (left_alone or self._is_believed(address, visit, since))
        if visit.state == "queued" or (visit.state == "failed" and not (for_good and address.priority < START)):
            return replace(visit, check_again_at=since)
        again = self._pause(address) if said_no or for_good else ASK_FIRST
        if address.priority >= START and said_no:
            again = self._run.clock.stamp()  # first pages are due in every run
        return replace(visit, state="refused", check_again_at=again)

    def has_waited(self, address: Address) -> bool:
        """Whether a text read there has waited for another address for as long as a failing page is told of."""
        return waits(address.reason) and self._age(self._fails_since(address)) > FOR

    def _is_believed(self, address: Address, visit: Visit, since: str) -> bool:
        told = address.reason == visit.reason and address.tries >= HEARD and not waits(visit.reason)
        patience = FOR if self._unread.is_one(address.identity) else REMOVED_AFTER
        return told and self._age(since) > patience and self._unread.are_few()

    def _fails_since(self, address: Address) -> str:
        fails = address.state == "failed" or waits(address.reason)
        return (fails and address.check_again_at) or self._run.clock.stamp()

    def _age(self, since: str) -> timedelta:
        return self._run.clock.now() - moment(since)

    def _pause(self, address: Address) -> str:
        """Twice as long as it was left alone before this run; what it says a second time in one run changes nothing."""
        checked_at = address.checked_at or self._run.started_at
        if checked_at >= self._run.started_at:
            return address.check_again_at or ASK_FIRST
        return stamp(policy.next_hearing(address.identity, moment(checked_at), self._run.clock.now()))
