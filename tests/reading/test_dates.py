"""Dates: every notation known, its relatives, and never another day than the line states."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import dateparser
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crawler.reading.dates import DateReading, DateRefusal, read_date

NOW = "2026-11-22T01:00:00Z"
SHARED = Path(__file__).parents[3] / "shared" / "dates.tsv"


def rows(file: Path) -> list[tuple[str, str]]:
    if not file.exists():
        return []
    lines = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()[1:]]
    return [(ast.literal_eval(notation), wanted) for notation, wanted in lines]


def told(line: str, now: str = NOW) -> str:
    answer = read_date(line, now)
    return answer.iso if isinstance(answer, DateReading) else answer.reason


@pytest.mark.parametrize(("notation", "wanted"), rows(Path(__file__).parent / "dates.tsv"))
def test_a_line_is_read_as_a_person_reads_it(notation: str, wanted: str) -> None:
    assert told(notation) == wanted


@pytest.mark.parametrize(("notation", "wanted"), rows(SHARED))
def test_a_notation_met_on_real_portals_is_read(notation: str, wanted: str) -> None:
    answer = read_date(notation, NOW)
    if wanted == "REJECT":
        assert isinstance(answer, DateRefusal)
    elif wanted == "REL":
        assert told(notation).startswith("2026-11-2")
    else:
        assert ("T" in told(notation)) == ("T" in wanted)
        assert datetime.fromisoformat(told(notation)) == datetime.fromisoformat(wanted)


def test_relative_words_are_read_at_the_capture_in_vietnam() -> None:
    just_after_midnight_in_vietnam = "2024-09-05T17:30:00Z"
    assert told("Hôm qua", just_after_midnight_in_vietnam) == "2024-09-05"
    assert told("Hôm nay", just_after_midnight_in_vietnam) == "2024-09-06"
    assert told("10 phút trước", just_after_midnight_in_vietnam) == "2024-09-06"
    assert told("cách đây 1 giờ", just_after_midnight_in_vietnam) == "2024-09-05"
    assert told("Hôm qua", "không rõ") == "relative-without-capture"


def test_a_capture_time_that_cannot_be_read_leaves_stated_dates_readable() -> None:
    assert told("Cập nhật: 06/09/2024", "") == "2024-09-06"
    assert told("Cập nhật: 06/09/2204", "") == "future"


def test_a_portals_own_label_is_known_when_it_is_given() -> None:
    assert told("Lên mạng hôm: 06/09/2024") == "other-words"
    assert read_date("LÊN MẠNG HÔM: 06/09/2024", NOW, ("Lên mạng hôm",)) == DateReading("2024-09-06", "labelled:dmy")


DAYS = st.dates(date(1997, 1, 1), date(2026, 11, 22))
VI_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
FORMS = (
    "{0.day}/{0.month}/{0.year}", "{0:%d/%m/%Y}", "{0:%d-%m-%Y}", "{0:%d.%m.%Y}", "{0:%d / %m / %Y}", "{0:%Y-%m-%d}",
    "ngày {0.day} tháng {0.month} năm {0.year}", "{0:%d} tháng {0.month}, {0.year}",
    "Tháng {0.month} {0.day}, {0.year}", "{0:%d} Thg {0.month} {0.year}", "{0:%b %d, %Y}", "{0:%d %B %Y}",
    "{1}, {0:%d/%m/%Y}", "{1}, ngày {0:%d/%m/%Y}", "({0:%d/%m/%Y})",
)  # fmt: skip
LABELS = ("", "Cập nhật: ", "(Cập nhật: ", "Đăng ngày: ", "ngày đăng ", "Ngày cập nhật:", "Đăng lúc ")
CLOCKS = (
    "",
    " {0:%H:%M}",
    " - {0:%H:%M:%S}",
    " | {0:%H:%M} (GMT+7)",
    ", {0:%I:%M %p}",
    " {0:%Hh%M'}",
    " lúc {0.hour} giờ {0.minute:02} phút",
)
SHAPES = (
    str,
    str.upper,
    str.lower,
    lambda line: unicodedata.normalize("NFD", line),
    lambda line: line.replace(" ", "\xa0"),
)


LINES = st.tuples(*map(st.sampled_from, (FORMS, LABELS, CLOCKS, SHAPES)))


@given(DAYS, LINES, st.times())
def test_any_day_in_any_notation_is_that_day(
    day: date, parts: tuple[str, str, str, Callable[[str], str]], at: time
) -> None:
    form, label, clock, shape = parts
    at = at.replace(microsecond=0)
    assume("h" not in clock or at.hour > 6)  # before dawn "h" may be a twelve-hour clock: only the day is read
    line = shape(label + form.format(day, VI_DAYS[day.weekday()]) + clock.format(at))
    iso = told(line, "2026-11-24T00:00:00Z")
    assert iso[:10] == day.isoformat(), line
    if clock:
        assert iso[11:16] == at.isoformat()[:5], line


@given(
    DAYS, st.integers(0, 6), st.sampled_from(["{1}, {0:%d/%m/%Y}", "{0:%d/%m/%Y} ({1})", "{1} ngày {0:%d-%m-%Y} 07:38"])
)
def test_a_weekday_that_disagrees_is_refused(day: date, weekday: int, form: str) -> None:
    assume(weekday != day.weekday())
    assert told(form.format(day, VI_DAYS[weekday])) == "weekday-disagrees"


@given(st.integers(0, 40), st.integers(0, 14), st.integers(1900, 2300), st.sampled_from("/.-"))
def test_digits_give_the_day_they_name_or_none(day: int, month: int, year: int, mark: str) -> None:
    answer = read_date(f"{day:02}{mark}{month:02}{mark}{year}", NOW)
    if isinstance(answer, DateReading):
        assert answer.iso == f"{year:04}-{month:02}-{day:02}"
        assert datetime.fromisoformat(answer.iso) < datetime.fromisoformat(NOW[:10]) + timedelta(days=2)


@given(DAYS, st.sampled_from(["{0.day} tháng {0.month} năm {0.year}", "{0:%d %B %Y}"]))
def test_dateparser_agrees_on_worded_dates(day: date, form: str) -> None:
    line = form.format(day)
    parsed = dateparser.parse(
        line, languages=["vi", "en"], settings={"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"]}
    )
    assert parsed is None or told(line) == parsed.date().isoformat()


WORDS = st.sampled_from(
    ["06/09/2024", "1/2", "2024", "14:30", "Cập nhật:", "ngày", "tháng", "năm", "Thứ", "6", "-", "|", "SA", "CH",
     "GMT+7",
     "từ", "đến", "số", "QĐ-UBND", "0275.3822", "365", "Hôm qua", "5 phút trước", "Lượt xem: 12", "h",
     "30", "Th9", "05/09/2024"]
)  # fmt: skip


@given(st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=9).map(" ".join))
def test_no_line_breaks_reading_and_every_date_stands_on_the_line(line: str) -> None:
    answer = read_date(line, NOW)
    if isinstance(answer, DateReading) and "relative" not in answer.rule:
        year, month, day = map(int, answer.iso[:10].split("-"))
        assert str(day) in line
        assert str(month) in line
        assert str(year)[2:] in line
