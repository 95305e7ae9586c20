"""Which known pages a run looks at again: tops of lists, then a turn for each page, then those whose time has come."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from crawler import policy
from crawler.clock import moment, stamp

if TYPE_CHECKING:
    from archive.agenda import Agenda
    from archive.visit import Address


def looks(agenda: Agenda, files: int, now: str, unseen_since: str) -> list[Address]:
    """The known pages to ask for at this time, best first; tops of lists only if not seen since `unseen_since`.

    What a day may cost is shared out here, so that four runs a day press a portal little more than one does.
    """
    budget = policy.rechecks(agenda.count("done"), files)
    tops = _tops(agenda.tops(unseen_since), max(budget // 2, policy.FEWEST_RECHECKS))
    a_day_ago = stamp(moment(now) - policy.SHORTEST)
    left = max(2, max(policy.FEWEST_LOOKS, budget - len(tops)) - agenda.looked_again(a_day_ago))
    turn = agenda.in_turn(a_day_ago, policy.CYCLE, left * 5 // 6)
    return [*tops, *islice(dict.fromkeys([*turn, *agenda.due(now, left)]), left)]


def _tops(tops: list[Address], most: int) -> list[Address]:
    """The portal's start pages always; of the other lists, where there are many, those not seen for longest."""
    starts = [top for top in tops if top.priority >= policy.START]
    others = [top for top in tops if top.priority < policy.START]
    return [*starts, *others[: max(2, most - len(starts))]]
