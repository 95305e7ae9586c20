"""Datasette's hooks: the pages of the archive, their templates and static files, and the guard around all of it.

Datasette loads this module while it is itself half imported: so our modules are imported inside the hooks.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from functools import partial
from typing import TYPE_CHECKING, Any

from datasette import hookimpl

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from jinja2 import Environment

    from archive.web.guard import App


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """Our pages; the first match wins, so Datasette's first page and its list of files give way."""
    from archive.web.routes import ROUTES

    return ROUTES


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """Our templates before Datasette's, and what they call."""
    from archive.web.show import furnish

    furnish(env, datasette)


@hookimpl
def startup(datasette: Datasette) -> None:
    """Limits for everybody who started Datasette without naming their own, and the archive's name."""
    from archive.web import limits
    from archive.web.paging import order_fully

    limits.refuse_old_libraries()
    limits.apply_settings(datasette)
    limits.refuse_immutable_live_files(datasette)
    limits.refuse_a_path_of_ours(datasette)
    limits.bring_up_to_date(datasette)
    limits.name_the_archive(datasette)
    for database in datasette.databases.values():
        order_fully(database)


@hookimpl(trylast=True)
def prepare_connection(conn: Any) -> None:
    """Last, so that our escape_fts replaces Datasette's: its search box then follows the archive's rules."""
    from archive.web import limits

    limits.prepare(conn)


@hookimpl(hookwrapper=True)
def filters_from_request(
    request: Request, database: str, table: str, datasette: Datasette
) -> Generator[None, Any, None]:
    """Datasette's search box in the order of an index: sorting all rows that hold a common word takes seconds."""
    from archive.web.filters import by_index, only_columns

    outcome = yield
    # Called one after the other, as far as the first that refuses.
    asked = [partial(by_index, found) for found in outcome.get_result()]
    outcome.force_result([partial(only_columns, datasette, request, database, table), *asked])


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Datasette) -> Any:
    """Cells of Datasette's tables: titles lead to the reading page, markup shows as text."""
    from archive.web.cells import cell

    return cell(row, value, column, table, datasette.urls)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """The guard of costly pages (Datasette's own, comparisons); around it one answer for all who ask the same."""
    from archive.web.guard import Guard, without_prefix
    from archive.web.lanes import COMPARISON
    from archive.web.shared import Shared

    def costly(path: str) -> bool:
        return path.split("/")[1].partition(".")[0] in datasette.databases or bool(COMPARISON.search(path))

    return lambda app: without_prefix(Shared(Guard(app, costly)), datasette.setting("base_url"))


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Generator[None, Any, None]:
    """Our answer alone: with `rich` installed Datasette's prints all local variables for every mistyped address."""
    from archive.web.failures import handler

    outcome = yield
    outcome.force_result([handler(datasette, request, exception)])


@hookimpl
def forbidden(datasette: Datasette, request: Request, message: str) -> Callable[[], Awaitable[Any]]:
    """The same friendly page for what readers may not do."""
    from datasette.utils.asgi import Forbidden

    from archive.web.failures import handler

    return handler(datasette, request, Forbidden(message))
