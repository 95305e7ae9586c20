"""A date line cut into its pieces: statements, names, counters and tools that a template prints in one line."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.reading.date_shapes import LABEL, hinted
from crawler.reading.names import is_byline

# "Đăng ngày: đang cập nhật" says once what the date is and then that nobody knows it.
_PENDING = r"(?!(?:(?<=đang cập nhật)|(?<=chưa cập nhật)|(?<=được cập nhật))\W*(?:$|\|))"
_LABEL = re.compile(rf"(?<![^\W\d_])(?<!người ){LABEL}(?![^\W\d_]){_PENDING}")
# Icons part what they stand for; a slash with spaces around it may be a date's own: "06 / 09 / 2024".
_CUTS = re.compile(
    r"\s*[|•·\ue000-\uf8ff\ufe0f\U0001f000-\U0001faff]\s*|\s+[-–—]\s+|\s+/\s+(?!\d{1,2}\s*/\s*\d|\d{4}(?!\d))|\s{3,}|(?<=\))\s+|\s*;\s*"
)
# Counters, tools and names that a template prints behind the date with only a space between.
_COMPANY = re.compile(
    r"(?<!đăng)(?<!viết)\s(?=(?:tác giả|người (?:đăng|viết|gửi)|(?:(?:đăng|viết) )?bởi|by|nguồn(?: tin)?"
    r"|chuyên mục|danh mục)\s*[:：])"
    r"|(?:^|\s|(?<=\|))(?:(?:thời gian )?đọc\s*[:：]?\s*(?:khoảng )?\d+ phút|\d+ phút (?:để )?đọc(?: bài)?(?: viết)?"
    r"|(?:số )?(?:lượt|lần) (?:xem|đọc|truy cập)(?:(?: (?:bài|tin|trang|viết|này))*\s*[:：]?\s*\d[\d.,]*)?"
    r"|(?:đã )?(?:xem|đọc)\s*[:：]\s*\d[\d.,]*(?: (?:lượt|lần))?|(?:views?|hits?)\s*[:：]\s*\d[\d.,]*"
    r"|(?<![:：]\s)\d[\d.,]* (?:(?:lượt|lần)(?: (?:xem|đọc|truy cập))?|views?|bình luận)"
    r"|in (?:trang|bài viết|bài)|gửi (?:email|bài viết|mail)|chia sẻ|facebook|twitter|zalo)(?!\w)",
    re.IGNORECASE,
)
# "Được gửi bởi admin vào Thứ 6, 06/09/2024 - 08:15" is Drupal's own sentence.
_SENT_BY = re.compile(
    r"^(?:được )?(?:gửi|viết|đăng) bởi\s+([^\d|:,]{2,40}?)\s+(?:vào|lúc|ngày)\s+(?=\S)", re.IGNORECASE
)
BY = re.compile(
    r"(?:tác giả|người (?:đăng|viết|gửi)|(?:đăng|viết) bởi|bởi|(?:post(?:ed)? )?by|nguồn(?: tin)?|tin,? ảnh|bài,? ảnh"
    r"|chuyên mục|danh mục|ban biên tập|biên tập)\s*[:：]|(?:được )?(?:viết|đăng) bởi\s",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)  # a date line is asked as itself and for what stands beside the date; side columns repeat
def pieces(text: str) -> tuple[str, ...]:
    """The text cut at separators and before labels; the parts of one date and time stay together."""
    text = _SENT_BY.sub(lambda match: f"Tác giả: {match[1]} | " if is_byline(match[1]) else " | ", text)
    low = text.casefold()
    marks = [match.start() for match in _LABEL.finditer(low)] if len(low) == len(text) and hinted(low, ()) else []
    starts = [0, *(mark for mark in marks if mark > 0 and text[:mark].strip(" (["))]
    parts: list[str] = []
    for begin, end in zip(starts, [*starts[1:], len(text)], strict=True):
        told = _COMPANY.sub(lambda match: f" | {match[0].strip()} | ", text[begin:end])
        parts.extend(part.strip() for part in _CUTS.split(told) if part.strip())
    return tuple(_whole_names(parts, text))


def _whole_names(parts: list[str], text: str) -> list[str]:
    """The pieces, with two names behind one label together: "Tác giả: Thu Hà - Minh Đức"."""
    whole: list[str] = []
    for part in parts:
        pair = f"{whole[-1]} - {part}" if whole and BY.match(whole[-1]) and name_like(part) else ""
        if pair and pair in text:
            whole[-1] = pair
        else:
            whole.append(part)
    return whole


_EDGES = " |•·-–—,;()[]"
_SEPARATORS = frozenset("|•·/–—-")
_LONGEST_COMPANY = 30
# What may be a part of a time, or opens something that is no company of a date.
_NO_COMPANY = re.compile(r"\d|\b(?:sáng|trưa|chiều|tối|đêm|giờ|phút|am|pm|sa|ch|gmt|utc|trước|nay|qua)\b|[.!?:…]\W*$")


def keeps_company(text: str) -> bool:
    """Whether a few words may stand beside a date in its line: a name, a section; no sentence, no part of a time."""
    words = text.strip(_EDGES)
    return 3 <= len(words) <= _LONGEST_COMPANY and _NO_COMPANY.search(words.casefold()) is None


def is_separated(first: str, second: str) -> bool:
    """Whether a sign that separates pieces stands where two texts meet."""
    return first.rstrip()[-1:] in _SEPARATORS or second.lstrip()[:1] in _SEPARATORS


def name_like(piece: str) -> bool:
    """Whether a piece is some capitalised words, as names are."""
    words = piece.split()
    return (
        1 < len(words) <= 6
        and len(piece) <= 40
        and all(word[0].isupper() or not word[0].isalpha() for word in words)
        and not any(s.isdigit() for s in piece)
    )
