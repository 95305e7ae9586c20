"""How labels, days and times look on a line: quick looks that spare most lines the reading of a date."""

from __future__ import annotations

import re
from functools import lru_cache

LABEL = (
    r"(?:(?:thời gian|ngày|giờ|lần|tin|bài|được|đã|thời điểm|lúc)\s+)*"
    r"(?:cập nhật(?: (?:lần cuối|gần nhất|cuối|mới nhất))?|đăng(?: (?:tin|bài|tải|lên|bởi))?|xuất bản|đưa tin"
    r"|phát hành|(?<=ngày )(?:tạo|viết|gửi|biên tập)|tạo lúc|gửi lúc|published(?: on)?|posted(?: on)?"
    r"|updated?(?: on)?|last updated?|post date)"
    r"(?:\s+(?:vào|lúc|ngày|hồi|on|at|tin|bài viết))*"
)
_TIME = (
    r"\d{1,2}\s*(?:[:hg]|giờ)\s*\d{1,2}(?:\s*(?:['’′]|phút|p(?![^\W\d_])))?"
    r"(?:\s*:\s*\d{1,2}(?:[.,]\d+)?)?(?:\s*(?:giây|am|pm|sa|ch|sáng|chiều|tối|trưa)\b)?"
)
# Blogs write months in words: "Tháng Chín 6, 2024", "6 Tháng Mười Hai, 2024".
_MONTH = r"(?:\d{1,2}|một|hai|ba|tư|năm|sáu|bảy|bẩy|tám|chín|mười(?:\s+(?:một|hai))?)"
DAY = (
    r"(?:\d{4}\s*[-–/.]\s*\d{1,2}\s*[-–/.]\s*\d{1,2}(?:\s*t\s*(?=\d))?|\d{1,2}\s*[-–/.]\s*\d{1,2}\s*[-–/.]\s*(?:\d{4}"
    r"|\d{2})(?!\d)"
    rf"|\d{{1,2}}\s*[,/-]?\s*(?:tháng|thg|th)\s*{_MONTH}\s*[,/-]?\s*(?:năm\s*)?\d{{4}}"
    rf"|(?:tháng|thg|th)\s*{_MONTH}\s+\d{{1,2}}\s*,\s*\d{{4}}|\d{{1,2}}\s+\d{{1,2}}\s*[/.]\s*\d{{4}}"
    r"|\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\s+\d{2,4})"
)
_RELATIVE = (
    r"(?:cách đây\s+)?(?:\d+|một|vài)\s*(?:giây|phút|giờ|ngày|tuần|tháng)\s*trước"
    r"|cách đây\s+\d+\s*(?:giây|phút|giờ|ngày|tuần|tháng)|hôm qua|hôm nay|hôm kia|vừa xong"
)
_FILLER = (
    r"(?:thứ\s*(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ nhật|chúa nhật|t[2-7]|cn|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?"
    r"|fri|satur?|sun)(?:day)?"
    r"|gmt\s*(?:[+-]\s*\d{1,2}(?::?\d{2})?)?|utc\s*(?:[+-]\s*\d{1,2}(?::?\d{2})?)?|[+-]\d{4}|[+-]\d\d:\d\d|ngày|lúc"
    r"|vào|hồi|giờ|am|pm|sa|ch|sáng|chiều|tối|trưa|z)(?![^\W\d_])"
)
_PIECE = re.compile(rf"{DAY}|{_TIME}|{_RELATIVE}|{_FILLER}|[\s,;|.:()\[\]/•·+\-–—'’\"~*<>»«]+")
HAS_DAY = re.compile(DAY)
HAS_TIME = re.compile(_TIME)
HAS_RELATIVE = re.compile(_RELATIVE)
DIGIT = re.compile(r"\d")
# A date that no digit can go on from: a year of four, a clock, an offset, a half of the day.
WHOLE = re.compile(r"(?:(?<!\d)\d{4}|\d:\d\d|\+\d{1,2}|\d\W*(?:am|pm|sa|ch|gmt))\W*$", re.IGNORECASE)
AGO = ("trước", "cách đây", "hôm ", "vừa xong")
_STEMS = (
    *("cập nhật", "đăng", "xuất bản", "đưa tin", "phát hành", "ngày tạo", "ngày viết", "ngày gửi", "ngày biên"),
    *("tạo lúc", "gửi lúc", "publish", "post", "update", "thời gian", "ngày:", "lúc:"),
)


def hinted(low: str, labels: tuple[str, ...]) -> bool:
    """Whether a casefolded line may hold a label: a quick look that spares most lines the grammar."""
    return any(map(low.__contains__, (*_STEMS, *labels)))


def maybe_dated(low: str) -> bool:
    """Whether a casefolded text may name a day at all: a quick look, as `hinted`."""
    return DIGIT.search(low) is not None or any(map(low.__contains__, AGO))


@lru_cache(maxsize=2048)
def only_date(text: str) -> bool:
    """Whether a casefolded piece is made of nothing but the parts of dates and times."""
    at = 0
    while at < len(text):  # most lines end at their first word
        if (piece := _PIECE.match(text, at)) is None:
            return False
        at = piece.end()
    return True


@lru_cache(maxsize=2048)
def dated(text: str) -> bool:
    """Whether a casefolded piece names a day (or says how long ago)."""
    return HAS_DAY.search(text) is not None or HAS_RELATIVE.search(text) is not None
