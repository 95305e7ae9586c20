"""Addresses: one identity per article, one spelling per address, and nothing called that must not be."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.address_rules import steady
from crawler.addresses import canonical, identity, may_call, rebased
from crawler.answers import read_answer
from crawler.portals import PORTALS, portal
from crawler.reading import Page

BENTRE, BACGIANG = portal("sct_bentre"), portal("sct_bacgiang")
BT, BG = "http://congthuongbentre.gov.vn", "https://sct.bacgiang.gov.vn"
PUBLISHER_7 = "com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet_INSTANCE_k9QzAb"
UUID = "4f2c8e10-7b1d-4c55-9a3e-0d2b6c7f8e91"


def twin(page: str, slug: str, *, portlet: str = "101_INSTANCE_k9QzAb", extra: str = "") -> str:
    return (
        f"{BG}{page}?p_p_id={portlet}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view&p_p_col_id=column-2"
        f"&_{portlet}_struts_action=%2Fasset_publisher%2Fview_content&_{portlet}_type=content&_{portlet}_urlTitle={slug}{extra}"
    )


@pytest.mark.parametrize(
    "url",
    [
        f"{BT}/khai-truong-cho-dem.html",
        "https://congthuongbentre.gov.vn/khai-truong-cho-dem.html",
        "http://www.congthuongbentre.gov.vn/khai-truong-cho-dem.html",
        "http://congthuongbentre.gov.vn:80/khai-truong-cho-dem.html",
        "https://www.congthuongbentre.gov.vn:443/khai-truong-cho-dem.html#noi-dung",
        f"{BT}/khai-truong-cho-dem.html?utm_source=zalo&gidzl=abc",
        f"{BT}/khai-truong-cho-dem.html?fbclid=IwAR0",
        f"{BT}/khai-truong-cho-dem.html;jsessionid=0A1B2C.node1",
        f"{BT}//khai-truong-cho-dem.html",
        f"{BT}/tin/../khai-truong-cho-dem.html",
        f"{BT}/Khai-Truong-Cho-Dem.html",
        f"{BT}/khai%2Dtruong-cho-dem.html?",
        " http://CONGTHUONGBENTRE.gov.vn/khai-truong-cho-dem.html\n",
    ],
)
def test_an_article_of_ben_tre_is_one_under_all_its_addresses(url: str) -> None:
    assert identity(url, BENTRE) == "/khai-truong-cho-dem.html"


@pytest.mark.parametrize(
    "url",
    [
        f"{BG}/chi-tiet-tin-tuc/-/asset_publisher/k9QzAb/content/hoat-ong-khuyen-cong",
        f"{BG}/web/guest/trang-chu/-/asset_publisher/Zz81/content/hoat-ong-khuyen-cong?inheritRedirect=false&redirect=%2Ftin",
        f"{BG}/tin/-/asset_publisher/k9QzAb/content/hoat-ong-khuyen-cong/pop_up",
        f"{BG}/tin/-/asset_publisher/k9QzAb/content/hoat-ong-khuyen-cong/maximized?p_p_auth=x7",
        f"{BG}/tin/-/asset_publisher/k9QzAb/content/hoat-ong-khuyen-cong;jsessionid=E1F0.node2?t=1718060000000",
        f"{BG}/tin/-/asset_publisher/k9QzAb/content/hoat-ong-khuyen-cong?_101_INSTANCE_k9QzAb_redirect=%2Ftin&doAsUserId=1",
        twin("/tin", "hoat-ong-khuyen-cong"),
        twin("/", "hoat-ong-khuyen-cong", extra="&redirect=%2Fa%3Fredirect%3D%252Fb"),
        twin("/tin", "hoat-ong-khuyen-cong", portlet=PUBLISHER_7),
        twin(
            "/tin", "hoat-ong-khuyen-cong", extra="&_101_INSTANCE_k9QzAb_assetEntryId=99&_101_INSTANCE_k9QzAb_groupId="
        ),
    ],
)
def test_an_article_of_bac_giang_is_one_under_all_its_addresses(url: str) -> None:
    assert identity(url, BACGIANG) == "content/hoat-ong-khuyen-cong"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (f"{BG}/tin/-/asset_publisher/k9QzAb/content/-bao-cao-quy", "content/-bao-cao-quy"),
        (f"{BG}/tin/-/asset_publisher/k9QzAb/content/bao-cao/20182", "content/bao-cao/20182"),
        (twin("/tin", "bao-cao", extra="&_101_INSTANCE_k9QzAb_groupId=20182"), "content/bao-cao/20182"),
        (f"{BG}/tin/-/asset_publisher/k9QzAb/content/id/778899/pop_up", "content/id/778899"),
        (f"{BG}/tin/-/asset_publisher/k9QzAb/rss", "/tin/-/asset_publisher/k9qzab/rss"),
        (f"{BG}/documents/20182/31/1718060000000_bao+cao.pdf/{UUID}?t=1718060000001", f"documents/{UUID}"),
        (f"{BG}/c/document_library/get_file?uuid={UUID.upper()}&groupId=20182", f"documents/{UUID}"),
        (f"{BG}/image/journal/article?img_id=5521&t=1718060000000", "/image/journal/article?img_id=5521"),
        (
            f"{BG}/tin?p_p_id=101_INSTANCE_k9&_101_INSTANCE_k9_delta=20&_101_INSTANCE_k9_cur=2",
            "/tin?_101_INSTANCE_k9_cur=2",
        ),
        (f"{BG}/tin?_101_INSTANCE_k9_cur=1", "/tin"),
        (f"{BG}/tin?_{PUBLISHER_7}_cur=3&p_p_id={PUBLISHER_7}&p_p_lifecycle=0", f"/tin?_{PUBLISHER_7}_cur=3"),
        (f"{BG}/van-ban?p_p_id=vanban_WAR_vb&_vanban_WAR_vb_id=7", "/van-ban?_vanban_WAR_vb_id=7&p_p_id=vanban_WAR_vb"),
    ],
)
def test_liferay_addresses_have_the_identity_of_what_they_show(url: str, wanted: str) -> None:
    assert identity(url, BACGIANG) == wanted


def test_pages_of_a_list_stay_apart_and_its_noise_goes() -> None:
    assert identity(f"{BT}/tin-tuc.html?page=2&ref=menu", BENTRE) == "/tin-tuc.html?page=2"
    assert identity(f"{BT}/tin-tuc/?b=2&a=1", BENTRE) == identity(f"{BT}/tin-tuc?a=1&amp;b=2", BENTRE)


def test_a_twin_is_called_by_its_friendly_route_but_at_the_root_as_linked() -> None:
    assert canonical(twin("/tin", "bao-cao"), BACGIANG) == f"{BG}/tin/-/asset_publisher/k9QzAb/content/bao-cao"
    at_root = canonical(twin("/", "bao-cao", extra="&redirect=%2Fx"), BACGIANG)
    assert at_root.startswith(f"{BG}/?p_p_id=101_INSTANCE_k9QzAb&")
    assert "redirect" not in at_root


def test_http_is_never_upgraded_and_case_in_the_path_is_kept_for_calling() -> None:
    assert (
        canonical("HTTP://WWW.congthuongbentre.gov.vn/Tin.html", BENTRE)
        == "http://www.congthuongbentre.gov.vn/Tin.html"
    )


# Python literals, one a line: spellings that must never be called for sct_bentre.
HOSTILE = [
    ast.literal_eval(line)
    for line in (Path(__file__).parent / "hostile_addresses.txt").read_text(encoding="ascii").splitlines()
]


@pytest.mark.parametrize("url", HOSTILE)
def test_no_spelling_leads_away_from_the_portal(url: str) -> None:
    assert not may_call(url, BENTRE)


@pytest.mark.parametrize(
    "url",
    [f"{BT}/", BT, "https://www.congthuongbentre.gov.vn:443/a.html", "HTTP://Congthuongbentre.GOV.vn:80/tin?x=1#y"],
)
def test_the_portals_own_addresses_may_be_called(url: str) -> None:
    assert may_call(url, BENTRE)


def test_a_kelvin_sign_is_no_letter_of_a_host() -> None:
    shop = replace(BENTRE, hosts=("kkk.example",))
    assert may_call("http://kkk.example/", shop)
    assert not may_call("http://\u212akk.example/", shop)


def test_media_hosts_are_for_files_only() -> None:
    picture = "http://tinbai.bentre.gov.vn/MediaUploader/2022/2/2/2/cho-noi.jpg"
    assert may_call(picture, BENTRE, media=True)
    assert not may_call(picture, BENTRE)


@pytest.mark.parametrize(
    "path",
    [
        "/c/portal/login?p_l_id=10181",
        "/c/portal/update_language?p_l_id=1&languageId=en_US",
        "/c/portal/logout",
        "/tin?p_p_id=101_INSTANCE_x&p_p_lifecycle=1&p_p_state=normal",
        "/tin?p_p_id=101_INSTANCE_x&p_p_lifecycle=2&p_p_resource_id=x",
        "/tin?p_p_id=3&p_p_lifecycle=0&_3_struts_action=%2Fsearch%2Fsearch",
        "/tin?p_p_id=com_liferay_portal_search_web_portlet_SearchPortlet&p_p_lifecycle=0",
        "/lich-cong-tac?p_p_id=8&p_p_lifecycle=0&_8_year=2024&_8_month=5&_8_day=1",
        "/tin?p_p_id=58&p_p_lifecycle=0&_58_struts_action=%2Flogin%2Flogin",
        "/tin?p_p_id=101_INSTANCE_x&p_p_state=exclusive",
        "/c/%70ortal/login",
        "/tim-kiem?tukhoa=dien",
        "/search",
        "/dang-nhap.html",
        "/lich/2024/05",
        "/su-kien?month=5&year=2024",
        "/in-bai/123",
        "/bai.html?print=1",
    ],
)
def test_addresses_on_never_are_not_called(path: str) -> None:
    assert not may_call(BG + path, BACGIANG)


@pytest.mark.parametrize(
    "path",
    [
        "/tim-kiem-giai-phap-cho-dau-ra-nong-san.html",
        "/lich-cat-dien-tuan-nay.html",
        "/login-vao-he-thong-khai-bao-hoa-chat.html",
        "/tin?_101_INSTANCE_x_cur=2&_101_INSTANCE_x_keywords=&_101_INSTANCE_x_advancedSearch=false&p_p_lifecycle=0",
        "/tin/-/asset_publisher/x/content/search-engine-cho-nong-san",
    ],
)
def test_titles_that_begin_like_forbidden_places_are_read(path: str) -> None:
    assert may_call(BG + path, BACGIANG)


@pytest.mark.parametrize(
    "path",
    [
        "/tin-tuc" * 3,
        "/tin/anh" * 3,
        "/" + "/".join(f"muc-{n}" for n in range(20)),
        "/tin?" + "&".join(f"p{n}=1" for n in range(20)),
        "/tin?a=1&a=2&a=3",
        "/tin-tuc.html?page=1000000",
        "/" + "dai" * 900,
    ],
)
def test_loops_end_by_rule(path: str) -> None:
    assert not may_call(BT + path, BENTRE)


def test_a_moved_portal_keeps_identities_and_calls_only_its_new_place() -> None:
    moved = rebased(BACGIANG, "http://127.0.0.1:8000/")
    article = "/tin/-/asset_publisher/k9QzAb/content/bao-cao"
    assert moved.start_urls == ("http://127.0.0.1:8000/",)
    assert identity("http://127.0.0.1:8000" + article, moved) == identity(BG + article, BACGIANG)
    assert may_call("http://127.0.0.1:8000/tin", moved)
    elsewhere = [
        "http://127.0.0.1:8001/tin",
        "http://127.0.0.1/tin",
        "http://localhost:8000/",
        BG,
        "http://127.0.0.2:8000/",
    ]
    assert not [url for url in elsewhere if may_call(url, moved, media=True)]
    assert rebased(BENTRE, "http://127.0.0.1:8000/ban-sao/").start_urls[0] == "http://127.0.0.1:8000/ban-sao/"
    assert rebased(BENTRE, "http://127.0.0.1:80").hosts == ("127.0.0.1",)


@pytest.mark.parametrize(
    "url", ["", "127.0.0.1:8000", "ftp://127.0.0.1/", "http://u@127.0.0.1/", "http://127.0.0.1:x/"]
)
def test_a_base_url_that_is_none_is_an_error_that_names_it(url: str) -> None:
    with pytest.raises(ValueError, match="base_url"):
        rebased(BENTRE, url)


PIECES = st.sampled_from(
    ["tin", "Tin-Tuc", ".", "..", "", "-", "asset_publisher", "k9", "content", "id", "12", "pop_up", "maximized", "rss",
     "%C4%91", "đường", "đ", "a%", "%zz", "%2e", "%2F", ";jsessionid=A1", "(S(abcdefgh12))", "documents",
     UUID, "x.html", "a b", "amp;", "%25"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["p_p_id", "p_p_lifecycle", "_101_INSTANCE_k9_cur", "_101_INSTANCE_k9_urlTitle", "_101_INSTANCE_k9_groupId",
     "redirect", "t", "_101_INSTANCE_k9_type", "_101_INSTANCE_k9_assetEntryId", f"_{PUBLISHER_7}_cur", "page",
     "utm_source", "a", "amp;b", "uuid", "%61"]
)  # fmt: skip
VALUES = st.one_of(
    PIECES, st.sampled_from(["1", "2", "101_INSTANCE_k9", PUBLISHER_7, "3", UUID, "1718060000000"]), st.text(max_size=5)
)
PATHS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=8).map("/".join)
QUERIES = st.lists(st.tuples(NAMES, VALUES).map("=".join), max_size=6).map("&".join)
HOSTS = st.sampled_from(
    ["http://congthuongbentre.gov.vn", "https://sct.bacgiang.gov.vn", "HTTP://Www.x.vn:80", "http://127.0.0.1:8000"]
)
ADDRESSES = st.one_of(st.text(), st.builds(lambda host, path, query: f"{host}/{path}?{query}#x", HOSTS, PATHS, QUERIES))


@given(url=ADDRESSES, name=st.sampled_from(sorted(PORTALS)))
def test_canonicalising_twice_changes_nothing_and_identity_survives_it(url: str, name: str) -> None:
    once = canonical(url, PORTALS[name])
    assert canonical(once, PORTALS[name]) == once
    assert identity(once, PORTALS[name]) == identity(url, PORTALS[name])


@given(url=ADDRESSES, name=st.sampled_from(sorted(PORTALS)))
def test_what_may_be_called_is_plain_and_on_the_portals_hosts(url: str, name: str) -> None:
    address = canonical(url, PORTALS[name])
    if may_call(address, PORTALS[name]):
        assert address.split("/")[2] in PORTALS[name].hosts
        assert not set(address) & set("\\ \t\r\n\x00")


DOCUMENT = (
    "https://sct.bacgiang.gov.vn/documents/15604/20/1718000000000_c%E1%BA%A3nh+ch%E1%BB%A3.jpg/0a1b2c3d-0000-4000-8000"
)


@pytest.mark.parametrize(
    ("written", "steady_one"),
    [
        (f"{DOCUMENT};jsessionid=A1B2C3D4E5F607.node1", DOCUMENT),
        (f"{DOCUMENT}?v=0.8412347712", DOCUMENT),
        (f"{DOCUMENT}?t=1718000000000&PHPSESSID=q1w2e3r4", f"{DOCUMENT}?t=1718000000000"),
        (f"{DOCUMENT}?t=1718000000000&ASP.NET_SessionId=0a1b2c3d", f"{DOCUMENT}?t=1718000000000"),
        (f"{DOCUMENT}?PHP_SESSION_ID=0a1b2c3d", DOCUMENT),
        (f"{DOCUMENT}?t=1718000000000", f"{DOCUMENT}?t=1718000000000"),
        ("https://sct.bacgiang.gov.vn//a b/%c3%a1.png?x=1&x=1", "https://sct.bacgiang.gov.vn//a b/%c3%a1.png?x=1&x=1"),
        ("mailto:so@example.org", "mailto:so@example.org"),
    ],
)
def test_a_files_address_loses_what_each_visit_draws_anew_and_stays_as_written_else(
    written: str, steady_one: str
) -> None:
    assert steady(written) == steady_one


def test_an_article_is_the_same_whatever_session_its_pictures_and_files_are_named_with() -> None:
    def read_with(session: str) -> str:
        html = (
            "<html lang='vi'><body><h1>Hội chợ hàng Việt về nông thôn năm nay</h1><p>Đăng ngày: 11/06/2024</p>"
            "<p>Sáng nay hội chợ khai mạc tại huyện với năm mươi gian hàng của các cơ sở trong tỉnh.</p>"
            f"<p><img src='/documents/20/anh.jpg/0a1b{session}'></p><p>Hội chợ kéo dài đến hết tuần sau.</p>"
            f"<p><a href='/documents/20/ke-hoach.pdf{session}'>Kế hoạch.pdf</a></p></body></html>"
        )
        page = Page("https://sct.bacgiang.gov.vn/tin", html, "2026-11-23T00:00:00Z", "live")
        article = read_answer(page, "text/html", portal("sct_bacgiang")).reading.article
        assert article
        assert article.images
        assert article.attachments
        return article.fingerprint

    assert read_with(";jsessionid=A1B2C3D4") == read_with(";jsessionid=E5F60718") == read_with("")
