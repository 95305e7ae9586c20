"""No class, tag name, wrapper or hidden noise changes what is read."""

from dataclasses import replace

import pytest

from archive.article import Article
from crawler.portals import PORTALS
from crawler.reading import Page, article_of
from tests.reading.markups import BODIES, MARKUPS, render
from tests.reading.mutations import MUTATIONS, mutated
from tests.reading.stories import Teller

URL, WHEN = "http://congthuongbentre.gov.vn/mot-bai-viet.html", "2026-11-22T01:00:00Z"


def told(html: str) -> Article:
    article = article_of(Page(URL, html, WHEN), PORTALS["sct_bentre"])
    # which rule fired, and the tags kept in body_html, may change with the markup; what is said may not
    return replace(article, rules={}, body_html="", date_rule=None)


@pytest.mark.parametrize("change", MUTATIONS)
@pytest.mark.parametrize("markup", MARKUPS)
def test_a_change_of_markup_changes_nothing_of_the_article(markup: str, change: str) -> None:
    for number, body in enumerate(BODIES):
        seed = 7000 + 10 * list(MARKUPS).index(markup) + number
        html = render(Teller(seed).story(), markup, body, seed)
        assert told(mutated(html, change, seed)) == told(html), f"{body}, seed {seed}"
