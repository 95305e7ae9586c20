"""Broken, endless and bottomless pages: always an answer, and no more time than their size asks for."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from crawler.portals import portal
from crawler.reading.page import Page
from crawler.reading.read import read

PAGES = sorted(Path(__file__).parents[1].glob("pages/sct_*/*/page.html"))
SPLINTERS = [
    "<",
    ">",
    "</div>",
    "<table>",
    "<p",
    "&#x0;",
    "&amp",
    "\0",
    "\ud800",
    "<!--",
    "]]>",
    "<svg><script>",
    "'",
    '"',
    "<base href=x>",
]
BENTRE = portal("sct_bentre")


def asked(html: str) -> str:
    return read(Page("http://congthuongbentre.gov.vn/a.html", html, "2026-11-22T01:00:00Z"), BENTRE).reading.outcome


def broken(html: str, chance: random.Random) -> str:
    """The page with some pieces cut out, doubled, moved or splintered."""
    for _ in range(chance.randint(1, 12)):
        begin = chance.randrange(len(html) + 1)
        end = min(len(html), begin + chance.randrange(1, 400))
        piece = html[begin:end]
        put = chance.choice(["", piece * 2, piece[::-1], chance.choice(SPLINTERS), piece + chance.choice(SPLINTERS)])
        html = html[:begin] + put + html[end:]
    return html


@pytest.mark.parametrize("seed", range(8))
def test_no_broken_page_breaks_reading(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(40):
        asked(broken(chance.choice(PAGES).read_text(encoding="utf-8"), chance))


def cost(html: str) -> float:
    best = float("inf")
    for _ in range(2):
        started = time.process_time()
        asked(html)
        best = min(best, time.process_time() - started)
    return best


HEAD = "<html><body><h1>Khai mạc phiên chợ hàng Việt</h1><p>(Cập nhật: 06/09/2024)</p>"
GROWING = {
    "paragraphs": lambda n: HEAD + "<p>Sức mua tăng nhẹ so với tháng trước, hàng hóa dồi dào.</p>" * n,
    "links": lambda n: HEAD + "".join(f'<a href="/bai-{k}.html">Bài viết số {k}</a> ' for k in range(n)),
    "cells": lambda n: HEAD + "<table>" + "<tr><td>Gạo</td><td>12.500</td></tr>" * n + "</table>",
    "breaks": lambda n: HEAD + "<div>" + "Hàng hóa dồi dào, giá ổn định.<br>" * n + "</div>",
    "dates": lambda n: HEAD + "<p>06/09/2024</p>" * n,
    "imprints": lambda n: HEAD + "<div><p>Giấy phép có giá trị chín năm, gia hạn trước ba mươi ngày.</p></div>" * n,
    "insets": lambda n: (
        HEAD + "<p>Hàng hóa dồi dào, giá ổn định cả tuần.</p><h5>Tin khác</h5><a href=/b>Chợ quê</a>" * n
    ),
    "depth": lambda n: HEAD + "<div>" * n + "Hàng hóa dồi dào.",
    "open tags": lambda n: HEAD + "<b><i>" * n,
    "one long line": lambda n: HEAD + "<p>" + "hàng hóa dồi dào " * n + "</p>",
    "left brackets": lambda n: HEAD + "<" * n,
    "labelled dates": lambda n: HEAD + "<p>Cập nhật: 06/09/2024</p>" * 4 * n,
    "attributes": lambda n: HEAD + "<p " + " ".join(f"a{k}=1" for k in range(24 * n)) + ">Hàng hóa dồi dào.</p>",
}


@pytest.mark.parametrize("kind", GROWING)
def test_ten_times_the_page_costs_at_most_some_twenty_times(kind: str) -> None:
    costs = ([cost(GROWING[kind](n) + "</body></html>") for n in (400, 4000)] for _ in range(4))
    assert any(large < 25 * max(small, 0.002) for small, large in costs), "never, however often it was measured"


def test_hundreds_of_controls_deep_in_boxes_cost_little_more_than_the_boxes() -> None:
    text = "<p>Phiên chợ kéo dài ba ngày, có hơn 80 gian hàng của các làng nghề trong tỉnh tham gia trưng bày.</p>"
    votes, lines = (
        HEAD + text + "<div>" * 100 + f"<div>{control}Rất hài lòng</div>" * 600 + "</div>" * 100
        for control in ("<input type=radio name=a>", "<b>+</b>")
    )
    assert cost(votes) < 6 * cost(lines)


def test_attribute_whose_name_holds_a_control_character_is_read_over() -> None:
    html = "<h1>Khai trương chợ</h1><p>(Cập nhật: 06/09/2024)</p><p a\x1b[31m=1 b='2'>Chợ đã mở cửa.</p>"
    assert read(
        Page("http://congthuongbentre.gov.vn/a.html", html, "2026-11-22T01:00:00Z", "live"), portal("sct_bentre")
    )


def test_a_tag_with_20_000_attributes_takes_nothing_away_from_the_page() -> None:
    many = " ".join(f"a{k}='>{k}'" for k in range(20_000))
    script = "<script>" + "if (a <b && c) d = e; " * 8000 + "</script>"
    words = "Chợ họp đến hết tuần, mở cửa từ 8 giờ đến 21 giờ mỗi ngày tại nhà lồng cũ."
    html = f"{HEAD}{script}<p {many}>{words}</p><p>Sức mua tăng nhẹ.</p></body></html>"
    article = read(Page("http://congthuongbentre.gov.vn/a.html", html, "2026-11-22T01:00:00Z"), BENTRE).reading.article
    assert article
    assert article.body_text == f"{words}\n\nSức mua tăng nhẹ."


def test_a_page_of_more_tags_than_anybody_writes_is_refused_by_name() -> None:
    page = Page("http://congthuongbentre.gov.vn/a.html", HEAD + "<p>dừa xiêm</p>" * 80_000, "2026-11-22T01:00:00Z")
    assert read(page, BENTRE).reading.reason == "not_article:too-many-tags"


def test_the_address_of_a_frame_costs_no_more_time_than_its_length() -> None:
    began = time.process_time()
    title = "<h1>Đò ngang bến Cồn Phụng chạy thêm chuyến khuya</h1><div>(Cập nhật: 06/05/2021)</div>"
    asked(f"<html><body>{title}<iframe src='{'//a/viewer.html' * 4000}'></iframe></body></html>")
    assert time.process_time() - began < 5  # 169 s for half of it, by a pattern that searched


def test_a_page_goes_on_behind_the_end_of_a_file_that_its_template_includes() -> None:
    header = "<html><head><title>Đầu trang</title></head><body><a href='/'>Trang chủ</a></body></html>"
    title, said = "Đò ngang bến Cồn Phụng chạy thêm chuyến khuya", "Chuyến cuối rời bến lúc mười giờ rưỡi đêm. " * 5
    page = f"<div><h1>{title}</h1><div>(Cập nhật: 06/05/2021)</div><p>{said}</p><a href='/do.html'>Giá vé</a></div>"
    found = read(
        Page("http://congthuongbentre.gov.vn/a.html", f"{header}\n{page}</body></HTML >\n", "2026-11-22T01:00:00Z"),
        BENTRE,
    )
    assert found.reading.article is not None, found.reading.reason
    assert (found.reading.article.title, found.reading.article.body_text) == (title, said.strip())
    assert "/do.html" in [link.identity for link in found.links]
