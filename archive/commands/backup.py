"""`archive backup DEST`: a copy that counts."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive.backup import back_up, target_of
from archive.commands.arguments import PATH
from archive.commands.output import one_line
from archive.wording import counted


@click.command()
@click.argument("destination", metavar="DEST", type=PATH)
@click.pass_obj
def backup(path: Path, destination: Path) -> None:
    """Copy the archive to DEST, open the copy and compare it.

    DEST is a folder, or a file named .db. A crawl may go on.
    """
    report = back_up(path, destination, lambda step: click.echo(f"{step} ...", err=True))
    for problem in report.problems:
        click.echo(one_line(problem))
    if report.problems:
        found = counted(len(report.problems), "problem")
        click.echo(f"archive: the copy has {found} and does not count as a backup.", err=True)
        sys.exit(1)
    articles = counted(report.checked["articles"], "article")
    click.echo(f"{target_of(path, destination)}: {articles}, restored and compared.")
