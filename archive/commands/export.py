"""`archive export`: articles for other programs."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from archive.backup import half_made
from archive.commands.arguments import PATH
from archive.errors import NotWritable
from archive.export import csv_rows, exported, json_lines
from archive.opening import open_for_reading
from archive.showing import portals_named
from archive.sqlite import speaking_plainly
from archive.wording import counted

FORMATS = {"jsonl": json_lines, "csv": csv_rows}
ENDINGS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}


@click.command()
@click.option(
    "--format",
    "kind",
    type=click.Choice(list(FORMATS)),
    help="Default: as the file's ending tells; jsonl without a file.",
)
@click.option("--output", "-o", type=PATH, help="A file; default: standard output.")
@click.option("--portal", help="Only this portal.")
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, without which Excel garbles Vietnamese.")
@click.pass_obj
def export(path: Path, kind: str | None, output: Path | None, portal: str | None, *, bom: bool) -> None:
    """Write all articles as JSON lines, or CSV safe in spreadsheets."""
    kind = kind or kind_of(output)
    if bom and kind != "csv":
        raise click.UsageError("--bom is for CSV: JSON has no byte order mark (RFC 8259).")
    with open_for_reading(path) as db:
        portals_named(db, portal)
        count = 0
        with written(output, path) as file:
            file.write("\ufeff" if bom else "")
            for line in FORMATS[kind](exported(db, portal)):
                file.write(line)
                count += 1
    if output:
        told = counted(max(0, count - (kind == "csv")), "article")  # one line of CSV names the columns
        click.echo(f"{told} written to {output}.", err=True)


def kind_of(output: Path | None) -> str:
    """The format that a file's ending tells; JSON lines for a pipe or a device, which need have none."""
    if output is None or (output.exists() and not output.is_file()):
        return "jsonl"
    if output.suffix.lower() not in ENDINGS:
        raise click.UsageError(
            f"{output.name!r} does not tell the format. Name it {output.stem}.csv (spreadsheets open it) or "
            f"{output.stem}.jsonl (one JSON object a line), or add --format."
        )
    return ENDINGS[output.suffix.lower()]


@contextmanager
def written(output: Path | None, archive: Path) -> Iterator[IO[str]]:
    """Standard output, or a file that takes its name when it is whole; never one of the archive's own.

    A pipe or a device is written to as it is: a file in its place would be nobody's wish.
    """
    if output is None:
        with pouring("standard output"):
            yield sys.stdout
            sys.stdout.flush()
        return
    if output.exists() and not output.is_file() and not output.is_dir():
        with pouring(str(output)), output.open("w", encoding="utf-8", newline="") as file:
            yield file
        return
    if output.is_dir():
        raise NotWritable(f"{output} is a folder; nothing was written. Name a file in it.")
    own, wanted = archive.resolve(), output.resolve()
    beside = {own.name, f"{own.name}-wal", f"{own.name}-shm", f"{own.name}-journal"}
    lock = wanted.name.startswith(f"{own.name}.") and wanted.suffix == ".lock"
    if wanted.parent == own.parent / "warc" or wanted.name in beside or lock:
        raise NotWritable(f"{output} is the archive's own or bears its name; nothing was written. Name another file.")
    if not output.parent.is_dir():
        raise NotWritable(f"There is no folder {output.parent}; nothing was written.")
    partial = output.with_name(f"{output.name}.partial")
    with half_made(partial), speaking_plainly(output):
        with partial.open("w", encoding="utf-8", newline="") as file:
            yield file
        partial.replace(output)


@contextmanager
def pouring(name: str) -> Iterator[None]:
    """Around what is written to a pipe or a device, which cannot be taken back."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE:  # who reads has read enough
            raise
        raise NotWritable(f"{name} cannot be written ({error.strerror}); what it got is not the whole.") from error
