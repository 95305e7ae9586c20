"""`archive verify`: whether everything is there, and as it was."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive.commands.output import one_line, print_json
from archive.opening import open_for_reading
from archive.verify import verify as check
from archive.wording import counted


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def verify(path: Path, as_json: bool) -> None:
    """Check every hash, row and raw record.

    Anything wrong is named, and ends it with 1. A crawl may go on meanwhile.
    """
    with open_for_reading(path) as db:
        report = check(db, path.parent / "warc", _progress if sys.stderr and sys.stderr.isatty() else lambda _: None)
    if as_json:
        told = {"checked": report.checked, "problems": report.problems, "unowned": report.unowned}
        print_json({"archive": str(path), **told})
    else:
        for problem in report.problems:
            click.echo(one_line(problem))
        if report.unowned:
            click.secho(f"warning: {one_line(_unowned(path, report.unowned))}", fg="yellow")
        looked_at = ", ".join(f"{count} {name}" for name, count in report.checked.items() if name != "structure")
        verdict = counted(len(report.problems), "problem") if report.problems else "All is well"
        click.echo(f"{verdict}. Checked: {looked_at}.")
    sys.exit(1 if report.problems else 0)


def _unowned(path: Path, names: list[str]) -> str:
    some = ", ".join(names[:3]) + (" ..." if len(names) > 3 else "")
    return (
        f"no capture points into {counted(len(names), 'file')} of {path.parent / 'warc'} ({some}). Where they are WARC "
        "files, `scrapy crawl warc -a portal=NAME -a path=FILE` copies what they hold; then move them elsewhere."
    )


def _progress(step: str) -> None:
    click.echo(f"\r\x1b[Kchecking {step} ...", err=True, nl=step == "raw records")
