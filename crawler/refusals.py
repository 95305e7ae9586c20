"""What becomes of an address that gave no page: heard again soon at first, then more and more seldom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archive.article import WHOLE
from archive.naming import stamp
from archive.unread import OURS, Unread
from archive.visit import ASK_FIRST
from crawler import policy
from crawler.clock import moment

if TYPE_CHECKING:
    from archive.visit import Address, Visit
    from crawler.run import Run

UNSETTLED = frozenset({"blocked", "truncated", "unreadable"})
"""What such a page would have said is not known: it is asked for again at the end of the run, and in the next."""

HEARD, FOR = 4, 2 * policy.SHORTEST
"""Asked so often (twice a run, so that this is the third) and found so long ago, a page that fails is believed."""

TWIN = "twin-of:"
"""Such a page was read; which article its text is hangs on another address."""


class Refusals:
    """Decides for one run.

    A login, a form, an error page in the menu says the same for ever, and a run that complains of it each day hides
    what else goes wrong. So what never gave a page, and says for days the same while hardly any other page fails,
    is refused: asked for seldom, named in the summary, no complaint. Where one of those gives a page after
    all, the others that say what it said are asked for in the same run: what kept them away may be gone.
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
        if read or visit.state not in {"failed", "refused"} or visit.check_again_at is not None:
            return visit
        for_good = visit.state == "failed" and self._is_for_good(address, visit, left_alone=left_alone)
        if visit.state == "failed" and not for_good:
            return visit
        again = self._pause(address) if said_no or for_good else ASK_FIRST
        return replace(visit, state="refused", check_again_at=again)

    def _is_for_good(self, address: Address, visit: Visit, *, left_alone: bool) -> bool:
        since = self._run.clock.now() - moment(address.first_seen_at)
        told = address.reason == visit.reason and address.tries >= HEARD and since > FOR and self._unread.are_few()
        waits = (visit.reason or "").startswith(TWIN)
        return (left_alone or told) and not waits and self._unread.is_one(address.identity)

    def _pause(self, address: Address) -> str:
        """Twice as long as it was left alone before this run; what it says a second time in one run changes nothing."""
        checked_at = address.checked_at or self._run.started_at
        if checked_at >= self._run.started_at:
            return address.check_again_at or ASK_FIRST
        return stamp(policy.next_hearing(address.identity, moment(checked_at), self._run.clock.now()))
