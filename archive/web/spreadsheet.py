"""CSV that a spreadsheet opens as text: no cell of ours starts a formula."""

from __future__ import annotations

import codecs
import csv
import io
import re

# What Excel, LibreOffice and Sheets take for the start of a formula, full-width forms included.
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$", re.IGNORECASE)


def safe_cell(text: str) -> str:
    """The cell as it may stand in a spreadsheet: an apostrophe before what would be read as a formula."""
    return "'" + text if _FORMULA.match(text) and not _NUMBER.match(text) else text


class SafeRows:
    """Make a stream of CSV safe; rows may come in pieces of any size."""

    def __init__(self) -> None:
        self.decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self.waiting = ""
        csv.field_size_limit(2**31 - 1)  # the module's own limit is 128 KiB, less than a long report

    def feed(self, piece: bytes, *, last: bool) -> bytes:
        """The safe form of all rows complete so far; the rest waits, unless this is the `last` piece."""
        self.waiting += self.decode(piece, last)
        if not last and (not self.waiting.endswith("\n") or self.waiting.count('"') % 2):
            return b""
        out = io.StringIO(newline="")
        rows = csv.writer(out)
        for row in csv.reader(io.StringIO(self.waiting, newline="")):
            rows.writerow([safe_cell(cell) for cell in row])
        self.waiting = ""
        return out.getvalue().encode()
