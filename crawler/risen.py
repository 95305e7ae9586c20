"""An old article that stands on a list's first page again bears a new date: it was edited, or says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.agenda import Agenda

MOST, MOST_A_RUN = 3, 6
"""More known articles than three that one page newly names are a box of changing links; so may be a few on each page.
The looks at them come out of the day's budget."""


class Risen:
    """Has such articles asked for again, those that this run, which began at `since`, has not seen yet."""

    def __init__(self, agenda: Agenda, since: str) -> None:
        self._agenda, self._since = agenda, since
        self._asked: set[str] = set()

    def ask_again(self, top: str, named: list[str]) -> None:
        """Compare what a list's first page names, all by identity, with what it named when it was last seen."""
        risen = self._agenda.risen(top, named, self._since)
        if len(risen) <= MOST and len(self._asked) < MOST_A_RUN:
            self._asked.update(risen)
            self._agenda.ask_again(risen)
