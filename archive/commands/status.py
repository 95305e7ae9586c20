"""`archive status`: how the archive is, portal by portal; a dead-man's check for cron."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from archive.commands.output import one_line, print_json
from archive.condition import Condition, ago, condition_of, is_stale
from archive.naming import utc_now
from archive.opening import open_for_reading
from archive.showing import portals_named
from archive.wording import counted, size

UNITS = {"m": 60, "h": 3600, "d": 86400}


class Age(click.ParamType[timedelta]):
    """An age such as 90m, 36h or 2d."""

    name = "age"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The age as a timedelta."""
        found = re.fullmatch(r"(\d{1,6}(?:\.\d+)?)([mhd])", str(value), re.ASCII)
        if found is None:
            self.fail(f"{value!r} is no age; write it like 90m, 36h or 2d", param, ctx)
        return timedelta(seconds=float(found[1]) * UNITS[found[2]])


@click.command()
@click.option("--portal", help="Only this portal.")
@click.option(
    "--max-age", type=Age(), help="Exit with 1 if a portal's last good live run is older than this (36h, 2d)."
)
@click.option("--quiet", is_flag=True, help="Print warnings only, nothing where all is well: for cron.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def status(path: Path, portal: str | None, max_age: timedelta | None, quiet: bool, as_json: bool) -> None:
    """Say how each portal is doing.

    Counts, the last good run and its age, rhythm, what waits, what fails and why, the disk.
    """
    with open_for_reading(path) as db:
        portals_named(db, portal)
        condition = condition_of(db, path, utc_now(), max_age, portal)
    if as_json:
        print_json(asdict(condition))
    else:
        if not quiet:
            _print(condition)
        for warning in condition.warnings:
            click.secho(f"warning: {one_line(warning)}", fg="yellow", err=quiet)
    if max_age is not None and is_stale(condition, max_age):
        raise SystemExit(1)


def _print(condition: Condition) -> None:
    told = {name: "of unknown size" if count is None else size(count) for name, count in condition.disk.items()}
    click.echo(f"{condition.archive}: {told['database']}, raw pages {told['warc']}, {told['free']} free")
    for portal in condition.portals:
        click.secho(f"\n{one_line(portal['name'])}", bold=True)
        for label, words in _lines(portal):
            click.echo(f"  {label:<11} {words}")


def _lines(portal: dict[str, Any]) -> list[tuple[str, str]]:
    ledger, rhythm, age = portal["addresses"], portal["days_between_news"], portal["last_good_age_hours"]
    waiting = f"{ledger.get('queued', 0)} new, {portal['due']} to look at again"
    fates = ", ".join(f"{count} {state}" for state, count in sorted(ledger.items())) or "none"
    versions = counted(portal["versions"], "version")
    lines = [
        ("articles", f"{portal['articles']} ({portal['gone']} no longer on the portal), {versions}"),
        ("last run", _run(portal["last_run"])),
        ("last good", _last_good(age, portal["last_good_import"])),
        ("waiting", waiting),
        ("addresses", fates),
    ]
    if rhythm:
        usual = f"newest of {portal['newest']}; usually {rhythm['usual']} days apart, at most {rhythm['longest']}"
        lines.insert(1, ("rhythm", usual))
    return lines + [("failing", words) for words in _failing(portal["failing"])]


def _last_good(hours: float | None, imported: dict[str, Any] | None) -> str:
    if hours is not None:
        return ago(hours)
    if imported is None:
        return "never"
    return f"never from the live portal; from {imported['source']} captures {ago(imported['age_hours'])}"


def _failing(failing: list[dict[str, Any]]) -> list[str]:
    """Reasons, the commonest first, each with two addresses."""
    counts = Counter(address["reason"] or "failed" for address in failing)
    told = []
    for reason, count in counts.most_common():
        urls = [one_line(address["url"]) for address in failing if (address["reason"] or "failed") == reason][:2]
        told.append(f"{count} × {one_line(reason)}: {', '.join(urls)}")
    return told


def _run(run: dict[str, Any] | None) -> str:
    if run is None:
        return "none yet"
    if run["finished_at"] is None:
        return f"begun {run['started_at']}, not finished"
    counts = ("new", "changed", "unchanged", "moved", "failed")
    brought = ", ".join(f"{run[name]} {'same' if name == 'unchanged' else name}" for name in counts)
    return f"{run['finished_at']}, exit {run['exit_code']} ({brought})"
