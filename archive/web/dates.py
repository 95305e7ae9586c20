"""Dates as people read them. What the archive holds is ISO 8601; nothing is converted between time zones."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$")


def said(iso: str | None) -> str:
    """“6 September 2024”, or with its time “11 June 2024, 06:23 (GMT+7)”; what is no date comes back as it is."""
    match = _ISO.match(iso or "")
    if not match or not 1 <= int(match[2]) <= 12:
        return iso or ""
    day = f"{int(match[3])} {_MONTHS[int(match[2]) - 1]} {match[1]}"
    if not match[4]:
        return day
    zone = {"Z": "UTC", "+07:00": "GMT+7"}.get(match[5] or "", match[5] or "")
    return f"{day}, {match[4]} {zone}".rstrip()


def age(iso: str | None, now: datetime | None = None) -> str:
    """How long ago a UTC time was: “3 hours ago”."""
    if not iso or not _ISO.match(iso):
        return ""
    then = datetime.fromisoformat(iso)
    seconds = ((now or datetime.now(UTC)) - (then if then.tzinfo else then.replace(tzinfo=UTC))).total_seconds()
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now" if seconds >= 0 else "in the future (check the clock)"


def stamp(iso: str) -> str:
    """The fourteen digits of the Internet Archive for a UTC time, as far as it is given."""
    return re.sub(r"\D", "", iso.removesuffix("Z"))[:14]
