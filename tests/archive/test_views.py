"""What the views cost: one article's history is read alone, and what changed is found from an index."""

from pathlib import Path

import pytest

from archive import diff, showing
from archive.sqlite import connect
from archive.store import Archive
from archive.views import VIEWS
from tests.archive.visits import article, refused, rows, visit

OF_ONE = [showing.PARTS["versions"], diff.VERSIONS, *(f"SELECT * FROM {view} WHERE article_id = ?1" for view in VIEWS)]


def plan(path: Path, sql: str) -> list[str]:
    db = connect(path, readonly=True)
    steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", ("x",) if "?1" in sql else ()).fetchall()]
    db.close()
    return steps


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Archive(tmp_path / "a.db").close()
    return tmp_path / "a.db"


@pytest.mark.parametrize("sql", OF_ONE)
def test_history_of_one_article_reads_nothing_of_the_others(path: Path, sql: str) -> None:
    results = ("SCAN looks", "SCAN spans", "SCAN version_spans", "SCAN (subquery")
    assert [step for step in plan(path, sql) if step.startswith("SCAN") and not step.startswith(results)] == []


def test_spans_of_all_texts_come_in_the_order_of_an_index(path: Path) -> None:
    assert not any("TEMP B-TREE" in step for step in plan(path, "SELECT * FROM version_spans"))


def test_articles_that_never_changed_are_passed_over_by_the_index_alone(path: Path) -> None:
    assert "SEARCH readings USING COVERING INDEX readings_by_article (article_id=?)" in plan(
        path, "SELECT * FROM changes"
    )


def test_date_that_came_or_went_is_a_change(tmp_path: Path) -> None:
    days = [None, "2024-01-02", "2024-01-02", None]
    with Archive(tmp_path / "a.db") as archive:
        for number, day in enumerate(days, 1):
            archive.save(visit(article(updated_at=day), f"2026-01-0{number}T00:00:00Z"))
        changes = rows(archive, "SELECT kind, from_updated_at, updated_at FROM changes ORDER BY changed_at")
    assert changes == [("date_bump", None, "2024-01-02"), ("date_bump", "2024-01-02", None)]


def test_archive_of_an_earlier_schema_gets_todays_views_and_indexes(path: Path, tmp_path: Path) -> None:
    db = connect(path)
    fresh = db.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
    for statement in (
        "DROP VIEW changes",
        "CREATE VIEW changes AS SELECT article_id FROM article_captures",
        "DROP INDEX readings_by_article",
        "CREATE INDEX readings_by_article ON readings(article_id)",
        "DELETE FROM _sqlite_migrations WHERE name = 'm005_quick_changes'",
    ):
        db.execute(statement)
    db.close()
    with Archive(path) as archive:
        assert rows(archive, "SELECT name, sql FROM sqlite_schema ORDER BY name") == fresh


def test_archive_of_an_earlier_schema_is_told_when_its_articles_were_removed(path: Path) -> None:
    removed = "SELECT state, removed_at FROM articles ORDER BY id"
    with Archive(path) as archive:
        for number in range(2):
            gone = article(f"bai-{number}", body_text=f"Bài số {number}.")
            archive.save(visit(gone, "2026-01-01T00:00:00Z"))
            for day in (2, 3, 20 * number + 4, 20 * number + 5):
                archive.save(refused(gone, f"2026-01-{day:02}T00:00:00Z"))
        fresh = rows(archive, removed)
        schema = rows(archive, "SELECT name, sql FROM sqlite_schema ORDER BY name")
    assert sorted(fresh) == [("missing", None), ("removed", "2026-01-24T00:00:00Z")]
    db = connect(path)
    db.execute("DROP INDEX articles_by_removal")
    db.execute("ALTER TABLE articles DROP COLUMN removed_at")
    db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm012_removed_at'")
    db.close()
    with Archive(path) as archive:
        assert rows(archive, removed) == fresh
        assert rows(archive, "SELECT name, sql FROM sqlite_schema ORDER BY name") == schema
