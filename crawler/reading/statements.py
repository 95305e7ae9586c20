"""The date statement in a line of text: what states it, whether a label leads it, and what else the line holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from crawler.reading.date_pieces import BY, keeps_company, name_like, pieces
from crawler.reading.date_shapes import DAY, LABEL, dated, maybe_dated, only_date
from crawler.reading.labels import bare, is_furniture

_LABEL = re.compile(rf"(?<![^\W\d_]){LABEL}(?![^\W\d_])")
# The day an official text was signed or comes into force is not the day the page was put up.
NOT_OURS = re.compile(
    r"ngày (?:ban hành|hiệu lực|có hiệu lực|hết hạn|hết hiệu lực|ký|bắt đầu|kết thúc|sinh|họp|nhận)"
    r"|hạn (?:nộp|cuối|chót)|đến ngày|từ ngày"
)
_SECONDS = re.compile(r"\d{1,2}\s*:\s*\d{2}\s*:\s*\d{2}")
# "Hôm nay: 22/11/2026 09:15" in a header is a clock; what an article states is its own day.
_CLOCK = re.compile(rf"\W*(?:hôm nay|bây giờ)\b.*{DAY}")
# "(Cập nhật: 1/2024)", "Đăng ngày: null" and "Đăng ngày: đang cập nhật" are date lines whose date nobody can read.
_NO_DAY = re.compile(
    r"\s*[:：]\s*(?:(?:tháng\s*)?\d{1,2}\s*(?:[-/.]|năm)\s*\d{4}|\d{4}|n/?a|null|none|nan|undefined|invalid date"
    r"|(?:đang|chưa)(?: được)? (?:cập nhật|xác định)|(?:chưa|không) (?:có|rõ)(?: ngày| dữ liệu| thông tin)?"
    r"|[dm]{2}/[dm]{2}/y{4})(?![^\W_])"
)
# How often something was read, liked, sent; behind a label in words that nobody listed: "Lượt ghé trang này: 1.140".
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+")
_COUNTER = re.compile(rf"(?:[^\W\d_]+ ){{0,4}}[^\W\d_]+\s*[:：]\s*(?:{_NUMBER.pattern})(?: (?:lượt|lần|người))?")


@dataclass(frozen=True, slots=True)
class DateLine:
    """Blocks [first, last] that state a date: the words that do, whether a label leads them, what else they hold."""

    first: int
    last: int
    text: str
    labelled: bool
    stated: bool
    rest: tuple[str, ...] = ()
    ours: bool = False
    seconds: bool = False

    def at(self, first: int, last: int) -> DateLine:
        """The same words in these blocks."""
        return DateLine(first, last, self.text, self.labelled, self.stated, self.rest, self.ours, self.seconds)


@lru_cache(maxsize=2048)
def label_only(low: str) -> bool:
    """Whether a casefolded line is a date's label, or the first word of one."""
    words = low.strip(" :：()[]-–|•*")
    return _LABEL.fullmatch(words) is not None or words in ("ngày", "lúc", "thời gian")


def read_line(text: str, first: int, last: int, labels: tuple[str, ...]) -> DateLine | None:
    """The date line that a text is, or None where it holds more than dates, labels and their known company."""
    return (found := _read(text, labels)) and found.at(first, last)


@lru_cache(maxsize=2048)  # side columns repeat from page to page, and a line's runs are asked one by one
def _read(text: str, labels: tuple[str, ...]) -> DateLine | None:
    if _CLOCK.match(text.casefold()):
        return None
    chosen: list[tuple[str, bool]] = []
    rest: list[str] = []
    unknown = False
    for piece in pieces(text):
        low = piece.casefold()
        match = _LABEL.match(low.lstrip(" ([•-–*+")) or _own_label(low, labels)
        if match and not NOT_OURS.search(low) and _states(low.lstrip(" ([•-–*+")[match.end() :]):
            if rest and not maybe_dated(text.casefold()) and text.rstrip()[-1] not in ":：":
                return None  # "Trần Minh Đăng" is somebody's name
            chosen.append((piece, True))
        elif only_date(low) and any(sign.isdigit() or sign.isalpha() for sign in low):
            chosen.append((piece, False))
        elif is_furniture(piece) or BY.match(piece) or not bare(piece) or name_like(piece):
            rest.append(piece)
        elif (
            is_number(piece)
            or (chosen and chosen[0][1] and _counts(piece))
            or (
                keeps_company(piece) and not NOT_OURS.search(low) and not text.partition(piece)[2].strip()[:1].islower()
            )
        ):
            rest.append(piece)  # "Tin tức / Đăng ngày: 06/09/2024 - 755"; no "Giá gạo cập nhật ngày 06/09/2024"
            unknown = True
        else:
            return None
    found = _joined(text, chosen, rest, labels)
    return None if unknown and found is not None and not found.stated else found


def is_number(piece: str) -> bool:
    """Whether a piece is one whole number, as counters are."""
    return _NUMBER.fullmatch(bare(piece)) is not None


def _counts(piece: str) -> bool:
    """Whether a few words lead a number: behind a labelled date they count how often a page was read."""
    return _COUNTER.fullmatch(piece) is not None and not NOT_OURS.search(piece.casefold())


def _states(told: str) -> bool:
    """Whether what stands behind a label is nothing but a date, or what a template prints where it has none."""
    return only_date(told) or (len(told) <= 40 and only_date(_NO_DAY.sub("", told, count=1)))


def _joined(text: str, chosen: list[tuple[str, bool]], rest: list[str], labels: tuple[str, ...]) -> DateLine | None:
    """The one statement among the date pieces: a labelled one first, the portal's own label before others."""
    groups: list[tuple[list[str], bool]] = []
    for piece, labelled in chosen:
        if groups and not labelled and not (_dated_in([piece]) and _dated_in(groups[-1][0])):
            groups[-1][0].append(piece)
        else:
            groups.append(([piece], labelled))
    groups = [group for group in groups if group[1] or _dated_in(group[0])]
    if not groups:
        return None
    pieces, labelled = max(groups, key=lambda group: (group[1], _dated_in(group[0]), _own(group[0][0], labels)))
    begin = text.find(pieces[0])
    shown = text[begin : text.find(pieces[-1], begin) + len(pieces[-1])].strip(" ,;|-–")
    if shown[:1] in "([" and shown[-1:] in ")]" and shown.count(shown[0]) == 1:
        shown = shown[1:-1].strip()
    if shown.count("(") < shown.count(")"):
        shown = shown.rstrip(")] ")
    if shown.count("(") > shown.count(")"):
        shown = shown.strip("([ ")
    clock = _SECONDS.search(shown) is not None
    return DateLine(0, 0, shown, labelled, _dated_in(pieces), tuple(rest), _own(shown, labels), clock)


def _dated_in(pieces: list[str]) -> bool:
    return any(dated(piece.casefold()) for piece in pieces)


def _own(text: str, labels: tuple[str, ...]) -> bool:
    words = _said(bare(text))
    return any(words.startswith(_said(label)) for label in labels)


def _said(words: str) -> str:
    """A label's words without the one that says it is of a day: "Đăng ngày" is "Ngày đăng"."""
    return words.removeprefix("ngày ").removesuffix(" ngày")


def _own_label(low: str, labels: tuple[str, ...]) -> re.Match[str] | None:
    """A label that only this portal has, at the start of a casefolded piece."""
    known = "|".join(map(re.escape, labels))
    return re.match(rf"(?:{known})(?![^\W\d_])", low.lstrip(" ([•-–*+")) if known else None
