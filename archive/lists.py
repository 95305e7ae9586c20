"""What is known of a portal's lists: their first pages, what these named at their last look, what came of them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from archive.ledger import address_id
from archive.sqlite import Connection, transaction


class Lists:
    """The lists of one portal, and its start pages, which lead to all else."""

    def __init__(self, db: Connection, portal: str) -> None:
        self._db, self._portal = db, portal

    def is_top(self, identity: str) -> bool:
        """Whether this was once read as the first page of a list, or is a start page; whatever it said since."""
        sql = "SELECT 1 FROM list_tops WHERE address_id = ?"
        return self._db.execute(sql, (address_id(self._portal, identity),)).fetchone() is not None

    def led_to_articles(self, url: str) -> bool:
        """Whether an article was ever found on this page."""
        sql = "SELECT 1 FROM addresses WHERE portal = ? AND found_on = ? AND article_id IS NOT NULL LIMIT 1"
        return self._db.execute(sql, (self._portal, url)).fetchone() is not None

    def risen(self, top: str, named: Iterable[str], before: str) -> list[str]:
        """Articles that the first page of a list names, but did not at its last look, and that were seen before then.

        All by identity. What the page names now is kept for its next look.
        """
        row, now = address_id(self._portal, top), json.dumps(sorted({address_id(self._portal, one) for one in named}))
        with transaction(self._db):
            known = self._db.execute("SELECT named FROM list_tops WHERE address_id = ?", (row,)).fetchone()
            self._db.execute("INSERT OR REPLACE INTO list_tops (address_id, named) VALUES (?, ?)", (row, now))
        if known is None:
            return []
        sql = (
            "SELECT identity FROM addresses WHERE id IN (SELECT value FROM json_each(?) EXCEPT SELECT value FROM"
            " json_each(?)) AND article_id IS NOT NULL AND state = 'done' AND checked_at < ?"
        )
        return [str(row[0]) for row in self._db.execute(sql, (now, known[0], before))]
