"""The first archive's tables, indexes and triggers; what came later is in archive/schema.py, by migrations."""

from __future__ import annotations

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
