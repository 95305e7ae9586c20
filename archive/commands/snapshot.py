"""`archive snapshot DEST`: a finished file for publishing."""

from __future__ import annotations

from pathlib import Path

import click

from archive.backup import half_made
from archive.commands.arguments import PATH
from archive.errors import NotWritable
from archive.opening import open_for_reading
from archive.sqlite import connect, speaking_plainly
from archive.wording import size


def make_snapshot(source: Path, destination: Path) -> int:
    """Copy an archive, also while a crawl writes it, into one file that stands alone; returns its size in bytes.

    The copy has no write-ahead log, so it may be served with `datasette -i` and offered for download.
    """
    partial = destination.with_name(destination.name + ".partial")
    with half_made(partial), open_for_reading(source) as db, speaking_plainly(destination):
        destination.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        target = connect(partial)
        try:
            db.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
            target.execute("VACUUM")
            target.execute("ANALYZE")
        finally:
            target.close()
        partial.replace(destination)
    return destination.stat().st_size


@click.command()
@click.argument("destination", metavar="DEST", type=PATH)
@click.pass_obj
def snapshot(path: Path, destination: Path) -> None:
    """Make a finished copy for publishing.

    One file, no log beside it, safe to serve with `datasette -i`.
    """
    if destination.is_dir():
        raise NotWritable(f"{destination} is a folder; nothing was written. Name a file in it.")
    if destination.exists():
        raise NotWritable(f"{destination} is there already; nothing was written. Name another file, or remove it.")
    made = "" if destination.parent.is_dir() else f", in the new folder {destination.parent}"
    click.echo(f"{destination}: {size(make_snapshot(path, destination))}{made}. Serve it with")
    click.echo(f"  datasette -i {destination} -m datasette-metadata.json")
    click.echo("Raw records and pictures lie in warc/ beside the archive: copy that folder too, or go without them.")
