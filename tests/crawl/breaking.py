"""Parts that break, as any may one day: for the exit codes of internal errors and of a damaged archive."""

import tempfile
from pathlib import Path

from scrapy import Request

from archive.sqlite import connect
from archive.visit import Visit
from crawler.frontier import LedgerScheduler


class Breaking:
    """An item pipeline that raises."""

    def process_item(self, item: object) -> object:
        raise RuntimeError(f"broken on purpose, at a {type(item).__name__}")


class BreakingAtTwo:
    """An item pipeline that raises at the second and the fifth article, and lets all others through."""

    def __init__(self) -> None:
        self._articles = 0

    def process_item(self, item: object) -> object:
        self._articles += isinstance(item, Visit) and item.reading is not None and item.reading.article is not None
        if self._articles in {2, 5}:
            self._articles += 1
            raise RuntimeError("broken on purpose")
        return item


class BreakingLedger(LedgerScheduler):
    """A scheduler that works until it has handed out five requests."""

    _handed_out = 0

    def _hand_out(self) -> Request | None:
        self._handed_out += 1
        if self._handed_out > 5:
            self._break()
        return super()._hand_out()

    def _break(self) -> None:
        raise KeyError("broken on purpose")


class DamagedLedger(BreakingLedger):
    """The same, where what breaks is the database under it."""

    def _break(self) -> None:
        with tempfile.NamedTemporaryFile() as file:
            Path(file.name).write_bytes(b"no database, but long enough to be taken for one" * 100)
            connect(Path(file.name)).execute("SELECT * FROM addresses")
