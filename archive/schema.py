"""The tables, indexes and triggers, as migrations only; plain SQLite 3.40 opens the file."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive.article import FOR_NOW, MOVED
from archive.catalogue import DUE, write_search_entries
from archive.history import history_of, looks_at
from archive.newest import count_anew
from archive.standins import INSERT, all_standing_in
from archive.tables import INDEXES, TABLES, TRIGGERS
from archive.views import VIEWS

migrations = Migrations("congthuong-archive")

APPLICATION_ID = 0x43544141  # "CTAA": `file` and we ourselves can tell an archive from any other SQLite file


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
    _make_views_anew(db)


def _make_views_anew(db: Database) -> None:
    db.conn.execute(STAND_INS)  # which they ask; m017 fills it
    for name, statement in VIEWS.items():
        db.conn.execute(f"DROP VIEW {name}")
        db.conn.execute(statement)


STAND_INS = """CREATE TABLE IF NOT EXISTS stand_ins (
    version_id TEXT PRIMARY KEY NOT NULL REFERENCES versions(id), article_id TEXT NOT NULL REFERENCES articles(id),
    portal TEXT NOT NULL, fingerprint TEXT NOT NULL
) STRICT"""

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
    # SQLite, told nothing of a column's few values, finds single rows by these as gladly as by an id, and reads half
    # the table. Queries for single rows say `+outcome`, `+state` (sqlite.org/optoverview.html, "unary plus").
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
    _tell_states_anew(db, "SELECT id FROM articles WHERE state = 'removed'")


@migrations()
def m011_led_away(db: Database) -> None:
    """An article whose address leads for good to where another one stands is missing, and no longer present."""
    _tell_states_anew(db, _led_away(MOVED))


def _led_away(how: str) -> str:
    led = f"SELECT capture_id FROM readings WHERE reason GLOB '{how}*'"
    looks = f"SELECT address_id FROM captures WHERE id IN ({led})"
    return f"SELECT DISTINCT article_id FROM addresses WHERE article_id <> '' AND id IN ({looks})"


def _tell_states_anew(db: Database, articles: str) -> None:
    for (article,) in db.conn.execute(articles).fetchall():
        state = history_of(looks_at(db.conn, article)).state
        db.conn.execute("UPDATE articles SET state = ? WHERE id = ?", (state, article))


@migrations()
def m012_removed_at(db: Database) -> None:
    """When an article was removed is a fact of its row: the feed would have to look at all its captures."""
    db.conn.execute("ALTER TABLE articles ADD COLUMN removed_at TEXT")
    for (article,) in db.conn.execute("SELECT id FROM articles WHERE state = 'removed'").fetchall():
        at = history_of(looks_at(db.conn, article)).removed_at
        db.conn.execute("UPDATE articles SET removed_at = ? WHERE id = ?", (at, article))
    db.conn.execute("CREATE INDEX articles_by_removal ON articles(removed_at, portal) WHERE removed_at IS NOT NULL")


NEWER = "SELECT 1 FROM readings AS newer WHERE newer.capture_id = readings.capture_id AND newer.outcome <> 'article'"


@migrations()
def m013_taken_back(db: Database) -> None:
    """A page that a newer reader took for something else is no look at an article any more, where others are."""
    _make_views_anew(db)
    doubted = f"SELECT DISTINCT article_id FROM readings WHERE article_id IS NOT NULL AND EXISTS ({NEWER})"
    _shown_anew(db, [article for (article,) in db.conn.execute(doubted).fetchall()])


def _shown_anew(db: Database, articles: Iterable[str]) -> None:
    db.conn.execute(DUE)
    count_anew(db.conn, articles)
    write_search_entries(db.conn)
    db.conn.execute("DROP TABLE search_due")


@migrations()
def m014_spellings(db: Database) -> None:
    """An address that is named in another spelling than the one on record is kept in both."""
    db.conn.execute("ALTER TABLE addresses ADD COLUMN named_as TEXT")
    db.conn.execute("DROP INDEX addresses_kept_twice")
    db.conn.execute(f"CREATE INDEX addresses_kept_twice ON addresses({KEPT_TWICE['addresses']}, named_as)")


@migrations()
def m015_led_away_for_now(db: Database) -> None:
    """So is one whose address leads there for a while; which do is found by where they lead."""
    db.conn.execute(f"CREATE INDEX readings_redirected ON readings(reason, capture_id) WHERE reason GLOB '{FOR_NOW}*'")
    _tell_states_anew(db, _led_away(FOR_NOW))


@migrations()
def m016_found_on(db: Database) -> None:
    """Which articles were found on a page is found by the page: each page that is looked at again asks."""
    db.conn.execute("CREATE INDEX addresses_by_finder ON addresses(found_on) WHERE article_id IS NOT NULL")


@migrations()
def m017_stand_ins(db: Database) -> None:
    """A text that stands at several articles in the place of their own is no look at any of them."""
    _make_views_anew(db)
    db.conn.execute("CREATE INDEX stand_ins_by_text ON stand_ins(portal, fingerprint)")
    rows = [*all_standing_in(db.conn)]
    db.conn.executemany(INSERT, rows)
    _shown_anew(db, {article for _, article, *_ in rows})


# FTS5 writes its entries anew whenever so many segments of a level become one of the next: 4 by its default, and an
# article wrote 84 pages where the largest merge fell, 67 at first (of 100,000). A word is sought in each segment: 23
# instead of 15 then, 0.02 ms; by 16 they were 65, and a rare word took 0.2 ms more.
SEGMENTS = 8


@migrations()
def m018_fewer_merges(db: Database) -> None:
    """The search index is merged half as often: storing slows down less as the archive grows."""
    db.conn.execute("INSERT INTO article_search (article_search, rank) VALUES ('automerge', ?)", (SEGMENTS,))
