"""The words of Vietnamese date lines, as data and as one grammar of tokens on text without marks. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from crawler.reading.plain import words

# Labels are written without marks: so typed in capitals, in NFD or with a misplaced tone ("Câp nhật") they still match.
# "cap nhap" is the commonest misspelling of "cập nhật".
UPDATED = (
    "cap nhat", "cap nhap", "update", "updated", "last updated", "last update", "last modified", "modified",
    "cap nhat lan cuoi", "lan cap nhat cuoi", "cap nhat cuoi", "cap nhat moi nhat", "da cap nhat", "ngay cap nhat",
    "ngay cap nhap", "thoi gian cap nhat", "gio cap nhat", "ngay sua", "ngay chinh sua", "chinh sua lan cuoi",
    "sua doi lan cuoi", "tin cap nhat", "thoi diem cap nhat", "duoc cap nhat", "cap nhat gan nhat",
    "lan cap nhat gan nhat", "ngay cap nhat gan nhat", "ngay cap nhat moi nhat", "ngay cap nhat cuoi",
    "thoi gian cap nhat cuoi", "cap nhat cuoi cung", "lan cap nhat cuoi cung",
)  # fmt: skip
POSTED = (
    "dang ngay", "ngay dang", "ngay dang tin", "ngay dang bai", "dang luc", "dang tin", "dang tin ngay", "dang tai",
    "ngay dang tai", "duoc dang", "da dang", "dang", "thoi gian dang", "thoi gian dang tin", "ngay gio dang",
    "ngay xuat ban", "xuat ban", "thoi gian xuat ban", "ngay dua tin", "ngay dua", "dua tin", "dua tin ngay",
    "ngay viet", "ngay tao", "ngay gui", "ngay post", "ngay phat hanh", "phat hanh", "ngay cong bo", "posted",
    "posted on", "published", "publish date", "post date", "created", "ngay len trang", "dang tren trang",
    "ngay dang tren trang", "duoc viet", "duoc viet ngay", "dang bai",
)  # fmt: skip
# These stand before other dates, too (a meeting, an event): evidence only where nothing better is on the page.
WEAK = ("thoi gian", "thoi diem", "ngay thang", "date", "ngay gio")

NOISE = r"""
    (?:so\s+)?(?:luot|lan)\s+(?:xem|doc|truy\s+cap|view)s?(?:\s*:?\s*[\d.,]+(?:\s*lan)?|STANDING)
    | [\d.,]+\s+(?:phut\s+doc|luot\s+(?:xem|doc)|views?|binh\s+luan|nguoi\s+xem)(?!\w)
    | (?:da\s+(?:xem|doc)|xem|doc|views?|hits?|binh\s+luan|comments?|y\s+kien)\s*:?\s*[\d.,]+
        (?:\s+(?:lan|luot))?(?!\w|\s*[/.:-]\s*\d)
    | (?:in\s+(?:bai\s+viet|bai|trang|tin)|in|print|ban\s+in|e-?mail
        |gui\s+(?:mail|e-?mail|bai(?:\s+viet)?|cho\s+ban\s+be)
        |chia\s+se(?:\s+(?:facebook|zalo|twitter))?|facebook|zalo|twitter|google\s+news|theo\s+doi(?:\s+tren)?
        |(?:doc|nghe)\s+(?:bai(?:\s+viet)?|noi\s+dung)|binh\s+luan|phan\s+hoi|luu(?:\s+bai)?
        |xem\s+voi\s+co\s+chu|co\s+chu|tang\s+co|giam\s+co|mac\s+dinh|a\s?[+-])(?!\w)STANDING
    | (?:duoc\s+)?(?:gui|viet|dang)\s+boi\s+[^\d|•:,]{2,40}?(?=\s+(?:vao|luc|ngay|thu)\s|\s+-\s)
    | (?:tac\s+gia|nguoi\s+(?:dang|viet|gui)(?:\s+bai(?:\s+viet)?)?|dang\s+boi|bien\s+tap|nguon(?:\s+tin)?
        |(?:chuyen|danh)\s+muc|by|posted\s+by)
        \s*:\s*[^\d|•]*?(?=\s*[|•(]|\s-\s|\s\.?(?:ngay\s+dang|dang\s+ngay|cap\s+nhat)\s*:|\s(?:vao\s+)?luc\s+\d|$)
"""
# A tool or a counter is passed only where it is no label itself: "Ngày in: …" is now, "Bình luận lúc …" is a reader's.
STANDING = r"(?!\s*:?\s*(?:vao\s+)?(?:ngay|luc|hom)\b|\s*:\s*\d)"
MONTHS = ("", "mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai")
# Lunar names ("giêng", "chạp") are left out: they name other days than the calendar's months.
MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS) if name} | {"bon": 4}
ENGLISH_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
# Monday is 0, as in Python; in Vietnamese it is the second day ("thứ hai").
WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5} | {
    str(number): number - 2 for number in range(2, 8)
}
ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; spaces in them match any run of spaces."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


MONTH = rf"(?:\d{{1,2}}|{any_of(MONTH_NUMBERS)})"
ENGLISH_MONTH = any_of(ENGLISH_MONTHS)
YEAR = r"(?:\d{4})(?!\d|\s?[/.]\d)"
# What must not follow a short date: more digits joined to it (a telephone or document number), but a clock may.
ENDED = r"(?!\d|t\d|\s?[/.]\s?\d(?!\d?\s*:)|-\d(?!\d?\s*:))"
TOKENS = rf"""
    (?P<noise>{NOISE.replace("STANDING", STANDING)})
  | (?P<label>LABELS)(?![^\W\d])
  | (?P<relative>(?:cach\s+day|khoang)\s+(?P<ago>\d{{1,3}})\s*(?P<unit>giay|phut|gio|tieng|ngay)(?:\s+truoc)?(?!\w)
        |(?P<ago2>\d{{1,3}})\s*(?P<unit2>giay|phut|gio|tieng|ngay)\s+truoc(?!\w)
        |(?P<day>hom\s+(?:nay|qua|kia)|vua\s+xong|vua\s+moi|moi\s+day)(?!\w))
  | (?P<weekday>(?:thu\s*|t\.?)(?P<vi>hai|ba|tu|nam|sau|bay|[2-7])(?!\w|\s?[/.]\d)
        |(?P<sunday>chu[\s-]*nhat|chua\s+nhat|c\.n\.?|cn)(?!\w)
        |(?P<en>{"|".join(ENGLISH_DAYS)})(?:sday|nesday|rsday|urday|day)?\.?(?!\w))
  | (?P<ymd>(?P<y1>\d{{4}})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})(?:t(?=\d)|(?!\d)))
  | (?P<dmy>(?P<d2>\d{{1,2}})\s*(?P<s2>[/.-])\s*(?P<m2>\d{{1,2}})\s*(?P=s2)\s*(?P<y2>\d{{4}}|\d{{2}}){ENDED})
  | (?P<worded>(?P<d3>\d{{1,2}})\s*[,./-]?\s*(?:thang|thg|th)\.?\s*(?P<m3>{MONTH})\s*[,./-]?\s*
        (?:(?:nam\s*)?(?P<y3>{YEAR})|nam\s*(?P<short3>\d\d)(?!\d)))
  | (?P<month_first>(?:thang|thg|th)\.?\s*(?P<m4>{MONTH})[\s,]+(?:ngay\s*)?(?P<d4>\d{{1,2}})[\s,]+
        (?:nam\s*)?(?P<y4>{YEAR}))
  | (?P<english>(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?[\s./-]*(?:of\s+)?(?P<m5>{ENGLISH_MONTH})\.?[\s,./-]*
        (?P<y5>\d{{4}}|\d{{2}})(?!\d|\s*:))
  | (?P<english_month_first>(?P<m6>{ENGLISH_MONTH})\.?\s+(?P<d6>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y6>{YEAR}))
  | (?P<spaced>(?P<d7>\d\d)\s(?P<m7>\d\d)\s(?P<y7>\d{{4}})(?!\d))
  | (?P<leaf>(?P<d8>\d{{1,2}})\s(?P<m8>\d{{1,2}})\s?[/.]\s?(?P<y8>\d{{4}}){ENDED})
  | (?P<clock>(?P<h1>\d{{1,2}})\s*:\s*(?P<n1>\d\d)(?:\s*:\s*(?P<sec1>\d\d)(?:[.,]\d+)?)?(?!\d|\s*:)\s?'?)
  | (?P<hclock>(?P<h2>\d{{1,2}})\s*(?P<hour>gio|h|g)(?P<gap>\s*)
        (?:(?P<n2>\d\d|\d(?=\s*phut))(?!\d)(?!\s*(?P<s8>[/.-])\s*\d{{1,2}}\s*(?P=s8)\s*(?:\d{{4}}|\d\d)(?!\d|\s*[/.-]\s*\d)|\s*(?:thang|thg|th\.?\s*\d)))?
        (?:\s*(?:phut|ph|p|'))?(?:\s*(?P<sec2>\d\d)\s*(?:giay|s|"))?(?!\w))
  | (?P<half>(?:buoi\s+)?(?P<word>sang|chieu|toi|trua|dem|sa|ch|am|pm|a\.m\.?|p\.m\.?)(?!\w))
  | (?P<zone>(?:gmt|utc)(?:\s*(?P<sign>[+-])\s*(?P<zh>\d{{1,2}})(?::?(?P<zm>\d\d))?)?(?!\w)
        |(?P<vn>ict|gio\s+(?:viet\s+nam|ha\s+noi)|indochina\s+time)(?!\w))
  | (?P<between>(?:vao\s+luc|vao|luc|hoi|ngay|on|at)(?!\w)|[\s,;|()\[\]•·*:"'>»/-]+|_+(?!\d)|\.(?=\s|$)|(?<=\s)\.(?=\w))
"""
FULLWIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}
DASHES = (
    dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
    | dict.fromkeys(map(ord, "’‘ʼ′`´"), "'")
    | {ord("“"): '"', ord("”"): '"', ord("″"): '"'}
)
# Zero-width and bidi characters; the soft hyphen.
INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF]
)
TO_SPELT = FULLWIDTH | DASHES | INVISIBLE | {ord("ð"): "đ", ord("Ð"): "đ"}  # eth: what many old files hold for đ
TO_PLAIN = TO_SPELT | dict.fromkeys(map(ord, "đĐðÐ"), "d")
MARKS = re.compile("[\u0300-\u036f]+")
# Icons and their fonts' private letters, arrows, controls: "🕒 06/09/2024".
ICONS = re.compile("[\x00-\x1f\x7f-\x9f©®°\u2190-\u2bff\ue000-\uf8ff\ufe0f\U0001f000-\U0001faff]+")


@lru_cache(maxsize=1024)
def folded(line: str) -> str:
    """The line in lower case without marks, icons and odd spaces; dashes and quotes in their plain form."""
    letters = MARKS.sub("", unicodedata.normalize("NFD", line.translate(TO_PLAIN)))
    return " ".join(ICONS.sub(" ", letters).lower().split())


# The words above as they are spelt, and the two commonest slips.
SPELT = words(
    "cập nhật nhập câp nhât lần cuối cùng gần mới nhất đã được thời gian điểm giờ ngày sửa chỉnh đổi đăng bài lúc tải",
    "xuất bản đưa viết tạo gửi phát hành công bố lên trên số lượt đọc truy phút người bình luận ý kiến bạn bè chia sẻ",
    "dõi nội phản hồi lưu với cỡ chữ tăng giảm mặc định bởi vào tác giả biên tập nguồn chuyên mục cách đây khoảng giây",
    "tiếng trước hôm vừa thứ tư năm sáu bảy bẩy chủ chúa một bốn tám chín mười tháng buổi sáng chiều tối trưa đêm",
    "việt hà",
)
# Numbers and halves of the day that are other words without their marks: "5 tháng sau" is next month.
MARKED_ONLY = words("mot bon sau bay tam chin muoi sang chieu toi trua dem")
WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1024)
def as_spelt(line: str, labels: tuple[str, ...]) -> str:
    """The folded line in which words that only look like ours without their marks keep them ("hội" is not "hồi").

    Who types no marks at all is understood without; who types them is taken at his word.
    """
    text = unicodedata.normalize("NFC", line.translate(TO_SPELT)).lower()
    if all(map(str.isascii, WORD.findall(text))):
        return folded(text)
    known = SPELT.union(*(WORD.findall(unicodedata.normalize("NFC", label).lower()) for label in labels))

    def spelt(match: re.Match[str]) -> str:
        word = match[0]
        if word in known or (word.isascii() and word not in MARKED_ONLY):
            return folded(word)
        return f"{word}\u0323" if word.isascii() else word

    return " ".join(ICONS.sub(" ", WORD.sub(spelt, text)).split())


# An offset is one only right after a clock: elsewhere "-07:54" is a dash and the clock itself. "08:00-11:00" are
# opening hours: a minus is one only in ISO 8601 ("2024-03-05T08:00-05:00") and RFC 5322 ("5 Mar 2024 08:00 -0500").
OFFSET = re.compile(r"\s?(?:(?P<sign>[+-])(?P<zh>\d\d):?(?P<zm>\d\d)(?![\d/])|z(?!\w))(?P<vn>(?!))?")
NAME_AFTER = re.compile(r"(?:(?<=[|•])|(?<=[|•]\s)|(?<=\s-\s))[^\d|•:]{2,40}(?=$|\s*[|•])")
SENT_BY = re.compile(r"(?:boi|by)\s[^\d|•:]{2,60}(?=$|\s*[|•])")


@lru_cache(maxsize=64)
def grammar(labels: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The token grammar with a portal's own labels among the known ones, and a name that stands before a label."""
    own = {folded(label) for label in labels}
    named = rf"[^\d|•:]{{2,40}}?\s?[|•-]\s?(?P<statement>(?:{any_of({*UPDATED, *POSTED, *own})})\s*(?::|\d|luc|ngay))"
    return re.compile(TOKENS.replace("LABELS", any_of({*UPDATED, *POSTED, *WEAK, *own})), re.VERBOSE), re.compile(named)


def scan(text: str, labels: tuple[str, ...]) -> list[tuple[str, re.Match[str]]] | None:
    """The tokens of a folded line, or None where one of its words is none of ours.

    A name before a label ("Lan Anh | Cập nhật: …") and one after a labelled date ("… | Tin hoạt động") are passed.
    """
    tokens, named = grammar(labels)
    head = named.match(text)
    place, kind, labelled = head.start("statement") if head else 0, "", False
    found: list[tuple[str, re.Match[str]]] = []
    while place < len(text):
        offset = OFFSET.match(text, place) if kind in {"clock", "hclock", "half"} else None
        if offset and offset["sign"] == "-" and not west(offset[0], found):
            return None
        match = offset or tokens.match(text, place) or (company(text, place) if labelled else None)
        if match is None:
            return None
        kind = "offset" if offset else match.lastgroup or "noise"
        labelled = labelled or kind == "label"
        place = match.end()
        found.append((kind, match))
    return found


def west(offset: str, found: list[tuple[str, re.Match[str]]]) -> bool:
    """Whether an offset with a minus stands where the two standards that know such write it."""
    iso = any(kind == "ymd" and match[0].endswith("t") for kind, match in found)
    return iso or (":" not in offset and any(kind == "english" for kind, _ in found))


def company(text: str, place: int) -> re.Match[str] | None:
    """A section or a name behind a labelled date: "… | Tin hoạt động", "… bởi admin"."""
    return NAME_AFTER.match(text, place) or SENT_BY.match(text, place)
