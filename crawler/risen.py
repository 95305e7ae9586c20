"""An old article that stands on a list's first page again bears a new date: it was edited, or says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.agenda import Agenda
    from archive.lists import Lists

FIRST, MOST_A_RUN = 3, 6
"""Of those that one page newly names, the first three: a box of changing links brings others each time. The looks at
them come out of the day's budget."""


class Risen:
    """Has such articles asked for again, those that this run, which began at `since`, has not seen yet."""

    def __init__(self, agenda: Agenda, lists: Lists, since: str) -> None:
        self._agenda, self._lists, self._since = agenda, lists, since
        self._asked: set[str] = set()

    def ask_again(self, top: str, named: list[str]) -> None:
        """Compare what a list's first page names, by identity and in its order, with what it named at its last look."""
        risen = set(self._lists.risen(top, named, self._since)) - self._asked
        first = [identity for identity in dict.fromkeys(named) if identity in risen][:FIRST]
        now = first[: MOST_A_RUN - len(self._asked)]
        self._asked.update(now)
        self._agenda.ask_again(now)
