"""`archive diff ID [A B]`: what changed between two versions."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from archive.commands.output import lines, one_line, print_json
from archive.diff import field_diffs, last_change, pick, versions_of
from archive.opening import open_for_reading
from archive.showing import rows
from archive.spans import SHOWN, Span, dates_of, spans_of
from archive.words import Piece, folded

MARKS = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
COLOURS = {"gone": "red", "new": "green"}


@click.command()
@click.argument("article_id", metavar="ID")
@click.argument("older", metavar="[A", required=False)
@click.argument("newer", metavar="B]", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def diff(path: Path, article_id: str, older: str | None, newer: str | None, as_json: bool) -> None:
    """Show what changed between two versions of an article.

    A and B are numbers (1 is the oldest) or ids; without them, the last change.
    """
    with open_for_reading(path) as db:
        versions = versions_of(db, article_id)
        was, shown = last_change(db, article_id, versions)
        spans = spans_of(rows(db, SHOWN, {"id": article_id}))
    new = pick(versions, newer or shown)
    old = pick(versions, older or was)
    changes = field_diffs(old, new)
    dates = {which: dates_of(spans, version["id"]) for which, version in (("old", old), ("new", new))}
    if as_json:
        told = {name: [{"kind": kind, "text": text} for kind, text in joined(each)] for name, each in changes.items()}
        bore = {which: [asdict(span) for span in each] for which, each in dates.items()}
        print_json({"article_id": article_id, "old": old["id"], "new": new["id"], "dates": bore, "changes": told})
        return
    click.echo(f"{_name(versions, old)}  →  {_name(versions, new)}")
    for version, which in ((old, "old"), (new, "new"))[old is new :]:
        click.echo(f"version {versions.index(version) + 1}: {'; '.join(map(_dated, dates[which])) or 'no date'}")
    for name, paragraphs in changes.items():
        click.secho(f"\n{name}:", bold=True)
        for far, stretch in folded(paragraphs):
            if far:
                click.secho(f"… {len(stretch)} paragraphs as before …", dim=True)
                continue
            for pieces in stretch:
                click.echo("".join(_shown(piece) for piece in pieces))
    if not changes:
        click.echo("No difference in the text." if len(versions) > 1 else "There is only one version.")


def joined(rows: list[list[Piece]]) -> list[Piece]:
    """The pieces of all paragraphs in one row, a line's end between two: of a whole paragraph gone or new, its own."""
    broken = [[*pieces, (pieces[0][0] if len(pieces) == 1 else "same", "\n")] for pieces in rows[:-1]]
    return [piece for pieces in (*broken, *rows[-1:]) for piece in pieces]


def _name(versions: list[dict[str, object]], version: dict[str, object]) -> str:
    number = versions.index(version) + 1
    return f"version {number} of {len(versions)} ({version['id']}, first seen {version['first_seen_at']})"


def _dated(span: Span) -> str:
    """A date that a version bore: as normalised, as written, and when it was seen."""
    written = f" “{one_line(span.date_text)}”" if span.date_text else ""
    return f"dated {span.updated_at or 'not'}{written}, seen {span.since} to {span.until}"


def _shown(piece: Piece) -> str:
    """A piece in colour (click takes it off where the output is no terminal) and in marks that stay."""
    kind, words = piece
    text = "\n".join(_harmless(line) for line in words.split("\n"))
    begin, end = MARKS[kind]
    return click.style(f"{begin}{text}{end}", fg=COLOURS.get(kind)) if begin else text


def _harmless(line: str) -> str:
    """Like `lines`, but a space at either end is part of the text."""
    inner = lines(line)
    return f"{' ' if line[:1].isspace() and inner else ''}{inner}{' ' if line[-1:].isspace() else ''}"
