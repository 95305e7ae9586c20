"""`archive reread`: every kept raw page read again with today's code, without network."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.output import one_line, print_json
from archive.comparing import FIELDS, Comparison, Told
from archive.errors import Unreadable
from archive.kept import body_places, kept_pages, leaning_on
from archive.lock import portal_lock
from archive.opening import open_for_reading
from archive.rawrecord import raw_at
from archive.showing import portals_named
from archive.sqlite import speaking_plainly
from archive.store import Archive
from archive.wording import counted

if TYPE_CHECKING:
    from archive.article import Raw
    from archive.kept import KeptPage
    from archive.sqlite import Connection
    from archive.visit import Visit

OF_THE_READING = frozenset(("outcome", "updated_at"))  # the others are the version's
COLUMNS = ", ".join(f"{'reading' if name in OF_THE_READING else 'version'}.{name}" for name in FIELDS)
BEFORE = f"""SELECT {COLUMNS}, reading.parser
FROM readings AS reading LEFT JOIN versions AS version ON version.id = reading.version_id
WHERE reading.capture_id = ? ORDER BY CAST(reading.parser AS INTEGER) DESC, reading.parser DESC LIMIT 1"""


@click.command()
@click.option("--dry-run", is_flag=True, help="Only report what would change; write nothing.")
@click.option(
    "--jobs",
    default=os.cpu_count() or 1,
    show_default="all cores",
    type=click.IntRange(1, 64),
    help="Read in so many processes.",
)
@click.option("--portal", help="Only this portal.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
@click.pass_obj
def reread(path: Path, dry_run: bool, jobs: int, portal: str | None, as_json: bool) -> None:
    """Read every kept raw page again with today's code.

    What it finds is added as readings, not as changes of the portal.
    """
    work = Rereading(path, portal)
    with ExitStack() as held:
        if dry_run:
            db = held.enter_context(open_for_reading(path))
            portals_named(db, portal)
            work.compare(db, jobs)
        else:
            with open_for_reading(path) as db:
                names = portals_named(db, portal)
            for name in names:
                held.enter_context(portal_lock(path, name))
            archive = held.enter_context(Archive(path))
            held.enter_context(speaking_plainly(path))
            work.compare(archive.db, jobs, archive)
    work.print(as_json, dry_run)
    sys.exit(1 if work.unread or work.unmarked else 0)


class Rereading:
    """One pass over what is kept: the comparison, and what could not be read again or not be kept."""

    def __init__(self, path: Path, portal: str | None) -> None:
        self.folder, self.portal = path.parent / "warc", portal
        self.comparison = Comparison()
        self.unread: Counter[str] = Counter()
        self.unmarked = 0
        self.parser = ""

    def compare(self, db: Connection, jobs: int, archive: Archive | None = None) -> None:
        """Read everything again; write the readings too where an archive is given."""
        from crawler.past.rereading import fields_of, read_again
        from crawler.reading.read import PARSER

        self.parser = PARSER
        before = before_by(db)
        for batch in read_again(self._raw_pages(db), jobs):
            with ExitStack() as held:
                if archive:
                    held.enter_context(archive.together())
                for page, visit in batch:
                    assert visit.reading is not None  # noqa: S101  visit_of always reads
                    was, by = before(page.capture_id)
                    same = self.comparison.add(page.address_url, was, json_like(fields_of(visit.reading)))
                    self.unmarked += not same and by == PARSER
                    if archive:
                        archive.save(visit)
                        self._lean(archive, page, visit)

    def _lean(self, archive: Archive, page: KeptPage, visit: Visit) -> None:
        if visit.reading is not None and visit.reading.article is not None:
            for capture, run_id in leaning_on(archive.db, page):
                archive.save(replace(visit, capture=capture, run_id=run_id))

    def _raw_pages(self, db: Connection) -> Iterator[tuple[KeptPage, Raw]]:
        from crawler.portals import PORTALS

        places = body_places(db)
        for page in kept_pages(db):
            if self.portal not in {None, page.portal}:
                continue
            if page.portal not in PORTALS:
                self.unread[f"no profile of {page.portal}"] += 1
                continue
            try:
                yield page, raw_at(self.folder, page.place, places)
            except Unreadable as error:
                self.unread[str(error)] += 1

    def print(self, as_json: bool, dry_run: bool) -> None:
        """The report."""
        seen = self.comparison
        if as_json:
            counts = {"pages": seen.pages, "same": seen.same, "recovered": seen.recovered, "given_up": seen.given_up}
            more = {"unread": dict(self.unread), "unmarked": self.unmarked, "parser": self.parser, "dry_run": dry_run}
            print_json({**counts, "fields": seen.rows(), **more})
            return
        click.echo(
            f"{counted(seen.pages, 'page')} read again by parser {self.parser}: {seen.same} say the same, "
            f"{seen.recovered} became articles, {seen.given_up} are none any more."
            f"{' Nothing was written.' if dry_run else ''}"
        )
        for row in seen.rows():
            examples = ", ".join(one_line(url) for url in row["examples"])  # type: ignore[attr-defined]  # a list of str
            numbers = "  ".join(f"{row[kind]:6} {kind}" for kind in ("gained", "lost", "different"))
            click.echo(f"  {row['field']:14} {numbers}   {examples}")
        for reason, count in self.unread.most_common():
            click.echo(f"  not read ({count}): {one_line(reason)}", err=True)
        if self.unmarked:
            click.echo(
                f"{counted(self.unmarked, 'page')} read differently by the same parser {self.parser}; those readings "
                "are kept as they were. Raise PARSER in crawler/reading/read.py, then run this again.",
                err=True,
            )


def before_by(db: Connection) -> Callable[[str], tuple[Told | None, str | None]]:
    """Finds what the newest reading of a capture says, and by which parser."""

    def before(capture_id: str) -> tuple[Told | None, str | None]:
        row = db.execute(BEFORE, (capture_id,)).fetchone()
        if row is None:
            return None, None
        *said, parser = row
        told = dict(zip(FIELDS, said, strict=True))
        return told | {name: json.loads(told[name] or "[]") for name in ("images", "attachments")}, parser

    return before


def json_like(told: dict[str, object]) -> dict[str, object]:
    """The same values as they come back from the archive."""
    return json.loads(json.dumps(told))  # type: ignore[no-any-return]  # an object in, an object out
