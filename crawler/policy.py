"""When an address is asked for again, and in which order addresses are asked for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Literal

from archive.article import Outcome as Read
from archive.visit import START

Outcome = Read | Literal["elsewhere"]

# The ledger hands out high numbers first. Lists and pages before pagers: what a list names is read before the list is
# paged further, so that a list that shifts meanwhile repeats an article rather than skips it.
ANNOUNCED, MOVED, NEWS, PAGE, PAGER = 80, 60, 55, 50, 20  # below START
# News is what a list names that it did not name at an earlier look: it goes before pages that still wait from then.
# Files come after all pages: a run that its budget ends has read what there is to read first.
PICTURE, ATTACHMENT = 4, 5
# What pages breed, page from page, waits behind all pagers: it may be without end.
BRED = range(ATTACHMENT + 1, PAGER)

DAY = timedelta(days=1)
SHORTEST = timedelta(hours=20)
"""An article is looked at again by tomorrow's run at the earliest, though that may begin sooner than today's."""

CYCLE = 25
"""Each day one in so many of the articles and inner list pages takes its turn, the longest unseen first. So a month of
daily runs sees each of them, whatever its age: silent edits of old articles, and articles that were back-dated."""

MISSING = 4 * DAY
"""Pause between looks at an article that is gone: three looks and more in the 14 days that removal needs. A list that
is gone, moved or shows something else is looked for as often."""

DEEP = 30 * DAY
"""What is gone for good is looked at once more at this interval."""

WEEK = 7 * DAY
"""The longest pause for what says no: an article that was refused for months is had a week after it is given."""

SELDOM = 90 * DAY
"""Print views, galleries, contact pages: as many as articles on some portals, and no news ever comes of them."""

FILE_AGAIN, NO_FILE_AGAIN = 180 * DAY, 30 * DAY
"""When a file is asked for again though its article stayed as it was; sooner where there was none to be had."""

FEWEST_RECHECKS, ONE_PAGE_IN, ONE_FILE_IN = 10, 44, 250
"""What a day asks for again: 10 pages and one in 44, 1 file and one in 250. So a run over an unchanged portal of 400
articles costs under 5 % of the requests of the first run, of 2,000 under 3 %, with robots.txt counted."""

FEWEST_LOOKS = 8
"""However many lists a small portal has, so many of its other known pages are looked at each day: fewer would let a
redesign of the articles go unnoticed in the first run over it."""


FEWEST_IN_TURN = 3
"""On a portal so small that a day's turn is one article, so many take it: of one that is lost nobody can say whether it
was taken away or all are."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at an address: its identity, role (a priority above), when, what came out.

    `stated` is the date the article bears, `edited` when its text last changed by our own record, `edits` how often,
    `tries` how often it was asked for, `is_top` whether it was the first page of a list before. The outcome "elsewhere"
    is a redirect that may be gone tomorrow.
    """

    identity: str
    role: int
    now: datetime
    outcome: Outcome
    stated: datetime | None = None
    edited: datetime | None = None
    edits: int = 0
    tries: int = 0
    is_top: bool = False


def bred(length: int) -> int:
    """The role of what a line of so many pages bred: what is deepest goes first, articles before more such pages."""
    return BRED[min(length, len(BRED)) - 1]


def next_look(look: Look) -> datetime:
    """When to ask for this address again. Failures do not come here: they are due again in the next run."""
    if look.role == START or (look.outcome == "list" and look.role > PAGER):
        return look.now  # the tops of lists, sitemaps and feeds: every run
    if look.outcome == "article":
        return look.now + _article_pause(look)
    if look.is_top and look.outcome == "elsewhere":
        return look.now  # no news comes by any other way when an outage of days is over
    if (look.outcome == "gone" and look.edits) or look.is_top:
        return look.now + MISSING
    if look.outcome == "elsewhere":
        return look.now + min(timedelta(days=2 ** min(look.tries, 5)), DEEP)
    pause = {"list": CYCLE * DAY, "gone": DEEP}.get(look.outcome, SELDOM)
    return look.now + _spread(look.identity, pause)


def next_hearing(identity: str, last: datetime, now: datetime) -> datetime:
    """When to ask again for what says no now and said so when it was last asked: after twice that pause."""
    return now + _spread(identity, min(max(2 * (now - last), DAY), WEEK))


def rechecks(pages: int, files: int) -> int:
    """How many known pages a day may ask for again, tops of lists among them; the first run asked for all these."""
    return (FEWEST_RECHECKS + pages // ONE_PAGE_IN) * (pages + files) // max(pages, 1)


def file_rechecks(files: int) -> int:
    """How many known pictures and attachments a run may ask for again."""
    return 1 + files // ONE_FILE_IN


def _article_pause(look: Look) -> timedelta:
    """An eighth of the article's age: what is young or was edited lately changes soonest."""
    pause: timedelta = (look.now - look.stated) / 8 if look.stated else 7 * DAY
    if look.edited is not None and look.edits > 1:
        pause = min(pause, (look.now - look.edited) / (2 * look.edits))
    return min(max(pause, SHORTEST), CYCLE * DAY)


def _spread(identity: str, pause: timedelta) -> timedelta:
    """The pause, up to a third shorter by the address's own hash: one day's finds do not all return on one day."""
    share = blake2b(identity.encode(), digest_size=1).digest()[0] / 255
    return timedelta(seconds=pause.total_seconds() * (1 - share / 3))
