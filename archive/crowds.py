"""Texts that many articles bear: the one at an address akin to another is found by name, not by asking each of them.

A notice that a portal shows at each of its addresses, before any of them was known. The names are worked out from what
is on record, once in a process for each such text, and are no part of the archive's file.
"""

from __future__ import annotations

from archive.article import Article
from archive.kin import Mark, marks, sought
from archive.naming import short_hash
from archive.sqlite import Connection

MANY = 30
"""Of so few each is asked: it is less work, and nearly every text is one article's."""

TABLES = (
    "CREATE TEMP TABLE crowds (portal TEXT, fingerprint TEXT, PRIMARY KEY (portal, fingerprint)) WITHOUT ROWID",
    """CREATE TEMP TABLE crowd_names (name TEXT, article_id TEXT, version_id TEXT,
        PRIMARY KEY (name, article_id)) WITHOUT ROWID""",
)
IS_ONE = f"""SELECT (SELECT count(*) FROM (SELECT 1 FROM versions WHERE fingerprint = ? LIMIT {MANY + 1})) > {MANY}"""
NAMED = """SELECT article_id FROM crowd_names WHERE name = ?
    AND NOT EXISTS (SELECT 1 FROM stand_ins WHERE version_id = crowd_names.version_id) ORDER BY article_id LIMIT 1"""
OF_ARTICLE = """SELECT crowds.fingerprint FROM versions CROSS JOIN crowds USING (fingerprint)
WHERE versions.article_id = ? AND portal = ?"""
# DISTINCT before the addresses: an article at many, seen often, would give as many rows as the product of the two.
LOOKS = """SELECT DISTINCT versions.article_id, version_id, updated_at, date_text, title FROM versions
CROSS JOIN readings ON readings.article_id = versions.article_id AND version_id = versions.id WHERE fingerprint = ?"""
AT = """SELECT looks.*, identity FROM ({}) AS looks CROSS JOIN addresses ON addresses.article_id = looks.article_id
WHERE +portal = ? AND kind = 'page'"""
BEARERS = AT.format(LOOKS)
ITS = f"{LOOKS} AND versions.article_id = ?"
AT_ADDRESS = f"{AT.format(ITS)} AND addresses.id = ?"
# Where an earlier look had the same date, all addresses are noted under it.
AS_READ = AT.format(f"""{ITS} AND capture_id = ? AND NOT EXISTS (SELECT 1 FROM readings AS others
    WHERE others.article_id = readings.article_id AND others.version_id = readings.version_id
    AND others.updated_at IS readings.updated_at AND others.date_text IS readings.date_text
    AND others.capture_id <> readings.capture_id)""")


def is_crowd(db: Connection, fingerprint: str) -> bool:
    """Whether more articles bear a text than are asked each."""
    return bool(db.execute(IS_ONE, (fingerprint,)).fetchone()[0])


def akin_in_crowd(db: Connection, portal: str, identity: str, article: Article) -> str | None:
    """The id of an article that shows this text under this date at an address akin to this one, or None."""
    of_text = (portal, article.fingerprint)
    if db.execute("INSERT OR IGNORE INTO crowds VALUES (?, ?)", of_text).rowcount:
        _note(db, portal, db.execute(BEARERS, of_text[::-1]).fetchall(), article.fingerprint)
    names = (_name(portal, article.fingerprint, _date(article.updated_at, article.date_text), mark)
             for mark in sought(identity, article.title))  # fmt: skip
    found = [row[0] for name in names for row in db.execute(NAMED, (name,))]
    return min(found, default=None)


def note_bearer(db: Connection, portal: str, article_id: str, seen: tuple[str, str]) -> None:
    """Take in what an address and a capture add to an article, if it is one of a crowd that was asked for."""
    address_id, capture_id = seen
    for (fingerprint,) in db.execute(OF_ARTICLE, (article_id, portal)).fetchall():
        for query, one in ((AT_ADDRESS, (portal, address_id)), (AS_READ, (capture_id, portal))):
            rows = db.execute(query, (fingerprint, article_id, *one)).fetchall()
            _note(db, portal, rows, fingerprint)


def _note(db: Connection, portal: str, rows: list[tuple[str, ...]], fingerprint: str) -> None:
    names = (
        (_name(portal, fingerprint, _date(updated_at, date_text), mark), article, version)
        for article, version, updated_at, date_text, title, identity in rows
        for mark in marks(identity, title)
    )
    db.executemany("INSERT OR IGNORE INTO crowd_names VALUES (?, ?, ?)", names)


def _date(updated_at: str | None, date_text: str | None) -> Mark:
    return ("dated", updated_at) if updated_at else ("written", date_text or "")


def _name(portal: str, fingerprint: str, date: Mark, mark: Mark) -> str:
    return short_hash(portal, fingerprint, *date, *mark)
