"""`archive export`: articles for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from archive.export import csv_rows, exported, json_lines
from archive.opening import open_for_reading
from archive.showing import known_portal

FORMATS = {"jsonl": json_lines, "csv": csv_rows}


@click.command()
@click.option(
    "--format", "kind", type=click.Choice(list(FORMATS)), help="Default: by the name of the file, else jsonl."
)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="A file; default: standard output.")
@click.option("--portal", help="Only this portal.")
@click.pass_obj
def export(path: Path, kind: str | None, output: Path | None, portal: str | None) -> None:
    """Write all articles as JSON lines or as CSV that is safe to open in a spreadsheet."""
    kind = kind or ("csv" if output and output.suffix == ".csv" else "jsonl")
    with open_for_reading(path) as db:
        known_portal(db, portal)
        with click.open_file(str(output or "-"), "w", encoding="utf-8") as file:
            for line in FORMATS[kind](exported(db, portal)):
                file.write(line)
