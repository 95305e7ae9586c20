"""`archive search WORDS`: find articles."""

from __future__ import annotations

import shutil
import sys
import textwrap
from pathlib import Path

import click

from archive.commands.output import one_line, print_json
from archive.finding import find
from archive.opening import open_for_reading
from archive.search import fold, remarks

INDENT = " " * 14
ROOMY = 72  # letters in a line of which fourteen may be spared


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True)
@click.option("--portal", help="Only this portal.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000), help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def search(path: Path, words: tuple[str, ...], portal: str | None, limit: int, as_json: bool) -> None:
    """Find articles by their words.

    Words with marks exactly so, words without marks in every spelling, "phrases", begin*, -without; AND, OR, NOT.
    """
    for word in words:
        if word.startswith("--"):  # -gio is a word to leave out, this a slip
            raise click.NoSuchOption(word)
    typed = " ".join(words)
    if not typed.strip():
        raise click.UsageError("type at least one word to search for, such as: điện gió")
    with open_for_reading(path) as db:
        hits = find(db, typed, portal, limit)
    if as_json:
        print_json([hit.as_dict() for hit in hits])
        return
    for hit in hits:
        click.echo(f"{hit.id}  {hit.updated_on or '----------'}  {one_line(hit.title)}  [{one_line(hit.portal)}]")
        if hit.passage:
            click.echo(indented(one_line(hit.passage), terminal_width()))
    for remark in remarks(typed):
        click.echo(remark, err=True)
    if not hits:
        marked = fold(typed) != typed
        advice = (
            "Words with marks are matched exactly; try them without." if marked else "Every word must occur; try fewer."
        )
        click.echo(f"Nothing found. {advice}", err=True)
    elif len(hits) == limit:
        click.echo(f"These are the best {limit}; --limit shows more.", err=True)


def terminal_width() -> int | None:
    """Letters in a line of the terminal; None where a program reads, which wants each passage on one line."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def indented(text: str, width: int | None) -> str:
    """A passage below its title: further in where there is room, and broken at words where the terminal ends."""
    if width is None:
        return INDENT + text
    margin = INDENT if width >= ROOMY else INDENT[:2]
    return textwrap.fill(text, width, initial_indent=margin, subsequent_indent=margin)
