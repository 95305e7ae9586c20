"""The catalogue: articles, their versions, pictures, attachments and search entries, written from one reading."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property

from archive.article import Article, Attachment, Image, Reading
from archive.history import History
from archive.kin import GROUP, GROUPED
from archive.media import FACTS, known_of
from archive.naming import seal, short_hash
from archive.search import fold
from archive.sqlite import Connection

VERSION = """INSERT INTO versions (id, article_id, fingerprint, title, summary, body_text, body_html, section, author,
    source_credit, lang, images, attachments, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""

SHOWN = (
    "url", "title", "summary", "body_text", "body_html", "section", "author", "source_credit", "lang",
    "updated_at", "updated_on", "year", "date_text", "date_rule",
)  # fmt: skip
POINTERS = ("version_id", "capture_id", "sort_key", "parser", "shown", "title_folded", "body_folded")
DERIVED = ("first_seen_at", "last_seen_at", "changed_at", "version_count", "state", "removed_at")
INSERT = f"""INSERT INTO articles (id, portal, identity, {", ".join((*SHOWN, *POINTERS, *DERIVED))})
VALUES ({", ".join("?" * (3 + len(SHOWN) + len(POINTERS) + len(DERIVED)))})"""
SHOW = f"UPDATE articles SET {', '.join(f'{name} = ?' for name in (*SHOWN, *POINTERS))} WHERE id = ?"
DERIVE = f"UPDATE articles SET {', '.join(f'{name} = ?' for name in DERIVED)} WHERE id = ?"
POINT = "UPDATE articles SET capture_id = ?, sort_key = ?, parser = ? WHERE id = ?"

# Search entries are written at the end of a transaction, many at once: FTS5 gathers them in memory, and writes out what
# it has before every statement that may be undone alone, such as any on a table with triggers.
DUE = "CREATE TEMP TABLE search_due (article_id TEXT PRIMARY KEY) WITHOUT ROWID"
IS_DUE = "INSERT OR IGNORE INTO search_due VALUES (?)"
UNINDEX = """INSERT INTO article_search (article_search, rowid, title, body_text, title_folded, body_folded)
SELECT 'delete', rowid, title, body_text, title_folded, body_folded FROM articles
WHERE id = ? AND id NOT IN (SELECT article_id FROM search_due)"""
INDEX = """INSERT INTO article_search (rowid, title, body_text, title_folded, body_folded)
SELECT rowid, title, body_text, title_folded, body_folded FROM articles WHERE id IN (SELECT article_id FROM search_due)
ORDER BY rowid"""

# Plain rows: an INSERT … SELECT opens a statement journal, and with each FTS5 writes out what it had gathered so far.
IMAGE = (
    f"INSERT INTO images (article_id, position, url, caption, alt, {FACTS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
ATTACHMENT = (
    f"INSERT INTO attachments (article_id, position, url, label, {FACTS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

TITLES = """SELECT identity, versions.title FROM articles JOIN versions ON versions.article_id = articles.id
WHERE portal = ? AND identity = ? UNION ALL
SELECT identity, versions.title FROM articles JOIN versions ON versions.article_id = articles.id
WHERE portal = ? AND identity > ? AND identity < ?"""  # the slug with "/" and a group: "0" follows "/"


@dataclass(frozen=True, slots=True)
class Shown:
    """What an article's row shows now, and from which capture."""

    version_id: str
    sort_key: str
    parser: str
    shown: str
    updated_at: str | None
    state: str
    last_seen_at: str


def parser_rank(parser: str) -> tuple[int, str]:
    """Parsers from old to new; the views compare the same way."""
    number = re.match(r"\d+", parser)
    return (int(number[0]) if number else 0, parser)


def article_id_for(db: Connection, portal: str, identity: str, reading: Reading) -> tuple[str, str]:
    """The (id, identity) of the article a reading at an address not joined yet belongs to.

    Under one slug the titles decide which pages are one article, in any order of arrival; only which of several
    articles bears the bare name is decided by who came first, since an id once given stays.
    """
    assert reading.article and reading.identity  # noqa: S101, PT018 - the callers' contract, for the type checker
    asked = GROUP.fullmatch(identity)  # another identity than the address's own: the crawler found that it moved here
    full = identity if asked and reading.identity in {identity, asked[1]} else reading.identity
    grouped = GROUP.fullmatch(full)
    name = base = grouped[1] if grouped else full
    if base.startswith(GROUPED):
        known = _titles(db, portal, base)
        same = [each for each, titles in known.items() if _loosely(reading.article.title) in titles]
        if same:
            name = min(same)
        elif base in known and (grouped or not _bears(db, portal, base, short_hash(portal, base))):
            name = full if grouped else f"{base}/0"  # an article of another group came first and has the bare name
    return short_hash(portal, name), name


def _titles(db: Connection, portal: str, base: str) -> dict[str, set[str]]:
    """The articles under one slug by identity, each with the titles it ever bore."""
    found: dict[str, set[str]] = {}
    for identity, title in db.execute(TITLES, (portal, base, portal, f"{base}/", f"{base}0")):
        found.setdefault(identity, set()).add(_loosely(title))
    return found


def _bears(db: Connection, portal: str, base: str, article_id: str) -> bool:
    """Whether an article has a name by its own address, or without any group in play; else a group's lent it one."""
    joined = "SELECT identity FROM addresses WHERE portal = ? AND article_id = ? AND kind = 'page'"
    names = {identity for (identity,) in db.execute(joined, (portal, article_id)).fetchall()}
    return base in names or not any(GROUP.fullmatch(name) for name in names)


def _loosely(title: str) -> str:
    return " ".join(title.casefold().split())


def shown_of(db: Connection, article_id: str) -> Shown | None:
    """What the article's row shows, None where there is no such article yet."""
    row = db.execute(
        "SELECT version_id, sort_key, parser, shown, updated_at, state, last_seen_at FROM articles WHERE id = ?",
        (article_id,),
    ).fetchone()
    return Shown(*row) if row else None


def write_version(db: Connection, article_id: str, fingerprint: str, showing: Showing) -> bool:
    """Keep a text; False where the article has had it before."""
    article = showing.article
    row = (
        showing.version_id, article_id, fingerprint, article.title, article.summary, article.body_text,
        article.body_html, article.section, article.author, article.source_credit, article.lang, *showing.files,
    )  # fmt: skip
    return int(db.execute(VERSION, (*row, seal(*row))).rowcount) > 0


def _json(things: tuple[Image, ...] | tuple[Attachment, ...]) -> str:
    told = [{name: getattr(thing, name) for name in thing.__slots__} for thing in things]
    return json.dumps(told, ensure_ascii=False) if told else "[]"


def _day_and_year(updated_at: str | None) -> tuple[str | None, int | None]:
    return (updated_at[:10], int(updated_at[:4])) if updated_at else (None, None)


@dataclass(frozen=True)
class Showing:
    """An article as its row is to show it, with the version and the capture it comes from."""

    article: Article
    version_id: str
    capture_id: str
    sort_key: str
    parser: str

    @property
    def columns(self) -> tuple[object, ...]:
        """Values for SHOWN."""
        a = self.article
        return (
            a.url, a.title, a.summary, a.body_text, a.body_html, a.section, a.author, a.source_credit, a.lang,
            a.updated_at, *_day_and_year(a.updated_at), a.date_text, a.date_rule,
        )  # fmt: skip

    @cached_property
    def digest(self) -> str:
        """A seal over all that is shown: equal where a row need not be written again."""
        return seal(self.version_id, *self.columns, *self.files)

    @cached_property
    def files(self) -> tuple[str, str]:
        """Pictures and attachments as JSON."""
        return _json(self.article.images), _json(self.article.attachments)

    @property
    def pointers(self) -> tuple[object, ...]:
        """Values for POINTERS."""
        folded = (fold(self.article.title), fold(self.article.body_text))
        return (self.version_id, self.capture_id, self.sort_key, self.parser, self.digest, *folded)


def insert_article(db: Connection, key: tuple[str, str, str], showing: Showing, history: History) -> None:
    """A new article; key is (id, portal, identity)."""
    db.execute(INSERT, (*key, *showing.columns, *showing.pointers, *_derived(history)))
    db.execute(IS_DUE, (key[0],))
    _write_files(db, key[0], showing.article)


def show(db: Connection, article_id: str, showing: Showing, before: Shown) -> None:
    """Let an article's row show a newer capture; what did not change is not written, least of all the search entry."""
    if showing.digest == before.shown:
        db.execute(POINT, (showing.capture_id, showing.sort_key, showing.parser, article_id))
        return
    new_text = showing.version_id != before.version_id
    if new_text:
        db.execute(UNINDEX, (article_id,))
    db.execute(SHOW, (*showing.columns, *showing.pointers, article_id))
    if new_text:
        db.execute(IS_DUE, (article_id,))
    db.execute("DELETE FROM images WHERE article_id = ?", (article_id,))
    db.execute("DELETE FROM attachments WHERE article_id = ?", (article_id,))
    _write_files(db, article_id, showing.article)


def _write_files(db: Connection, article_id: str, article: Article) -> None:
    for at, image in enumerate(article.images):
        db.execute(IMAGE, (article_id, at, image.url, image.caption, image.alt, *known_of(db, image.url)))
    for at, file in enumerate(article.attachments):
        db.execute(ATTACHMENT, (article_id, at, file.url, file.label, *known_of(db, file.url)))


def write_search_entries(db: Connection) -> None:
    """The search entries of all articles whose text the transaction changed; the last thing it does."""
    db.execute(INDEX)
    db.execute("DELETE FROM search_due")


def write_history(db: Connection, article_id: str, history: History) -> None:
    """Write what follows from all captures."""
    db.execute(DERIVE, (*_derived(history), article_id))


def _derived(history: History) -> tuple[object, ...]:
    return tuple(getattr(history, name) for name in DERIVED)
