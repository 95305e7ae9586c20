"""What an older reader took for an article, and a newer one for something else."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.article import Reading
from archive.search import fts_query
from archive.store import Archive, Visit
from archive.verify import verify
from tests.archive.visits import NOON, article, rows, visit

TEXT, NOTICE = article(), article(title="Thông báo ngừng hoạt động", body_text="Cổng chuyển về tỉnh mới từ tháng Bảy.")
SEEN, LATER = "2019-03-01T00:00:00Z", "2025-08-01T00:00:00Z"


def told(of: object, at: str, parser: str, refused: str = "") -> Visit:
    """A look by one parser, at which the page was an article or something else."""
    look = visit(of, at, parser=parser)  # type: ignore[arg-type]
    if not refused:
        return look
    return replace(look, reading=Reading(parser, refused, f"{refused}:test"))  # type: ignore[arg-type]


GOOD, MISREAD, BETTER = told(TEXT, SEEN, "8"), told(NOTICE, LATER, "8"), told(NOTICE, LATER, "13", "not_article")


def row_after(folder: Path, *visits: Visit) -> dict[str, object]:
    with Archive(folder / "a.db") as archive:
        for each in visits:
            archive.save(each)
        assert verify(archive.db, folder / "warc").problems == []
        cursor = archive.db.execute("SELECT title, first_seen_at, last_seen_at, changed_at, state, rowid FROM articles")
        shown = dict(zip([name for name, *_ in cursor.description], cursor.fetchone(), strict=True))
        found = "SELECT rowid FROM article_search WHERE article_search MATCH ?"
        word = fts_query("trạm biến áp" if shown["title"] == TEXT.title else "tháng Bảy")
        assert archive.db.execute(found, (word,)).fetchall() == [(shown.pop("rowid"),)]
        return shown


@pytest.mark.parametrize("order", list(permutations((GOOD, MISREAD, BETTER))))
def test_a_better_reader_takes_back_what_was_misread_in_any_order(tmp_path: Path, order: tuple[Visit, ...]) -> None:
    assert row_after(tmp_path, *order) == {
        "title": TEXT.title, "first_seen_at": SEEN, "last_seen_at": SEEN, "changed_at": SEEN, "state": "present",
    }  # fmt: skip


def test_no_reader_takes_the_last_text_that_an_article_has(tmp_path: Path) -> None:
    assert row_after(tmp_path, MISREAD, BETTER)["title"] == NOTICE.title
    both = [told(TEXT, SEEN, "13", "list"), GOOD, MISREAD, BETTER]
    (tmp_path / "both").mkdir()
    assert row_after(tmp_path / "both", *both[1:], both[0])["title"] == NOTICE.title


@pytest.mark.parametrize("outcome", ["unreadable", "truncated"])
def test_a_reader_that_says_nothing_takes_nothing_back(tmp_path: Path, outcome: str) -> None:
    assert row_after(tmp_path, GOOD, MISREAD, told(NOTICE, LATER, "13", outcome))["title"] == NOTICE.title


def test_a_reader_that_reads_it_again_gives_it_back(tmp_path: Path) -> None:
    shown = row_after(tmp_path, GOOD, MISREAD, BETTER, told(NOTICE, LATER, "14"))
    assert (shown["title"], shown["last_seen_at"]) == (NOTICE.title, LATER)


TEXTS = {"own": TEXT, "notice": NOTICE, "not_article": TEXT, "gone": TEXT, "unreadable": TEXT}
TABLES = {
    **dict.fromkeys(("articles", "versions", "readings", "changes", "version_spans"), "*"),
    "article_captures": "article_id, capture_id, parser, outcome, version_id, reread",
}


READ = st.tuples(st.integers(1, 4), st.sampled_from("123"), st.sampled_from(sorted(TEXTS)))
"""The day of a capture of one address, a reader, and what it read."""


def read(day: int, parser: str, what: str) -> Visit:
    at = f"2026-01-0{day}T00:00:00Z"
    look = visit(TEXTS[what], at, parser=parser, source="warc", page=at.encode())
    if what in {"own", "notice"}:
        return look
    return replace(look, reading=Reading(parser, what, f"{what}:test"))  # type: ignore[arg-type]


def rows_after(looks: list[tuple[int, str, str]]) -> dict[str, list[str]]:
    with TemporaryDirectory() as folder, Archive(Path(folder) / "a.db", clock=lambda: NOON) as archive:
        archive.db.execute("PRAGMA synchronous = OFF")
        for look in looks:
            archive.save(read(*look))
        return {name: sorted(map(repr, rows(archive, f"SELECT {what} FROM {name}"))) for name, what in TABLES.items()}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_readers_said_of_whatever_captures_any_order_ends_in_the_same_rows(data: st.DataObject) -> None:
    looks = data.draw(st.lists(READ, min_size=1, max_size=8, unique_by=lambda look: look[:2]))
    assert rows_after(looks) == rows_after(data.draw(st.permutations(looks)))


def test_a_look_by_an_older_reader_after_the_shown_one_was_taken_back_is_the_first(tmp_path: Path) -> None:
    shown = row_after(
        tmp_path, told(NOTICE, SEEN, "8"), told(NOTICE, SEEN, "13", "not_article"), told(TEXT, LATER, "8")
    )
    assert (shown["first_seen_at"], shown["changed_at"], shown["last_seen_at"]) == (LATER, LATER, LATER)
