"""How an archive is: portal by portal what is there, what waits, what fails, how old the last good run is; the disk."""

from __future__ import annotations

import os
import shutil
import statistics
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from archive.naming import stamp
from archive.showing import rows
from archive.sqlite import WAL_RESET_BUG, Connection
from archive.wording import size

PORTALS = """SELECT name, (SELECT count(*) FROM articles WHERE portal = name) AS articles,
    (SELECT count(*) FROM articles WHERE portal = name AND state <> 'present') AS gone,
    (SELECT max(updated_on) FROM articles WHERE portal = name) AS newest,
    (SELECT count(*) FROM versions JOIN articles ON articles.id = article_id WHERE portal = name) AS versions
FROM (SELECT name FROM portals UNION SELECT portal FROM runs UNION SELECT portal FROM addresses) ORDER BY name"""
LAST_RUN = """SELECT id, spider, source, started_at, finished_at, exit_code, reason, requests, new, changed, unchanged,
    date_only, coalesce(json_array_length(details, '$.facts.moved'), 0) AS moved, missing, refused, failed
    FROM runs WHERE portal = ? ORDER BY id DESC LIMIT 1"""
# A run of a time to come (the clock was ahead once) stands for the last good one only where there is no other.
LAST_GOOD = """SELECT finished_at FROM runs WHERE portal = ? AND source = 'live' AND exit_code = 0
ORDER BY finished_at > ?, finished_at DESC LIMIT 1"""
LAST_IMPORT = """SELECT source, finished_at FROM runs WHERE portal = ? AND source <> 'live' AND exit_code = 0
ORDER BY finished_at DESC LIMIT 1"""
LEDGER = "SELECT state, count(*) AS addresses FROM addresses WHERE portal = ? GROUP BY state"
DUE = """SELECT count(*) FROM addresses
WHERE portal = ? AND kind = 'page' AND state <> 'refused' AND check_again_at <= ?"""
FAILING = """SELECT url, reason, tries, checked_at FROM addresses
WHERE portal = ? AND state = 'failed' ORDER BY checked_at DESC LIMIT 20"""
RECENT_DAYS = """SELECT DISTINCT updated_on FROM articles WHERE portal = ? AND updated_on IS NOT NULL
ORDER BY updated_on DESC LIMIT 60"""

LITTLE_ROOM = 1 << 30
"""Below this much free space a warning: about a year of one portal's raw pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """The archive's file, its portals (one dictionary each), bytes on disk, and warnings as sentences.

    Of the raw records None where this user may not look at them.
    """

    archive: str
    portals: list[dict[str, Any]]
    disk: dict[str, int | None]
    warnings: list[str]


def condition_of(
    db: Connection, path: Path, now: datetime, max_age: timedelta | None = None, only: str | None = None
) -> Condition:
    """The condition at `now` (UTC) of all portals or of one; a last good run older than `max_age` brings a warning.

    A good run is a live one: an import tells nothing of whether the crawl still works.
    """
    portals = [_portal(db, portal, now) for portal in rows(db, PORTALS) if only in {None, portal["name"]}]
    raw, free = _raw_bytes(path.parent / "warc"), shutil.disk_usage(path.parent).free
    warnings = [warning for portal in portals for warning in _warnings(portal, now, max_age)]
    if not any(portal["last_run"] for portal in portals):
        warnings.append("Nothing was ever crawled into this archive.")
    if raw is None:
        warnings.append(f"{path.parent / 'warc'} cannot be looked into; run this as the archive's owner.")
    if free < LITTLE_ROOM:
        warnings.append(f"Only {size(free)} are free on the disk of {path}.")
    if WAL_RESET_BUG:
        warnings.append(WAL_RESET_BUG)
    disk = {"database": path.stat().st_size, "warc": raw, "free": free}
    return Condition(archive=str(path), portals=portals, disk=disk, warnings=warnings)


def _portal(db: Connection, portal: dict[str, Any], now: datetime) -> dict[str, Any]:
    name = portal["name"]
    (good,) = db.execute(LAST_GOOD, (name, stamp(now))).fetchone() or (None,)
    imported = next(iter(rows(db, LAST_IMPORT, (name,))), None)
    return portal | {
        "last_run": next(iter(rows(db, LAST_RUN, (name,))), None),
        "last_good_run": good,
        "last_good_age_hours": _hours(good, now) if good else None,
        "last_good_import": imported and imported | {"age_hours": _hours(imported["finished_at"], now)},
        "addresses": dict(db.execute(LEDGER, (name,)).fetchall()),
        "due": db.execute(DUE, (name, stamp(now))).fetchone()[0],
        "days_between_news": _rhythm(db, name),
        "failing": rows(db, FAILING, (name,)),
    }


def _hours(written: str, now: datetime) -> float:
    return (now - datetime.fromisoformat(written)) / timedelta(hours=1)


def _rhythm(db: Connection, name: str) -> dict[str, int] | None:
    """The usual and the longest pause, in days, between the last sixty days on which the portal published."""
    days = sorted(date.fromisoformat(day) for (day,) in db.execute(RECENT_DAYS, (name,)).fetchall())
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return {"usual": round(statistics.median(gaps)), "longest": max(gaps)} if gaps else None


def _raw_bytes(folder: Path) -> int | None:
    """The size of all raw records; None where we may not look: Path.glob finds nothing there, and says nothing."""
    try:
        with os.scandir(folder) as files:
            return sum(file.stat().st_size for file in files if file.name.endswith(".warc.gz"))
    except FileNotFoundError:
        return 0
    except OSError:
        return None


def _warnings(portal: dict[str, Any], now: datetime, max_age: timedelta | None) -> list[str]:
    name, run = portal["name"], portal["last_run"]
    found = []
    if run and run["exit_code"] not in (0, None, 75):
        found.append(f"{name}: the last run ended with exit {run['exit_code']}: {run['reason']}")
    if run and run["finished_at"] is None and now - datetime.fromisoformat(run["started_at"]) > timedelta(hours=12):
        found.append(
            f"{name}: the run begun at {run['started_at']} never finished; the next one goes on from its state."
        )
    if max_age is not None and run:
        age = portal["last_good_age_hours"]
        if _too_old(age, max_age):
            last = "never took place" if age is None else f"was {ago(age)}"
            allowed = in_words(max_age / timedelta(hours=1))
            found.append(f"{name}: stale: the last good live run {last}, at most {allowed} are allowed.")
    return found


def is_stale(condition: Condition, max_age: timedelta) -> bool:
    """Whether any portal that was ever crawled has no good run within `max_age`, or nothing was ever crawled."""
    crawled = [portal for portal in condition.portals if portal["last_run"]]
    ages = [portal["last_good_age_hours"] for portal in crawled]
    return not ages or any(_too_old(age, max_age) for age in ages)


def _too_old(hours: float | None, max_age: timedelta) -> bool:
    return hours is None or not timedelta(hours=-1) <= timedelta(hours=hours) <= max_age


def ago(hours: float) -> str:
    """How long ago something was, in words."""
    return f"{in_words(hours)} ago" if hours >= 0 else "at a time to come: check the clock"


def in_words(hours: float) -> str:
    """A time span as people say it: minutes, hours, from three days on days."""
    if hours < 2:
        return f"{hours * 60:.0f} min"
    return f"{hours:.0f} h" if hours < 72 else f"{hours / 24:.0f} days"
