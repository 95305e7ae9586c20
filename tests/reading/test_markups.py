"""One article is read the same from every make of page."""

import pytest

from crawler.portals import PORTALS
from crawler.reading import Page, article_of
from tests.reading.markups import BODIES, MARKUPS, render
from tests.reading.scoring import differences
from tests.reading.stories import Teller

WHEN = "2026-11-22T01:00:00Z"


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("markup", MARKUPS)
def test_every_markup_reads_back_as_the_article_that_was_told(markup: str, body: str) -> None:
    start = 10_000 + 100 * list(MARKUPS).index(markup) + 10 * list(BODIES).index(body)
    for seed in range(start, start + 3):
        story, portal = Teller(seed).story(), ("sct_bentre", "sct_bacgiang")[seed % 2]
        html = render(story, markup, body, seed, portal)
        article = article_of(Page("http://congthuongbentre.gov.vn/mot-bai-viet.html", html, WHEN), PORTALS[portal])
        assert differences(article, story) == [], f"seed {seed}"
