"""What the captures of an article tell together: first and last sight, changes, state. In any order of arrival."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.article import FOR_NOW, MOVED
from archive.sqlite import Connection

REMOVED_AFTER_LOOKS = 3
REMOVED_AFTER = timedelta(days=14)
"""One 404 is an accident of a weak portal; only several over two weeks are a removal. A page that says so under status
200 may be an error page like any other, and a redirect to another article is no removal: they make it missing only."""

GONE_STATUSES = frozenset({404, 410})
OK = 200


@dataclass(frozen=True, slots=True)
class Look:
    """One capture of an article with the reading that counts for it, as view `article_captures` gives it.

    `away`: the address led, by one redirect, to where another article stands.
    """

    captured_at: str
    status: int
    outcome: str | None
    parser: str | None
    version_id: str | None
    address_id: str = ""
    away: bool = False

    @property
    def present(self) -> bool:
        """The portal showed the article, or said that it is as it was (304)."""
        return self.outcome == "article" or (self.outcome is None and self.status == 304)

    @property
    def gone(self) -> bool:
        """The portal said that there is no such article, or showed another in its place."""
        return self.away or self.outcome == "gone" or (self.outcome is None and self.status in GONE_STATUSES)


@dataclass(frozen=True, slots=True)
class History:
    """The facts of an article that follow from its captures."""

    first_seen_at: str
    last_seen_at: str
    changed_at: str
    version_count: int
    state: str
    removed_at: str | None = None


AWAY = f"""(reason GLOB '{MOVED}*' OR reason GLOB '{FOR_NOW}*')
    AND EXISTS (SELECT 1 FROM articles JOIN addresses USING (portal)
    WHERE articles.id = article_captures.article_id AND addresses.article_id <> articles.id
    AND addresses.identity = substr(article_captures.reason, 1 + instr(article_captures.reason, ':')))"""
LOOKS = f"""SELECT captured_at, status, outcome, parser, version_id,
    (SELECT address_id FROM captures WHERE captures.id = capture_id), coalesce({AWAY}, 0)
FROM article_captures WHERE article_id = ? ORDER BY sort_key"""


def looks_at(db: Connection, article_id: str) -> list[Look]:
    """All captures of an article, old to new."""
    return [Look(*row) for row in db.execute(LOOKS, (article_id,))]


def history_of(looks: Iterable[Look]) -> History:
    """The history that looks, given old to new, amount to; at least one of them shows the article."""
    first = last = changed = ""
    shown: Look | None = None
    versions: set[str | None] = set()
    gone: list[Look] = []
    stands_at = ""
    for look in looks:
        # An address that the article moved away from says nothing about it any more.
        if look.gone and look.address_id == stands_at:
            gone.append(look)
        if not look.present or (shown is None and look.outcome is None):
            continue
        gone, last, stands_at = [], look.captured_at, look.address_id
        if look.outcome is None:
            continue
        # A text that differs under another parser may be our doing; only re-reading the older capture can tell.
        edited = shown is not None and shown.version_id != look.version_id and shown.parser == look.parser
        if shown is None or edited:
            changed = look.captured_at
        first = first or look.captured_at
        versions.add(look.version_id)
        shown = look
    removed_at = _removed_at(gone)
    state = "removed" if removed_at else "missing" if gone else "present"
    return History(first, last, changed, len(versions), state, removed_at)


def _removed_at(gone: list[Look]) -> str | None:
    """When the look came that made it a removal, if it is one."""
    told = [look.captured_at for look in gone if look.status != OK and not look.away]
    enough = [at for at in told[REMOVED_AFTER_LOOKS - 1 :] if _time_between(told[0], at) >= REMOVED_AFTER]
    return enough[0] if enough and enough[-1] == told[-1] else None


def _time_between(one: str, other: str) -> timedelta:
    return datetime.fromisoformat(other) - datetime.fromisoformat(one)
