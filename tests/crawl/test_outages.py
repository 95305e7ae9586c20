"""An outage that answers for the portal by redirects or by 404: when it is over, news is seen at once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.naming import stamp
from proof.crawling import Crawled
from proof.server import NOT_FOUND, Answer, Server, article, front, redirect, whole
from tests.crawl.test_health import crawl, present
from tests.replica.crawling import ask

BEGIN = datetime(2026, 1, 5, 1, tzinfo=UTC)
LIST = "/tin-tuc.html"
AT_WORK = redirect("http://127.0.0.2:9/bao-tri")


def path(number: int) -> str:
    return f"/tin-so-{number}-cua-so-cong-thuong.html"


def listing(paths: list[str]) -> bytes:
    titles = (
        f'<h3><a href="{each}">Sở Công Thương họp về tiến độ của công trình số {each[8:]}</a></h3>' for each in paths
    )
    return whole(f"<html><head><title>Tin tức</title></head><body>{''.join(titles)}</body></html>")


class Site(Server):
    """A portal whose start page or section names all its articles."""

    def show(self, *lists: str, articles: int = 20) -> None:
        paths = [path(number) for number in range(articles)]
        self.answers = {each: whole(article(f"Tin {each[5:-5]}")) for each in paths}
        self.answers |= {"/": whole(front([*lists])) if lists else listing(paths)}
        self.answers |= {each: listing(paths) for each in lists}

    def say(self, answer: Answer) -> None:
        self.answers = dict.fromkeys(self.answers, answer)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as listening:
        yield listening


def day(site: Site, folder: Path, number: int, **more: object) -> Crawled:
    site.asked.clear()
    return crawl(site.url, folder, stamp(BEGIN + timedelta(days=number)), **more)


@pytest.mark.parametrize("lists", [[], [LIST]], ids=["the home page", "a section"])
@pytest.mark.parametrize("days", [1, 3])
def test_lists_that_led_to_another_host_for_days_are_asked_for_in_every_run(
    tmp_path: Path, site: Site, lists: list[str], days: int
) -> None:
    top = (lists or ["/"])[0]
    site.show(*lists)
    assert day(site, tmp_path, 0).code == 0
    site.say(AT_WORK)
    for number in range(1, days + 1):
        assert (day(site, tmp_path, number).code, site.times(top)) == (3, 1)
    for number in range(1, 4):
        site.show(*lists, articles=20 + number)
        ended = day(site, tmp_path, days + number)
        assert (ended.code, present(tmp_path), site.times(top)) == (0, 20 + number, 1), ended.log


def test_a_section_that_was_gone_is_looked_for_within_days(tmp_path: Path, site: Site) -> None:
    site.show(LIST)
    day(site, tmp_path, 0)
    site.answers[LIST] = NOT_FOUND
    assert "none of 1 list page is a list any more" in day(site, tmp_path, 1).log
    for number in range(2, 6):
        site.show(LIST, articles=21)
        day(site, tmp_path, number)
    assert present(tmp_path) == 21


def test_a_start_page_that_says_no_is_asked_for_in_every_run(tmp_path: Path, site: Site) -> None:
    site.show()
    day(site, tmp_path, 0)
    site.answers["/"] = whole("<h1>400</h1>", status="400 Bad Request")
    for number in range(1, 7):
        day(site, tmp_path, number)
        assert site.times("/"), number


def test_a_run_that_ended_before_any_list_says_nothing_of_lists(tmp_path: Path, site: Site) -> None:
    site.show(LIST)
    day(site, tmp_path, 0)
    site.answers[path(3)] = NOT_FOUND
    site.answers["/"] = whole(article("Trang chủ", links=f'<a href="{LIST}">Tin tức</a>'))
    assert "nothing-listed" not in day(site, tmp_path, 1, BUDGET_REQUESTS=1).log
    assert ask(tmp_path / "archive.db", "SELECT state FROM addresses WHERE url LIKE '%tin-tuc.html'") == [
        {"state": "done"}
    ]
