"""Addresses that were asked for and gave no page: which never gave one, how many they are, whose turn it is."""

from __future__ import annotations

from archive.ledger import address_id
from archive.runfacts import FEW
from archive.sqlite import Connection, transaction
from archive.visit import ASK_FIRST, COLUMNS, START, Address

OURS = "refused:"
"""How a reason begins where we did not ask, or did not follow: robots.txt, another host, a loop."""

NO_PAGE = f"portal = ? AND kind = 'page' AND state IN ('failed', 'refused') AND reason NOT LIKE '{OURS}%'"
SAYS_NO = f"{NO_PAGE} AND state = 'refused'"
# A redirect (status 3xx) is not_article, too, and no page.
NEVER_READ = f"""article_id IS NULL AND priority < {START} AND NOT EXISTS (SELECT 1 FROM captures JOIN readings
    ON capture_id = captures.id WHERE address_id = addresses.id AND +outcome IN ('article', 'list', 'not_article')
    AND status < 300)"""
# The last run that read an article at this address came before one that read it at another.
SEEN_ELSEWHERE = """EXISTS (SELECT 1 FROM readings JOIN captures ON captures.id = capture_id
WHERE readings.article_id = addresses.article_id AND +outcome = 'article' AND address_id <> addresses.id AND run_id >
    (SELECT coalesce(max(run_id), 0) FROM captures JOIN readings ON captures.id = capture_id
     WHERE address_id = addresses.id AND +outcome = 'article'))"""
NOTHING_LOST = f"(({NEVER_READ}) OR {SEEN_ELSEWHERE})"


class Unread:
    """One portal's addresses whose last answer was no page.

    Those in state "refused" say no, and are asked more and more seldom; "failed" ones are due in every run.
    """

    def __init__(self, db: Connection, portal: str) -> None:
        self._db, self._portal = db, portal

    def due(self, now: str, most: int) -> list[Address]:
        """Those that say no and whose pause is over, the longest over first."""
        sql = f"{SAYS_NO} AND check_again_at <= ? AND check_again_at > checked_at ORDER BY check_again_at LIMIT ?"
        return self._rows(sql, now, most)

    def said(self, since: str) -> list[Address]:
        """Those that said no since then."""
        return self._rows(f"{SAYS_NO} AND checked_at >= ?", since)

    def addresses(self) -> tuple[str, ...]:
        """Those that say no and never gave a page; first pages are never among them."""
        return tuple(row.url for row in self._rows(f"{SAYS_NO} AND {NEVER_READ} ORDER BY url"))

    def silent(self) -> tuple[str, ...]:
        """Those that say no and gave a page once, unless its article was seen elsewhere since."""
        return tuple(row.url for row in self._rows(f"{SAYS_NO} AND NOT {NOTHING_LOST} ORDER BY url"))

    def is_one(self, identity: str) -> bool:
        """Whether no page was ever read at this address, or its article was seen at another one since."""
        return bool(self._count(f"portal = ? AND id = ? AND {NOTHING_LOST}", address_id(self._portal, identity)))

    def are_few(self) -> bool:
        """Whether hardly any of the portal's pages fail or say no just now, known ones among them."""
        return self._count(NO_PAGE) <= FEW * self.read()

    def read(self) -> int:
        """How many pages of the portal were read at their last look."""
        return self._count("portal = ? AND kind = 'page' AND state = 'done'")

    def ask_all(self, reason: str) -> None:
        """Have all that say no for this reason asked for as new ones are: one of them gave a page again."""
        with transaction(self._db):
            self._db.execute(
                f"UPDATE addresses SET check_again_at = ? WHERE {SAYS_NO} AND reason = ?",
                (ASK_FIRST, self._portal, reason),
            )

    def _count(self, where: str, *values: object) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM addresses WHERE {where}", self._with(values)).fetchone()[0])

    def _rows(self, where: str, *values: object) -> list[Address]:
        rows = self._db.execute(f"SELECT {COLUMNS} FROM addresses WHERE {where}", self._with(values))
        return [Address(*row) for row in rows]

    def _with(self, values: tuple[object, ...]) -> tuple[object, ...]:
        return (self._portal, *values)
