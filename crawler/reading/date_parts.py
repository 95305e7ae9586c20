"""What a date line states, word by word: from the grammar's tokens to days, clocks, weekdays and offsets. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from unicodedata import normalize

from crawler.reading.date_words import (
    ENGLISH_DAYS,
    ENGLISH_MONTHS,
    MONTH_NUMBERS,
    UPDATED,
    WEAK,
    WEEKDAYS,
    as_spelt,
    scan,
)
from crawler.reading.second_opinion import contradicted

VIETNAM = timezone(timedelta(hours=7))
# The country went online on 1997-11-19: no portal states an earlier year for an article of its own.
FIRST_YEAR = 1997
LONGEST_LINE = 200

Token = tuple[str, re.Match[str]]
Day = tuple[int, int, int]


# A piece of a sentence that a line break left ("…, ngày 05/03/2024"), and a form whose month nobody has filled in.
_TORN = re.compile(r"\s*[,;]|.*\btháng[\s_.…-]{2,}năm\b|\s*vào\s+hồi\b", re.IGNORECASE)


class Refused(Exception):
    """A line that states no date to rely on; its text is the reason."""


@dataclass(slots=True)
class Told:
    """What a line, or the part of it that follows one label, states."""

    days: list[tuple[str, Day]] = field(default_factory=list)  # form, (year, month, day)
    clocks: list[tuple[str, int, int, int]] = field(default_factory=list)  # form, hour, minute, second
    weekdays: list[int] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)
    zones: list[timezone] = field(default_factory=list)
    relative: list[tuple[str, int]] = field(default_factory=list)  # unit, how many ago
    labels: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, parts: list[Told]) -> Told:
        """All parts of a line as one; of "Đăng 14:30 Cập nhật: 07/03/2024" the clock is another time's than the day."""
        whole = cls()
        updates = {label in UPDATED for part in parts for label in part.labels if label not in WEAK}
        for part in parts:
            stray = len(updates) > 1 and not (part.days or part.relative)
            for name in ("labels",) if stray else cls.__slots__:
                getattr(whole, name).extend(getattr(part, name))
        return whole


def told_by(line: str, labels: tuple[str, ...]) -> list[Told]:
    """What the line states, a part for each label; refuses where one word is none of the grammar's."""
    tokens = scan(as_spelt(line, labels), labels) if len(line) <= LONGEST_LINE else None
    if tokens is None or _TORN.match(normalize("NFC", line)):
        raise Refused("other-words")
    parts = [Told()]
    for kind, match in tokens:
        if kind == "label" and parts[-1].labels:
            parts.append(Told())
        if kind in TAKE:
            TAKE[kind](parts[-1], match)
        elif kind in DAY_FORMS:
            day = DAY_FORMS[kind](match)
            if contradicted(kind, match[0], day):
                raise Refused("second-opinion-differs")
            parts[-1].days.append(("short" if _either_order(match) else kind, day))
    return parts


def _either_order(match: re.Match[str]) -> bool:
    """Whether three pairs of digits with dashes may begin with the day or, as ISO dates do, with the year."""
    return match["s2"] == "-" and len(match["y2"]) == 2


def year_of(digits: str) -> int:
    """Two digits are of this century, but 97 to 99 are of the last."""
    number = int(digits)
    if len(digits) != 2:
        return number
    return 1900 + number if number >= FIRST_YEAR - 1900 else 2000 + number


def month_of(word: str) -> int:
    """A month as digits, as a Vietnamese number word or as an English name."""
    word = " ".join(word.split())
    return int(word) if word.isdigit() else MONTH_NUMBERS.get(word) or ENGLISH_MONTHS[word]


def day_from(number: str) -> Callable[[re.Match[str]], Day]:
    """How a date token gives (year, month, day), from its groups y…, m… and d… of this number."""

    def read(match: re.Match[str]) -> Day:
        year = match[f"y{number}"] or match["short3"]
        return year_of(year), month_of(match[f"m{number}"]), int(match[f"d{number}"])

    return read


DAY_FORMS: dict[str, Callable[[re.Match[str]], Day]] = {
    "ymd": day_from("1"),
    "dmy": day_from("2"),
    "worded": day_from("3"),
    "month_first": day_from("4"),
    "english": day_from("5"),
    "english_month_first": day_from("6"),
    "spaced": day_from("7"),
    "leaf": day_from("8"),
}


def take_weekday(told: Told, match: re.Match[str]) -> None:
    """Monday is 0."""
    if match["vi"]:
        told.weekdays.append(WEEKDAYS[match["vi"]])
    else:
        told.weekdays.append(6 if match["sunday"] else ENGLISH_DAYS.index(match["en"]))


def take_clock(told: Told, match: re.Match[str]) -> None:
    """A clock with colons."""
    told.clocks.append(("colon", int(match["h1"]), int(match["n1"]), int(match["sec1"] or 0)))


def take_hour_clock(told: Told, match: re.Match[str]) -> None:
    """A clock with "h" or "giờ"; one written "02h 30" is known to be of twelve hours on some portals."""
    apart = match["n2"] is not None and match["gap"] != "" and match["hour"] != "gio"
    told.clocks.append(
        ("h apart" if apart else match["hour"], int(match["h2"]), int(match["n2"] or 0), int(match["sec2"] or 0))
    )


def take_zone(told: Told, match: re.Match[str]) -> None:
    """An offset as stated; GMT alone is zero, Vietnam's names are +7."""
    offset = timedelta(hours=int(match["zh"] or 0), minutes=int(match["zm"] or 0))
    if offset > timedelta(hours=14):
        raise Refused("impossible")
    told.zones.append(VIETNAM if match["vn"] else timezone(-offset if match["sign"] == "-" else offset))


def take_relative(told: Told, match: re.Match[str]) -> None:
    """Words relative to now: how many of which unit ago."""
    named = {"hom nay": ("hom", 0), "hom qua": ("hom", 1), "hom kia": ("hom", 2)}
    if match["day"]:
        told.relative.append(named.get(" ".join(match["day"].split()), ("phut", 0)))
    else:
        told.relative.append((match["unit"] or match["unit2"], int(match["ago"] or match["ago2"])))


TAKE: dict[str, Callable[[Told, re.Match[str]], None]] = {
    "label": lambda told, match: told.labels.append(" ".join(match["label"].split())),
    "half": lambda told, match: told.halves.append(match["word"].replace(".", "")),
    "weekday": take_weekday,
    "clock": take_clock,
    "hclock": take_hour_clock,
    "zone": take_zone,
    "offset": take_zone,
    "relative": take_relative,
}
