"""Links: what a person could click, once for each identity, and never an address that must not be called."""

from __future__ import annotations

import time

import pytest
from lxml import etree

from crawler.addresses import rebased
from crawler.portals import portal
from crawler.reading.hrefs import is_pager
from crawler.reading.links import MOST_LINKS, Link, links_in
from crawler.reading.tree import Tree

BENTRE, BACGIANG = portal("sct_bentre"), portal("sct_bacgiang")
HERE = "http://congthuongbentre.gov.vn"


def links(html: str, url: str = f"{HERE}/tin/trang-nay.html", which: str = "sct_bentre") -> list[Link]:
    root = etree.fromstring(
        f"<html><body>{html}</body></html>".encode(), etree.HTMLParser(encoding="utf-8", huge_tree=True)
    )
    return list(links_in(Tree(root), url, portal(which)))


def only(html: str, url: str = f"{HERE}/tin/trang-nay.html") -> tuple[str, str]:
    (link,) = links(html, url)
    return link.url.removeprefix(HERE), link.role


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ('<a href="/a.html">Hội chợ</a>', ("/a.html", "page")),
        ('<a href=" \n /a.html\t">Hội chợ</a>', ("/a.html", "page")),
        ('<a href="\xa0/a.html\xa0">Hội chợ</a>', ("/a.html", "page")),
        ('<a href="/a\nb.html">Hội chợ</a>', ("/ab.html", "page")),
        ('<a href="a.html">Hội chợ</a>', ("/tin/a.html", "page")),
        ('<a href="../a.html#x">Hội chợ</a>', ("/a.html", "page")),
        ('<a href="..\\a.html">Hội chợ</a>', ("/a.html", "page")),
        ('<a href="//congthuongbentre.gov.vn/a.html">Hội chợ</a>', ("/a.html", "page")),
        ('<a href="/a.html?b=1&amp;amp;page=2">Hội chợ</a>', ("/a.html?b=1&page=2", "page")),
        ('<a href="/hội chợ.html">Hội chợ</a>', ("/h%E1%BB%99i%20ch%E1%BB%A3.html", "page")),
        ('<a href="javascript:;" onclick="location.href=\'/a.html\'">Xem</a>', ("/a.html", "page")),
        ("<a href='javascript:window.location=\"/a.html\"'>Xem</a>", ("/a.html", "page")),
        ("<div onclick=\"window.open('/a.html')\">Xem</div>", ("/a.html", "page")),
        ('<meta http-equiv="Refresh" content="0; URL=\'/a.html\'">', ("/a.html", "page")),
        ('<frame src="/a.html">', ("/a.html", "page")),
        ('<select><option value="">Chọn<option value="/a.html">Mục</select>', ("/a.html", "page")),
        ('<map><area href="/a.html"></map>', ("/a.html", "page")),
        ('<base href="/muc/"><a href="a.html">x</a>', ("/muc/a.html", "page")),
        ('<base href="http://evil.example/muc/"><a href="a.html">x</a>', ("/muc/a.html", "page")),
        ('<base target="_blank"><base href="/muc/"><a href="a.html">x</a>', ("/muc/a.html", "page")),
        ('<a href="?page=2">2</a>', ("/tin/trang-nay.html?page=2", "pager")),
        ('<a href="/x?p=2">Tiếp theo »</a>', ("/x?p=2", "pager")),
        ('<a rel="next" href="/x/2">Bài cũ hơn</a>', ("/x/2", "pager")),
        ('<link rel="next" href="/x/2">', ("/x/2", "pager")),
        ('<link rel="alternate" type="application/rss+xml" href="/tin.xml">', ("/tin.xml", "feed")),
        ('<a href="/rss">RSS</a>', ("/rss", "feed")),
        ('<a href="/upload/cv%20123.PDF">Tải về</a>', ("/upload/cv%20123.PDF", "media")),
        ('<img src="/hinh.jpg" alt="Chợ nổi">', ("/hinh.jpg", "media")),
        ('<img src="data:image/gif;base64,R0" data-src="/hinh.jpg">', ("/hinh.jpg", "media")),
    ],
)
def test_a_link_is_found_where_a_browser_finds_it(html: str, wanted: tuple[str, str]) -> None:
    assert only(html) == wanted


@pytest.mark.parametrize(
    "html",
    [
        '<a href="javascript:;">Sau</a>',
        "<a href=\"javascript:__doPostBack('ctl00$Pager','Page$2')\">2</a>",
        '<a href="#top">Lên đầu trang</a>',
        '<a href="mailto:sct@example.vn">Thư</a>',
        '<a href="tel:+84275382">Gọi</a>',
        '<a href="http://evil.example/">x</a>',
        '<a href="//evil.example/">x</a>',
        '<a href="\\\\evil.example\\a">x</a>',
        '<a href="http://[">x</a>',
        '<a href="http://congthuongbentre.gov.vn@evil.example/">x</a>',
        '<a href="http://congthuongbentre.gov.vn:8080/">x</a>',
        '<a href="/tim-kiem?q=điện">Tìm</a>',
        '<a href="">x</a><a>y</a><a href="   ">z</a>',
        '<a href="trang-nay.html">chính trang này</a>',
        '<link rel="stylesheet" href="/a.css"><link rel="canonical" href="/x.html">',
        '<meta http-equiv="refresh" content="300">',
        '<a href="http://tinbai.bentre.gov.vn/a.html">trang của báo</a>',
    ],
)
def test_what_leads_nowhere_or_elsewhere_is_left_out(html: str) -> None:
    assert links(html) == []


def test_a_file_on_a_media_host_is_a_link() -> None:
    (link,) = links('<img src="http://tinbai.bentre.gov.vn/MediaUploader/2022/2/2/2/cho.jpg">')
    assert link.role == "media"


def test_one_article_under_several_addresses_is_one_link_with_its_words() -> None:
    html = '<a href="/a.html"><img src="/a.jpg"></a><a href="/a.html?fbclid=1">Khai trương chợ</a><a href="/a.html">Xem</a>'  # noqa: E501 - one line of a page
    pages = [link for link in links(html) if link.role == "page"]
    assert pages == [Link(f"{HERE}/a.html", "/a.html", "page", "Khai trương chợ")]


def test_a_picture_link_is_known_by_its_alternative_text() -> None:
    assert links('<a href="/a.html"><img src="/a.jpg" alt="Chợ  đêm"></a>')[0].text == "Chợ đêm"


def test_liferay_actions_are_left_out_though_their_parameters_would_be_dropped() -> None:
    here = "https://sct.bacgiang.gov.vn/tin"
    html = f'<a href="{here}?p_p_id=101_INSTANCE_x&amp;p_p_lifecycle=1">Xóa</a><a href="{here}?_101_INSTANCE_x_cur=2">Tiếp theo</a>'  # noqa: E501 - one line of a page
    assert [(link.identity, link.role) for link in links(html, here, "sct_bacgiang")] == [
        ("/tin?_101_INSTANCE_x_cur=2", "pager")
    ]


@pytest.mark.parametrize(
    ("form", "pages"),
    [
        ('<form><select name="page"><option>2<option value="3">Trang 3</select></form>', ["page=2", "page=3"]),
        ('<form><input type="hidden" name="trang" value="2"><button>Sau »</button></form>', ["trang=2"]),
        ("<form><input type=hidden name=cat value=7><select name=p><option>2</select></form>", ["cat=7&p=2"]),
        ('<form method="post"><select name="page"><option>2</select></form>', []),
        ('<form><select name="page_size"><option>50</select></form>', []),
        (
            '<form><input type="hidden" name="page" value="1"><input name="q"><input type="submit" value="Tìm"></form>',
            [],
        ),
        ('<form><select name="lang"><option>2</select></form>', []),
    ],
)
def test_forms_that_turn_pages_are_pagers_and_others_lead_nowhere(form: str, pages: list[str]) -> None:
    here = f"{HERE}/tin-tuc"
    assert [link.url for link in links(form, here)] == [f"{here}?{query}" for query in pages]


def test_a_moved_portal_links_only_to_its_new_place() -> None:
    moved = rebased(BENTRE, "http://127.0.0.1:8000/")
    root = etree.fromstring(f'<p><a href="{HERE}/a.html">a</a><a href="/b.html">b</a></p>', etree.HTMLParser())
    assert [link.url for link in links_in(Tree(root), "http://127.0.0.1:8000/", moved)] == [
        "http://127.0.0.1:8000/b.html"
    ]


@pytest.mark.parametrize(
    "text", ["2", "117", "Sau", "TIẾP", "Tiếp theo »", "»", ">>", "› ", "Trang sau", "Trang 3", "[4]", "Cuối", "Next"]
)
def test_words_that_turn_pages(text: str) -> None:
    assert is_pager(text)


@pytest.mark.parametrize(
    "text", ["", "...", "Sau lũ, chợ mở lại", "Tin tức", "20242", "Quý 2", "Xem thêm", "-", "Đầu tư"]
)
def test_words_that_do_not(text: str) -> None:
    assert not is_pager(text)


def test_a_hundred_thousand_links_cost_no_more_each_than_ten_thousand() -> None:
    def cost(number: int) -> float:
        html = "".join(f'<a href="/bai-{n % 4000}.html">Bài {n}</a>' for n in range(number))
        started = time.process_time()
        assert len(links(html)) <= MOST_LINKS
        return time.process_time() - started

    cost(1000)
    assert cost(100_000) < 25 * cost(10_000)
