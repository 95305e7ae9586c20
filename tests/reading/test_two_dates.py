"""Two labelled dates side by side: of what stands in any markup, the portal's own label is believed."""

from __future__ import annotations

import pytest

from crawler.portals import PORTALS
from crawler.reading.page import Page
from crawler.reading.read import read

TITLE = "Hai xã cù lao Minh nghiệm thu lưới điện trung áp sau ba tháng thi công"
TEXT = (
    "<p>Sáng 06/9, đoàn đi dọc tuyến từ trạm Hòa Lộc xuống bến đò, đo lại điện áp ở bốn vị trí cuối nguồn.</p>"
    "<p>Theo đơn vị thi công, phần móng trụ mất nhiều thời gian hơn dự tính vì nền đất yếu và triều cường lên sớm.</p>"
)
POSTED, UPDATED = "05/09/2024", "06/09/2024"
FORMS = {
    "spans of one line": "<div><span>Ngày đăng: {0}</span> <span>(Cập nhật: {1})</span></div>",
    "one text": "<p>Đăng ngày: {0} | Cập nhật lần cuối: {1}</p>",
    "lines": "<div>Đăng ngày: {0} , 06:23 GMT+7</div><div>Cập nhật: {1}</div>",
    "the other way round": "<div>(Cập nhật: {1})</div><div>Đăng ngày: {0}</div>",
    "items": "<ul><li>Ngày đăng: {0}</li><li>Ngày cập nhật: {1}</li><li>Lượt xem: 355</li></ul>",
    "terms": "<dl><dt>Ngày đăng</dt><dd>{0}</dd><dt>Cập nhật</dt><dd>{1}</dd></dl>",
    "rows": "<table><tr><td>Ngày đăng:</td><td>{0}</td></tr><tr><td>Ngày cập nhật:</td><td>{1}</td></tr></table>",
}


@pytest.mark.parametrize("above", [False, True], ids=["below the title", "above the title"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("portal", "day"), [("sct_bentre", "2024-09-06"), ("sct_bacgiang", "2024-09-05")])
def test_portals_own_label_tells_the_day(portal: str, day: str, form: str, above: bool) -> None:
    said, title = FORMS[form].format(POSTED, UPDATED), f"<h1>{TITLE}</h1>"
    html = f"<html><body>{said + title if above else title + said}{TEXT}</body></html>"
    article = read(
        Page("http://x.vn/tin/luoi-dien.html", html, "2024-10-01T00:00:00Z"), PORTALS[portal]
    ).reading.article
    assert article is not None
    assert (article.updated_at or "")[:10] == day
    assert POSTED not in article.body_text
    assert UPDATED not in article.body_text
    assert article.date_text in said.replace("</dt><dd>", " ").replace("</td><td>", " ")
