"""`archive status`: how the archive is, portal by portal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from archive.commands.output import one_line, print_json
from archive.naming import utc_now
from archive.opening import open_for_reading
from archive.showing import rows
from archive.sqlite import Connection

PORTALS = """SELECT name, (SELECT count(*) FROM articles WHERE portal = name) AS articles,
    (SELECT count(*) FROM articles WHERE portal = name AND state <> 'present') AS gone,
    (SELECT count(*) FROM versions JOIN articles ON articles.id = article_id WHERE portal = name) AS versions
FROM (SELECT name FROM portals UNION SELECT portal FROM runs UNION SELECT portal FROM addresses) ORDER BY name"""
LAST_RUN = """SELECT id, spider, source, started_at, finished_at, exit_code, reason, requests, new, changed, unchanged,
    date_only, missing, refused, failed FROM runs WHERE portal = ? ORDER BY id DESC LIMIT 1"""
LAST_GOOD = "SELECT max(finished_at) FROM runs WHERE portal = ? AND exit_code = 0"
WAITING = "SELECT state, count(*) AS addresses FROM addresses WHERE portal = ? GROUP BY state"
FAILING = """SELECT url, state, reason, tries, checked_at FROM addresses
WHERE portal = ? AND state = 'failed' ORDER BY checked_at DESC LIMIT 20"""


def status_of(db: Connection) -> list[dict[str, Any]]:
    """One dictionary a portal: counts, last run, last good run, ledger by state, failing addresses with reasons."""
    return [
        portal
        | {
            "last_run": next(iter(rows(db, LAST_RUN, (portal["name"],))), None),
            "last_good_run": db.execute(LAST_GOOD, (portal["name"],)).fetchone()[0],
            "addresses": dict(db.execute(WAITING, (portal["name"],)).fetchall()),
            "failing": rows(db, FAILING, (portal["name"],)),
        }
        for portal in rows(db, PORTALS)
    ]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def status(path: Path, as_json: bool) -> None:
    """How the archive is: counts, last run and its age, what waits, what fails and why."""
    with open_for_reading(path) as db:
        portals = status_of(db)
    if as_json:
        print_json({"archive": str(path), "portals": portals})
        return
    click.echo(f"{path}: {len(portals)} portal(s)")
    for portal in portals:
        _print_portal(portal)


def _print_portal(portal: dict[str, Any]) -> None:
    ledger = portal["addresses"]
    click.secho(f"\n{one_line(portal['name'])}", bold=True)
    click.echo(
        f"  {portal['articles']} articles ({portal['gone']} no longer on the portal), {portal['versions']} versions"
    )
    click.echo(f"  last run: {_run(portal['last_run'])}; last good run: {_age(portal['last_good_run'])}")
    click.echo(f"  addresses: {', '.join(f'{count} {state}' for state, count in sorted(ledger.items())) or 'none'}")
    for address in portal["failing"]:
        click.echo(f"  failing: {one_line(address['url'])} ({one_line(address['reason'])}, {address['tries']} tries)")


def _run(run: dict[str, Any] | None) -> str:
    if run is None:
        return "none yet"
    if run["finished_at"] is None:
        return f"{_age(run['started_at'])}, not finished"
    ended = f"{_age(run['finished_at'])}, exit {run['exit_code']}"
    brought = f"{run['new']} new, {run['changed']} changed, {run['failed']} failed"
    return f"{ended}{': ' + one_line(run['reason']) if run['reason'] else ''} ({brought})"


def _age(moment: str | None) -> str:
    if not moment:
        return "never"
    hours = (utc_now() - datetime.fromisoformat(moment)).total_seconds() / 3600
    return f"{hours:.0f} h ago" if hours < 72 else f"{hours / 24:.0f} days ago"
