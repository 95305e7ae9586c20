"""Table pages in an order without ties, so that their "next page" neither repeats nor leaves out a row.

Datasette 0.65.5 orders the first page of a sorted table by its column alone, and goes on behind the last row by column
and primary key (views/table.py): of rows that tie, those that it had shown come again and others never.
"""

from __future__ import annotations

import re
from typing import Any

from datasette.database import Database
from datasette.utils import escape_sqlite

_NAME = r"(?:\[[^\]]+\]|\w+)"
_ORDER = re.compile(rf"({_NAME}(?: desc)?)( limit \d+)")
_TABLE = re.compile(rf"({_NAME}) (?:where |$)")
_OTHER = re.compile(r"\b(?:distinct|group by|union|intersect|except)\b", re.IGNORECASE)


def sorted_table(sql: str) -> tuple[str, str, str] | None:
    """A query of one table in the order of one column, as its table, the part to the order's end, and the rest."""
    before, _, after = sql.strip().rpartition("order by ")  # each step linear: anybody's SQL comes here
    columns, _, rest = before.partition(" from ")
    order, table = _ORDER.fullmatch(after), _TABLE.match(rest)
    if order is None or table is None or "(" in columns or not columns.startswith("select ") or _OTHER.search(sql):
        return None
    return table[1].strip("[]"), f"{before}order by {order[1]}", order[2]


def order_fully(database: Database) -> None:
    """Make every sorted table page of a database break its ties by the table's primary key."""
    execute, keys = database.execute, dict[str, str]()

    async def execute_in_full_order(sql: str, *given: Any, **named: Any) -> Any:
        page = sorted_table(sql)
        if page is None:
            return await execute(sql, *given, **named)
        table, ordered, limit = page
        if table not in keys and await database.table_exists(table):
            keys[table] = ", ".join(map(escape_sqlite, await database.primary_keys(table) or ["rowid"]))
        return await execute(f"{ordered}, {keys[table]}{limit}" if table in keys else sql, *given, **named)

    database.execute = execute_in_full_order
