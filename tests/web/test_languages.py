"""Pages speak English and the archive Vietnamese: a screen reader is told which is which, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from lxml import html

from tests.web.conftest import Site

MARKED = re.compile("[ăâđêôơưạ-ỹàáãèéìíòóõùúýĩũ]", re.IGNORECASE)
SPOKEN = ("alt", "title", "aria-label", "placeholder", "value")
ARTICLE, WORDS = "Ba Tri", quote("điện")
PAGES = (
    "/", "/a/{}", "/a/{}/compare", f"/search?q={WORDS}", f"/search?q=xyzq{WORDS}", "/feeds", "/khong-co", "/archive",
    f"/archive/articles?_search={WORDS}&_facet=section", f"/archive/articles?section={quote('Năng lượng')}",
    "/archive/versions", "/archive/images", "/archive/portals", "/archive/addresses", "/archive/articles/{}",
    "/archive/captures", "/archive/runs", f"/archive/search?words={WORDS}", "/archive/silent_edits", "/archive/removed",
)  # fmt: skip


def language(element: html.HtmlElement | None) -> str | None:
    while element is not None and not element.get("lang"):
        element = element.getparent()
    return None if element is None else element.get("lang")


def spoken(page: html.HtmlElement) -> Iterator[tuple[str, html.HtmlElement]]:
    """Every text of a page, attributes that are read aloud included, with the element whose language it has."""
    for element in page.iter("*"):
        yield element.text or "", element
        for name in SPOKEN:
            yield element.get(name) or "", element
        if element.getparent() is not None:
            yield element.tail or "", element.getparent()


@pytest.mark.parametrize("path", PAGES)
def test_every_vietnamese_word_is_said_to_be_vietnamese(site: Site, path: str) -> None:
    page = html.document_fromstring(site.get(path.format(site.article(ARTICLE))).text)
    assert page.get("lang") == "en"
    texts = [(text, each) for text, each in spoken(page) if MARKED.search(text) and each.tag != "title"]
    assert texts
    assert [(each.tag, text.strip()) for text, each in texts if language(each) != "vi"] == []


@pytest.mark.parametrize(
    ("path", "told"), [("/a/{}", "vi"), ("/a/{}/compare", "vi"), (f"/search?q={WORDS}", "vi"), ("/search", "en")]
)
def test_title_of_a_page_has_the_language_it_begins_with(site: Site, path: str, told: str) -> None:
    page = html.document_fromstring(site.get(path.format(site.article(ARTICLE))).text)
    [title] = page.iter("title")
    assert language(title) == told
