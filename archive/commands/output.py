"""Text of the portals for a terminal: nothing in it may move the cursor, ring, or begin a new line."""

from __future__ import annotations

import json
import unicodedata

import click

# Cc, Cf: control and format characters (escapes, bidi overrides, zero width); Cs: surrogates; Zl, Zp: line separators.
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def one_line(text: object) -> str:
    """A text as one line: white space becomes a space, what could steer a terminal a visible sign."""
    shown = " ".join(str(text if text is not None else "").split())
    if shown.isascii() and shown.isprintable():
        return shown
    return "".join("\ufffd" if unicodedata.category(letter) in UNSEEN else letter for letter in shown)


def lines(text: str) -> str:
    """A text of several lines, each made harmless."""
    return "\n".join(one_line(line) for line in text.splitlines())


def print_json(value: object) -> None:
    """JSON, which escapes control characters by itself."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
