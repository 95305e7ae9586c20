"""Portals where articles share the shape of their addresses with documents, tags or a trap: all of the first are read,
of the last a few."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from scrapy.crawler import Crawler
from scrapy.utils.project import get_project_settings

from archive.agenda import Agenda
from archive.visit import START, Address
from crawler import policy
from crawler.judging import Judge
from crawler.lineage import DEEP
from crawler.portals import PORTALS
from crawler.run import Run
from crawler.spiders import live
from crawler.traps import BARREN, COPIES
from proof.server import Answer, Server, article, redirect, whole
from tests.crawl.test_health import crawl
from tests.replica.crawling import ask

DOCUMENTS, SECTIONS, ARTICLES = 150, 5, 60
Pages = Callable[[], dict[str, Answer]]
DAY = "2026-01-05T01:00:00Z"
FOLLOWED = 20
"""Redirects in a row that browsers follow."""


def news(number: int) -> str:
    return f"/tin-cua-so-cong-thuong-{number}-dot.html"


def decree(number: int) -> str:
    return f"/quyet-dinh-so-{number}-qd-ubnd.html"


def links(paths: Iterable[str], words: str = "Tin") -> str:
    return "".join(f'<li><a href="{path}">{words} số {n} của Sở Công Thương</a></li>' for n, path in enumerate(paths))


def listing(name: str, *items: str) -> bytes:
    return whole(
        f"<html><head><title>{name}</title></head><body><h1>{name}</h1><ul>{''.join(items)}</ul></body></html>"
    )


def document(number: int, more: str = "") -> bytes:
    table = f"<table><tr><td>Số ký hiệu</td><td>{number}/QĐ-UBND</td></tr><tr><td>Trích yếu</td><td>Kế hoạch</td></tr>"
    return whole(f"<html><body><h1>Quyết định số {number}/QĐ-UBND</h1>{table}</table>{more}</body></html>")


SHARES = [[*map(news, range(n, ARTICLES, SECTIONS))] for n in range(SECTIONS)]
HOLD = [f"/chuyen-muc-{'abcde'[n]}.html" for n in range(SECTIONS)]
PAPERS = [*map(decree, range(DOCUMENTS))]


def portal(*front: str) -> dict[str, Answer]:
    """Five sections that hold sixty articles, and all documents; the front page names the sections behind `front`."""
    pages: dict[str, Answer] = {news(n): whole(article(f"Tin số {n} của Sở Công Thương")) for n in range(ARTICLES)}
    pages |= {decree(n): document(n) for n in range(DOCUMENTS)}
    pages |= {path: listing("Tin tức", links(share)) for path, share in zip(HOLD, SHARES, strict=True)}
    return pages | {"/": listing("Trang chủ", *front, links(HOLD, "Chuyên mục"))}


def documents_first() -> dict[str, Answer]:
    return portal(links(PAPERS, "Quyết định"))


def documents_behind_some_articles() -> dict[str, Answer]:
    return portal(links(SHARES[0][:5]), links(PAPERS, "Quyết định"))


def documents_of_the_last_section() -> dict[str, Answer]:
    pages = portal()
    return pages | {HOLD[-1]: listing("Văn bản", links(PAPERS, "Quyết định"), links(SHARES[-1]))}


def documents_of_the_first_section_behind_redirects() -> dict[str, Answer]:
    pages = portal() | {HOLD[0]: listing("Văn bản", links(PAPERS, "Quyết định"), links(SHARES[0]))}
    return pages | {"/trang-chu.html": pages["/"], "/": redirect("/vi"), "/vi": redirect("/trang-chu.html")}


def tags_that_list_the_articles() -> dict[str, Answer]:
    tags = {f"/tu-khoa-{n}.html": listing("Từ khóa", links([news(n % ARTICLES)])) for n in range(DOCUMENTS)}
    return portal() | tags | {"/": listing("Trang chủ", links(tags, "Từ khóa"))}


def articles_behind_twenty_pages_of_documents() -> dict[str, Answer]:
    rows, paths = [*PAPERS, *map(news, range(ARTICLES))], ["/", *(f"/?page={n}" for n in range(2, 36))]
    parts = {path: rows[n * 6 : n * 6 + 6] for n, path in enumerate(paths)}
    after = dict(pairwise(paths))
    turned = {
        path: listing("Tin và văn bản", links(part), f'<a href="{after[path]}">Trang sau</a>' if path in after else "")
        for path, part in parts.items()
    }
    return portal() | turned


SHARED = [
    documents_first,
    documents_behind_some_articles,
    documents_of_the_last_section,
    documents_of_the_first_section_behind_redirects,
    tags_that_list_the_articles,
    articles_behind_twenty_pages_of_documents,
]


@pytest.mark.parametrize("pages", SHARED)
def test_articles_are_read_to_the_last_whatever_shares_the_shape_of_their_addresses(
    tmp_path: Path, pages: Pages
) -> None:
    with Server(pages()) as site:
        ended = crawl(site.url, tmp_path, DAY)
    stored = ask(tmp_path / "archive.db", "SELECT count(*) AS n FROM articles")
    assert (ended.code, stored) == (0, [{"n": ARTICLES}]), ended.log


ENDLESS = 1200


def calendar() -> dict[str, Answer]:
    """Weeks that name the week before and after, at addresses like an article's."""
    return {f"/lich-tuan-{n}-nam.html": document(n, links([f"/lich-tuan-{n + 1}-nam.html"])) for n in range(ENDLESS)}


def months() -> dict[str, Answer]:
    """Months that name the next month and all their days."""
    told: dict[str, Answer] = {}
    for month in range(ENDLESS // 30):
        days = [f"/lich-ngay-{month * 31 + day}-a.html" for day in range(31)]
        told |= {day: document(n, links([f"/lich-thang-{month}-a.html"])) for n, day in enumerate(days)}
        told[f"/lich-thang-{month}-a.html"] = listing("Lịch", links([*days, f"/lich-thang-{month + 1}-a.html"]))
    return told


def cloud() -> dict[str, Answer]:
    """Tags that name five more tags each, and articles that are known."""
    return {
        f"/the-{n}-a.html": listing("Thẻ", links(f"/the-{5 * n + k}-a.html" for k in range(1, 6)), links(SHARES[0]))
        for n in range(ENDLESS)
    }


def pager() -> dict[str, Answer]:
    """A counter that turns pages of ever new documents."""
    return {
        f"/so-lieu.html?page={n}": listing(
            "Số liệu", links([f"/bieu-{n}-a.html"]), f'<a href="/so-lieu.html?page={n + 1}">Trang sau</a>'
        )
        for n in range(ENDLESS)
    } | {f"/bieu-{n}-a.html": document(n) for n in range(ENDLESS)}


@pytest.mark.parametrize(("pages", "most"), [(calendar, 140), (months, 400), (cloud, 320), (pager, 260)])
def test_what_breeds_pages_among_articles_of_one_shape_comes_to_an_end(tmp_path: Path, pages: Pages, most: int) -> None:
    trap = pages()
    with Server(portal(links([next(iter(trap)), *SHARES[0][:5]])) | trap) as site:
        for day in range(5, 8):
            ended = crawl(site.url, tmp_path, f"2026-01-{day:02}T01:00:00Z")
            assert ended.code == 0, ended.log
            asked = sum(path in trap for path, _ in site.asked)
            assert asked <= most + 2 * (day - 5)
    assert ask(tmp_path / "archive.db", "SELECT count(*) AS n FROM articles") == [{"n": ARTICLES}]


def shows_nothing(number: int) -> str:
    return ""


def says_so(number: int) -> str:
    return "<p>Không có bài viết nào.</p>"


def box_of_articles(number: int) -> str:
    return links(SHARES[0][:2])


@pytest.mark.parametrize("empty", [shows_nothing, says_so, box_of_articles])
def test_a_pager_that_goes_on_behind_its_last_page_ends_and_is_not_taken_up_again(
    tmp_path: Path, empty: Callable[[int], str]
) -> None:
    def turned(number: int) -> bytes:
        named = links(SHARES[0][number * 4 : number * 4 + 4]) if number < 3 else empty(number)
        return listing("Tin tức", named, f'<a href="{HOLD[0]}?start={number + 1}">Trang sau »</a>')

    endless = {f"{HOLD[0]}?start={n}": turned(n) for n in range(1, ENDLESS)} | {HOLD[0]: turned(0)}
    with Server(portal() | endless) as site:
        for month in range(1, 5):
            ended = crawl(site.url, tmp_path, f"2026-{month:02}-05T01:00:00Z", BUDGET_REQUESTS=300)
            assert ended.code == 0, ended.log
        asked = {path for path, _ in site.asked if path in endless}
    assert len(asked) <= 3 + 5 + 3, asked
    assert ask(tmp_path / "archive.db", "SELECT count(*) AS n FROM articles") == [{"n": ARTICLES}]


def test_forms_that_each_article_names_are_given_up_though_a_list_names_some_too(tmp_path: Path) -> None:
    def form(number: int) -> str:
        return f"/gui-ban-be?bai={number}"

    pages = portal() | {form(n): document(n) for n in range(DOCUMENTS + ARTICLES)}
    named = {
        news(n): whole(article(f"Tin số {n}", links=links([form(3 * n + k) for k in range(3)]))) for n in range(60)
    }
    with Server(pages | named) as site:
        assert crawl(site.url, tmp_path, DAY).code == 0
        assert sum(path.startswith("/gui-") for path, _ in site.asked) <= 121
    assert ask(tmp_path / "archive.db", "SELECT count(*) AS n FROM articles") == [{"n": ARTICLES}]


def test_a_chain_of_redirects_to_ever_new_addresses_ends_in_each_run_and_spoils_no_other_page(tmp_path: Path) -> None:
    for status in ("301 Moved", "302 Found"):
        folder = tmp_path / status[:3]
        folder.mkdir()
        hops: dict[str, Answer] = {
            f"/buoc-{n}": whole("", status=status, more=f"Location: /buoc-{n + 1}\r\n") for n in range(200)
        }
        with Server(portal('<a href="/buoc-0">Chào</a>') | hops) as site:
            for day in (5, 6, 7):
                ended = crawl(site.url, folder, f"2026-01-{day:02}T01:00:00Z")
                told = 3 if day < 7 else 0  # on the third day the same, and nothing else fails: no complaint any more
                assert (ended.code, "redirect-loop" in ended.log) == (told, True), ended.log
            assert len({path for path, _ in site.asked if path in hops}) <= FOLLOWED + 2
        assert ask(folder / "archive.db", "SELECT count(*) AS n FROM articles") == [{"n": ARTICLES}]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found"])
def test_an_article_behind_as_many_redirects_as_browsers_follow_is_read(tmp_path: Path, status: str) -> None:
    steps = [news(0), *(f"/dia-chi-cu-{n}.html" for n in range(FOLLOWED - 1)), "/dia-chi-moi.html"]
    pages = portal()
    moved = {old: whole("", status=status, more=f"Location: {new}\r\n") for old, new in pairwise(steps)}
    with Server(pages | moved | {steps[-1]: pages[news(0)]}) as site:
        ended = crawl(site.url, tmp_path, DAY)
    assert (ended.code, ask(tmp_path / "archive.db", "SELECT count(*) AS n FROM articles")) == (0, [{"n": ARTICLES}])


def spider_of(tmp_path: Path) -> live.LiveSpider:
    settings = get_project_settings()
    settings.set("ARCHIVE_PATH", str(tmp_path / "archive.db"))
    run = Run.begin(settings, "sct_bentre", PORTALS["sct_bentre"], "live")
    kind: type[live.LiveSpider] = vars(live)["sct_bentre"]
    spider = kind.from_crawler(Crawler(kind, settings), run=run)
    spider.judge = Judge(run, spider.wanted)
    return spider


def test_a_known_article_is_asked_for_again_whatever_became_of_pages_like_it(tmp_path: Path) -> None:
    spider = spider_of(tmp_path)
    for n in range(COPIES):
        spider.judge._traps.read(f"http://a.vn/in/bai-{n}.html", found_on=None, article=False, copy=True)
    when, url = "2026-01-05T01:00:00Z", "http://a.vn/in/bai-900.html"
    address = Address(
        "sct_bentre", url, url, "page", "refused", "refused:robots.txt", 1, 50, None, when, when, when, None, None, None
    )
    assert (spider.why_not(address) or "").startswith("loop:")
    assert spider.why_not(replace(address, article_id="an article of an earlier run")) is None
    spider.run.end(0, "all well")


def test_what_a_section_names_too_is_asked_for_whatever_became_of_the_pages_that_bred_it(tmp_path: Path) -> None:
    spider = spider_of(tmp_path)
    line = [spider.portal.start_urls[0], *(f"http://a.vn/loc{'/dua' * n}" for n in range(1, 5)), "http://a.vn/tin.html"]
    found = [spider.judge.found(url, on, policy.bred(DEEP)) for on, url in pairwise(line)]
    spider.run.archive.add("sct_bentre", [spider.judge.found(line[0], None, START), *found])
    for _ in range(BARREN):
        spider.judge._traps.bred(line[-2], line[-3], set(), lists=True)
    bred = Agenda(spider.run.archive.db, "sct_bentre").row(found[-1].identity)
    assert bred
    assert (spider.why_not(bred) or "").startswith("loop:what http://a.vn/loc/dua led to")
    assert spider.why_not(replace(bred, priority=policy.PAGE)) is None
    spider.run.end(0, "all well")
