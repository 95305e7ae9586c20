"""What a reader gets to, a crawl gets to: behind pages whose articles are known, forms that turn pages, short names."""

from pathlib import Path

import pytest

from proof.server import Answer, Server, article, whole
from tests.crawl.test_health import crawl
from tests.replica.crawling import ask

NUMBER, A_PAGE = 60, 6


def name(number: int) -> str:
    return f"/tin-so-{number}-cua-so-cong-thuong.html"


def portal(more: str) -> dict[str, Answer]:
    """A section of ten pages; `more` is what stands below each, {} the next page's number."""
    links = [f'<p><a href="{name(n)}">Tin số {n} của Sở Công Thương</a></p>' for n in range(NUMBER)]
    pages: dict[str, Answer] = {name(n): whole(article(f"Tin số {n} của Sở Công Thương")) for n in range(NUMBER)}
    for number in range(NUMBER // A_PAGE):
        rows = "".join(links[number * A_PAGE : (number + 1) * A_PAGE])
        last = (number + 1) * A_PAGE == NUMBER
        listed = f"<html><body><h1>Tin tức</h1>{rows}{'' if last else more.format(number + 2)}</body></html>"
        pages["/tin-tuc.html" + (f"?page={number + 1}" if number else "")] = whole(listed)
    pages["/"] = whole('<html><body><a href="/tin-tuc.html">Tin tức</a></body></html>')
    return pages


def articles(folder: Path) -> int:
    return int(ask(folder / "archive.db", "SELECT count(*) AS n FROM articles")[0]["n"])


FORMS = {
    "select": '<form action="/tin-tuc.html"><select name="page"><option>{0}</select><input type="submit"></form>',
    "button": '<form><input type="hidden" name="page" value="{0}"><input type="submit" value="Sau »"></form>',
    "link": '<a href="?page={0}">Sau</a>',
}


@pytest.mark.parametrize("how", FORMS)
def test_a_section_is_read_to_its_end_however_its_pages_are_turned(tmp_path: Path, how: str) -> None:
    with Server(portal(FORMS[how])) as site:
        assert crawl(site.url, tmp_path, "2026-01-05T01:00:00Z").code == 0
    assert articles(tmp_path) == NUMBER


def test_pages_behind_those_whose_articles_a_sitemap_names_are_read_too(tmp_path: Path) -> None:
    known = "".join(f"<url><loc>{{0}}{name(n)[1:]}</loc></url>" for n in range(5 * A_PAGE))
    with Server(portal(FORMS["link"])) as site:
        sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{known.format(site.url)}</urlset>'
        site.answers["/sitemap.xml"] = whole(sitemap, kind="application/xml")
        assert crawl(site.url, tmp_path, "2026-01-05T01:00:00Z").code == 0
    assert articles(tmp_path) == NUMBER


def test_a_list_chosen_by_a_parameter_behind_a_short_name_is_another_list(tmp_path: Path) -> None:
    pages = portal("")
    years = "".join(f'<a href="/luu-tru.html?nam={year}">{year}</a>' for year in (2019, 2020))
    pages["/"] = whole(f'<html><body><a href="/tin-tuc.html">Tin tức</a>{years}</body></html>')
    for year in (2019, 2020):
        rows = "".join(
            f'<p><a href="{name(n)}">Tin số {n} của Sở Công Thương</a></p>' for n in range(year - 2010, NUMBER, 10)
        )
        pages[f"/luu-tru.html?nam={year}"] = whole(f"<html><body><h1>Lưu trữ {year}</h1>{rows}</body></html>")
    with Server(pages) as site:
        assert crawl(site.url, tmp_path, "2026-01-05T01:00:00Z").code == 0
    assert articles(tmp_path) == A_PAGE + 6 + 5


def test_links_by_a_scheme_that_nobody_answers_are_followed_by_the_one_that_does(tmp_path: Path) -> None:
    with Server(portal("")) as site:
        https = site.url.replace("http://", "https://").rstrip("/")
        rows = "".join(f'<p><a href="{https}{name(n)}">Tin số {n} của Sở Công Thương</a></p>' for n in range(NUMBER))
        site.answers["/tin-tuc.html"] = whole(f"<html><body><h1>Tin tức</h1>{rows}</body></html>")
        assert crawl(site.url, tmp_path, "2026-01-05T01:00:00Z", DOWNLOAD_TIMEOUT=1).code == 0
    assert articles(tmp_path) == NUMBER


def away(path: str) -> bytes:
    return whole("", status="301 Moved", more=f"Location: https://example.com{path}\r\n")


@pytest.mark.parametrize("first", [True, False], ids=["never seen before", "all its articles known"])
def test_a_portal_that_leads_to_another_host_is_not_well(tmp_path: Path, first: bool) -> None:
    with Server(portal(FORMS["link"])) as site:
        if not first:
            assert crawl(site.url, tmp_path, "2026-01-05T01:00:00Z").code == 0
        site.answers.update({path: away(path) for path in site.answers})
        ended = crawl(site.url, tmp_path, "2026-01-06T01:00:00Z")
    assert (ended.code, "leads-away" in ended.log, "scrapy crawl wayback" in ended.log) == (3, True, True), ended.log
    assert ask(tmp_path / "archive.db", "SELECT count(*) AS n FROM articles WHERE state = 'present'") == [
        {"n": 0 if first else NUMBER}
    ]


ON = {
    "meta": '<meta http-equiv="refresh" content="0; url={0}">',
    "script": "<script>window.location.href = '{0}';</script>",
    "replace": '<script type="text/javascript">location.replace("{0}")</script>',
}


@pytest.mark.parametrize("how", ON)
def test_a_page_that_only_leads_on_is_followed_and_no_complaint(tmp_path: Path, how: str) -> None:
    pages = portal("")
    pages["/"] = whole('<html><body><a href="/tin-tuc.html">Tin tức</a> <a href="/xem.html">Nổi bật</a></body></html>')
    pages["/xem.html"] = whole(f"<html><head>{ON[how].format(name(50))}</head><body></body></html>")
    with Server(pages) as site:
        assert crawl(site.url, tmp_path, "2026-01-05T01:00:00Z").code == 0
    assert articles(tmp_path) == A_PAGE + 1


def test_one_article_that_leads_elsewhere_is_no_alarm(tmp_path: Path) -> None:
    with Server(portal("")) as site:
        assert crawl(site.url, tmp_path, "2026-01-05T01:00:00Z").code == 0
        site.answers[name(2)] = away(name(2))
        ended = crawl(site.url, tmp_path, "2026-02-20T01:00:00Z")
    assert (ended.code, site.times(name(2))) == (0, 2), ended.log
