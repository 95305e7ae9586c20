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
_SORTED = re.compile(rf"(select [^()]+ from ({_NAME}) (?:where .+ )?order by {_NAME}(?: desc)?)( limit \d+)", re.DOTALL)
_OTHER = re.compile(r"\b(?:distinct|group by|union|intersect|except)\b", re.IGNORECASE)


def order_fully(database: Database) -> None:
    """Make every sorted table page of a database break its ties by the table's primary key."""
    execute, keys = database.execute, dict[str, str]()

    async def execute_in_full_order(sql: str, *given: Any, **named: Any) -> Any:
        page = _SORTED.fullmatch(sql.strip())
        if page is None or _OTHER.search(sql):
            return await execute(sql, *given, **named)
        table = page[2].strip("[]")
        if table not in keys:
            known = await database.table_exists(table)
            columns = await database.primary_keys(table) or ["rowid"]
            keys[table] = ", ".join(map(escape_sqlite, columns)) if known else ""
        order = f", {keys[table]}" if keys[table] else ""
        return await execute(f"{page[1]}{order}{page[3]}", *given, **named)

    database.execute = execute_in_full_order
