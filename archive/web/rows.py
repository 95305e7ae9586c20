"""Everything our pages ask of the archive goes through Datasette's own read-only connections, one SELECT at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted
from datasette.utils import sqlite_timelimit

from archive.sqlite import DatabaseError, connect

Row = dict[str, Any]
Ask = Callable[[str, Mapping[str, Any]], list[Row]]
"""One SELECT and its parameters; every row as a dict."""
Made = TypeVar("Made")
FRESH_FOR = 5.0  # seconds that counts may be old while a crawl writes: what Datasette lets a browser keep a page


class Rows:
    """Read one archive: `all` and `one` run one SELECT each, `at_once` several; `kept` remembers one until a change."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.answers: dict[tuple[str, str], tuple[float, int, list[Row]]] = {}
        self.watch = connect(Path(str(database.path)), readonly=True)

    async def all(self, sql: str, params: Mapping[str, Any] | None = None) -> list[Row]:
        """Every row as a dict."""
        return await self.at_once(lambda ask: ask(sql, params or {}))

    async def at_once(self, work: Callable[[Ask], Made]) -> Made:
        """What `work` makes of several SELECTs, asked one after another on one connection and within one time limit.

        The way to a thread and back takes as long as a quick SELECT.
        """

        def in_thread(conn: Any) -> Made:
            with sqlite_timelimit(conn, self.database.ds.sql_time_limit_ms):
                try:
                    return work(lambda sql, params: [dict(row) for row in conn.execute(sql, params)])
                except DatabaseError as error:
                    raise (QueryInterrupted(error, "", {}) if error.args == ("interrupted",) else error) from error

        made: Made = await self.database.execute_fn(in_thread)
        return made

    async def one(self, sql: str, params: Mapping[str, Any] | None = None) -> Row | None:
        """The first row, or None."""
        rows = await self.all(sql, params)
        return rows[0] if rows else None

    async def kept(self, sql: str, params: Mapping[str, Any] | None = None) -> list[Row]:
        """Every row, remembered: what looks at all articles need not be asked anew for each reader.

        As long as nobody writes, the answer is exact; while a crawl writes, it is at most five seconds old.
        """
        key = sql, repr(params)
        now, version = time.monotonic(), self.watch.execute("PRAGMA data_version").fetchone()[0]
        at, seen, rows = self.answers.get(key, (0.0, None, []))
        if seen is None or (seen != version and now - at > FRESH_FOR):
            # Without Datasette's time limit: the first look at a large archive on a cold disk takes seconds, once.
            asked = dict(params or {})
            rows = await self.database.execute_fn(lambda conn: [dict(row) for row in conn.execute(sql, asked)])
            self.answers[key] = now, version, rows
        return rows


_ARCHIVES: WeakKeyDictionary[Datasette, Rows] = WeakKeyDictionary()


async def archive_of(datasette: Datasette) -> Rows | None:
    """The archive among the databases served, or None where there is none: the plugin then keeps out of the way."""
    known = _ARCHIVES.get(datasette)
    if known and known.database in datasette.databases.values():
        return known
    for name, database in datasette.databases.items():
        if name != "_internal" and await database.table_exists("articles") and await database.table_exists("captures"):
            return _ARCHIVES.setdefault(datasette, Rows(database))
    return None
