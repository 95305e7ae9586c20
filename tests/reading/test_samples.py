"""The three real texts, where they are at hand: read from their own pages."""

import json
from pathlib import Path

import pytest

from crawler.portals import PORTALS
from crawler.reading import Page, article_of

SAMPLES = next((up / "shared/samples" for up in Path(__file__).parents if (up / "shared/samples").is_dir()), None)
PAGES = sorted(SAMPLES.glob("*/*.html")) if SAMPLES else []
pytestmark = pytest.mark.skipif(
    not PAGES, reason="the samples are not part of the project; they lie beside it where they may"
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_real_text_reads_back_as_its_description(path: Path) -> None:
    want = json.loads(path.with_suffix(".json").read_text())
    article = article_of(
        Page("http://portal.example/a.html", path.read_text(), "2026-11-22T01:00:00Z"), PORTALS[want["portal"]]
    )
    for name in ("title", "date_text", "updated_at", "source_credit", "author"):
        assert getattr(article, name) == want[name]
    assert article.body_text.startswith(want["body_starts"])
    assert article.body_text.endswith(want["body_ends"])
    assert not [words for words in want["not_in_body"] if words in article.body_text]
    assert len(article.body_text.split("\n\n")) == want.get("paragraphs", len(article.body_text.split("\n\n")))
    assert [image.caption for image in article.images] == want.get("image_captions", [])
