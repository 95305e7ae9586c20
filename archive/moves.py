"""Whether a run met an article at another address than the runs before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.sqlite import Connection

# A spelling is an address of its own: where the ledger took another one, the one before gave nothing. By the address
# (+: by no other index): SQLite would go through all that the run captured, for each article.
SEEN = """SELECT 1 FROM captures CROSS JOIN readings ON capture_id = captures.id
WHERE address_id = ? AND +url = ? AND +outcome = 'article' AND +run_id"""
SEEN_EARLIER, SEEN_NOW = f"{SEEN} < ? LIMIT 1", f"{SEEN} = ? LIMIT 1"

Row = Mapping[str, Any]


def has_moved(db: Connection, run_id: int, before: Row, now: Row) -> bool:
    """Whether this look at an article is the first one there, and the run did not see it at its last address.

    That may not have been asked yet: it is in the runs to come. `before` is the last look of an earlier run, and like
    `now` a capture with its reading.
    """
    if now["outcome"] != "article" or before["url"] == now["url"]:
        return False
    there = db.execute(SEEN_EARLIER, (now["address_id"], now["url"], run_id)).fetchone()
    stays = db.execute(SEEN_NOW, (before["address_id"], before["url"], run_id)).fetchone()
    return there is None and stays is None
