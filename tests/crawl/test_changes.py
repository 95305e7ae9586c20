"""What happens to articles over weeks, as the archive tells it: states, versions, readings, the reader's questions."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.crawl.offline import Portal, run
from tests.replica.crawling import ask
from tests.replica.running import ROOT
from tests.replica.site import GONE

BEGIN = datetime(2026, 1, 5, 22, tzinfo=UTC)
QUESTIONS = json.loads((ROOT / "datasette-metadata.json").read_text())["databases"]["archive"]["queries"]


class Archive:
    """A portal of eight articles, crawled by full runs at given days, and what its archive says of one of them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "archive.db"
        self.portal = Portal("sct_bentre", 8)
        self.key = sorted(self.portal.site.truth())[3]
        self.look(0)
        self.id = self.row("SELECT id FROM articles WHERE identity = ?", self.key)["id"]

    def look(self, day: int, exit_code: int = 0) -> None:
        health = run(self.portal, self.path, BEGIN + timedelta(days=day), full="1")
        assert health.ending.code == exit_code, health.ending.reason

    def row(self, query: str, *values: object) -> dict[str, Any]:
        (row,) = ask(self.path, query, *values)
        return row

    @property
    def state(self) -> str:
        return str(self.row("SELECT state FROM articles WHERE id = ?", self.id)["state"])

    @property
    def readings(self) -> list[str]:
        """Outcome and reason of each look at this article, old to new."""
        query = "SELECT outcome, reason FROM article_captures WHERE article_id = ? ORDER BY sort_key"
        return [row["reason"] or row["outcome"] for row in ask(self.path, query, self.id)]

    def answered(self, question: str) -> list[dict[str, Any]]:
        """What a question of the reader brings about this article."""
        rows = ask(self.path, QUESTIONS[question]["sql"].replace(":days", "'9999'"))
        return [row for row in rows if row["article_id"] == self.id]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


REASONS = {"404": "gone:404", "410": "gone:410", "soft404": "gone:soft-404", "home": "gone:redirect-to-list"}


@pytest.mark.parametrize("how", GONE)
def test_an_article_is_missing_at_once_and_removed_after_three_looks_over_two_weeks(archive: Archive, how: str) -> None:
    removed = "missing" if how == "soft404" else "removed"  # what is said under status 200 is no deletion
    before = archive.row("SELECT title, body_text, version_count FROM articles WHERE id = ?", archive.id)
    archive.portal.site.delete(archive.key, how)
    states = []
    for day in (1, 5, 9, 16):
        archive.look(day)
        states.append(archive.state)
    assert states == ["missing", "missing", "missing", removed]
    assert archive.readings == ["article", *[REASONS[how]] * 4]
    assert [row["state"] for row in archive.answered("removed")] == [removed]
    assert archive.row("SELECT title, body_text, version_count FROM articles WHERE id = ?", archive.id) == before
    archive.portal.site.bring_back(archive.key)
    archive.look(20)
    assert (archive.state, archive.readings[-1], archive.answered("removed")) == ("present", "article", [])


def test_two_looks_are_no_removal_however_far_apart(archive: Archive) -> None:
    archive.portal.site.delete(archive.key, "404")
    archive.look(1)
    archive.look(40)
    assert archive.state == "missing"
    archive.look(41)
    assert archive.state == "removed"


@pytest.mark.parametrize("redirect", [True, False])
def test_a_moved_article_stays_one_article_present_at_its_new_address(archive: Archive, redirect: bool) -> None:
    archive.portal.site.move(archive.key, "dia-chi-moi-cua-bai", redirect=redirect)
    archive.look(1)
    archive.look(20)
    assert len(ask(archive.path, "SELECT id FROM articles")) == 8
    row = archive.row("SELECT url, state, version_count FROM articles WHERE id = ?", archive.id)
    assert (row["url"].endswith("/dia-chi-moi-cua-bai.html"), row["state"], row["version_count"]) == (
        True,
        "present",
        1,
    )
    assert archive.answered("removed") == archive.answered("changed_lately") == []


@pytest.mark.parametrize(
    ("change", "kind", "versions"),
    [
        ({"body": "Bổ sung: số liệu của huyện đã được cập nhật lại."}, "silent_edit", 2),
        ({"date": "2026-01-06"}, "date_bump", 1),
        ({"body": "Đính chính: đợt khảo sát kéo dài thêm một tuần.", "date": "2026-01-06"}, "edit", 2),
        ({"title": "Tên bài đã được đặt lại cho gọn"}, "silent_edit", 2),
    ],
)
def test_a_change_is_told_by_its_kind(archive: Archive, change: dict[str, str], kind: str, versions: int) -> None:
    archive.portal.site.edit(archive.key, **change)
    archive.look(1)
    archive.look(2)
    assert [row["kind"] for row in archive.answered("changed_lately")] == [kind]
    assert len(archive.answered("silent_edits")) == (kind == "silent_edit")
    assert len(archive.answered("date_bumps")) == (kind == "date_bump")
    assert len(ask(archive.path, "SELECT id FROM versions WHERE article_id = ?", archive.id)) == versions
    assert archive.readings == ["article"] * 3


def test_counters_tokens_clocks_and_shuffled_lists_make_no_change(archive: Archive) -> None:
    for day in (1, 2, 3):
        archive.portal.site.set(now=f"{day:02}/02/2026, 0{day}:15:00")
        archive.look(day)
    assert ask(archive.path, "SELECT * FROM changes") == []
    assert len(ask(archive.path, "SELECT id FROM versions")) == 8
    assert ask(archive.path, "SELECT sum(changed) + sum(date_only) AS n FROM runs") == [{"n": 0}]


def test_a_text_that_comes_back_is_the_old_version_again(archive: Archive) -> None:
    first = archive.row("SELECT version_id FROM articles WHERE id = ?", archive.id)
    story = archive.portal.site.shown[archive.key].story
    archive.portal.site.edit(archive.key, body="Dòng này rồi sẽ được bỏ đi.")
    archive.look(1)
    archive.portal.site.shown[archive.key].story = story
    archive.portal.site.touch()
    archive.look(2)
    assert archive.row("SELECT version_id FROM articles WHERE id = ?", archive.id) == first
    assert archive.row("SELECT version_count FROM articles WHERE id = ?", archive.id) == {"version_count": 2}
    assert len(archive.answered("silent_edits")) == 2


def test_a_plain_daily_crawl_marks_a_deleted_article_removed_by_itself(archive: Archive) -> None:
    archive.portal.site.delete(archive.key, "404")
    for day in range(1, 30):
        assert run(archive.portal, archive.path, BEGIN + timedelta(days=day)).ending.code == 0
    assert archive.state == "removed"


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that saw an edit twenty days ago."""
    archive = Archive(tmp_path_factory.mktemp("edited"))
    archive.portal.site.edit(archive.key, body="Bổ sung một dòng.")
    archive.look((datetime.now(UTC) - BEGIN).days - 20)
    return archive.path


@pytest.mark.parametrize(
    ("days", "kinds"), [("3", []), ("40", ["silent_edit"]), (" 40 ", ["silent_edit"]), ("9" * 30, ["silent_edit"])]
)
def test_what_changed_lately_is_asked_for_by_days(edited: Path, days: str, kinds: list[str]) -> None:
    assert [row["kind"] for row in ask(edited, QUESTIONS["changed_lately"]["sql"], days)] == kinds


@pytest.mark.parametrize("nonsense", ["abc", "-5", "", "9e99", "1.5", None])
def test_days_that_are_no_whole_number_count_as_thirty(edited: Path, nonsense: str | None) -> None:
    assert len(ask(edited, QUESTIONS["changed_lately"]["sql"], nonsense)) == 1
