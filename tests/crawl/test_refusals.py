"""What says no: heard again soon, told of while it is much, and asked for seldom where it stays so."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.naming import stamp
from proof.crawling import Crawled
from proof.server import Answer, Line, Server, article, front, whole
from tests.crawl.test_health import crawl, present, told
from tests.replica.crawling import ask

BEGIN = datetime(2026, 1, 5, 1, tzinfo=UTC)
PATHS = [f"/tin-so-{number}-cua-so-cong-thuong.html" for number in range(40)]
FORM = "/gui-y-kien.html"
A_FORM = "<html><title>Góp ý</title><h1>Góp ý</h1><p>Mời bạn đọc gửi ý kiến về Sở theo mẫu dưới đây.</p></html>"


def no(status: str) -> bytes:
    return whole(f"<html><title>{status}</title><h1>{status}</h1></html>", status=status)


class Site(Server):
    """A portal of forty articles, on which some addresses say no."""

    def refuse(self, status: str, *paths: str) -> None:
        self.answers |= dict.fromkeys(paths, no(status))

    def give(self, *paths: str) -> None:
        self.answers |= {path: whole(article(f"Tin {path[5:-5]}")) for path in paths}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/": whole(front([*PATHS, FORM])), FORM: whole(A_FORM)}) as listening:
        listening.give(*PATHS)
        yield listening


def day(site: Site, folder: Path, number: int) -> Crawled:
    site.asked.clear()
    return crawl(site.url, folder, stamp(BEGIN + timedelta(days=number, minutes=number * 7 % 5)))


@pytest.mark.parametrize("status", ["400 Bad Request", "413 Too Large"])
def test_listed_articles_that_said_no_are_told_of_until_they_are_had_soon_after_the_portal_is_well(
    tmp_path: Path, site: Site, status: str
) -> None:
    bad = PATHS[10:22]
    site.refuse(status, *bad)
    ended = [day(site, tmp_path, number) for number in range(6)]
    assert [each.code for each in ended] == [3] * 6, ended[5].log
    assert "12 of 43 pages say no and never gave a page" in ended[5].log
    site.give(*bad)
    assert len([day(site, tmp_path, number) for number in (6, 7)]) == 2
    assert present(tmp_path) == len(PATHS)
    assert day(site, tmp_path, 8).code == 0


def test_one_that_is_had_at_last_brings_all_others_in_the_same_run(tmp_path: Path, site: Site) -> None:
    bad = PATHS[10:30]
    site.refuse("400 Bad Request", *bad)
    for number in range(5):
        day(site, tmp_path, number)
    site.give(*bad)
    count = number = 0
    while not count:
        number += 1
        day(site, tmp_path, 4 + number)
        count = present(tmp_path) - (len(PATHS) - len(bad))
    assert count == len(bad)


def test_a_few_dead_links_are_no_complaint_on_any_day_asked_for_seldom_and_named_each_time(
    tmp_path: Path, site: Site
) -> None:
    dead = PATHS[-3:]
    site.refuse("400 Bad Request", *dead)
    asked = 0
    for number in range(16):
        ended = day(site, tmp_path, number)
        assert ended.code == 0, (number, ended.log)
        assert f"never given, asked for now and then: 3 pages, {site.url}tin-so-37" in ended.log
        asked += sum(map(site.times, dead))
    assert asked <= 3 * 2 * 6  # twice in each of two runs, then after 2, 4 and 7 days
    site.give(*dead)
    for number in range(16, 23):
        day(site, tmp_path, number)
    assert present(tmp_path) == len(PATHS)


def test_an_article_that_says_no_at_the_first_look_of_each_day_is_had_in_the_first_run(
    tmp_path: Path, site: Site
) -> None:
    async def at_second(line: Line) -> None:
        await line.send(whole(article("Tin lần thứ hai")) if site.times(line.path) > 1 else no("400 Bad Request"))

    answer: Answer = at_second
    site.answers[PATHS[7]] = answer
    assert day(site, tmp_path, 0).code == 0
    assert present(tmp_path) == len(PATHS)


@pytest.mark.parametrize("status", ["403 Forbidden", "405 Method Not Allowed", "418 Teapot", "500 Error", "501 None"])
def test_one_page_that_is_forbidden_for_ever_is_told_of_for_two_days_and_hides_nothing_afterwards(
    tmp_path: Path, site: Site, status: str
) -> None:
    site.refuse(status, FORM)
    ended = [day(site, tmp_path, number) for number in range(5)]
    assert [each.code for each in ended] == [3, 3, 0, 0, 0], ended[4].log
    assert f"never given, asked for now and then: 1 page, {site.url}{FORM[1:]}" in ended[4].log
    assert [one["exit_code"] for one in told(tmp_path)] == [3, 0]
    asked = 0
    for number in range(5, 12):
        assert day(site, tmp_path, number).code == 0
        asked += site.times(FORM)
    assert 0 < asked <= 4
    site.give(FORM)
    for number in range(12, 20):
        day(site, tmp_path, number)
    assert present(tmp_path) == len(PATHS) + 1


LIST = "/tin-tuc.html"
LOUD = {
    "a known article": (PATHS[3],),
    "a known list": (LIST,),
    "the start page": ("/",),
    "many pages never given": tuple(f"/noi-bo-{number}.html" for number in range(6)),
}


@pytest.mark.parametrize("which", LOUD)
def test_what_is_known_and_what_is_much_is_told_of_in_each_run_that_is_blocked(
    tmp_path: Path, site: Site, which: str
) -> None:
    many = which.startswith("many")
    named = [*PATHS[:39], *(LOUD[which] if many else [LIST])]
    site.answers |= {"/": whole(front(named)), LIST: whole(front(PATHS[39:]))}
    site.refuse("403 Forbidden", *(LOUD[which] if many else []))
    first = day(site, tmp_path, 0)
    assert first.code == (3 if many else 0), first.log
    site.refuse("403 Forbidden", *LOUD[which])
    ended = [day(site, tmp_path, number) for number in (30, 31, 32, 33, 34)]
    seen = [each.code for each in ended if any(path in each.log for path in LOUD[which])]
    assert seen == [3] * 5, ended[4].log


def test_what_else_goes_wrong_while_many_pages_are_blocked_is_told_once(tmp_path: Path, site: Site) -> None:
    site.refuse("403 Forbidden", *PATHS[20:])
    for number in range(4):
        assert day(site, tmp_path, number).code == 3
    site.answers |= dict.fromkeys(PATHS[:20], whole(A_FORM))
    for number in (34, 64, 94):
        assert day(site, tmp_path, number).code == 3
    notices = [[complaint["rule"] for complaint in one["complaints"]] for one in told(tmp_path)]  # type: ignore[attr-defined]
    assert len(notices) == 2
    assert {"block-pages"} == set(notices[0]) < set(notices[1])


def test_an_article_that_fails_at_first_and_then_shows_a_known_text_is_settled_in_the_same_run(
    tmp_path: Path, site: Site
) -> None:
    assert day(site, tmp_path, 0).code == 0
    new = "/tin-doi-cho.html"

    async def at_second(line: Line) -> None:
        await line.send(whole(article("Tin so-5-cua-so-cong-thuong")) if site.times(new) > 1 else no("500 Error"))

    site.answers |= {"/": whole(front([*PATHS, FORM, new])), new: at_second}
    site.answers.pop(PATHS[5])
    assert day(site, tmp_path, 1).code == 0
    assert ask(tmp_path / "archive.db", f"SELECT state FROM addresses WHERE identity = '{new}'") == [{"state": "done"}]
    assert present(tmp_path) == len(PATHS)
