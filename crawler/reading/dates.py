"""A date line in, the date it states (ISO 8601) or a named refusal out: every word is understood, or none is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crawler.reading.date_parts import FIRST_YEAR, VIETNAM, Day, Refused, Told, told_by
from crawler.reading.date_words import UPDATED, WEAK


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as ISO 8601 (a day, or a time at +07:00) and the name of the rule that read it."""

    iso: str
    rule: str


@dataclass(frozen=True, slots=True)
class DateRefusal:
    """Why no date is taken from a line: "no-date", "other-words", "weekday-disagrees", "future" and so on."""

    reason: str


def read_date(line: str, captured_at: str, labels: tuple[str, ...] = ()) -> DateReading | DateRefusal:
    """The date that a line states and nothing else beside it, or why not.

    `captured_at` (UTC, ISO 8601) bounds the future and anchors "hôm qua"; `labels` are a portal's own.
    """
    try:
        parts, now = told_by(line, labels), moment(captured_at)
        together = Told.of(parts)
        clocks = {clock[1:] for clock in together.clocks}
        if len({day for _, day in together.days}) > 1 or (len(clocks) > 1 and len(together.days) > 1):
            return update_beside_posting(parts, now)
        return reading(together, now)
    except Refused as refusal:
        return DateRefusal(str(refusal))


def update_beside_posting(parts: list[Told], now: datetime | None) -> DateReading:
    """Of "Ngày đăng: … Cập nhật: …" the update, where each label has its own date and the update is no earlier."""
    dated = [part for part in parts if part.days]
    updates = [part for part in dated if part.labels[:1] and part.labels[0] in UPDATED]
    if (
        len(dated) != len(parts)
        or len(updates) != 1
        or any(not part.labels or part.labels[0] in WEAK for part in parts)
    ):
        raise Refused("two-dates")
    update = reading(updates[0], now)
    if any(reading(part, now).iso > update.iso for part in parts if part is not updates[0]):
        raise Refused("two-dates")
    return DateReading(update.iso, f"{update.rule}+posting")


def moment(captured_at: str) -> datetime | None:
    """The time of capture, aware, or None where it cannot be read."""
    try:
        parsed = datetime.fromisoformat(captured_at)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=VIETNAM)


def reading(told: Told, now: datetime | None) -> DateReading:
    """The one date of a line that was understood; refuses where its parts disagree or lie outside our time."""
    form, day = stated_day(told, now)
    if form == "short" and may_begin_with_year(day, told, now):
        raise Refused("either-order")
    clock = stated_clock(told)
    if clock and told.labels and all(label in WEAK for label in told.labels) and told.clocks[0][0] != "colon":
        raise Refused("an-event")  # "Thời gian: 14h00, ngày 05/03/2024" invites; templates print clocks with colons
    if any(weekday != day.weekday() for weekday in told.weekdays):
        raise Refused("weekday-disagrees")
    if len(set(told.zones)) > 1:
        raise Refused("two-offsets")
    rule = f"{'labelled' if told.labels else 'bare'}:{form}"
    if clock is None:
        in_time(datetime.combine(day, time(), VIETNAM), now)
        return DateReading(day.isoformat(), rule)
    in_time(datetime.combine(day, time(), VIETNAM), now)  # of 01/01/0001 no clock can be told in another zone
    when = datetime.combine(day, clock, told.zones[0] if told.zones else VIETNAM).astimezone(VIETNAM)
    in_time(when, now)
    if form == "relative" and now is not None and when > now + timedelta(hours=1):  # clocks go wrong by minutes
        raise Refused("future")
    return DateReading(when.isoformat(), f"{rule}+clock")


def stated_day(told: Told, now: datetime | None) -> tuple[str, date]:
    """The form of the one date stated and its day."""
    if told.relative and not told.days:
        return "relative", relative_day(told, now)
    if not told.days:
        raise Refused("no-date")
    if told.relative or len({day for _, day in told.days}) > 1:
        raise Refused("two-dates")
    return told.days[0][0], calendar_day(told.days[0][1])


def may_begin_with_year(day: date, told: Told, now: datetime | None) -> bool:
    """Whether "24-09-06", read as 24 September 2006, may as well be 6 September 2024: a named weekday decides.

    Of "06-09-24" nobody thinks as of a day in 2006: the later reading is the likely one.
    """
    try:
        other = date(2000 + day.day, day.month, day.year % 100)
        in_time(datetime.combine(other, time(), VIETNAM), now)
    except (ValueError, Refused):
        return False
    return other > day and all(weekday == other.weekday() for weekday in told.weekdays)


def calendar_day(day: Day) -> date:
    """The day, if the calendar has it."""
    try:
        return date(*day)
    except ValueError:
        raise Refused("impossible") from None


def relative_day(told: Told, now: datetime | None) -> date:
    """The day some time before the capture, in Vietnam; what may reach over midnight is refused.

    "2 ngày trước" always may: templates count whole days of 24 hours, so that it is the third day before as often.
    """
    if now is None or len(told.relative) > 1:
        raise Refused("relative-without-capture" if now is None else "two-dates")
    (unit, count), local = told.relative[0], now.astimezone(VIETNAM)
    if unit == "hom":
        return (local - timedelta(days=count)).date()
    if unit == "ngay":
        raise Refused("relative-over-midnight")
    if told.clocks:
        raise Refused("two-clocks")
    step = timedelta(**{{"giay": "seconds", "phut": "minutes", "gio": "hours", "tieng": "hours"}[unit]: 1})
    latest, earliest = local - count * step, local - (count + 1) * step
    if latest.date() != earliest.date():
        raise Refused("relative-over-midnight")
    return latest.date()


def stated_clock(told: Told) -> time | None:
    """The time of day, None where there is none or where a twelve-hour clock leaves it open."""
    if not told.clocks:
        if told.halves:
            raise Refused("half-day-without-clock")
        return None
    if len({clock[1:] for clock in told.clocks}) > 1 or len(set(told.halves)) > 1:
        raise Refused("two-clocks")
    form, hour, minute, second = told.clocks[0]
    if hour > 23 or minute > 59 or second > 59:
        raise Refused("impossible")
    if told.halves:
        return time(of_24(hour, told.halves[0]), minute, second)
    # "02h 30 - 06/09/2024" is seen for 14:30; "02h30" before dawn is nobody's working hour. Then only the day is sure.
    if (form == "h apart" and 1 <= hour <= 12) or (form in {"h", "g"} and 1 <= hour <= 6):
        return None
    return time(hour, minute, second)


# For each half of the day: hours as written → what to add. "14:30 PM" is a 24-hour clock that also says its half;
# "14:30 AM" contradicts itself and is left out, like midnight "12 giờ đêm", whose day is open.
MORNING = {12: -12} | dict.fromkeys(range(12), 0)
AFTERNOON = {12: 0} | dict.fromkeys(range(1, 12), 12) | dict.fromkeys(range(13, 24), 0)
HALVES: dict[str, dict[int, int]] = {
    **dict.fromkeys(("sa", "am", "sang"), MORNING),
    **dict.fromkeys(("ch", "pm"), AFTERNOON),
    "chieu": {12: 0} | dict.fromkeys(range(1, 8), 12) | dict.fromkeys(range(13, 20), 0),
    "toi": dict.fromkeys(range(5, 12), 12) | dict.fromkeys(range(17, 24), 0),
    "trua": dict.fromkeys((10, 11, 12, 13, 14), 0) | dict.fromkeys((1, 2), 12),
    "dem": dict.fromkeys((0, 1, 2, 3, 22, 23), 0) | dict.fromkeys((9, 10, 11), 12),
}


def of_24(hour: int, half: str) -> int:
    """The hour of 24; refuses where hour and half of the day contradict each other."""
    if hour not in HALVES[half]:
        raise Refused("clock-contradicts-itself")
    return hour + HALVES[half][hour]


def in_time(when: datetime, now: datetime | None) -> None:
    """Refuses a day before the web came to Vietnam, or more than a day after the capture."""
    if when.year < FIRST_YEAR:
        raise Refused("ancient")
    if now is not None and when > now + timedelta(days=1):
        raise Refused("future")
    if when.year > 2100:
        raise Refused("future")
