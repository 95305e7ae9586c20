"""Texts that stand at several articles in the place of their own: nobody's, and no sight of these articles.

The notice that a merged portal closed, a squatter's page: one page at every address. Told from all texts on record, so
that captures in any order end in the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.alike import unlike
from archive.sqlite import Connection
from archive.views import LATER, OTHERWISE

SEVERAL = 3
"""At so many articles a text is nobody's, where it is unlike one that each of them alone has. A notice that a portal
published at several addresses is all that these showed, or much like it; an edit keeps some of the text or title."""

Row = tuple[str, str]
"""A text of an article: the version's id, and the article's."""

BEARERS = """SELECT versions.id, articles.id FROM versions CROSS JOIN articles ON articles.id = versions.article_id
WHERE portal = ? AND fingerprint = ?"""
TEXT = "SELECT title, body_text FROM versions WHERE id = ?"
SHARED_BY = f"""SELECT versions.id, portal, fingerprint FROM versions JOIN articles ON articles.id = article_id
WHERE article_id = ? AND (SELECT count(*) FROM (SELECT 1 FROM versions AS same
    WHERE same.fingerprint = versions.fingerprint LIMIT {SEVERAL})) = {SEVERAL}"""
SHARED = f"""SELECT portal, fingerprint FROM versions JOIN articles ON articles.id = article_id
GROUP BY portal, fingerprint HAVING count(*) >= {SEVERAL}"""
# Not what a newer reader took for something else, nor what it read another text in.
COUNTS = f"NOT EXISTS ({LATER} AND ({OTHERWISE} OR later.version_id <> looks.version_id))"
OTHERS = f"""SELECT fingerprint, title, body_text FROM versions WHERE article_id = ? AND id <> ? AND EXISTS (
    SELECT 1 FROM readings AS looks WHERE looks.article_id = versions.article_id AND version_id = versions.id
    AND {COUNTS})"""
COUNTED = f"""SELECT 1 FROM readings AS looks WHERE article_id = ? AND version_id = ? AND capture_id <> ?
    AND {COUNTS} LIMIT 1"""
KNOWN = f"SELECT version_id, article_id FROM stand_ins WHERE portal = ? AND fingerprint = ? LIMIT {SEVERAL + 1}"
INSERT = "INSERT INTO stand_ins (version_id, article_id, portal, fingerprint) VALUES (?, ?, ?, ?)"

# Version, title and article, for people.
TOLD = """SELECT versions.id, versions.title, url FROM stand_ins JOIN versions ON versions.id = stand_ins.version_id
JOIN articles ON articles.id = stand_ins.article_id WHERE stand_ins.portal = ?"""
MANY = 4
# Shared texts first, from the index alone: nearly all others are one article's.
ALL_ALIKE = f"""WITH shown AS (SELECT versions.id, versions.title, url,
    count(*) OVER (PARTITION BY fingerprint, coalesce(updated_at, date_text)) AS alike
    FROM versions CROSS JOIN articles ON articles.version_id = versions.id WHERE portal = ? AND fingerprint IN (
        SELECT fingerprint FROM versions GROUP BY fingerprint HAVING count(*) > {MANY}))
SELECT id, title, url FROM shown WHERE alike > {MANY}"""


# What articles that got a new text bear, where runs that nobody ended since the last one that ended brought it.
KILLED = """SELECT id FROM runs WHERE portal = :portal AND id < :run AND id > coalesce(
    (SELECT max(id) FROM runs WHERE portal = :portal AND id < :run AND finished_at IS NOT NULL), 0)"""
BROUGHT_BY_KILLED = f"""SELECT same.id FROM versions AS same WHERE fingerprint IN (
    SELECT fingerprint FROM versions WHERE article_id IN (
        SELECT looks.article_id FROM captures CROSS JOIN readings AS looks ON looks.capture_id = captures.id
        WHERE captures.run_id IN ({KILLED}) AND version_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM readings AS others JOIN captures AS seen ON seen.id = others.capture_id
            WHERE others.article_id = looks.article_id AND others.version_id = looks.version_id
            AND coalesce(seen.run_id, 0) NOT IN ({KILLED}))))"""


@dataclass(frozen=True, slots=True)
class Doubted:
    """Texts that several articles show, each by its version with title and article's address.

    `stand_in` for others; `all_alike` are shown under one date by more than MANY articles that show nothing else.
    """

    stand_in: Mapping[str, tuple[str, str]]
    all_alike: Mapping[str, tuple[str, str]]


def doubted(db: Connection, portal: str) -> Doubted:
    """What is on record of a portal's texts that may be one page given in the place of many."""
    return Doubted(
        *({row[0]: (row[1], row[2]) for row in db.execute(sql, (portal,))} for sql in (TOLD, ALL_ALIKE)),
    )


def told_before(db: Connection, portal: str, run: int) -> Doubted:
    """What of this was on record when the last run ended: one that was killed could tell nobody of what it brought."""
    known = doubted(db, portal)
    if not (known.stand_in or known.all_alike):
        return known
    new = {version for (version,) in db.execute(BROUGHT_BY_KILLED, {"portal": portal, "run": run})}
    every = (known.stand_in, known.all_alike)
    return Doubted(*({version: told for version, told in each.items() if version not in new} for each in every))


def stands_in(db: Connection, version_id: str) -> bool:
    """Whether this text of an article stands in for its own."""
    return db.execute("SELECT 1 FROM stand_ins WHERE version_id = ?", (version_id,)).fetchone() is not None


def counted(db: Connection, row: Row, capture_id: str) -> bool:
    """Whether a text of an article counts as its own by another capture than this."""
    version, article = row
    return db.execute(COUNTED, (article, version, capture_id)).fetchone() is not None


def tell_anew(db: Connection, article_id: str, portal: str = "", fingerprint: str = "") -> set[str]:
    """Find what stands in for an article's own text, once this one came to it, or a reading took one back.

    Returns the articles of which other texts count than before.
    """
    articles = {article_id}
    sharing = db.execute(f"{BEARERS} LIMIT {SEVERAL + 1}", (portal, fingerprint)).fetchall()
    if len(sharing) == SEVERAL:
        articles.update(article for _, article in sharing)  # to none of them is it a text of its own any more
    changed: set[str] = set()
    for article in sorted(articles):
        for version, *shared in db.execute(SHARED_BY, (article,)).fetchall():
            changed |= _weighed(db, (version, article), *shared)
    return changed


def all_standing_in(db: Connection) -> Iterator[tuple[str, str, str, str]]:
    """Every row that the table should hold, from all texts on record."""
    for portal, fingerprint in db.execute(SHARED).fetchall():
        yield from ((*row, portal, fingerprint) for row in _displacing(db, portal, fingerprint))


def _weighed(db: Connection, row: Row, portal: str, fingerprint: str) -> set[str]:
    """The articles that a text stands in at, or does no longer, now that one of them was looked at again."""
    known = dict(db.execute(KNOWN, (portal, fingerprint)).fetchall())
    displaces = is_displaced(db, row, portal)
    if displaces == stands_in(db, row[0]):
        return set()
    if displaces:
        rows = [row] if known else _displacing(db, portal, fingerprint)
        db.executemany(INSERT, [(*each, portal, fingerprint) for each in rows])
        return {article for _, article in rows}
    if len(known) > SEVERAL:
        db.execute("DELETE FROM stand_ins WHERE version_id = ?", row[:1])
        return {row[1]}
    db.execute("DELETE FROM stand_ins WHERE portal = ? AND fingerprint = ?", (portal, fingerprint))
    return {*known.values()}


def _displacing(db: Connection, portal: str, fingerprint: str) -> list[Row]:
    """Where a text stands in the place of another, if that is at several articles."""
    rows = [row for row in db.execute(BEARERS, (portal, fingerprint)).fetchall() if is_displaced(db, row, portal)]
    return rows if len(rows) >= SEVERAL else []


def is_displaced(db: Connection, row: Row, portal: str) -> bool:
    """Whether an article has, beside this text, one of its own that is unlike it."""
    version, article = row
    text = db.execute(TEXT, (version,)).fetchone()
    return any(
        len(db.execute(f"{BEARERS} LIMIT {SEVERAL}", (portal, fingerprint)).fetchall()) < SEVERAL
        and unlike(text, other)
        for fingerprint, *other in db.execute(OTHERS, (article, version)).fetchall()
    )
