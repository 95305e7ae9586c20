"""Two readers that share no code must agree on a date in words, or none comes out."""

import pytest

from crawler.reading.dates import DateRefusal, read_date
from crawler.reading.second_opinion import contradicted

NOW = "2026-11-22T00:00:00Z"


@pytest.mark.parametrize(
    ("form", "words", "day"),
    [
        ("worded", "25 thang 11 nam 2024", (2024, 11, 25)),
        ("month_first", "thang 5 28, 2025", (2025, 5, 28)),
        ("english", "04 sep 2026", (2026, 9, 4)),
        ("worded", "5 thang gieng nam 2024", (2024, 1, 5)),  # which dateparser cannot read
        ("month_first", "thang nam 28, 2025", (2025, 5, 28)),  # and here it takes "nam" for a year
        ("dmy", "06/13/2024", (2024, 1, 1)),  # digits need no opinion
    ],
)
def test_the_same_day_or_no_opinion_is_no_contradiction(form: str, words: str, day: tuple[int, int, int]) -> None:
    assert not contradicted(form, words, day)


def test_another_day_is_a_contradiction() -> None:
    assert contradicted("worded", "25 thang 11 nam 2024", (2024, 11, 26))


def test_a_line_whose_readers_differ_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.reading.date_parts.contradicted", lambda *_: True)
    assert read_date("Ngày 25 tháng 11 năm 2024", NOW) == DateRefusal("second-opinion-differs")
