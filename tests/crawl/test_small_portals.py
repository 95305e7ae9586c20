"""A portal of twenty articles: what is wrong with all of them shows at once, though few have their turn in a run."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.crawl.offline import Portal, run
from tests.replica.answer import Answer, Asked
from tests.replica.site import Shown

BEGIN = datetime(2026, 1, 5, 22, tzinfo=UTC)


@pytest.mark.parametrize("size", [8, 20, 60])
def test_a_home_page_in_the_place_of_all_articles_is_told_of_on_each_day(tmp_path: Path, size: int) -> None:
    portal, archive = Portal("sct_bentre", size), tmp_path / "archive.db"
    assert run(portal, archive, BEGIN).ending.code == 0
    home = portal.host.give(Asked("GET", "/")).body

    def spoil(answer: Answer, one: Shown | None) -> Answer:
        return replace(answer, body=home) if one else answer

    portal.wear(spoil=spoil)
    for day in range(1, 10):
        health = run(portal, archive, BEGIN + timedelta(days=day))
        rules = {complaint.rule for complaint in health.complaints}
        assert rules & {"known-articles-lost", "articles-gone", "pages-failed"}, (day, health.ending.reason)


def test_an_unchanged_portal_costs_a_few_requests_and_is_well(tmp_path: Path) -> None:
    portal, archive = Portal("sct_bentre", 20), tmp_path / "archive.db"
    run(portal, archive, BEGIN)
    for day in range(1, 10):
        portal.asked.clear()
        assert run(portal, archive, BEGIN + timedelta(days=day)).ending.code == 0
        articles = [path for path in portal.asked if portal._article_at(path)]
        assert 1 <= len(articles) <= 8, (day, articles)
