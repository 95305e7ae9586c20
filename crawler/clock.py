"""The one place that says what time it is: setting CLOCK moves it, and it runs on from there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import sleep

from archive.naming import stamp
from crawler.errors import WrongUsage


class Clock:
    """Tells UTC time; `setting` is "" for the real time or an ISO 8601 time that holds at this very moment."""

    def __init__(self, setting: str = "") -> None:
        self._ahead = _parsed(setting) - datetime.now(UTC) if setting else timedelta(0)

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return datetime.now(UTC) + self._ahead

    def stamp(self) -> str:
        """The time as the archive writes it: "2026-11-22T01:30:00Z"."""
        return stamp(self.now())

    def pass_second(self) -> None:
        """Return once this second is over."""
        sleep(1 - self.now().microsecond / 1_000_000)


def moment(written: str) -> datetime:
    """The aware moment of a time the archive wrote, or of a date the portal states (its midnight in UTC)."""
    read = datetime.fromisoformat(written)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _parsed(setting: str) -> datetime:
    try:
        return moment(setting)
    except ValueError as error:
        raise WrongUsage(f"CLOCK={setting!r} is no ISO 8601 time such as 2026-11-22T01:30:00Z") from error
