"""A stream of CSV on its way to a reader, made safe for spreadsheets."""

from __future__ import annotations

import codecs
import csv
import io

from archive.spreadsheet import safe_cell


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
