"""When a page that was looked at is asked for again, by what the archive knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.naming import stamp
from crawler import policy
from crawler.clock import moment

if TYPE_CHECKING:
    from archive.agenda import Agenda
    from archive.lists import Lists
    from archive.visit import Address


class Again:
    """Puts policy.next_look to the archive's rows."""

    def __init__(self, agenda: Agenda, lists: Lists) -> None:
        self._agenda, self._lists = agenda, lists

    def at(self, address: Address, now: str, outcome: policy.Outcome, stated: str | None = None) -> str:
        """`check_again_at` of an address after a look at this time, at an article that bears that date or another."""
        history = self._agenda.history(address.article_id) if address.article_id else None
        edits, edited, state, dated = history or (0, None, "", None)
        stated = stated or dated  # a page that is as it was (304) says nothing of its date
        if outcome == "gone" and (
            state == "removed" or (state == "present" and (address.reason or "").startswith("gone:"))
        ):
            edits = 0  # gone for good, or standing at another address: the short pauses are for what is missing
        look = policy.Look(
            address.identity, address.priority, moment(now), outcome,
            moment(stated) if stated else None, moment(edited) if edited else None, edits, address.tries,
            is_top=self._is_top(address),
        )  # fmt: skip
        return stamp(policy.next_look(look))

    def _is_top(self, address: Address) -> bool:
        """Whether this was the first page of a list at some time: reading said so, or articles came from it."""
        if address.article_id or address.priority <= policy.PAGER:
            return False
        return self._lists.is_top(address.identity) or self._lists.led_to_articles(address.url)
