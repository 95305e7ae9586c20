"""The ledger of addresses: every address ever found, and its fate. Also the frontier of the crawl."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from archive.naming import short_hash
from archive.sqlite import Connection
from archive.tidy import keepable
from archive.visit import Found, Visit

# The earliest finder names an address that was never asked for; whatever the order, the same row.
ADD = """INSERT INTO addresses (id, portal, identity, url, kind, state, priority, found_on, first_seen_at)
VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?)
ON CONFLICT DO UPDATE SET
    priority = max(priority, excluded.priority),
    url = CASE WHEN tries = 0 AND (excluded.first_seen_at, excluded.url) < (first_seen_at, url)
        THEN excluded.url ELSE url END,
    (found_on, first_seen_at) = (SELECT found, seen FROM (
        SELECT excluded.found_on AS found, excluded.first_seen_at AS seen UNION ALL SELECT found_on, first_seen_at)
        ORDER BY seen, found IS NULL, found LIMIT 1)
WHERE excluded.priority > priority
    OR (excluded.first_seen_at, coalesce(excluded.found_on, '~')) < (first_seen_at, coalesce(found_on, '~'))
    OR tries = 0 AND (excluded.first_seen_at, excluded.url) < (first_seen_at, url)"""

# Lists may name a known address in another spelling; it is kept beside the one that answers. What gave nothing at its
# last look is asked for again where its spelling is a new one.
NOTHING_THERE = """state = 'refused' AND reason NOT LIKE 'refused:%' OR state = 'done'
    AND (reason LIKE 'gone:%' OR reason IS NOT NULL AND article_id IS NOT NULL)"""
NAMED = f"""UPDATE addresses SET named_as = named.value, state = CASE WHEN {NOTHING_THERE} THEN 'queued' ELSE state END
FROM json_each(?) AS named WHERE addresses.id = named.key AND named.value NOT IN (url, coalesce(named_as, ''))"""

# A visit older than the last one counts as a try, but the fate is the newest one's.
TRY = "UPDATE addresses SET tries = tries + 1 WHERE id = ?"
FATE = """UPDATE addresses SET named_as = CASE WHEN url <> ?1 THEN url ELSE named_as END, url = ?1, state = ?,
    reason = ?, checked_at = ?, check_again_at = ?, etag = ?, last_modified = ?, sort_key = ?
WHERE id = ? AND (sort_key IS NULL OR sort_key <= ?)"""

# Looks of a clock that ran ahead count as looks of now: else nothing would be asked for until that time has come.
AHEAD = """UPDATE addresses SET checked_at = :now, check_again_at = CASE WHEN check_again_at < checked_at
    THEN min(check_again_at, :now) ELSE strftime('%Y-%m-%dT%H:%M:%SZ',
        unixepoch(:now) + unixepoch(check_again_at) - unixepoch(checked_at), 'unixepoch') END
WHERE portal = :portal AND checked_at > :now"""
PAUSED_BY_IT = "DELETE FROM pauses WHERE portal = ? AND until > strftime('%Y-%m-%dT%H:%M:%SZ', ?, '+25 hours')"


@lru_cache(maxsize=4096)  # a page's links are mostly those of the page before
def address_id(portal: str, identity: str) -> str:
    """The id of a ledger row."""
    return short_hash(portal, identity)


def add(db: Connection, portal: str, found: Iterable[Found], at: str, found_on: str | None = None) -> int:
    """Put addresses into the ledger; returns how many it did not have."""
    rows = {}
    for each in found:
        identity, url = keepable(each.identity), keepable(each.url)
        row_id = address_id(portal, identity)
        rows[row_id] = (row_id, portal, identity, url, each.kind, each.priority, each.found_on or found_on, at)
    known = _known(db, rows)
    # Most links of most pages are known and bring nothing; asking first is six times cheaper than upserting them.
    db.executemany(ADD, [row for row_id, row in rows.items() if row_id not in known or _brings(row, known[row_id])])
    return len(rows) - len(known)


def _brings(row: tuple[Any, ...], known: tuple[int, str, str | None]) -> bool:
    *_, priority, found_on, at = row
    return bool(priority > known[0] or (at, found_on or "~") <= (known[1], known[2] or "~"))


def name(db: Connection, portal: str, found: Iterable[Found]) -> None:
    """Note in which spelling a live page names known addresses: where the one on record gives nothing, it may."""
    named = {address_id(portal, keepable(each.identity)): keepable(each.url) for each in found if each.kind == "page"}
    if named:
        db.execute(NAMED, (json.dumps(named),))


def unknown(db: Connection, portal: str, found: Sequence[Found]) -> bool:
    """Whether any of these is not in the ledger yet."""
    ids = {address_id(portal, keepable(each.identity)) for each in found}
    return len(_known(db, ids)) < len(ids)


def _known(db: Connection, ids: Iterable[str]) -> dict[str, tuple[int, str, str | None]]:
    told = json.dumps(list(ids))
    query = "SELECT id, priority, first_seen_at, found_on FROM addresses WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0]: row[1:] for row in db.execute(query, (told,))}


def ensure(db: Connection, visit: Visit, at: str) -> str:
    """Make sure the visited address has a row; returns its id."""
    row_id = address_id(visit.portal, visit.identity)
    db.execute(ADD, (row_id, visit.portal, visit.identity, visit.url, visit.kind, 0, None, at))
    return row_id


def record_fate(db: Connection, row_id: str, visit: Visit, at: str, key: str) -> None:
    """Count the visit and give the address its new fate, unless a newer visit has given it one."""
    db.execute(TRY, (row_id,))
    fate = (visit.url, visit.state, visit.reason, at, visit.check_again_at, visit.etag, visit.last_modified)
    db.execute(FATE, (*fate, key, row_id, key))


def forget_the_future(db: Connection, portal: str, now: str) -> None:
    """Bring back to `now` what an earlier run with a wrong clock put off beyond it: later looks, and longer pauses."""
    db.execute(AHEAD, {"portal": portal, "now": now})
    db.execute(PAUSED_BY_IT, (portal, now))
