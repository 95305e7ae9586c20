"""The checks of `archive verify` over the tables. Each yields problems as text, and numbers for what it looked at."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlite_utils import Database

from archive.article import Article, Attachment, Image
from archive.catalogue import DERIVED, SHOWN, Showing
from archive.history import history_of, looks_at
from archive.media import FACTS
from archive.naming import seal, short_hash
from archive.schema import migrations
from archive.search import fold
from archive.sqlite import Connection, DatabaseError, connect
from archive.standins import all_standing_in

Check = Callable[[Connection], Iterator[str | int]]


def structure(db: Connection) -> Iterator[str | int]:
    """SQLite's own checks, foreign keys, and the search index against the text, on a copy so that nobody waits."""
    for (told,) in db.execute("PRAGMA integrity_check"):
        if told != "ok":
            yield str(told)
    for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"{table} row {rowid} refers to a row of {parent} that is not there"
    yield 1


def schema(db: Connection) -> Iterator[str | int]:
    """The words of every table, index, trigger and view against those of a new archive."""
    new = Database(memory=True)
    migrations.apply(new)
    there = set(map(tuple, db.execute(WORDS)))
    for kind, name, sql in new.execute(WORDS):
        if (kind, name, sql) not in there:
            yield f"{kind} {name} is not as it was made"
        yield 1


WORDS = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB 'article_search_*'"


def search_index(db: Connection) -> Iterator[str | int]:
    """FTS5's own check compares the index with the text of every article; it needs a copy it may write to."""
    file = Path(db.execute("PRAGMA database_list").fetchone()[2])
    beside = file.parent if os.access(file.parent, os.W_OK) else None  # a copy to be verified may be read-only
    with tempfile.TemporaryDirectory(dir=beside, prefix=".verify-") as folder:
        copy = connect(Path(folder) / "copy.db")
        try:
            db.backup(copy)
            copy.execute("INSERT INTO article_search (article_search, rank) VALUES ('integrity-check', 1)")
        except DatabaseError as error:
            yield f"the index does not agree with the text ({error})"
        finally:
            copy.close()
    yield int(db.execute("SELECT count(*) FROM article_search_docsize").fetchone()[0])


def sealed(table: str) -> Check:
    """Rows of an append-only table against their seals."""

    def check(db: Connection) -> Iterator[str | int]:
        for row in db.execute(f"SELECT * FROM {table}"):
            if seal(*row[:-1]) != row[-1]:
                yield f"row {row[0]} was changed after it was written"
            yield 1

    return check


def fingerprints(db: Connection) -> Iterator[str | int]:
    """Versions against their fingerprints, and each against the capture that brought it (I1, I2)."""
    query = """SELECT id, article_id, fingerprint, title, summary, body_text, author, source_credit,
        images,
        attachments, EXISTS (SELECT 1 FROM readings WHERE version_id = versions.id
            AND readings.article_id = versions.article_id) FROM versions"""
    for version_id, article_id, fingerprint, *texts, images, attachments, is_read in db.execute(query):
        title, summary, body_text, author, credit = texts
        pictures = tuple(Image(**image) for image in json.loads(images))
        files = tuple(Attachment(**file) for file in json.loads(attachments))
        article = Article("", title, body_text, "", summary, None, author, credit, images=pictures, attachments=files)
        if article.fingerprint != fingerprint or short_hash(article_id, fingerprint) != version_id:
            yield f"version {version_id} of article {article_id} does not match its fingerprint"
        if not is_read:
            yield f"version {version_id} has no reading of a capture"
        yield 1


def articles(db: Connection) -> Iterator[str | int]:
    """Article rows against what they were written from: version, capture, pictures, folded text, history."""
    names = ("id", "portal", "identity", "version_id", "shown", "title_folded", "body_folded", *DERIVED, *SHOWN)
    for row in db.execute(f"SELECT {', '.join(names)} FROM articles"):
        article = dict(zip(names, row, strict=True))
        yield from _article(db, article)
        yield 1


def _article(db: Connection, row: dict[str, str]) -> Iterator[str]:
    where = f"article {row['id']}"
    files = {
        "images": tuple(Image(*image) for image in db.execute(IMAGES, (row["id"],))),
        "attachments": tuple(Attachment(*file) for file in db.execute(ATTACHMENTS, (row["id"],))),
    }
    fields = {name: row[name] for name in SHOWN if name not in {"updated_on", "year"}}
    shown = Showing(Article(**fields, **files), row["version_id"], "", "", "")  # type: ignore[arg-type]
    if shown.digest != row["shown"] or [*shown.columns] != [row[name] for name in SHOWN]:
        yield f"{where} was changed after it was written"
    if short_hash(row["portal"], row["identity"]) != row["id"]:
        yield f"{where} has another id than its identity {row['identity']} gives"
    if short_hash(row["id"], shown.article.fingerprint) != row["version_id"]:
        yield f"{where} does not show the text of its version {row['version_id']}"
    if (fold(row["title"]), fold(row["body_text"])) != (row["title_folded"], row["body_folded"]):
        yield f"{where} has a search text that does not fit its text"
    history = history_of(looks_at(db, row["id"]))
    if told := [name for name in DERIVED if getattr(history, name) != row[name]]:
        yield f"{where} has {', '.join(told)} that its captures do not bear out"


def stand_ins(db: Connection) -> Iterator[str | int]:
    """What is noted to stand in for articles' own texts, against all texts on record."""
    names = "version_id, article_id, portal, fingerprint"
    noted = set(map(tuple, db.execute(f"SELECT {names} FROM stand_ins")))
    for version_id, article_id, *_ in sorted(noted ^ set(all_standing_in(db))):
        yield f"whether version {version_id} stands in for a text of article {article_id} is noted wrongly"
    yield len(noted)


IMAGES = "SELECT url, caption, alt FROM images WHERE article_id = ? ORDER BY position"
ATTACHMENTS = "SELECT url, label FROM attachments WHERE article_id = ? ORDER BY position"


def ledger(db: Connection) -> Iterator[str | int]:
    """Every address found has one fate, and its id is that of its identity; the rest of a row is kept twice."""
    states = dict(db.execute("SELECT state, count(*) FROM addresses GROUP BY state").fetchall())
    found = db.execute("SELECT count(*) FROM addresses").fetchone()[0]
    if sum(states.get(state, 0) for state in ("queued", "done", "failed", "refused")) != found:
        yield f"{found} addresses were found, their fates are {states}"
    for row_id, portal, identity in db.execute("SELECT id, portal, identity FROM addresses"):
        if short_hash(portal, identity) != row_id:
            yield f"address {identity} of {portal} was changed after it was written"
        yield 1


UNBORNE = f"""SELECT url FROM media WHERE NOT EXISTS (SELECT 1 FROM captures
WHERE captures.id = substr(media.sort_key, instr(media.sort_key, '~') + 1) AND captures.sort_key = media.sort_key
    AND ({", ".join(f"captures.{name}" for name in FACTS.split(", "))}) IS
        ({", ".join(f"media.{name}" for name in FACTS.split(", "))}))"""
UNLIKE = f"""SELECT article_id, shown.url FROM {{0}} AS shown LEFT JOIN media ON media.url = shown.url
WHERE ({", ".join(f"shown.{name}" for name in FACTS.split(", "))}) IS NOT
    ({", ".join(f"media.{name}" for name in FACTS.split(", "))})"""


def files(db: Connection) -> Iterator[str | int]:
    """What is known of pictures and attachments, against the captures that brought them."""
    yield from (f"what is noted of {url} fits no capture" for (url,) in db.execute(UNBORNE))
    for table in ("images", "attachments"):
        for article_id, url in db.execute(UNLIKE.format(table)):
            yield f"{table} of article {article_id}: what is noted of {url} was changed"
    yield int(db.execute("SELECT count(*) FROM media").fetchone()[0])


CHECKS: dict[str, Check] = {
    "structure": structure,
    "schema": schema,
    "search index": search_index,
    **{table: sealed(table) for table in ("captures", "readings")},
    "version rows": sealed("versions"),
    "versions": fingerprints,
    "articles": articles,
    "stand-ins": stand_ins,
    "files": files,
    "addresses": ledger,
}
