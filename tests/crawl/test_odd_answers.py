"""What portals really send: addresses that are none, types and codings that say nothing, validators, long pauses."""

from pathlib import Path

import pytest

from proof import warm
from proof.crawling import Crawled
from proof.server import Answer, Line, Server, article, front, whole
from tests.crawl.test_health import crawl
from tests.replica.crawling import ask

NAMES = [f"/tin-so-{n}-cua-so-cong-thuong.html" for n in range(4)]


def portal() -> dict[str, Answer]:
    pages: dict[str, Answer] = {path: whole(article(f"Tin số {n} của Sở Công Thương")) for n, path in enumerate(NAMES)}
    return {**pages, "/": whole(front(NAMES))}


def stored(folder: Path) -> int:
    return int(ask(folder / "archive.db", "SELECT count(*) AS n FROM articles WHERE state = 'present'")[0]["n"])


def look(site: Server, folder: Path, day: int) -> Crawled:
    return crawl(site.url, folder, f"2026-01-{day:02}T01:00:00Z")


BAD = {
    "robots.txt": {"/robots.txt": whole("Sitemap: http://[ten-mien]/sitemap.xml\n", kind="text/plain")},
    "its redirect": {"/robots.txt": whole("", status="302 Found", more="Location: http://[ten-mien]/r.txt\r\n")},
    "a sitemap": {"/sitemap.xml": whole("<urlset><url><loc>http://[x]/a.html</loc></url></urlset>", kind="text/xml")},
    "a base": {"/": whole(front(NAMES, head='<base href="http://[ten-mien]/">'))},
}


@pytest.mark.parametrize("where", BAD)
def test_an_address_that_is_none_costs_nothing_but_itself(tmp_path: Path, where: str) -> None:
    with Server({**portal(), **BAD[where]}) as site:
        ended = look(site, tmp_path, 5)
    assert (ended.code, stored(tmp_path)) == (0, len(NAMES)), ended.log


def test_pictures_of_a_sitemap_are_no_pages_and_old_feeds_name_theirs(tmp_path: Path) -> None:
    image = '<image:image xmlns:image="http://x"><image:loc>{}/anh.png</image:loc></image:image>'
    feed = '<!DOCTYPE rss PUBLIC "-//N//RSS//EN" "x.dtd"><rss><channel><item><link>{}</link></item></channel></rss>'
    with Server({path: page for path, page in portal().items() if path != "/"}) as site:
        home = site.url.rstrip("/")
        site.answers["/"] = whole('<html><body><a href="/rss.xml">RSS</a></body></html>')
        site.answers["/rss.xml"] = whole(feed.format(home + NAMES[0]), kind="text/xml")
        entries = "".join(f"<url><loc>{home}{path}</loc>{image.format(home)}</url>" for path in NAMES[1:])
        site.answers["/sitemap.xml"] = whole(f"<urlset>{entries}</urlset>", kind="text/xml")
        ended = look(site, tmp_path, 5)
        assert (ended.code, stored(tmp_path), site.times("/anh.png")) == (0, len(NAMES), 0), ended.log


def test_a_moved_article_is_asked_for_whole_though_the_portal_sends_validators(tmp_path: Path) -> None:
    text = article("Tin dời chỗ của Sở Công Thương")
    asked: list[str] = []

    async def tagged(line: Line) -> None:
        asked.append(line.path)
        await line.send(whole(text, more='ETag: "a1"\r\n'))

    with Server({**portal(), NAMES[3]: tagged}) as site:
        assert look(site, tmp_path, 5).code == 0
        moved = "/tin-doi-cho-sang-dia-chi-moi.html"
        del site.answers[NAMES[3]]
        site.answers |= {moved: tagged, "/": whole(front([*NAMES[:3], moved]))}
        for day in (6, 8, 12, 20, 29):
            assert look(site, tmp_path, day).code == 0
    assert stored(tmp_path) == len(NAMES)
    assert ask(tmp_path / "archive.db", "SELECT count(*) AS n FROM articles") == [{"n": len(NAMES)}]


@pytest.mark.parametrize(
    "more", ["Content-Encoding: UTF-8\r\n", "Content-Encoding: none\r\n", ""], ids=["charset", "none", "plain-text"]
)
def test_types_and_codings_that_say_nothing_keep_no_article_from_the_archive_or_its_recovery(
    tmp_path: Path, more: str
) -> None:
    kind = "text/html; charset=utf-8" if more else "text/plain; charset=utf-8"
    with Server({**portal(), NAMES[0]: whole(article("Tin số 0 của Sở"), more=more, kind=kind)}) as site:
        assert look(site, tmp_path, 5).code == 0
        base = site.url
    assert stored(tmp_path) == len(NAMES)
    words = ["crawl", "warc", "-a", "portal=sct_bentre", "-a", f"path={tmp_path / 'warc'}", "-a", f"base_url={base}"]
    again = warm.scrapy([*words, "-s", f"ARCHIVE_PATH={tmp_path / 'again' / 'archive.db'}"])
    assert (again.code, stored(tmp_path / "again")) == (0, len(NAMES)), again.log


def test_half_a_page_that_says_so_is_no_article(tmp_path: Path) -> None:
    with Server({**portal(), NAMES[0]: whole(article("Tin số 0 của Sở"), status="206 Partial Content")}) as site:
        look(site, tmp_path, 5)
    assert stored(tmp_path) == len(NAMES) - 1


def test_a_run_that_only_sits_out_a_pause_is_not_well(tmp_path: Path) -> None:
    with Server(portal()) as site:
        assert look(site, tmp_path, 5).code == 0
        busy = whole("busy", status="503 Busy", more="Retry-After: 80000\r\n")
        site.answers = dict.fromkeys(site.answers, busy) | {"/robots.txt": whole("", kind="text/plain")}
        assert look(site, tmp_path, 20).code in {3, 4}
        count = len(site.asked)
        again = crawl(site.url, tmp_path, "2026-01-20T09:00:00Z")
        assert (again.code, len(site.asked)) == (3, count), again.log


@pytest.mark.timeout(60)
def test_a_crawl_delay_longer_than_a_run_waits_leaves_one_page_a_run(tmp_path: Path) -> None:
    with Server(
        {**portal(), "/robots.txt": whole("User-agent: *\nCrawl-delay: 31536000\n", kind="text/plain")}
    ) as site:
        ended = look(site, tmp_path, 5)
        assert (ended.code, len(site.asked)) == (0, 2), ended.log


def test_lists_told_apart_by_a_number_are_followed_each_to_its_end(tmp_path: Path) -> None:
    paths = [f"/bai-so-{n}-cua-hai-chuyen-muc.html" for n in range(60)]
    pages: dict[str, Answer] = {path: whole(article(f"Bài số {n} của hai chuyên mục")) for n, path in enumerate(paths)}
    for cat, size in ((1, 30), (2, 60)):
        for page in range(size // 6):
            more = f'<a href="/tin?cat={cat}&amp;page={page + 2}">Sau</a>' if (page + 1) * 6 < size else ""
            rows = "".join(
                f'<p><a href="{path}">Bài {path[8:10]} của hai chuyên mục</a></p>' for path in paths[page * 6 :][:6]
            )
            query = f"?cat={cat}" + (f"&page={page + 1}" if page else "")
            pages[f"/tin{query}"] = whole(f"<html><body><h1>Tin</h1>{rows}{more}</body></html>")
    pages["/"] = whole('<html><body><a href="/tin?cat=1">Một</a> <a href="/tin?cat=2">Hai</a></body></html>')
    with Server(pages) as site:
        assert look(site, tmp_path, 5).code == 0
    assert stored(tmp_path) == len(paths)
