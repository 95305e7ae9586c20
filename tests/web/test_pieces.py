"""The small pure parts of the reader, each by itself."""

from __future__ import annotations

import csv
import io
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.passages import MOST, _patterns, highlight, passage, passage_cell
from archive.search import fts_query
from archive.spreadsheet import safe_cell
from archive.web.chart import draw, span
from archive.web.cite import Cited, bibtex, footnote
from archive.web.dates import age, said, stamp
from archive.web.markup import safe_body
from archive.web.paging import sorted_table
from archive.web.spreadsheet import SafeRows
from archive.words import differences, folded, words
from tests.web.payloads import payloads


@pytest.mark.parametrize(
    ("iso", "text"),
    [
        ("2024-09-06", "6 September 2024"),
        ("2024-06-11T06:23:00+07:00", "11 June 2024, 06:23 GMT+7"),
        ("2026-11-22T01:30:00Z", "22 November 2026, 01:30 UTC"),
        ("2024-13-01", "2024-13-01"),
        ("", ""),
        (None, ""),
    ],
)
def test_date_is_said_as_people_say_it_and_never_moved(iso: str | None, text: str) -> None:
    assert said(iso) == text


def test_age_counts_days_hours_and_minutes_and_notices_the_future() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert age("2026-11-20T11:00:00Z", now) == "2 days ago"
    assert age("2026-11-22T11:00:00Z", now) == "1 hour ago"
    assert age("2026-11-22T12:00:00Z", now) == "just now"
    assert "clock" in age("2027-01-01T00:00:00Z", now)


def test_internet_archive_stamp_has_fourteen_digits() -> None:
    assert stamp("2024-09-07T01:00:10Z") == "20240907010010"


def test_months_without_articles_keep_their_place_in_the_chart() -> None:
    axis = span(["2023-12", "2024-03"])
    assert axis == ["2023-12", "2024-01", "2024-02", "2024-03"]
    chart = draw({"2023-12": 4, "2024-03": 2}, axis, 4)
    assert [(bar.x, bar.height) for bar in chart.bars] == [(0.0, 84), (75.0, 42.0)]
    assert "6 dated articles from 2023-12 to 2024-03" in chart.words


def test_empty_archive_has_an_empty_chart() -> None:
    chart = draw({}, span([]), 0)
    assert (chart.bars, chart.words) == ((), "No dated articles.")


def test_fourteen_years_give_at_most_seven_labels() -> None:
    axis = span(["2011-03", "2025-06"])
    assert len(draw({"2011-03": 1}, axis, 1).years) <= 7


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("dien gio", ["điện gió", "diện"]),
        ("gio dien", ["điện", "gió", "diện"]),
        ("điện", ["điện"]),
        ('"điện gió"', ["điện gió"]),
        ("die*", ["điện", "diện"]),
        ("ĐIỆN", ["điện"]),
        ("xyz", []),
    ],
)
def test_highlight_follows_the_rules_of_the_search(query: str, marked: list[str]) -> None:
    pieces = highlight("Dự án điện gió và diện mạo mới", query)
    assert [text for text, hit in pieces if hit] == marked
    assert "".join(text for text, _ in pieces) == "Dự án điện gió và diện mạo mới"


@pytest.mark.parametrize("quotes", ["“”", "„‟", "”“", "«»", "＂＂"])
def test_quotes_of_any_shape_make_a_phrase(quotes: str) -> None:
    assert fts_query(f"trụ {quotes[0]}điện gió{quotes[1]}") == fts_query('trụ "điện gió"')
    assert highlight("gió điện, điện gió", f"{quotes[0]}điện gió{quotes[1]}")[1:] == [("điện gió", True)]


def test_passage_shows_the_stretch_with_most_words() -> None:
    text = "mở đầu " * 100 + "điện gió và điện mặt trời " + "kết thúc " * 100
    shown = "".join(piece for piece, _ in passage(text, "dien gio"))
    assert "điện gió và điện mặt trời" in shown
    assert len(shown) < 320
    assert passage_cell(text, "gio").count("«gió»") == 1


def test_passage_shows_the_words_together_rather_than_apart() -> None:
    text = "gió mùa về, mất điện vì gió. " + "mở đầu " * 100 + "Trụ điện gió đầu tiên. " + "kết thúc " * 100
    assert "Trụ «điện gió» đầu tiên" in passage_cell(text, "dien gio")


def test_word_typed_again_and_again_is_looked_for_once() -> None:
    assert len(_patterns("n* c* " * 60)) == len(_patterns("n* c*"))


def test_passage_is_looked_for_in_the_beginning_of_a_giant_text() -> None:
    text = "mở đầu " * (MOST // 7) + "điện gió " + "kết thúc " * 9
    assert "«" not in passage_cell(f"{text} điện", "dien")
    assert "«điện gió»" in passage_cell(text[9:], "dien gio")


def test_passage_of_one_endless_word_ends() -> None:
    assert len("".join(piece for piece, _ in passage("x" * 10_000, "x*"))) < 320


def test_word_difference_keeps_what_is_the_same() -> None:
    assert words("khoảng 150 triệu kWh", "khoảng 142 triệu kWh") == [
        ("same", "khoảng "), ("gone", "150"), ("new", "142"), ("same", " triệu kWh"),
    ]  # fmt: skip


def test_difference_puts_back_together_to_both_texts() -> None:
    old, new = "một\n\nhai ba\n\nbốn", "một\n\nhai năm\n\nsáu\n\nbốn"
    rows = differences(old, new)
    assert [("same", "một")] in rows
    for text, other in ((old, "new"), (new, "gone")):
        kept = ["".join(piece for kind, piece in row if kind != other) for row in rows]
        assert "\n\n".join(part for part in kept if part) == text


def test_giant_paragraphs_are_shown_side_by_side_instead_of_compared() -> None:
    old, new = "a b " * 4000 + "a", "c d " * 4000 + "c"
    assert words(old, new) == [("gone", old), ("new", new)]


def test_word_changed_in_a_giant_paragraph_is_shown_alone() -> None:
    assert words("a b " * 4000, "a b " * 2000 + "c " + "a b " * 2000) == [
        ("same", "a b " * 2000), ("new", "c "), ("same", "a b " * 2000),
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "between"), [(1400, " "), (1500, "\n\n"), (20_000, "\n"), (4000, "\nquen\n")])
def test_texts_with_little_in_common_are_compared_in_moments(count: int, between: str) -> None:
    old, new = (between.join(f"{letter}{number}" for number in range(count)) for letter in "ab")
    start = time.monotonic()
    for after in (new, f"{new}{between}thêm"):
        rows = differences(old, after)
        assert "\n".join("".join(text for kind, text in row if kind != "gone") for row in rows).split() == after.split()
    assert time.monotonic() - start < 10  # a minute and more before, for the first two


@pytest.mark.parametrize("cell", ["=1+1", "+84 275", "-cmd", "@sum", "\t=1", " =1", "\r=1", "＝1"])
def test_formula_becomes_text(cell: str) -> None:
    safe = safe_cell(cell)
    assert (safe[0], safe.replace("'", "")) == ("'", cell)


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("Giá xăng;=HYPERLINK(A1)", "Giá xăng;'=HYPERLINK(A1)"),
        ("Giá xăng; @SUM(1)", "Giá xăng;' @SUM(1)"),
        ("một\n=1+1\thai", "một\n'=1+1\thai"),
        ("một\t-2+3+cmd|' /C calc'!A0;+f(x)", "một\t'-2+3+cmd|' /C calc'!A0;'+f(x)"),
        ("gồm:\n- Phòng A (cũ);\n- Phòng B;\n+ Tổ 1", "gồm:\n- Phòng A (cũ);\n- Phòng B;\n+ Tổ 1"),
        ("một;-(1)+f(x)", "một;'-(1)+f(x)"),
        ("tăng 5%; = năm trước", "tăng 5%;' = năm trước"),
    ],
)
def test_formula_behind_a_sign_that_ends_cells_elsewhere_becomes_text(cell: str, safe: str) -> None:
    assert safe_cell(cell) == safe


def test_making_a_long_cell_safe_takes_time_with_its_length_alone() -> None:
    def seconds(size: int) -> float:
        start = time.perf_counter()
        for text in (";" + "-" * size, ";-" * size, "; " * size, ";" + " " * size, "\n- a" * size):
            safe_cell(text)
        return time.perf_counter() - start

    assert seconds(160_000) < 40 * max(seconds(16_000), 0.001)


@pytest.mark.parametrize("cell", ["-5", "+3.2", "1e9", "điện gió", "", "2024-09-06", "a=b"])
def test_number_and_text_stay_as_they_are(cell: str) -> None:
    assert safe_cell(cell) == cell


def test_rows_cut_anywhere_come_out_whole_and_safe() -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["id", "title"], ["1", '=A\n"điện", gió'], ["2", "thường"]])
    raw = out.getvalue().encode()
    for size in (1, 2, 3, 7, 1000):
        rows = SafeRows()
        safe = b"".join(rows.feed(raw[at : at + size], last=False) for at in range(0, len(raw), size))
        safe += rows.feed(b"", last=True)
        assert list(csv.reader(io.StringIO(safe.decode(), newline="")))[1] == ["1", '\'=A\n"điện", gió']


def test_what_stayed_far_from_a_change_folds_away_and_its_neighbours_stay() -> None:
    old = [f"Đoạn thứ {number}." for number in range(9)]
    stretches = folded(differences("\n".join(old), "\n".join([*old[:6], "Đoạn đã sửa.", *old[7:]])))
    assert [(far, len(rows)) for far, rows in stretches] == [(True, 5), (False, 3), (False, 1)]
    assert [rows for far, rows in folded(differences("a\nb", "a\nb")) if far] == []


CITED = Cited(
    "Giá 5% {x} & đ_", "Sở Công Thương", "http://a.vn/x_y.html", "http://b/a/1?version=2f", "1", "2024-09-07T01:00:00Z"
)


def test_bibtex_escapes_what_latex_would_read() -> None:
    entry = bibtex(CITED)
    assert r"title = {{Giá 5\% \textbraceleft{}x\textbraceright{} \& đ\_}}" in entry
    assert "url = {http://a.vn/x_y.html}" in entry


def test_bibtex_counts_every_brace_and_finds_them_even() -> None:
    entry = bibtex(replace(CITED, title="Giá { tăng", author="}{ Lan"))
    assert entry.count("{") == entry.count("}")
    assert "\\{" not in entry


@pytest.mark.parametrize(
    "byline", ["Văn phòng Sở", "Hồng Nhiên, Thu Hà", "Lan, Minh, Hà, Bá", "Nguyễn Văn An", "Lan and Hà"]
)
def test_bibtex_takes_a_byline_for_one_name_as_it_is_signed(byline: str) -> None:
    assert f"author = {{{{{byline}}} and {{Sở Công Thương}}}}" in bibtex(replace(CITED, author=byline))


def test_footnote_of_an_undated_article_says_so() -> None:
    assert "”, n.d. http" in "".join(text for text, _ in footnote(CITED))


def test_body_keeps_structure_and_shows_own_pictures_only() -> None:
    body = safe_body(
        '<h1>Mục</h1><h4>Nhỏ</h4><table><tr><td>1</td></tr></table><p><img src="http://a/1.png" alt="Ảnh">'
        '<img src="http://a/2.png"></p><a href="javascript:x">a</a>', "", {"http://a/1.png": "/a/1/picture/0"},
    )  # fmt: skip
    assert "<h2>Mục</h2><h3>Nhỏ</h3>" in body
    assert 'class="table-scroll"' in body
    assert 'src="/a/1/picture/0"' in body
    assert "2.png" in body
    assert 'src="http://a/2.png"' not in body
    assert "javascript" not in body


def test_article_without_markup_is_shown_from_its_text() -> None:
    assert safe_body("", "một <b>\n\nhai", {}) == "<p>một &lt;b&gt;</p>\n<p>hai</p>"


@pytest.mark.parametrize("part", range(10))
def test_no_payload_leaves_an_active_element_or_attribute(part: int) -> None:
    from lxml import html

    for payload in payloads()[part::10]:
        body = safe_body(payload, "", {})
        for element in html.fragment_fromstring(str(body), create_parent="div").iter():
            assert element.tag not in {"script", "style", "svg", "math", "iframe", "form", "object", "embed", "img"}
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
            assert not (element.get("href") or "http").strip().lower().startswith(("javascript", "data", "vbscript"))


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("select id, title from articles order by updated_on desc limit 51", "articles"),
        ("select id from [articles] where portal = :p0 order by [year] limit 11", "articles"),
        ("select id from articles where id in (select 1) order by year limit 11 offset 20", None),
        ("select count(*) from articles order by 1 limit 5", None),
        ("select distinct portal from articles order by portal limit 5", None),
        ("select a.id from articles a join versions v on v.id = a.version_id order by title limit 5", None),
        ("select portal from articles group by portal order by portal limit 5", None),
        ("select id from articles", None),
    ],
)
def test_only_queries_of_one_table_in_the_order_of_a_column_are_completed(sql: str, table: str | None) -> None:
    found = sorted_table(sql)
    assert (found[0] if found else None) == table
    if found:
        assert found[1] + found[2] == sql
