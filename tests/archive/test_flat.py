"""The cost of storing one article does not grow with their number."""

from pathlib import Path

from archive.sqlite import connect
from archive.store import Archive

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
