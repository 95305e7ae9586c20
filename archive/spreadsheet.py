"""Text for spreadsheets: no cell of ours starts a formula, also where a sheet ends cells at other signs."""

from __future__ import annotations

import re

# What Excel, LibreOffice and Sheets take for the start of a formula, full-width forms included.
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$", re.IGNORECASE)


# Excel with Vietnamese settings ends a cell at ";" and, as no line of ours then begins with a quote, at a line's end
# inside a text. OWASP, "CSV Injection": the field separator can begin a new cell in the middle of a text. A list's
# "- Phòng A;" stays as it is: what begins with a sign does harm only where it calls something, `-f(` or `+cmd|`.
_PIECE = re.compile(
    r"(?<=[;\t\r\n])(?=[^\S\t\r\n]*(?:[=@\uff1d\uff20]|[+\-\uff0b\uff0d][^;\t\r\n]*?(?:\||\w\()))",
)


def safe_cell(text: str) -> str:
    """The cell as it may stand in a spreadsheet: an apostrophe before what would be read as a formula."""
    text = _PIECE.sub("'", text)
    return "'" + text if _FORMULA.match(text) and not _NUMBER.match(text) else text
