"""Markup made to hang a pattern is read in no time: what it cost before was seconds to hours."""

from time import process_time

import pytest

from crawler.portals import PORTALS
from crawler.reading import Page, read
from crawler.reading.crumbs import _parts, _short_parts

ARTICLE = (
    "<html><body><h1>Thay máy bơm ở trạm đầu mối</h1><p>(Cập nhật: 06/09/2021)</p>"
    "<p>Máy mới bơm khỏe gấp đôi, ruộng cuối kênh có nước từ sáng thứ Hai.</p></body></html>"
)
MONSTERS = {
    "bodies that load": "<body onload=" * 4000,
    "bodies": "<body " * 8000,
    "a body that loads often": "<body " + "onload=print " * 4000 + ">",
    "scripts": "<script " * 6000,
    "orders to print": "print()" + " " * 200 + "javascript:" * 4000,
    "a heading of table cells with dates": "<h1>" + "<tr><td>1<td>06/09/2021" * 9000,
    "a title of dashes": f"<title>{'- ' * 25_000}</title>",
    "a logo with a long number": f"<img src='/a/logo{'1' * 50_000}!'>",
    "an attachment with a long number": f"<img src='/a/attach{'1' * 50_000}!'>",
}


@pytest.mark.parametrize("name", MONSTERS)
def test_markup_made_to_hang_a_pattern_does_not(name: str) -> None:
    begun = process_time()
    read(Page("http://congthuongbentre.gov.vn/x.html", MONSTERS[name] + ARTICLE, "2024-11-23T03:00:00Z", "live"),
         PORTALS["sct_bentre"])  # fmt: skip
    assert process_time() - begun < 1


def test_no_paragraph_is_kept_as_a_path() -> None:
    before = _short_parts.cache_info().currsize
    assert len(_parts("Tin tức » " * 400)) == 400
    assert _short_parts.cache_info().currsize == before
