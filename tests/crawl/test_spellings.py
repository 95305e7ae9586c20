"""An article whose address is spelled otherwise from one day on, its identity the same: lists name the new spelling."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import Response

from tests.crawl.offline import Portal, run
from tests.replica.crawling import ask
from tests.replica.site import Shown

BEGIN = datetime(2026, 1, 5, 22, tzinfo=UTC)
STATES = "SELECT state, count(*) AS n FROM articles GROUP BY state"
ALL = [{"state": "present", "n": 40}]
ANEW = "/asset_publisher/NeW77"


class MadeAnew(Portal):
    """A Liferay portal whose page of articles is made anew: they stand at the same slugs of another portlet."""

    anew, status = False, 404

    def make_anew(self) -> None:
        before: Callable[[Shown], str] = self._pages.article_path
        self._pages.article_path = lambda one: before(one).replace("/asset_publisher/", f"{ANEW}x")  # type: ignore[method-assign]
        self._pages._twin = lambda one, _: self._pages.article_path(one)  # type: ignore[attr-defined,method-assign]
        self.anew = True
        self.wear()

    def answer(self, request: Request) -> Response:
        told = super().answer(request)
        old = self.anew and "/asset_publisher/" in request.url and ANEW not in request.url
        return told.replace(status=self.status) if old and told.status == 200 else told

    def days(self, archive: Path, *days: int, full: str = "") -> list[int]:
        return [run(self, archive, BEGIN + timedelta(days=day), full=full).ending.code for day in days]


@pytest.mark.parametrize("status", [404, 400])
def test_an_article_named_in_another_spelling_is_asked_for_there_once_its_own_gives_nothing(
    tmp_path: Path, status: int
) -> None:
    portal, archive = MadeAnew("sct_bacgiang", 40), tmp_path / "archive.db"
    run(portal, archive, BEGIN)
    portal.status = status
    portal.make_anew()
    assert portal.days(archive, *range(1, 20)) == [0] * 19
    assert ask(archive, STATES) == ALL
    key = next(iter(portal.site.shown))
    portal.site.edit(key, body="Bổ sung: hạn nộp hồ sơ được gia hạn.", date="2026-02-08")
    portal.days(archive, *range(20, 47))
    assert ask(archive, "SELECT count(*) AS n FROM versions WHERE body_text LIKE '%được gia hạn%'") == [{"n": 1}]


def test_what_is_missing_is_asked_for_as_soon_as_a_list_names_another_spelling_of_it(tmp_path: Path) -> None:
    portal, archive = MadeAnew("sct_bacgiang", 40), tmp_path / "archive.db"
    run(portal, archive, BEGIN)
    portal.anew = True
    portal.days(archive, 1, full="1")
    assert ask(archive, STATES) == [{"state": "missing", "n": 40}]
    portal.make_anew()
    portal.days(archive, 2)
    assert ask(archive, STATES)[-1]["n"] >= 10
    portal.days(archive, *range(3, 27))
    assert ask(archive, STATES) == ALL


def test_the_other_spelling_is_asked_in_the_same_second_as_the_one_that_gave_nothing(tmp_path: Path) -> None:
    portal, archive = MadeAnew("sct_bacgiang", 40), tmp_path / "archive.db"
    run(portal, archive, BEGIN)
    portal.make_anew()
    portal.days(archive, 1)
    portal.days(archive, 2, full="1")
    assert ask(archive, STATES) == ALL
    (seen,) = ask(archive, "SELECT count(DISTINCT checked_at) AS seconds FROM addresses WHERE article_id IS NOT NULL")
    assert seen["seconds"] <= 20, "not a second for each, where their order is sure without"


class Broken(Portal):
    """A portal on which every article is linked in a second spelling, too, that leads nowhere."""

    def answer(self, request: Request) -> Response:
        if "?tu=" in request.url:
            self.asked.append(request.url)
            return Response(request.url, 404, request=request)
        told = super().answer(request)
        return told.replace(body=told.body.replace(b'.html">', b'.html?tu=trang-chu">', 6))


def test_links_that_lead_nowhere_take_no_article_from_the_address_that_answers(tmp_path: Path) -> None:
    portal, archive = Broken("sct_bentre", 40), tmp_path / "archive.db"
    for day in range(30):
        assert run(portal, archive, BEGIN + timedelta(days=day)).ending.code == 0
    assert ask(archive, STATES) == ALL
    assert ask(archive, "SELECT count(*) AS n FROM articles WHERE url LIKE '%?%'") == [{"n": 0}]
    assert sum("?tu=" in url for url in portal.asked) <= 80
