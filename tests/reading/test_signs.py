"""What a page is searched for at sight is found fast, and found all the same."""

import re

import pytest

from crawler.reading.legacy_fonts import SIGNS
from crawler.reading.refusal import refused_at_sight, sign_in
from crawler.reading.refusal_words import MARKUP, Sign, opening_of


def test_every_sign_of_the_markup_begins_with_letters_that_str_find_can_look_for() -> None:
    assert [sign.pattern.pattern for sign in MARKUP if not sign.opening] == []


@pytest.mark.parametrize(
    ("pattern", "opening"),
    [
        ("plain words", "plain words"),
        (r"<title>\s*x", "<title>"),
        (r"colou?r", "colo"),
        (r"cf[-_]x", "cf"),
        (r"a{2}b", ""),
        (r"(?:a|b)", ""),
    ],
)
def test_opening_holds_only_what_every_match_begins_with(pattern: str, opening: str) -> None:
    assert opening_of(pattern) == opening


def test_sign_is_found_behind_its_opening_without_the_rest() -> None:
    signs = [Sign("gone:x", re.compile("<b>(?:fatal|parse) error"), opening="<b>")]
    assert sign_in("<b>no</b> <b>parse error</b>", signs) is signs[0]
    assert sign_in("<b>no</b> parse error", signs) is None


def test_first_sign_decides_wherever_it_stands() -> None:
    signs = [Sign("gone:x", re.compile("xx"), opening="x"), Sign("gone:y", re.compile("y"), opening="y")]
    assert sign_in("y x xx", signs) is signs[0]


@pytest.mark.parametrize("title", ["Bản in - Tin tức", "PHIÊN BẢN IN: Giá xăng", "In trang | Sở Công Thương"])
def test_signs_with_vietnamese_letters_are_found_in_any_case(title: str) -> None:
    page = f"<html><head><title>{title}</title></head><body>Giá bán lẻ xăng dầu</body></html>"
    assert refused_at_sight(page) == "not_article:print-view"


@pytest.mark.parametrize("text", ["a¨", "µn", "aù", "Eà ü AÜ", "ño", "Ña", "öa", "ön"])
def test_signs_of_legacy_fonts_are_found(text: str) -> None:
    assert SIGNS.search(text)


@pytest.mark.parametrize("text", ["ù", "thù", "5 µ", "ñ", "ö", "öb", "¨ A", "mùa lũ"])
def test_single_signs_that_other_writings_have_are_none(text: str) -> None:
    assert not SIGNS.search(text)
