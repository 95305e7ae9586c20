"""Which raw records are worth their bytes: what a page says anew, never the same said again among other counters."""

from __future__ import annotations

import hashlib

from archive import ledger
from archive.catalogue import Showing
from archive.naming import short_hash
from archive.sqlite import Connection
from archive.tidy import tidy
from archive.visit import Visit

SHOWN = """SELECT articles.id, articles.shown, articles.parser, articles.state FROM addresses
JOIN articles ON articles.id = article_id WHERE addresses.id = ?"""
KEPT = """SELECT 1 FROM captures JOIN readings ON capture_id = captures.id
WHERE address_id = ? AND warc_file IS NOT NULL AND parser = ? AND version_id = ?
    AND updated_at IS ? AND date_text IS ? LIMIT 1"""

REFUSED = """SELECT 1 FROM addresses JOIN captures ON address_id = addresses.id
JOIN readings ON capture_id = captures.id
WHERE addresses.id = ? AND addresses.article_id IS NULL AND warc_file IS NOT NULL AND parser = ?
    AND +outcome = 'not_article' AND readings.reason IS ? LIMIT 1"""

GONE = """SELECT 1 FROM addresses JOIN articles ON articles.id = addresses.article_id AND articles.state = 'removed'
JOIN captures ON captures.address_id = addresses.id JOIN readings ON readings.capture_id = captures.id
WHERE addresses.id = ? AND captures.warc_file IS NOT NULL AND +outcome = 'gone' AND readings.reason = ? LIMIT 1"""


def brings_nothing(db: Connection, visit: Visit) -> bool:
    """Whether the raw record of this visit would be evidence of nothing that is not on record already."""
    if visit.reading is None:
        return False
    if visit.reading.outcome == "list":
        return not ledger.unknown(db, visit.portal, visit.found)
    if visit.reading.outcome == "gone":
        return _gone_for_good(db, visit)
    if visit.reading.outcome == "not_article":
        return not ledger.unknown(db, visit.portal, visit.found) and _refused_again(db, visit)
    return visit.reading.article is not None and _says_the_same_again(db, visit)


def _gone_for_good(db: Connection, visit: Visit) -> bool:
    """Whether the article of this address counts as removed, and answers of this kind that bear it out are kept.

    It is looked at once a month for ever after, and each soft 404 weighs as much as an article.
    """
    if visit.capture is None or visit.capture.source != "live" or visit.reading is None:
        return False
    address = ledger.address_id(visit.portal, visit.identity)
    return db.execute(GONE, (address, visit.reading.reason)).fetchone() is not None


def _refused_again(db: Connection, visit: Visit) -> bool:
    """Whether this address, which never led to an article, was refused for this reason before, and that page is kept.

    Home pages and lists without dates are refused like this in every run; a page that may have been misread is kept.
    """
    capture, reading = visit.capture, visit.reading
    if capture is None or capture.source != "live" or reading is None:
        return False
    address = ledger.address_id(visit.portal, visit.identity)
    return db.execute(REFUSED, (address, reading.parser, reading.reason)).fetchone() is not None


def _says_the_same_again(db: Connection, visit: Visit) -> bool:
    """Whether the portal shows exactly what the article's row shows, and a raw record at this address bears that out.

    View counters, tokens and clocks change the bytes of a page on every visit, so its hash never repeats: a year of
    daily looks at 2,000 unchanged articles would be gigabytes that say one thing. The capture's row, its hash and its
    reading are kept as ever; only the bytes are not. What another archive captured is kept whole, as it came.
    """
    capture, reading = visit.capture, visit.reading
    if capture is None or capture.source != "live" or reading is None or reading.article is None:
        return False
    address = ledger.address_id(visit.portal, visit.identity)
    row = db.execute(SHOWN, (address,)).fetchone()
    if row is None or row[2] != reading.parser or row[3] != "present":  # that it is back is news
        return False
    article = tidy(reading.article)
    version_id = short_hash(row[0], article.fingerprint)
    if Showing(article, version_id, "", "", reading.parser).digest != row[1]:
        return False
    dates = (article.updated_at, article.date_text)
    if db.execute(KEPT, (address, reading.parser, version_id, *dates)).fetchone() is None:
        return False
    # The very bytes again are a revisit record of a few hundred bytes: that the portal said just this is evidence too.
    payload = hashlib.sha256(capture.raw.body).hexdigest() if capture.raw else ""
    return db.execute("SELECT 1 FROM payloads WHERE sha256 = ?", (payload,)).fetchone() is None
