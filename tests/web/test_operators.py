"""Words to leave out, OR, AND, NOT: alike in the command, the search page, Datasette's box and the ready question."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from archive.cli import main
from archive.finding import find
from archive.opening import open_for_reading
from archive.passages import highlight
from archive.search import NOTHING, fts_query, remarks
from archive.store import Archive
from archive.web import searching
from tests.web.asking import answers
from tests.web.library import BENTRE, WIND, look

TITLES = (
    "Điện gió Ba Tri", "Điện mặt trời", "Giá xăng dầu", "TP.HCM - Cần Thơ", "COVID-19 năm 2020-2025",
    "Nghị định 15/2020/NĐ-CP", "Gió mùa", "Sales AND marketing",
)  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("operators") / "archive.db"
    with Archive(path) as archive:
        for number, title in enumerate(TITLES):
            told = replace(WIND, url=f"{BENTRE}{number}.html", title=title, body_text=f"Tin số {number}.", summary=None)
            archive.save(look("sct_bentre", told, f"2024-09-07T01:00:{number:02}Z"))
    return path


def found(path: Path, words: str) -> set[str]:
    with open_for_reading(path) as db:
        return {hit.title for hit in find(db, words)}


ASKED: list[tuple[str, tuple[int, ...]]] = [
    ("dien -gio", (1,)),
    ("-gio dien", (1,)),
    ("điện -“điện gió”", (1,)),
    ("điện -mat*", (0,)),
    ("-dien", ()),
    ("gió OR xăng", (0, 2, 6)),
    ("điện gió OR giá xăng", (0, 2)),
    ("gió OR xăng -điện", (2, 6)),
    ("dien NOT gio", (1,)),
    ("dien AND NOT gio", (1,)),
    ("dien AND gio", (0,)),
    ("dien NOT mat troi OR xang", (0, 2)),
    ("NOT gio", ()),
    ("dien or gio", ()),
    ("gio and", ()),
    ("“Sales AND marketing”", (7,)),
    ("dien OR", ()),
    ("dien OR OR xang", (0, 1, 2)),
    ("TP.HCM - Cần Thơ", (3,)),
    ("COVID-19", (4,)),
    ("2020-2025", (4,)),
    ("2020 -2025", (4,)),
    ("Nghị định 15/2020/NĐ-CP", (5,)),
    ("- dien", (0, 1)),
    ("dien -", (0, 1)),
    ("--dien", (0, 1)),
]


@pytest.mark.parametrize(("words", "which"), ASKED)
def test_operators_do_what_they_say_and_signs_in_a_text_are_none(
    path: Path, words: str, which: tuple[int, ...]
) -> None:
    assert found(path, words) == {TITLES[at] for at in which}
    assert found(path, unicodedata.normalize("NFD", words)) == {TITLES[at] for at in which}


@pytest.mark.parametrize("words", ["dien -gio", "gió OR xăng", "dien NOT gio", "-dien", "TP.HCM - Cần Thơ"])
def test_every_search_answers_alike(path: Path, words: str) -> None:
    asked = quote(words)
    page, box, ready = answers(
        path, f"/search?q={asked}", f"/archive/articles.json?_shape=array&_search={asked}",
        f"/archive/search.json?_shape=array&words={asked}",
    )  # fmt: skip
    expected = found(path, words)
    assert {row["title"] for row in box.json()} == {row["title"] for row in ready.json()} == expected
    assert page.text.count("<h3") == len(expected)


@pytest.mark.parametrize("words", ["dien -“so 0”", "dien NOT so 0", "xyz OR dien NOT so 0"])
def test_what_is_left_out_for_its_text_stays_out_where_titles_come_first(
    path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setattr(searching, "RANKED", 0)
    (page,) = answers(path, f"/search?q={quote(words)}")
    assert "those with the words in their title come first" in page.text
    assert (" mặt trời</a>" in page.text, " Ba Tri</a>" in page.text) == (True, False)


def test_page_says_what_was_left_out_and_that_this_alone_finds_nothing(path: Path) -> None:
    left, alone, table, ready = answers(
        path, "/search?q=dien+-gio", "/search?q=-dien", "/archive/articles?_search=dien+-gio",
        "/archive/search?words=dien+-gio",
    )  # fmt: skip
    for page in (left, table, ready):
        assert 'Articles with “<span lang="vi">gio</span>” are left out.' in page.text
    assert "find nothing by themselves" in alone.text
    assert remarks("dien gio") == remarks("TP.HCM - Cần Thơ") == remarks("giá (điện)") == []
    assert "Brackets are passed over" in remarks("(dien OR xang) gia")[0]


def test_words_left_out_are_not_marked() -> None:
    assert [text for text, hit in highlight("điện và gió", "dien NOT gio bao") if hit] == ["điện"]


@pytest.mark.parametrize(
    "words", ["OR", "NOT", "AND OR NOT", "-", "- -", "a OR NOT b", "NOT OR a", 'a -"', "-*", "-- --"]
)
def test_operators_without_words_are_no_error(path: Path, words: str) -> None:
    assert len(found(path, words)) < len(TITLES)


def test_words_to_leave_out_alone_are_a_query_that_finds_nothing() -> None:
    assert fts_query("-dien") == NOTHING


def search(path: Path, *words: str) -> Any:
    return CliRunner().invoke(main, ["--archive", str(path), "search", *words])


def test_command_takes_a_word_with_a_minus_and_refuses_a_mistyped_option(path: Path) -> None:
    told = search(path, "dien", "-gio", "--limit", "5")
    assert TITLES[1] in told.output
    assert TITLES[0] not in told.output
    assert "Articles with “gio” are left out." in told.output
    assert search(path, "dien", "--limti", "5").exit_code == 2
