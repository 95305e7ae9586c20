"""What Datasette makes of the filters of its tables, mended: an index in place of a sort, no column that is none."""

from __future__ import annotations

import re
from typing import Any

from datasette.app import Datasette
from datasette.utils import await_me_maybe
from datasette.utils.asgi import Request

from archive.web.show import Refused


async def only_columns(datasette: Datasette, request: Request, database: str, table: str) -> None:
    """Refuse a filter by what is no column of the table: SQLite takes its name for a text, and no row is like it."""
    known = {*await datasette.databases[database].table_columns(table), "rowid"}
    for name in request.args:
        column = name.rsplit("__", 1)[0]
        if not name.startswith("_") and column not in known:
            raise Refused(f"“{column[:60]}” is no column here; these are: {', '.join(sorted(known - {'rowid'}))}.")


async def by_index(found: Any) -> Any:
    """What a filter of Datasette's tables asks for, its search kept from fetching (and sorting) every row it finds."""
    arguments = await await_me_maybe(found)
    if arguments:
        clauses = arguments.where_clauses
        arguments.where_clauses = [re.sub(r"^rowid in \(", "+rowid in (", clause) for clause in clauses]
    return arguments
