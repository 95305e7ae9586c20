"""Which article a new address shows: one that moved here or away, or one that has several addresses."""

from __future__ import annotations

import re

from archive.article import FOR_NOW, MOVED, Article
from archive.crowds import akin_in_crowd, is_crowd
from archive.kin import akin, share_a_name
from archive.sqlite import Connection
from archive.standins import is_displaced

Place = tuple[str, str | None]
"""An address that takes part in a move: its identity, and the id of its article if it has one."""

# The words of the indexes' own conditions: a parameter would not tell SQLite that an index holds all such rows.
LED_HERE = {
    how: f"""SELECT DISTINCT addresses.identity, addresses.article_id FROM readings
JOIN captures ON captures.id = capture_id JOIN addresses ON addresses.id = address_id
WHERE readings.reason = ? AND readings.reason GLOB '{how}*' AND portal = ? ORDER BY addresses.id"""
    for how in (MOVED, FOR_NOW)
}
LEADS_TO = f"""SELECT DISTINCT substr(readings.reason, {len(MOVED) + 1}) FROM addresses
JOIN captures ON address_id = addresses.id JOIN readings ON capture_id = captures.id
WHERE portal = ? AND identity = ? AND readings.reason GLOB '{MOVED}*' LIMIT 2"""
ARTICLE = "SELECT article_id FROM addresses WHERE portal = ? AND identity = ?"


A_DAY = re.compile(r"\d+\W+\d+\W+\d{4}")
"""A date as written that names a day, whether there is such a one or not; "1/2024" is a month."""

# CROSS: from the few versions on. SQLite would go through all articles, for each new one. By readings, not by what is
# shown now: an older crawl may be imported last.
SAME = """SELECT articles.id, addresses.identity FROM versions CROSS JOIN articles ON articles.id = versions.article_id
CROSS JOIN addresses ON addresses.article_id = articles.id
WHERE fingerprint = ? AND articles.portal = ? AND kind = 'page' AND EXISTS (SELECT 1 FROM readings
    WHERE updated_at IS ? AND (updated_at IS NOT NULL OR date_text = ?)
    AND readings.article_id = articles.id AND readings.version_id = versions.id)
    AND NOT EXISTS (SELECT 1 FROM stand_ins WHERE version_id = versions.id) ORDER BY articles.id, addresses.id"""


# What articles show now: a text that was edited since is no longer there to move. In the order of the index: to sort
# them would cost a notice that all show more with each.
SHOWN = """SELECT articles.identity, articles.updated_at FROM versions
CROSS JOIN articles ON articles.version_id = versions.id
WHERE fingerprint = ? AND portal = ?
    AND NOT EXISTS (SELECT 1 FROM addresses WHERE article_id = articles.id AND identity = ?)"""

# Not where the two had a text in common: they are one article at two addresses, edited at both, that was never joined.
ANOTHERS_TEXT = """SELECT addresses.identity, articles.id, versions.id FROM versions
CROSS JOIN articles ON articles.version_id = versions.id CROSS JOIN addresses ON addresses.article_id = articles.id
WHERE fingerprint = ? AND articles.portal = ?
    AND articles.id <> ? AND articles.updated_at IS ? AND +articles.state = 'present' AND kind = 'page'
    AND NOT EXISTS (SELECT 1 FROM versions AS its JOIN versions AS ours USING (fingerprint)
        WHERE its.article_id = articles.id AND ours.article_id = ?)"""


def article_known(db: Connection, portal: str, identity: str, article: Article) -> str | None:
    """The id of the article in the archive that an address without one shows, or None for a new article.

    The same text under the same date is one article at all addresses that may be one page's; a day that could not be
    read ("31/02/2025") is the same where it is written the same. Under another date, or undated, it may be published
    anew. At addresses that have nothing in common it may be a page that only looks like
    an article ("under maintenance"), and what joined it would never be parted from it.
    """
    by_redirect = _by_redirect(db, portal, identity)
    if by_redirect or not (article.updated_at or A_DAY.search(article.date_text or "")):
        return by_redirect
    if is_crowd(db, article.fingerprint):
        return akin_in_crowd(db, portal, identity, article)
    same = db.execute(SAME, (article.fingerprint, portal, article.updated_at, article.date_text))
    return next((str(found) for found, other in same if akin(identity, other, article.title)), None)


def may_have_moved(db: Connection, portal: str, identity: str, article: Article) -> str | None:
    """The identity of an article that shows this very text, at other addresses; None where it is published anew.

    As notices are each week, under another day and another name, and last week's is taken down then. What moved keeps
    one of the two, or bears no date. Without a text, title and picture or file tell less: they need that day, or name.
    """
    if not (article.body_text or article.images or article.attachments):
        return None
    for other, updated_at in db.execute(SHOWN, (article.fingerprint, portal, identity)):
        days = [day[:10] for day in (updated_at, article.updated_at) if day]
        one_day = len({*days}) < 2 and (len(days) == 2 or article.body_text != "")
        if one_day or share_a_name(identity, other):
            return str(other)
    return None


def is_anothers(db: Connection, portal: str, place: Place, article: Article) -> bool:
    """Whether an article's address shows another one, by text and date, that stands at addresses unlike it.

    Not where that text came into the place of another there, too: then it may be nobody's (archive/standins.py).
    """
    identity, known = place
    others = db.execute(ANOTHERS_TEXT, (article.fingerprint, portal, known, article.updated_at, known)).fetchall()
    if not others or any(akin(identity, other, article.title) for other, *_ in others):
        return False
    return not all(is_displaced(db, (version, other), portal) for _, other, version in others)


def led_here(db: Connection, portal: str, identity: str, article_id: str) -> list[str]:
    """The ids of other articles that have an address which leads to the one that this article stands at."""
    found = {other for how, led in LED_HERE.items() for _, other in db.execute(led, (f"{how}{identity}", portal))}
    return sorted(found - {None, article_id})


def _by_redirect(db: Connection, portal: str, identity: str) -> str | None:
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
    places = db.execute(f"{LED_HERE[MOVED]} LIMIT 9", (f"{MOVED}{identity}", portal)).fetchall()
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
