"""Articles that moved: which article an address belongs to, by the permanent redirects on record."""

from __future__ import annotations

from archive.article import MOVED
from archive.sqlite import Connection

Place = tuple[str, str | None]
"""An address that takes part in a move: its identity, and the id of its article if it has one."""

# The words of the index's own condition: a parameter would not tell SQLite that the index holds all such rows.
LED_HERE = f"""SELECT DISTINCT addresses.identity, addresses.article_id FROM readings
JOIN captures ON captures.id = capture_id JOIN addresses ON addresses.id = address_id
WHERE readings.reason = ? AND readings.reason GLOB '{MOVED}*' AND portal = ? ORDER BY addresses.id LIMIT 9"""
LEADS_TO = f"""SELECT DISTINCT substr(readings.reason, {len(MOVED) + 1}) FROM addresses
JOIN captures ON address_id = addresses.id JOIN readings ON capture_id = captures.id
WHERE portal = ? AND identity = ? AND readings.reason GLOB '{MOVED}*' LIMIT 2"""
ARTICLE = "SELECT article_id FROM addresses WHERE portal = ? AND identity = ?"


def article_by_redirect(db: Connection, portal: str, identity: str) -> str | None:
    """The id of the article that stood at an address which led here for good, or stands where this one leads; or None.

    Followed hop by hop, and only where one article moved: what several lead to may be a notice ("this page is no
    more"), and articles once joined can never be parted.
    """
    for follow in (_before, _after):
        seen, place = {identity}, follow(db, portal, identity)
        while place is not None and place[0] not in seen:
            if place[1]:
                return place[1]
            seen.add(place[0])
            place = follow(db, portal, place[0])
    return None


def _before(db: Connection, portal: str, identity: str) -> Place | None:
    places = db.execute(LED_HERE, (f"{MOVED}{identity}", portal)).fetchall()
    one = len(places) == 1 or (len({article for _, article in places}) == 1 and places[0][1] is not None)
    return tuple(places[0]) if one else None


def _after(db: Connection, portal: str, identity: str) -> Place | None:
    leads = db.execute(LEADS_TO, (portal, identity)).fetchall()
    if len(leads) != 1:
        return None
    alone = _before(db, portal, leads[0][0])
    if alone is None or alone[0] != identity:
        return None
    row = db.execute(ARTICLE, (portal, leads[0][0])).fetchone()
    return leads[0][0], row[0] if row else None
