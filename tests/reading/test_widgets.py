"""Boxes that ask are found by their controls, and never hold title, date or text."""

from crawler.portals import PORTALS
from crawler.reading import Page, read

HEAD = "<h1>Đổi lịch phiên chợ đan lát</h1><p>(Cập nhật: 06/05/2023)</p>"
VOTE = "<form><p>Bạn có hay đi chợ phiên?</p><input type=radio>Có<input type=radio>Không</form>"


def outcome(body: str) -> tuple[str | None, str | None]:
    page = Page("http://congthuongbentre.gov.vn/doi-lich.html", f"<body>{body}</body>", "2026-11-22T01:00:00Z")
    reading = read(page, PORTALS["sct_bentre"]).reading
    return reading.reason, reading.article.body_text if reading.article else None


def test_a_vote_below_a_notice_is_no_part_of_it() -> None:
    assert outcome(f"{HEAD}<p>Chợ họp vào sáng thứ Năm.</p>{VOTE}") == (None, "Chợ họp vào sáng thứ Năm.")


def test_a_vote_alone_below_a_date_is_a_vote() -> None:
    assert outcome(f"{HEAD}{VOTE}") == ("not_article:poll", None)


def test_a_question_above_a_vote_belongs_to_it() -> None:
    assert outcome(f"{HEAD}<p>Theo bạn, chợ phiên nên họp vào sáng nào trong tuần?</p>{VOTE}")[0] == "not_article:poll"


def test_a_form_around_the_whole_page_hides_nothing() -> None:
    text = "Chợ họp vào sáng thứ Năm, thay cho sáng Chủ nhật như trước."
    assert outcome(f'<form><input type="text" name="q">{HEAD}<p>{text}</p></form>') == (None, text)


def test_a_table_of_data_beside_a_rating_stays() -> None:
    table = "<table><tr><td>Gạo</td><td>12.500</td></tr><tr><td>Bắp</td><td>8.000</td></tr></table>"
    rating = "<table><tr><td>Có ích?</td><td><input type=radio>Có</td><td><input type=radio>Không</td></tr></table>"
    assert outcome(f"{HEAD}<div>{table}</div><div>{rating}</div>") == (None, "Gạo | 12.500\nBắp | 8.000")


def test_a_list_that_names_a_form_is_no_request_to_fill_it_in() -> None:
    said = "<p>Hồ sơ nhận máy của các hộ đan giỏ gồm có những giấy tờ sau đây:</p>"
    said += "<ul><li>Bản sao căn cước;</li><li>Đơn theo mẫu;</li></ul>"
    assert outcome(f"{HEAD}<div>{said}</div>{VOTE}")[0] is None
