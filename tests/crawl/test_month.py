"""A month of daily runs on 400 articles that live on: nothing missed, nothing made up, little asked."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from proof.living import Life
from proof.month import BEGIN, CHANGES, QUIET
from tests.crawl.offline import Portal, run
from tests.replica.control import Control
from tests.replica.crawling import ask
from tests.replica.truth import Truth

ARTICLES, DAYS = 400, 30


class Living(Portal):
    """A portal in this process that takes the orders of a life."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(name, size)
        self.portal, self._control = name, Control(self.host)
        self.site.set(per_page=20)

    def order(self, do: str, **more: Any) -> Any:
        return getattr(self._control, f"do_{do}")(**more)

    def fault(self, kind: str, match: str = "", **more: Any) -> None:
        self.order("fault", kind=kind, match=match, **more)

    def truth(self) -> dict[str, Truth]:
        return self.site.truth()


@pytest.mark.timeout(900)
def test_a_month_of_daily_runs_sees_every_change_for_under_five_percent_a_day(tmp_path: Path) -> None:
    portal, archive = Living("sct_bentre", ARTICLES), tmp_path / "archive.db"
    life = Life(portal, BEGIN, ARTICLES)
    asked = []
    for day in range(DAYS + 1):
        ails = life.pass_to(day)
        portal.asked.clear()
        health = run(portal, archive, BEGIN + timedelta(days=day, minutes=day * 37 % 50))
        assert (health.ending.code in {3, 4}) == bool(ails), (day, ails, health.ending.reason)
        asked.append(1 + len(portal.asked))  # and robots.txt
    present = {row["title"]: row["body_text"] for row in ask(archive, "SELECT * FROM articles WHERE state = 'present'")}
    assert {one.title: one.body_text for one in portal.truth().values()} == present
    gone = {row["identity"]: row["state"] for row in ask(archive, "SELECT * FROM articles WHERE state <> 'present'")}
    assert gone == life.told.states(DAYS)
    assert Counter((row["identity"], row["kind"]) for row in ask(archive, CHANGES)) == life.told.changes
    (count,) = ask(archive, "SELECT (SELECT count(*) FROM versions) - (SELECT count(*) FROM articles) AS more")
    assert count["more"] == life.told.texts
    assert max(asked[day] for day in range(DAYS - QUIET + 1, DAYS + 1)) < 0.05 * asked[0], asked
