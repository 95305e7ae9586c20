"""Text for spreadsheets: no cell of ours starts a formula."""

from __future__ import annotations

import re

# What Excel, LibreOffice and Sheets take for the start of a formula, full-width forms included.
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$", re.IGNORECASE)


def safe_cell(text: str) -> str:
    """The cell as it may stand in a spreadsheet: an apostrophe before what would be read as a formula."""
    return "'" + text if _FORMULA.match(text) and not _NUMBER.match(text) else text
