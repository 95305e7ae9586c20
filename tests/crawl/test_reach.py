"""What a reader gets to, a crawl gets to: behind pages whose articles are known, forms that turn pages, short names."""

from itertools import count
from pathlib import Path

import pytest

from proof.server import Answer, Line, Server, article, whole
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


SITE = (
    '<html><head><title>{0}</title></head><body><p><a href="/">Trang chủ</a></p>{1}<p>Lượt xem: {2}</p></body></html>'
)
LOGIN = "<h1>Đăng nhập</h1><form><input name='u'><input type='password' name='p'></form>"
STANDING_IN = {
    "a login": LOGIN,
    "an error within the template": "<h1>Thông báo</h1><p>Đang cập nhật dữ liệu, mời bạn quay lại sau ít phút.</p>",
    "a soft 404": "<h1>Không tìm thấy trang</h1><p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p>",
    "the home page": '<p><a href="/tin-tuc.html">Tin tức</a></p>',
    "too many connections": "<p>Too many connections</p>",
}


@pytest.mark.parametrize("what", STANDING_IN)
def test_what_stands_in_for_articles_during_a_first_run_is_noticed_and_the_next_run_has_them(
    tmp_path: Path, what: str
) -> None:
    asked = count(1000)

    async def stand_in(line: Line) -> None:
        await line.send(whole(SITE.format("Sở Công Thương", STANDING_IN[what], next(asked))))

    there = portal(FORMS["link"])
    later = {path: stand_in for path in there if path.startswith("/tin-so-") and path > name(3)}
    with Server({**there, **later}) as site:
        first = crawl(site.url, tmp_path, "2026-01-05T01:00:00Z")
        assert (first.code, 0 < articles(tmp_path) < NUMBER) == (3, True), first.log
        site.answers = there
        assert crawl(site.url, tmp_path, "2026-01-05T09:00:00Z").code == 0
    assert articles(tmp_path) == NUMBER


def test_a_page_that_stands_in_for_others_is_believed_when_it_says_so_again(tmp_path: Path) -> None:
    there = portal(FORMS["link"])
    later = {path: whole(SITE.format("Thành viên", LOGIN, 7)) for path in there if name(3) < path < name(39)}
    with Server({**there, **later}) as site:
        assert crawl(site.url, tmp_path, "2026-01-05T01:00:00Z").code == 3
        assert crawl(site.url, tmp_path, "2026-01-06T01:00:00Z").code == 0
        assert crawl(site.url, tmp_path, "2026-01-07T01:00:00Z").code == 0


@pytest.mark.parametrize("status", ["400 Bad Request", "406 Not Acceptable", "413 Too Large", "206 Partial Content"])
@pytest.mark.parametrize("which", ["all", "articles", "all of a known portal", "articles of a known portal"])
def test_a_portal_that_says_no_to_everything_is_not_well(tmp_path: Path, status: str, which: str) -> None:
    no = whole("<html><body>Not Acceptable!</body></html>", status=status)
    there = portal(FORMS["link"])
    refused = {path: no for path in there if which.startswith("all") or path.startswith("/tin-so-")}
    with Server(there if "known" in which else {**there, **refused}) as site:
        if "known" in which:
            assert crawl(site.url, tmp_path, "2026-01-05T01:00:00Z").code == 0
            site.answers = {**there, **refused}
        ended = crawl(site.url, tmp_path, "2026-01-15T01:00:00Z")
        assert ended.code in {3, 4}, ended.log
        site.answers = there
        assert crawl(site.url, tmp_path, "2026-01-15T09:00:00Z").code == 0
    assert articles(tmp_path) == NUMBER


PASSING = {
    "to another host": whole("", status="302 Found", more="Location: http://example.com/\r\n"),
    "to a login": whole("", status="302 Found", more="Location: /dang-nhap.html\r\n"),
    "to the home page": whole("", status="302 Found", more="Location: /\r\n"),
    "400": whole("bad", status="400 Bad Request"),
    "soft 404": whole(SITE.format("Sở", STANDING_IN["a soft 404"], 9)),
}


@pytest.mark.parametrize("how", PASSING)
def test_one_answer_of_the_moment_costs_no_article_in_the_next_run(tmp_path: Path, how: str) -> None:
    there = portal(FORMS["link"]) | {"/dang-nhap.html": whole(SITE.format("Sở", LOGIN, 5))}
    odd = {name(number): PASSING[how] for number in (2, 30, 31)}
    with Server({**there, **odd}) as site:
        crawl(site.url, tmp_path, "2026-01-05T01:00:00Z")
        assert articles(tmp_path) == NUMBER - len(odd)
        site.answers = there
        assert crawl(site.url, tmp_path, "2026-01-05T02:00:00Z").code == 0
    assert articles(tmp_path) == NUMBER


def test_links_that_lead_nowhere_are_no_complaint_on_any_day(tmp_path: Path) -> None:
    dead = [f"/lien-ket-cu-{n}.html" for n in range(16)]
    links = "".join(f'<li><a href="{path}">Liên kết cũ số {n} của trang</a></li>' for n, path in enumerate(dead))
    there = portal(FORMS["link"]) | dict.fromkeys(dead[:4], PASSING["400"])
    there |= dict.fromkeys(dead[4:7], PASSING["soft 404"]) | {path: whole("", status="404 No") for path in dead[7:]}
    there["/"] = whole(f'<html><body><a href="/tin-tuc.html">Tin tức</a><ul>{links}</ul></body></html>')
    with Server(there) as site:
        codes = [crawl(site.url, tmp_path, f"2026-01-{day:02}T01:00:00Z").code for day in (5, 6, 7, 8, 20)]
    assert codes == [0] * 5
