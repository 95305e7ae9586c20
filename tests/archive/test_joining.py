"""One article at several addresses: what is joined by text, in whatever order it comes."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from archive.article import Article, Image
from archive.joining import may_have_moved
from archive.kin import akin
from archive.sqlite import connect
from archive.store import Archive
from archive.visit import Visit
from tests.archive.visits import article, visit


def at(identity: str, found: Article, when: str) -> Visit:
    look = visit(found, when, identity=identity)
    assert look.capture
    assert look.reading
    url = f"http://127.0.0.1{identity}"
    reading = replace(look.reading, identity=identity)
    return replace(look, url=url, capture=replace(look.capture, url=url), reading=reading)


def kept(folder: Path, *visits: Visit) -> list[tuple[int, int]]:
    """How many articles there are, and versions of all of them."""
    folder.mkdir()
    with Archive(folder / "a.db") as archive:
        for each in visits:
            archive.save(each)
    db = connect(folder / "a.db", readonly=True)
    found = db.execute("SELECT count(*), sum(version_count) FROM articles").fetchall()
    db.close()
    return found


FIRST = article("a", body_text="Lò gạch thủ công ngừng hoạt động từ cuối năm.", updated_at="2026-03-01")
EDITED = replace(FIRST, body_text="Lò gạch thủ công đã ngừng hẳn.")
ONE, OTHER = "/chitiet.aspx?id=7", "/chitiet.aspx?cat=2&id=7"


def test_the_same_text_and_date_at_addresses_of_one_make_is_one_article_in_any_order(tmp_path: Path) -> None:
    looks = (
        at(ONE, FIRST, "2026-03-02T00:00:00Z"),
        at(OTHER, FIRST, "2026-03-02T00:00:09Z"),
        at(OTHER, EDITED, "2026-04-02T00:00:00Z"),
        at(ONE, EDITED, "2026-04-02T00:00:09Z"),
    )
    for order in permutations(range(4)):
        if set(order[:2]) in ({0, 2}, {1, 3}):
            continue  # nothing in the first two says that they are of one page, and an id once given stays
        name = "".join(map(str, order))
        assert kept(tmp_path / name, *(looks[number] for number in order)) == [(1, 2)], order


@pytest.mark.parametrize(
    ("written", "articles"), [("31/02/2025", 1), ("Đăng ngày: 01/01/2031 , 06:23", 1), ("02/2025", 2), (None, 2)]
)
def test_a_text_is_one_article_under_a_day_that_cannot_be_read_if_it_is_written_the_same(
    tmp_path: Path, written: str | None, articles: int
) -> None:
    undated = replace(FIRST, updated_at=None, date_text=written)
    looks = at(ONE, undated, "2026-03-02T00:00:00Z"), at(OTHER, undated, "2026-03-02T00:00:09Z")
    another = at(OTHER, replace(undated, date_text="30/02/2025"), "2026-03-02T00:00:09Z")
    assert kept(tmp_path / "one", *looks)[0][0] == kept(tmp_path / "two", *looks[::-1])[0][0] == articles
    assert kept(tmp_path / "three", looks[0], another)[0][0] == 2


AKIN = [
    ("/mot-bai-viet-dai.html", "/mot-bai-viet-dai"),
    ("/mot-bai", "/mot-bai?share=facebook"),
    ("/tin-tuc/mo-cho-dem-ven-song", "/mo-cho-dem-ven-song"),
    ("/mo-cho-dem-ven-song/amp", "/mo-cho-dem-ven-song"),
    ("/2026/03/20417.html", "/nong-thon/20417.html"),
    ("/tin-tuc/cho-giong-trom-doi-ve-khu-moi.html", "/thuong-mai/cho-giong-trom-doi-ve-khu-moi"),
    ("/chitiet.aspx?id=12", "/chitiet.aspx?cat=3&id=12"),
    ("content/tom-kho-duoc-mua-lon/20417", "content/tom-kho-duoc-mua-lon"),
]
STRANGERS = [
    ("/mot-bai", "/hai-bai"),
    ("/thong-bao-cat-dien-tuan-nay", "/thong-bao-cat-dien-tuan-sau"),
    ("/hoat-dong-cua-so-cong-thuong/mot", "/hoat-dong-cua-so-cong-thuong/hai"),
    ("/tin-tuc", "/tin-tuc/mo-cho-dem-ven-song"),
    ("/chitiet.aspx?id=12", "/chitiet.aspx?id=13"),
    ("/chitiet.aspx?cat=3&id=12", "/chitiet.aspx?cat=3&id=13"),
    ("/?p=12", "/mo-cho-dem-ven-song"),
    ("content/id/20417", "content/mo-cho-dem-ven-song"),
    ("content/mo-cho-dem-ven-song/20417", "content/lo-gach-da-ngung-hoat-dong/20417"),
]


@pytest.mark.parametrize(("one", "other"), AKIN)
def test_addresses_of_one_page_have_a_telling_name_or_their_parameters_in_common(one: str, other: str) -> None:
    assert akin(one, other, "Tin vắn")
    assert akin(other, one, "Tin vắn")


def test_of_however_many_parameters_an_address_may_have_fewer_or_more() -> None:
    few, many = "/index.php?id=12", "/index.php?" + "&".join(["id=12", *(f"muc{n}={n}" for n in range(9))])
    for one, other in ((few, many), (many, f"{many}&trang=in")):
        assert akin(one, other, "Tin vắn")
        assert akin(other, one, "Tin vắn")
    assert not akin("/index.php?id=13", many, "Tin vắn")


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_what_many_pages_share_makes_no_two_of_them_one(one: str, other: str) -> None:
    assert not akin(one, other, "Tin vắn")
    assert not akin(other, one, "Tin vắn")


@pytest.mark.parametrize(
    ("named", "numbered"),
    [
        ("/dua-sap-tra-noc-duoc-dang-ky-bao-ho.html", "/index.php?route=tin/chi-tiet&id=812"),
        ("/tin/dua-sap-tra-noc-duoc-dang-ky", "/?p=812"),
        ("content/-dua-sap-tra-noc-uoc-ang-ky-bao-ho", "content/id/20417"),
        ("content/dua-sap-tra-noc-uoc-ang-ky-bao-ho/18", "content/id/20417"),
        ("/dua-sap-tra-noc-duoc-dang-ky-bao-ho.html", "/dua-sap-tra-noc-duoc-dang-ky-bao-ho-2.html"),
        ("/dua-sap-tra-noc-duoc-da.html", "/bai-viet/dua-sap-tra-noc-duoc-da-47.html"),
        ("/tin/dua-sap-tra-noc-duoc-dang", "/bai-viet/812_dua-sap-tra-noc-duoc-d.html"),
        ("/dua-sap-tra-noc-duoc-da-47.html", "/index.php?id=812"),
    ],
)
def test_addresses_of_the_titles_letters_or_of_a_number_may_be_one_pages(named: str, numbered: str) -> None:
    title = "“Dừa sáp” Trà Nóc: Được đăng ký bảo hộ"
    assert akin(named, numbered, title)
    assert akin(numbered, named, title)
    assert not akin(named, numbered, "Thông báo nâng cấp trang tin")
    assert not akin(named, "/lien-he", title)
    assert not akin("/dua-sap.html", "/?p=812", "Dừa sáp")
    assert not akin("/dua-sap-2026.html", "/?p=812", "Dừa sáp Trà Nóc được mùa")
    assert not akin("/dua-sap-tra-noc-dang-ky-bao-ho.html", "/?p=812", "Dừa sáp")


def test_pages_that_all_said_the_same_for_a_day_are_articles_of_their_own_again(tmp_path: Path) -> None:
    notice = article("x", title="Thông báo nâng cấp trang tin", body_text="Xin quay lại sau.", updated_at="2026-03-01")
    names = ("/cho-dem-ven-song-mo-cua.html", "/lo-gach-da-ngung-hoat-dong.html", "/tom-kho-duoc-mua.html")
    looks = [at(name, notice, f"2026-03-02T00:00:0{n}Z") for n, name in enumerate(names)]
    looks += [at(name, replace(FIRST, title=name), f"2026-03-03T00:00:0{n}Z") for n, name in enumerate(names)]
    assert kept(tmp_path / "a", *looks) == [(3, 3)]  # and what they said that day is no text of theirs


PICTURE = Image("http://127.0.0.1/anh/so-do.jpg")
DRAWN = replace(FIRST, title="Sơ đồ lưới điện của tỉnh", body_text="", images=(PICTURE,))
UNDATED = replace(DRAWN, updated_at=None)
HERE, THERE, SAME_NAME = "/so-do-luoi-dien.html", "/tin/812", "/tin-moi/so-do-luoi-dien.html"


@pytest.mark.parametrize(
    ("was", "shows", "where", "moved"),
    [
        (DRAWN, DRAWN, THERE, True),
        (replace(DRAWN, updated_at="2026-03-01T08:00:00+07:00"), DRAWN, THERE, True),
        (UNDATED, UNDATED, SAME_NAME, True),
        (UNDATED, UNDATED, THERE, False),
        (DRAWN, UNDATED, THERE, False),
        (DRAWN, replace(DRAWN, updated_at="2026-03-08"), THERE, False),
        (DRAWN, replace(DRAWN, images=(replace(PICTURE, url="http://127.0.0.1/anh/khac.jpg"),)), THERE, False),
        (replace(DRAWN, images=()), replace(DRAWN, images=()), THERE, False),
    ],
)
def test_a_picture_may_have_moved_where_title_and_day_or_name_are_the_same(
    archive: Archive, was: Article, shows: Article, where: str, *, moved: bool
) -> None:
    archive.save(at(HERE, was, "2026-03-02T00:00:00Z"))
    assert may_have_moved(archive.db, "sct_bentre", where, shows) == (HERE if moved else None)
