"""What the search page may be asked besides words, and what it offers where nothing is found."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from archive.search import any_word
from archive.store import Archive
from archive.web import searching
from archive.web.asked import Asked, day_of
from archive.web.show import Refused
from tests.web.asking import answers
from tests.web.library import BACGIANG, BENTRE, PORTALS, WIND, look
from tests.web.test_search_speed import plan

DATES = [
    "2021-12-31",
    "2022-01-01",
    "2022-02-28",
    "2022-06-15T08:00:00+07:00",
    "2022-06-15T09:00:00+07:00",
    "2023-01-01",
]
SECTIONS = ["Công nghiệp", "Cải cách hành chính", "Thương mại", "Đầu tư", "Dịch vụ", "Ăn uống"]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles about power, one for each date and section, and one without a date."""
    path = tmp_path_factory.mktemp("asked") / "archive.db"
    with Archive(path) as archive:
        archive.portals(PORTALS)
        for number, (date, section) in enumerate(zip([*DATES, None], [*SECTIONS, SECTIONS[0]], strict=True)):
            portal, base = (("sct_bentre", BENTRE), ("sct_bacgiang", BACGIANG))[number == 5]
            told = replace(
                WIND, url=f"{base}{number}.html", title=f"Tin {number}", body_text="Điện " * (number % 3 + 1),
                summary=None, updated_at=date, section=section,
            )  # fmt: skip
            archive.save(look(portal, told, f"2024-09-07T01:00:{number:02}Z"))
    return path


def titles(page: str) -> list[str]:
    return re.findall(r"<h3[^>]*><a [^>]*>([^<]*)", page)


@pytest.mark.parametrize("words", ["", "dien"])
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("from=2022&until=2022", "4321"), ("from=2022-06", "543"), ("until=2022-02", "210"), ("from=2023-01-01", "5"),
        ("from=2022-06-15&until=2022-06-15", "43"), ("from=2022&portal=sct_bacgiang", "5"),
        ("until=2021&year=2021", "0"), ("from=2024", ""),
    ],
)  # fmt: skip
def test_span_of_days_holds_both_its_ends_with_words_and_without(
    path: Path, words: str, asked: str, found: str
) -> None:
    (page,) = answers(path, f"/search?q={words}&sort=date&{asked}")
    assert titles(page.text) == [f"Tin {number}" for number in found]
    assert f"<strong>{len(found)}</strong> article" in page.text or not found


def test_newest_come_first_where_asked_so_the_undated_last_across_pages(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "PAGE_SIZE", 4)
    first, second = answers(path, "/search?q=dien&sort=date", "/search?q=dien&sort=date&page=2")
    assert titles(first.text) + titles(second.text) == [f"Tin {number}" for number in (5, 4, 3, 2, 1, 0, 6)]
    assert "<strong>7</strong> articles, newest first" in first.text
    assert 'href="/search?q=dien&amp;sort=date&amp;page=2"' in first.text
    assert '<option value="date" selected>' in first.text


def test_hits_in_the_order_of_days_follow_its_index_and_sort_within_a_day(library: Path) -> None:
    steps = plan(library, searching.BY_DAY.format(narrow=""), {"match": '"dien"', "last": 20})
    assert "articles USING INDEX articles_by_day" in steps
    assert "USE TEMP B-TREE FOR LAST TERM OF ORDER BY" in steps


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("2024", "2024-01-01", "2024-12-31"), ("2024-02", "2024-02-01", "2024-02-29"),
     (" 2024-02-03 ", "2024-02-03", "2024-02-03"), ("", "", "")],
)  # fmt: skip
def test_year_or_month_stands_for_its_first_or_last_day(text: str, first: str, last: str) -> None:
    assert (day_of(text, last=False), day_of(text, last=True)) == (first, last)


@pytest.mark.parametrize("text", ["2024-13", "2024-02-30", "0000", "31/12/2024", "２０２４", "x" * 99])
def test_day_that_is_none_is_refused(path: Path, text: str) -> None:
    with pytest.raises(Refused):
        day_of(text, last=False)
    (page,) = answers(path, f"/search?from={quote(text)}")
    assert page.status_code == 400


def test_order_that_is_none_is_refused_and_a_page_that_is_none_not_found(path: Path) -> None:
    pages = answers(path, "/search?sort=x", "/search?q=dien&page=9", "/search?page=9")
    assert [page.status_code for page in pages] == [400, 404, 404]


def test_section_may_be_asked_for_in_decomposed_letters(path: Path) -> None:
    (page,) = answers(path, f"/search?section={quote(unicodedata.normalize('NFD', 'Thương mại'))}")
    assert titles(page.text) == ["Tin 2"]


def test_numbers_beside_a_filter_are_those_of_the_answer_or_none(path: Path) -> None:
    every, portal, words, year = answers(
        path, "/search", "/search?portal=sct_bacgiang", "/search?q=dien", "/search?year=2022"
    )
    assert "2022 (4)" in every.text
    assert "2023 (1)" in portal.text
    assert "2022" not in portal.text.split('name="year"')[1].split("</select>")[0]
    assert not re.search(r"\(\d+\)</option>", words.text)
    assert not re.search(r"\(\d+\)</option>", year.text.split('name="section"')[1])


def test_sections_stand_in_the_order_of_letters(path: Path) -> None:
    (page,) = answers(path, "/search")
    found = re.findall(r'<option value="([^"]+)"', page.text.split('name="section"')[1])
    assert found == ["Ăn uống", "Cải cách hành chính", "Công nghiệp", "Dịch vụ", "Đầu tư", "Thương mại"]


def offers(page: str) -> list[tuple[str, str]]:
    """Where each offer leads, and what it says."""
    part = page.partition("something is found for")[2].partition("</ul>")[0]
    told = re.findall(r'<a href="([^"]*)">(.*?)</li>', part, re.DOTALL)
    return [(unescape(link), " ".join(re.sub("<[^>]*>", "", says).split())) for link, says in told]


def test_where_nothing_is_found_like_questions_that_find_something_are_a_link_away(path: Path) -> None:
    wrong, narrow, several, none, empty = answers(
        path, f"/search?q={quote('diễn')}", "/search?q=dien&year=2008&sort=date", "/search?q=dien+xyzzyq",
        "/search?q=xyzzyq", "/search?from=2024",
    )  # fmt: skip
    assert offers(wrong.text) == [("/search?q=dien", "dien: 7 articles")]
    assert offers(narrow.text) == [("/search?q=dien&sort=date", "dien in all of the archive: 7 articles")]
    assert offers(several.text) == [(f"/search?q={quote_plus('dien OR xyzzyq')}", "dien OR xyzzyq: 7 articles")]
    assert offers(none.text) == []
    assert "Try fewer words" in none.text
    assert '<a href="/search">All articles</a>' in empty.text
    for link, says in (*offers(wrong.text), *offers(several.text)):
        (page,) = answers(path, link)
        assert f"<strong>{re.findall(r'[0-9]+', says)[-1]}</strong> article" in page.text


def test_question_for_any_of_its_words_keeps_phrases_and_leaves_operators_alone() -> None:
    assert any_word("giá điện") == "giá OR điện"
    assert any_word("TP.HCM “điện gió” xă*") == '"TP HCM" OR "điện gió" OR xă*'
    assert [any_word(words) for words in ("điện", "a OR b", "a -b", "a NOT b", "", "-a", "-")] == [""] * 7


def test_address_of_a_question_holds_all_that_it_asks() -> None:
    asked = Asked("a b", "p", "2024", "s", 3, "2024-01-01", "2024-02-01", "date")
    assert asked.address() == "q=a+b&portal=p&year=2024&section=s&from=2024-01-01&until=2024-02-01&sort=date&page=3"
    assert asked.everywhere().address() == "q=a+b&sort=date"
