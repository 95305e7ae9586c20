from datetime import UTC, datetime, timedelta

import pytest

from crawler.manners.gate import out_of_reach
from crawler.manners.retry_after import LONGEST, wait
from crawler.manners.robots import Robots

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
ME = "congthuong-archive"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("1.5", 1.5),
        ("0", 0),
        ("Sun, 22 Nov 2026 01:31:00 GMT", 60),
        ("Sunday, 22-Nov-26 01:31:00 GMT", 60),
        ("Sun, 22 Nov 2026 01:31:00", 60),
        ("Sat, 21 Nov 2026 01:31:00 GMT", 0),
        ("315360000", LONGEST.total_seconds()),
        ("Sun, 22 Nov 2036 01:31:00 GMT", LONGEST.total_seconds()),
        ("9" * 400, LONGEST.total_seconds()),
    ],
)
def test_retry_after_is_read_in_every_form(header: str, seconds: float) -> None:
    assert wait(header, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize("header", [None, "", "soon", "-5", "12:30", "١٢", "Sun, 99 Nov 2026", "\x00"])
def test_retry_after_that_says_nothing_is_ignored(header: str | None) -> None:
    assert wait(header, NOW) is None


def test_robots_txt_rules_delay_and_sitemaps_are_obeyed() -> None:
    text = b"\xef\xbb\xbfUser-agent: *\nDisallow: /tim-kiem\nCrawl-delay: 3\nSitemap: http://a.vn/s.xml\n"
    robots = Robots.of(200, text, ME)
    assert not robots.allow("http://a.vn/tim-kiem?q=dien")
    assert robots.allow("http://a.vn/tin-tuc.html")
    assert (robots.delay, robots.sitemaps) == (3.0, ("http://a.vn/s.xml",))


def test_robots_txt_for_us_by_name_wins_over_the_star() -> None:
    text = b"User-agent: *\nDisallow:\n\nUser-agent: congthuong-archive\nDisallow: /\n"
    assert not Robots.of(200, text, ME).allow("http://a.vn/")


@pytest.mark.parametrize("status", [404, 403, 401, 410, 302])
def test_a_robots_txt_that_is_not_there_allows_all(status: int) -> None:
    assert Robots.of(status, b"User-agent: *\nDisallow: /", ME).allow("http://a.vn/x")


def test_html_in_place_of_robots_txt_forbids_nothing() -> None:
    page = "<!doctype html><p>Không tìm thấy trang</p>\nUser-agent: *\nDisallow: /\n".encode()
    assert Robots.of(200, page, ME).allow("http://a.vn/x")


def test_a_huge_robots_txt_is_read_to_its_limit() -> None:
    text = b"User-agent: *\nDisallow: /cu\n" + b"# dong thua\n" * 450_000 + b"Disallow: /moi\n"
    robots = Robots.of(200, text, ME)
    assert not robots.allow("http://a.vn/cu")
    assert robots.allow("http://a.vn/moi")


def test_a_robots_txt_out_of_reach_is_told_with_the_times_it_was_asked_for() -> None:
    refused = out_of_reach("http://a.vn/robots.txt", "unreachable:connection refused", 3, "sct_bentre")
    assert "http://a.vn/robots.txt failed 3 times (connection refused), so no page" in refused
    private = out_of_reach("http://a.vn/robots.txt", "a.vn leads to 10.0.0.1", 1, "sct_bentre")
    assert "http://a.vn/robots.txt failed (a.vn leads to 10.0.0.1), so no page" in private
