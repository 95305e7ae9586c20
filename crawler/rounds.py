"""Which pages a run looks at again: tops of lists, what says no, a turn for each page, those whose time has come."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from archive.naming import stamp
from archive.visit import START
from crawler import policy
from crawler.clock import moment

if TYPE_CHECKING:
    from archive.agenda import Agenda
    from archive.unread import Unread
    from archive.visit import Address


def tops(agenda: Agenda, files: int, unseen_since: str) -> list[Address]:
    """The tops of lists to ask for, if not seen since then: where news stands.

    The portal's start pages always; of the other lists, where there are many, those not seen for longest.
    """
    most = max(policy.rechecks(agenda.count("done"), files) // 2, policy.FEWEST_RECHECKS)
    known = agenda.tops(unseen_since, policy.BRED)
    starts = [top for top in known if top.priority >= START]
    others = sorted((top for top in known if top.priority < START), key=lambda top: -max(top.priority, policy.PAGE))
    return [*starts, *others[: max(2, most - len(starts))]]


def hearings(agenda: Agenda, unread: Unread, files: int, now: str) -> list[Address]:
    """What says no and whose time has come: beside the looks at known pages, since nobody knows what it holds."""
    return unread.due(now, policy.rechecks(agenda.count("done"), files) // 2)


def looks(agenda: Agenda, files: int, now: str, lists: int) -> list[Address]:
    """The other known pages to ask for at this time, best first, beside so many tops of lists.

    What a day may cost is shared out here, so that four runs a day press a portal little more than one does.
    """
    budget = policy.rechecks(agenda.count("done"), files)
    a_day_ago = stamp(moment(now) - policy.SHORTEST)
    left = max(2, max(policy.FEWEST_LOOKS, budget - lists) - agenda.looked_again(a_day_ago))
    turn = agenda.in_turn(a_day_ago, policy.CYCLE, policy.FEWEST_IN_TURN, left * 5 // 6)
    return [*islice(dict.fromkeys([*turn, *agenda.due(now, left)]), left)]
