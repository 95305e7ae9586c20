"""Reading costs in proportion to a page's size, however it is built."""

import time
from collections.abc import Callable

import pytest

from crawler.portals import PORTALS
from crawler.reading import Page, read

BAIT = "<h1>Một tiêu đề vừa đủ dài để đọc</h1><p>(Cập nhật: 06/09/2024)</p>"
TEXT = f"<div><p>{'Đoạn văn này kể một chuyện về chợ quê và dòng sông. ' * 8}</p><p>Hết.</p></div>"
SHAPES: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda n: BAIT + "<p>Đoạn văn này kể một chuyện không dài lắm về chợ quê và dòng sông.</p>" * n,
    "links": lambda n: BAIT + "<a href=/x.html>Một tin khác có tiêu đề dài</a><br>" * n,
    "dates": lambda n: BAIT + "<div>Cập nhật: 01/02/2023</div>" * n,
    "nested boxes": lambda n: BAIT + ("<div>chữ" * 40 + "</div>" * 40) * (n // 40),
    "deep": lambda n: BAIT + "<div>chữ " * n,
    "cells": lambda n: BAIT + "<table>" + "<tr><td>một<td>hai<td>ba" * (n // 3) + "</table>",
    "pictures": lambda n: BAIT + "<p>chữ</p><img src=/a.jpg>" * (n // 2),
    "heads of other lists": lambda n: (
        BAIT + "<div><p>Tin liên quan</p><p>chữ</p></div>" * (n // 2) + f"<div>{TEXT}</div>"
    ),
    "inline": lambda n: BAIT + "<p>" + "<b>chữ</b> <i>01/02/2023</i> " * (n // 2),
    "style that never closes": lambda n: f"<style>{'chữ ' * n}</style>" + BAIT,
    "style of comments": lambda n: f"<style>{'/*' * n}</style>" + BAIT,
    "style of media": lambda n: f"<style>{'@media ' * n}</style>" + BAIT,
    "files": lambda n: BAIT + "<table>" + "<tr><td>một<td><a href=/a.pdf>Tải về</a>" * (n // 2) + "</table>",
}


def seconds(html: str) -> float:
    start = time.process_time()
    read(Page("http://congthuongbentre.gov.vn/a.html", html, "2026-11-22T01:00:00Z"), PORTALS["sct_bentre"])
    return time.process_time() - start


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_page_takes_about_four_times_as_long(shape: str) -> None:
    small, large = SHAPES[shape](1500), SHAPES[shape](6000)
    seconds(small)
    tries = (seconds(large) < 10 * min(seconds(small) for _ in range(3)) + 0.05 for _ in range(4))
    assert any(tries), "never, however often it was measured"
