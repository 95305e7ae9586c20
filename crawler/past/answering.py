"""What the fates of captures, one after another, say of the server that is to hand them out. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.errors import Outage, Unhealthy

if TYPE_CHECKING:
    from archive.visit import Visit

NOT_THERE = "replay:status-404"


@dataclass
class Answering:
    """Counts what the server at `url` failed to hand out; `most` failures in a row are an outage."""

    url: str
    most: int
    hands_out: bool = False
    failed: int = 0
    in_a_row: int = 0
    last: str | None = None

    def doubtful(self, group: list[Visit]) -> bool:
        """Whether captures are said not to be there by a server that has shown none yet: it may be a wrong one."""
        told = [visit for visit in group if visit.state in {"done", "refused"} and visit.reason != NOT_THERE]
        self.hands_out = self.hands_out or bool(told)
        return not self.hands_out and any(visit.reason == NOT_THERE for visit in group)

    def noted(self, group: list[Visit]) -> list[Visit]:
        """The group, counted; what such a server says is not there has failed, and is due again."""
        if not self.hands_out:
            group = [_due_again(visit) if visit.reason == NOT_THERE else visit for visit in group]
        for visit in group:
            failed = visit.state == "failed"
            self.failed, self.in_a_row = self.failed + failed, (self.in_a_row + 1) * failed
            self.last = visit.reason if failed else self.last
        return group

    @property
    def is_out(self) -> bool:
        """Whether to press it no further."""
        return self.in_a_row >= self.most

    def problem(self, asked: int) -> Unhealthy | Outage | None:
        """What was wrong with the captures, of so many to ask for."""
        advice = "" if self.hands_out else f" {self.url} handed out none: check WAYBACK_REPLAY_URL."
        if self.is_out:
            told = f"{self.in_a_row} captures in a row could not be fetched (the last: {self.last})"
            return Outage(f"{told}; they are due again in the next run, and the rest waits in the ledger.{advice}")
        told = f"{self.failed} of {asked} captures could not be fetched; they are due again in the next run."
        return Unhealthy(told + advice) if self.failed else None


def _due_again(visit: Visit) -> Visit:
    return replace(visit, state="failed", check_again_at=None)
