"""Captured redirects: an article that moved stays one, and one whose address leads to the home page is gone."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from archive.store import Archive
from archive.verify import verify
from tests.history.scenes import HOST, ask, page, run
from tests.history.warcs import HTML, Shot, write_warc

TITLE = "Chợ Giồng Trôm dời về khu mới từ tháng Tám"
OLD = Shot(f"{HOST}/cho-giong-trom-doi-ve-khu-moi.html", "2021-08-01T01:00:00Z", page(TITLE, "31/07/2021"))
NEW = Shot(f"{HOST}/thuong-mai/cho-giong-trom.html", "2022-08-01T01:00:05Z", page(TITLE, "31/07/2021"))
STATES = "SELECT url, state, first_seen_at, last_seen_at, version_count FROM articles"


def led(shot: Shot, target: str, at: str = "2022-08-01T01:00:00Z", status: str = "301 Moved Permanently") -> Shot:
    """That shot's address, answering with a redirect."""
    return replace(shot, at=at, body=b"", status=status, headers=(*HTML, ("Location", target)))


MOVE = led(OLD, NEW.url.removeprefix(HOST))


def imported(folder: Path, *files: list[Shot]) -> Path:
    archive = folder / "archive.db"
    for number, shots in enumerate(files):
        ran = run("warc", archive, portal="sct_bentre", path=write_warc(folder / f"{number}.warc.gz", shots))
        assert ran.code == 0, ran.said
    return archive


@pytest.mark.parametrize("order", [order for order in permutations((OLD, MOVE, NEW)) if order[-1] is not MOVE])
def test_an_article_that_moved_is_one_article_with_both_addresses(tmp_path: Path, order: tuple[Shot, ...]) -> None:
    archive = imported(tmp_path, *([shot] for shot in order))
    assert ask(archive, STATES) == [(NEW.url, "present", OLD.at, NEW.at, 1)]
    looks = "SELECT url, outcome, reason FROM article_captures ORDER BY captured_at"
    assert ask(archive, looks) == [
        (OLD.url, "article", None),
        (OLD.url, "not_article", "moved:/thuong-mai/cho-giong-trom.html"),
        (NEW.url, "article", None),
    ]
    again = run("warc", archive, portal="sct_bentre", path=tmp_path)
    assert (again.code, ask(archive, "SELECT count(*) FROM articles")) == (0, [(1,)]), again.said


@pytest.mark.parametrize("order", [order for order in permutations((OLD, MOVE, NEW)) if order[-1] is MOVE])
def test_a_redirect_imported_after_both_pages_leaves_two_articles_the_old_one_missing(
    tmp_path: Path, order: tuple[Shot, ...]
) -> None:
    archive = imported(tmp_path, *([shot] for shot in order))
    assert sorted(ask(archive, "SELECT url, state FROM articles")) == [(OLD.url, "missing"), (NEW.url, "present")]
    with Archive(archive) as kept:
        assert verify(kept.db, archive.parent / "warc").problems == []


RESULT = page("Kết quả khuyến công quý hai", "30/06/2022")
OTHER = Shot(f"{HOST}/ket-qua-khuyen-cong-quy-hai.html", "2022-08-01T01:00:05Z", RESULT)
FOR_NOW = led(OLD, OTHER.url.removeprefix(HOST), status="302 Found")


@pytest.mark.parametrize("order", [*permutations((OLD, FOR_NOW, OTHER))])
def test_an_article_whose_address_leads_to_another_one_for_a_while_is_missing(
    tmp_path: Path, order: tuple[Shot, ...]
) -> None:
    archive = imported(tmp_path, *([shot] for shot in order))
    assert sorted(ask(archive, "SELECT url, state FROM articles")) == [(OLD.url, "missing"), (OTHER.url, "present")]


def test_redirects_with_one_body_lead_each_to_its_own_page(tmp_path: Path) -> None:
    there = replace(OLD, url=f"{HOST}/hoi-nghi-khuyen-cong.html", body=page("Hội nghị khuyến công vùng đồng bằng"))
    lead = replace(MOVE, body=b"<h1>301 Moved Permanently</h1>")
    refers = {"WARC-Refers-To-Target-URI": lead.url, "WARC-Refers-To-Date": lead.at}
    home = led(there, f"{HOST}/khuyen-cong/hoi-nghi.html", "2022-08-01T01:00:02Z")
    home = replace(home, type="revisit", extra=refers)
    second = replace(there, url=f"{HOST}/khuyen-cong/hoi-nghi.html", at=NEW.at)
    archive = imported(tmp_path, [OLD, there, lead, home, second, NEW])
    assert sorted(ask(archive, "SELECT url, state, version_count FROM articles")) == [
        (second.url, "present", 1), (NEW.url, "present", 1),
    ]  # fmt: skip


def test_a_second_move_and_an_edit_on_the_way_are_followed(tmp_path: Path) -> None:
    third = replace(NEW, url=f"{HOST}/tin/giong-trom-cho-moi.html", at="2023-05-01T00:00:00Z")
    third = replace(third, body=page(TITLE, "31/07/2021", more="Bà con tiểu thương được miễn phí ba tháng đầu."))
    archive = imported(tmp_path, [OLD, MOVE, led(NEW, third.url, "2023-04-30T00:00:00Z"), third])
    assert ask(archive, STATES) == [(third.url, "present", OLD.at, third.at, 2)]


def test_variants_of_one_address_are_no_move(tmp_path: Path) -> None:
    safer = led(OLD, OLD.url.replace("http://", "https://www."))
    ran = run("warc", tmp_path / "a.db", portal="sct_bentre", path=write_warc(tmp_path / "w.warc.gz", [OLD, safer]))
    assert "status-301 1" in ran.said
    assert ask(tmp_path / "a.db", "SELECT state FROM articles") == [("present",)]


def test_what_many_addresses_lead_to_joins_none_of_them(tmp_path: Path) -> None:
    notice = replace(NEW, url=f"{HOST}/thong-bao-thay-doi.html", body=page("Trang này đã được thay đổi", "01/08/2022"))
    titles = ("Kiểm tra đèn đường ở Mỏ Cày", "Ba Tri mở hội chợ muối", "Xe buýt điện đến Thạnh Phú")
    olds = [replace(OLD, url=f"{HOST}/tin-{n}.html", body=page(title)) for n, title in enumerate(titles)]
    doors = [led(old, notice.url) for old in olds]
    archive = imported(tmp_path, [*doors, notice], olds)
    assert ask(archive, "SELECT count(*), sum(version_count) FROM articles") == [(4, 4)]


@pytest.mark.parametrize("backwards", [False, True])
def test_an_address_that_leads_to_the_home_page_has_lost_its_article(tmp_path: Path, backwards: bool) -> None:
    days = ("2023-01-01T00:00:00Z", "2023-01-09T00:00:00Z", "2023-01-20T00:00:00Z")
    shots = [OLD, *(led(OLD, "/", day, "302 Found") for day in days)]
    archive = imported(tmp_path, *([shot] for shot in (reversed(shots) if backwards else shots)))
    assert ask(archive, STATES) == [(OLD.url, "removed", OLD.at, OLD.at, 1)]


def test_a_start_page_that_leads_on_is_not_gone(tmp_path: Path) -> None:
    start = replace(OLD, url=f"{HOST}/")
    archive = imported(tmp_path, [led(start, "/trang-chu.html"), led(start, "http://sct.bentre.gov.vn/", OLD.at)])
    assert ask(archive, "SELECT outcome FROM readings WHERE outcome <> 'not_article'") == []
