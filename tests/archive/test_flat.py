"""The cost of storing one article does not grow with their number."""

from contextlib import closing
from itertools import islice
from pathlib import Path

from archive.sqlite import connect
from archive.store import Archive
from bench.logged import Logged
from bench.store import visits

SCANNED = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%STRICT%'"


def test_every_deferred_foreign_key_has_an_index_on_its_child_column(tmp_path: Path) -> None:
    """While a deferred key is open SQLite searches the children for each new parent row: by index, or all of them."""
    Archive(tmp_path / "archive.db").close()
    db = connect(tmp_path / "archive.db", readonly=True)
    keys = [
        (table, column)
        for (table,) in db.execute(SCANNED).fetchall()
        for *_, column in (row[:4] for row in db.execute(f"PRAGMA foreign_key_list({table})").fetchall())
        if table == "articles" and column == "version_id"
    ]
    assert keys == [("articles", "version_id")]
    for table, column in keys:
        plan = str(db.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} = 'x'").fetchall())
        assert "SEARCH" in plan
    db.close()


def test_an_article_costs_as_many_pages_of_the_log_late_as_early(tmp_path: Path) -> None:
    """Counted, not timed. By FTS5's default the search index was merged just then: a quarter more pages an article."""
    with Archive(tmp_path / "archive.db") as archive, closing(Logged(archive.path)) as logged:
        coming, pages = visits(3500), []
        for _ in range(7):
            count = 0
            for each in islice(coming, 500):
                archive.save(each)
                count += logged.since()
            pages.append(count / 500)
    assert max(pages) < pages[0] * 1.15, pages


def test_an_older_archive_merges_its_search_index_as_a_new_one_does(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        archive.db.execute("INSERT INTO article_search (article_search, rank) VALUES ('automerge', 4)")
        archive.db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm018_fewer_merges'")
    with Archive(tmp_path / "archive.db") as archive:
        assert archive.db.execute("SELECT v FROM article_search_config WHERE k = 'automerge'").fetchone() == (8,)
    assert (tmp_path / "archive.db.before-m018_fewer_merges").exists()
