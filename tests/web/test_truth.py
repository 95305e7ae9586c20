"""What pages and descriptions say of missing articles, kept records and mistyped questions is so; facts lead on."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.article import Reading
from archive.store import Archive, Found
from tests.web.asking import answers, article_id
from tests.web.library import BENTRE, LYCHEE, PORTALS, WIND, file_look, gone, look, picture

SOFT = Reading("1", "gone", "gone:soft-404")
OTHER = replace(LYCHEE, url=BENTRE + "trang-khac.html")


def soft(at: str) -> Any:
    """A look that found another page, under status 200, where the article was."""
    return replace(look("sct_bentre", WIND, at), reading=SOFT)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("truth") / "archive.db"
    with Archive(path) as archive:
        archive.portals(PORTALS)
        archive.save(look("sct_bentre", WIND, "2026-09-01T01:00:00Z"))
        archive.save(look("sct_bentre", WIND, "2026-09-02T01:00:00Z"))
        for day in (3, 13, 23, 30):
            archive.save(soft(f"2026-09-{day:02}T01:00:00Z"))
    return path


def test_article_behind_a_soft_404_is_told_with_its_looks_and_never_as_removed(path: Path) -> None:
    (page,) = answers(path, f"/a/{article_id(path)}")
    assert "at the last 4 looks, since <time" in page.text
    assert ">3 September 2026</time>, but has not said often enough that it is gone" in page.text
    feeds, table = answers(path, "/feeds", "/archive/articles")
    assert "in whose place the portal shows something else under status 200 counts as missing" in feeds.text
    assert "gives another page under status 200" in table.text


def test_article_missed_once_is_told_so(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        archive.save(look("sct_bentre", WIND, "2026-09-01T01:00:00Z"))
        archive.save(gone("sct_bentre", WIND, "2026-09-03T01:00:00Z"))
    (page,) = answers(tmp_path / "archive.db", f"/a/{article_id(tmp_path / 'archive.db')}")
    assert "The portal did not show this article at the last look; what you read" in page.text


def test_look_without_a_raw_record_says_why(path: Path) -> None:
    (page,) = answers(path, f"/a/{article_id(path)}")
    assert "no raw record kept: it showed what an earlier record shows" in page.text


def test_capture_leads_to_its_record_and_from_what_it_showed_to_the_article(path: Path) -> None:
    first, again = answers(path, "/archive/captures.json?_shape=array&_sort=captured_at")[0].json()[:2]
    kept, bare, showed = answers(
        path, f"/archive/captures/{first['id']}", f"/archive/captures/{again['id']}",
        f"/archive/article_captures?capture_id={first['id']}&_nocount=1",
    )  # fmt: skip
    assert f'href="/raw/{first["id"]}"' in kept.text
    assert "/raw/" not in bare.text
    link = re.search(r'href="(/archive/article_captures\?[^"]*)"', kept.text)
    assert link
    assert link[1].replace("&amp;", "&") == f"/archive/article_captures?capture_id={first['id']}&_nocount=1"
    assert f'<a href="/a/{article_id(path)}">' in showed.text
    assert f'<a href="/archive/captures/{first["id"]}">' in showed.text


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("articles.json?yaer=2024&_shape=array", 400), ("articles?yaer__gt=2024", 400), ("articles.csv?yaer=2024", 400),
        ("articles?year=2024", 200), ("articles?title__contains=gi", 200), ("articles?_sort=id", 200),
        ("changes?kind=edit", 200), ("articles?_search=dien&_where=1=1", 200), ("article_search?rowid=1", 200),
    ],
)  # fmt: skip
def test_filter_by_what_is_no_column_is_refused_with_a_sentence(path: Path, asked: str, status: int) -> None:
    (answer,) = answers(path, f"/archive/{asked}")
    assert answer.status_code == status
    assert ("“yaer” is no column here" in (answer.json()["error"] if "json" in asked else answer.text)) == (
        status == 400
    )


def test_question_of_what_changed_lately_holds_removals_and_leads_to_comparisons(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        archive.save(look("sct_bentre", WIND, "2024-09-01T01:00:00Z"))
        archive.save(look("sct_bentre", replace(WIND, title="Tên mới"), "2024-09-02T01:00:00Z"))
        archive.save(look("sct_bacgiang", LYCHEE, "2024-09-02T02:00:00Z"))
        archive.save(look("sct_bacgiang", replace(LYCHEE, updated_at="2024-07-01"), "2024-09-03T02:00:00Z"))
        for day in (5, 15, 25):
            archive.save(gone("sct_bentre", WIND, f"2024-09-{day:02}T01:00:00Z"))
    page, told, silent = answers(
        path, "/archive/changed_lately?days=9000", "/archive/changed_lately.json?_shape=array&days=9000",
        "/archive/silent_edits",
    )  # fmt: skip
    assert [row["kind"] for row in told.json()] == ["removed", "date_bump", "silent_edit"]
    assert told.json()[0]["changed_at"] == "2024-09-25T01:00:00Z"
    two = "/compare?from={from_version_id}&amp;to={version_id}".format(**told.json()[2])
    wind, lychee = told.json()[2]["article_id"], told.json()[1]["article_id"]
    for each in (page, silent):
        assert f'<a href="/a/{wind}{two}">Tên mới</a>' in each.text
    assert f'<a href="/a/{wind}">Tên mới</a>' in page.text  # the removal
    assert f'<a href="/a/{lychee}">{LYCHEE.title}</a>' in page.text  # the date alone: no text to compare
    assert 'placeholder="30"' in page.text


def test_coverage_calls_no_list_and_no_page_that_is_gone_stored(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        archive.save(look("sct_bentre", WIND, "2024-09-01T01:00:00Z"))
        archive.save(gone("sct_bentre", WIND, "2024-09-20T01:00:00Z"))  # what it said is stored all the same
        for other, reading in ((LYCHEE, Reading("1", "list", "list:links")), (OTHER, Reading("1", "gone", "gone:404"))):
            archive.save(look("sct_bentre", other, "2024-09-02T01:00:00Z", reading=reading))
        archive.save(file_look("sct_bentre", WIND.images[0].url, picture(8, 8), "image/png", "2024-09-01T01:02:00Z"))
        archive.add("sct_bentre", [Found(BENTRE + "con-cho.html", "/con-cho.html")])
    (told,) = answers(path, "/archive/coverage.json?_shape=array")
    none = {"refused": 0, "failed": 0}
    assert told.json() == [
        {"portal": "sct_bentre", "kind": "media", "found": 1, "stored": 1, "no_article": 0, "waiting": 0, **none},
        {"portal": "sct_bentre", "kind": "page", "found": 4, "stored": 1, "no_article": 2, "waiting": 1, **none},
    ]


@pytest.mark.parametrize("address", ["/archive/khong_co/1", "/archive/khong_co/1.json", "/archive/-/create"])
def test_row_of_a_table_that_is_none_is_an_address_that_leads_nowhere(path: Path, address: str) -> None:
    (answer,) = answers(path, address)
    assert answer.status_code == 404
    assert "There is no such page in this archive." in answer.text


def test_facet_asked_for_once_more_is_shown_once_and_one_of_another_kind_says_which(path: Path) -> None:
    plain, page = answers(path, *(f"/archive/articles{asked}" for asked in ("", "?_facet=year&_facet_date=updated_at")))
    first, more = (re.findall('<section aria-label="By ([^"]*)"', each.text) for each in (plain, page))
    assert sorted(first) == ["portal", "section", "state", "year"]
    assert sorted(more) == ["portal", "section", "state", "updated_at (date)", "year"]
