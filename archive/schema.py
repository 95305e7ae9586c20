"""The tables, indexes and triggers, as migrations only; plain SQLite 3.40 opens the file."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive.article import MOVED
from archive.history import history_of, looks_at
from archive.views import VIEWS

migrations = Migrations("congthuong-archive")

APPLICATION_ID = 0x43544141  # "CTAA": `file` and we ourselves can tell an archive from any other SQLite file

TABLES = (
    """CREATE TABLE portals (
        name TEXT PRIMARY KEY, title TEXT, agency TEXT, province TEXT, successor TEXT, home_url TEXT
    ) STRICT""",
    """CREATE TABLE runs (
        id INTEGER PRIMARY KEY, spider TEXT NOT NULL, portal TEXT NOT NULL, source TEXT NOT NULL,
        started_at TEXT NOT NULL, ordered_at TEXT NOT NULL, finished_at TEXT, exit_code INTEGER, reason TEXT,
        requests INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, listed INTEGER NOT NULL DEFAULT 0,
        new INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0,
        date_only INTEGER NOT NULL DEFAULT 0, missing INTEGER NOT NULL DEFAULT 0,
        refused INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, details TEXT
    ) STRICT""",
    # Long texts last: SQLite reads a row only as far as a query asks, and they fill pages of their own.
    """CREATE TABLE articles (
        id TEXT PRIMARY KEY NOT NULL, portal TEXT NOT NULL, identity TEXT NOT NULL, url TEXT NOT NULL,
        title TEXT NOT NULL, section TEXT, author TEXT, source_credit TEXT, lang TEXT NOT NULL,
        updated_at TEXT, updated_on TEXT, year INTEGER, date_text TEXT, date_rule TEXT,
        first_seen_at TEXT NOT NULL, last_seen_at TEXT NOT NULL, changed_at TEXT NOT NULL,
        version_count INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('present', 'missing', 'removed')),
        version_id TEXT NOT NULL REFERENCES versions(id) DEFERRABLE INITIALLY DEFERRED,
        capture_id TEXT NOT NULL REFERENCES captures(id) DEFERRABLE INITIALLY DEFERRED,
        sort_key TEXT NOT NULL, parser TEXT NOT NULL, shown TEXT NOT NULL,
        title_folded TEXT NOT NULL, summary TEXT, body_text TEXT NOT NULL, body_html TEXT NOT NULL,
        body_folded TEXT NOT NULL,
        UNIQUE (portal, identity)
    ) STRICT""",
    """CREATE TABLE versions (
        id TEXT PRIMARY KEY NOT NULL, article_id TEXT NOT NULL REFERENCES articles(id), fingerprint TEXT NOT NULL,
        title TEXT NOT NULL, summary TEXT, body_text TEXT NOT NULL, body_html TEXT NOT NULL,
        section TEXT, author TEXT, source_credit TEXT, lang TEXT NOT NULL,
        images TEXT NOT NULL, attachments TEXT NOT NULL, seal TEXT NOT NULL,
        UNIQUE (article_id, fingerprint)
    ) STRICT""",
    """CREATE TABLE captures (
        id TEXT PRIMARY KEY NOT NULL, url TEXT NOT NULL,
        source TEXT NOT NULL CHECK (source IN ('live', 'wayback', 'warc')),
        captured_at TEXT NOT NULL, status INTEGER NOT NULL, sha256 TEXT NOT NULL,
        warc_file TEXT, warc_offset INTEGER, warc_length INTEGER, run_id INTEGER REFERENCES runs(id),
        address_id TEXT NOT NULL REFERENCES addresses(id), sort_key TEXT NOT NULL,
        media_type TEXT, bytes INTEGER, seal TEXT NOT NULL,
        UNIQUE (url, captured_at, sha256)
    ) STRICT""",
    """CREATE TABLE readings (
        capture_id TEXT NOT NULL REFERENCES captures(id), parser TEXT NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN
            ('article', 'list', 'not_article', 'gone', 'blocked', 'truncated', 'unreadable')),
        reason TEXT, article_id TEXT REFERENCES articles(id), version_id TEXT REFERENCES versions(id),
        updated_at TEXT, date_text TEXT, date_rule TEXT, rules TEXT, seal TEXT NOT NULL,
        UNIQUE (capture_id, parser)
    ) STRICT""",
    """CREATE TABLE addresses (
        id TEXT PRIMARY KEY NOT NULL, portal TEXT NOT NULL, identity TEXT NOT NULL, url TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('page', 'capture', 'media')),
        state TEXT NOT NULL CHECK (state IN ('queued', 'done', 'failed', 'refused')), reason TEXT,
        tries INTEGER NOT NULL DEFAULT 0, priority INTEGER NOT NULL DEFAULT 0, found_on TEXT,
        first_seen_at TEXT NOT NULL, checked_at TEXT, check_again_at TEXT, etag TEXT, last_modified TEXT,
        article_id TEXT REFERENCES articles(id), sort_key TEXT,
        UNIQUE (portal, identity)
    ) STRICT""",
    *(
        f"""CREATE TABLE {table} (
        article_id TEXT NOT NULL REFERENCES articles(id), position INTEGER NOT NULL, url TEXT NOT NULL,
        {words} media_type TEXT, bytes INTEGER, sha256 TEXT,
        warc_file TEXT, warc_offset INTEGER, warc_length INTEGER, PRIMARY KEY (article_id, position)
    ) STRICT"""
        for table, words in (("images", "caption TEXT, alt TEXT,"), ("attachments", "label TEXT NOT NULL,"))
    ),
    """CREATE TABLE media (
        url TEXT PRIMARY KEY NOT NULL, media_type TEXT, bytes INTEGER, sha256 TEXT NOT NULL,
        warc_file TEXT, warc_offset INTEGER, warc_length INTEGER, sort_key TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE payloads (
        sha256 TEXT PRIMARY KEY NOT NULL, url TEXT NOT NULL, captured_at TEXT NOT NULL,
        warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL, warc_length INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE warc_files (
        name TEXT PRIMARY KEY NOT NULL, run_id INTEGER, opened_at TEXT NOT NULL,
        bytes INTEGER, sha256 TEXT
    ) STRICT""",
    # The index of four-letter beginnings (half as much again) makes `nghi*` as quick as a word: without it every
    # doclist under the beginning is read and merged, 35 ms a query at 10,000 articles instead of 1.
    """CREATE VIRTUAL TABLE article_search USING fts5(
        title, body_text, title_folded, body_folded, content="articles", prefix="4",
        tokenize="unicode61 remove_diacritics 0"
    )""",
)

INDEXES = (
    "CREATE INDEX articles_by_portal_and_day ON articles(portal, updated_on)",
    "CREATE INDEX articles_by_day ON articles(updated_on)",
    "CREATE INDEX articles_by_change ON articles(changed_at)",
    "CREATE INDEX articles_by_section ON articles(portal, section)",
    # While a deferred foreign key is open, each new parent row searches the children: by index, or the whole table.
    "CREATE INDEX articles_by_version ON articles(version_id)",
    "CREATE INDEX captures_by_address ON captures(address_id, sort_key)",
    "CREATE INDEX captures_by_run ON captures(run_id, captured_at)",
    "CREATE INDEX readings_by_article ON readings(article_id) WHERE article_id IS NOT NULL",
    "CREATE INDEX addresses_queue ON addresses(portal, kind, priority DESC, first_seen_at) WHERE state = 'queued'",
    "CREATE INDEX addresses_again ON addresses(portal, kind, check_again_at) WHERE state <> 'queued'",
    "CREATE INDEX addresses_by_state ON addresses(portal, state, kind)",
    "CREATE INDEX addresses_by_article ON addresses(article_id) WHERE article_id IS NOT NULL",
    "CREATE INDEX images_by_url ON images(url)",
    "CREATE INDEX attachments_by_url ON attachments(url)",
    "CREATE INDEX runs_by_portal ON runs(portal, id)",
)

# RAISE takes a plain string only: with an expression SQLite 3.40 could not read the file any more.
# INSERT OR REPLACE deletes without firing DELETE triggers, hence the guard on inserts: an existing row wins, silently.
KEYS = {
    "versions": "id = NEW.id OR (article_id = NEW.article_id AND fingerprint = NEW.fingerprint)",
    "captures": "id = NEW.id OR (url = NEW.url AND captured_at = NEW.captured_at AND sha256 = NEW.sha256)",
    "readings": "capture_id = NEW.capture_id AND parser = NEW.parser",
}
TRIGGERS = (
    *(
        f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
        for table in KEYS
        for verb in ("UPDATE", "DELETE")
    ),
    *(
        f"CREATE TRIGGER {table}_insert BEFORE INSERT ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN SELECT RAISE(IGNORE); END"
        for table, same in KEYS.items()
    ),
    *(
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{why}'); END"
        for table, why in (("articles", "articles are never deleted"), ("addresses", "every address keeps its fate"))
    ),
)


@migrations()
def m001_first_archive(db: Database) -> None:
    """All tables of the first archive; its views as they are today: the migration that changes one makes all anew."""
    for statement in (*TABLES, *INDEXES, *TRIGGERS, *VIEWS.values()):
        db.conn.execute(statement)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")


# The reader counts articles by portal, month and state on its first page: from this index alone, never from the rows.
READER = (
    "CREATE INDEX articles_overview ON articles(portal, updated_on, state, version_count)",
    "DROP INDEX articles_by_portal_and_day",
    "CREATE INDEX articles_by_year ON articles(year)",
    "CREATE INDEX articles_by_state ON articles(state)",
    "CREATE INDEX articles_by_first_sight ON articles(first_seen_at)",
    "CREATE INDEX captures_by_time ON captures(captured_at)",
)


@migrations()
def m002_reader(db: Database) -> None:
    """The indexes that the reader's pages rest on."""
    for statement in READER:
        db.conn.execute(statement)


@migrations()
def m003_pauses(db: Database) -> None:
    """What a portal asked for by Retry-After, kept across restarts."""
    db.conn.execute(
        "CREATE TABLE pauses (portal TEXT PRIMARY KEY NOT NULL, until TEXT NOT NULL, reason TEXT NOT NULL) STRICT"
    )


@migrations()
def m004_same_text(db: Database) -> None:
    """The same text at another address is found by its fingerprint."""
    db.conn.execute("CREATE INDEX versions_by_fingerprint ON versions(fingerprint)")


@migrations()
def m005_quick_changes(db: Database) -> None:
    """What changed is found from an index, without a look at every capture."""
    db.conn.execute("DROP INDEX readings_by_article")
    db.conn.execute(
        "CREATE INDEX readings_by_article ON readings(article_id, version_id, updated_at) WHERE article_id IS NOT NULL"
    )
    for name, statement in VIEWS.items():
        db.conn.execute(f"DROP VIEW {name}")
        db.conn.execute(statement)


# What no row's own seal covers is kept twice, in the table and in an index over all its columns: SQLite's own
# integrity_check compares the two, so that a flipped bit in either is found. Plain SQL may still write these tables.
KEPT_TWICE = {
    "portals": "name, title, agency, province, successor, home_url",
    "runs": "id, spider, portal, source, started_at, ordered_at, finished_at, exit_code, reason, requests, bytes,"
    " listed, new, changed, unchanged, date_only, missing, refused, failed, details",
    # The time first: what a page brings lies together, as in the table.
    "addresses": "first_seen_at, id, portal, identity, url, kind, state, reason, tries, priority, found_on, checked_at,"
    " check_again_at, etag, last_modified, article_id, sort_key",
    "warc_files": "name, run_id, opened_at, bytes, sha256",
    "pauses": "portal, until, reason",
    "articles": "sort_key, capture_id, parser",
}


@migrations()
def m006_kept_twice(db: Database) -> None:
    """The indexes by which `archive verify` finds a flipped bit in the bookkeeping too."""
    for table, columns in KEPT_TWICE.items():
        db.conn.execute(f"CREATE INDEX {table}_kept_twice ON {table}({columns})")


@migrations()
def m007_facets(db: Database) -> None:
    """What the reader counts of captures and readings, it counts from indexes: of 300,000 rows not in its time."""
    db.conn.execute("CREATE INDEX captures_by_source ON captures(source, status)")
    db.conn.execute("CREATE INDEX readings_by_outcome ON readings(outcome, parser)")


@migrations()
def m008_moves(db: Database) -> None:
    """Which addresses led to a page for good is found by the page: each new article asks."""
    db.conn.execute(f"CREATE INDEX readings_moved ON readings(reason, capture_id) WHERE reason GLOB '{MOVED}*'")


@migrations()
def m009_list_tops(db: Database) -> None:
    """What each list's first page named when it was last seen: an article that is back there may have been edited."""
    db.conn.execute("CREATE TABLE list_tops (address_id TEXT PRIMARY KEY NOT NULL, named TEXT NOT NULL) STRICT")
    db.conn.execute("CREATE INDEX list_tops_kept_twice ON list_tops(address_id, named)")


@migrations()
def m010_told_under_200(db: Database) -> None:
    """An article that only pages with status 200 called gone is missing, and no longer removed."""
    for (article,) in db.conn.execute("SELECT id FROM articles WHERE state = 'removed'").fetchall():
        db.conn.execute(
            "UPDATE articles SET state = ? WHERE id = ?", (history_of(looks_at(db.conn, article)).state, article)
        )
