"""What a reader sees when something cannot be shown: a sentence and the right status, never a traceback."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Awaitable, Callable

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils import tilde_decode
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError

from archive.sqlite import DatabaseError, Warned
from archive.web.show import Refused, page

log = logging.getLogger("archive.web")
TITLES = {400: "That cannot be answered", 403: "Not open to readers", 404: "Nothing is here", 500: "This page failed"}
SENTENCES = {
    403: "This archive does not offer that.",
    404: "There is no such page in this archive. The address may be cut off or mistyped.",
    500: "Something went wrong here, not with your question. It was noted in the server's log.",
}
TOO_LONG = "That query took longer than a reader may keep the archive busy. Narrow it, or ask for fewer rows."
TOO_MUCH = "That query needs more memory than a reader may use. Ask for shorter texts, or for fewer rows."
SEVERAL = "These are several statements; one SELECT can be asked at a time."  # SQLite's driver warns of nothing else
# What Datasette's own pages raise on parameters that make no sense (`_next=x`, `_timelimit=x`, `_through={`).
_ABSURD = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    OverflowError,
    AssertionError,
    AttributeError,
    DatabaseError,
    Warned,
    MemoryError,
)
_NO_MEMORY = frozenset({"out of memory", "string or blob too big"})  # SQLite's words at a limit (limits.py)


def explain(request: Request, error: Exception) -> tuple[int, str]:
    """The status and the sentence for an error; what is our own fault says no more than that."""
    if isinstance(error, Refused):
        return error.status, error.message
    if isinstance(error, DatasetteError):
        return _of_datasette(request, error)
    if isinstance(error, QueryInterrupted):  # CSV lets it through bare
        return 400, TOO_LONG
    if isinstance(error, Base400):
        return error.status, SENTENCES.get(error.status) or _plain(str(error.args[0]))
    if isinstance(error, _ABSURD) and request.query_string:
        return 400, _of_absurd(error)
    return 500, SENTENCES[500]


def _of_absurd(error: Exception) -> str:
    """What parameters that make no sense, or ask for too much, are answered with."""
    if isinstance(error, Warned):
        return SEVERAL
    if isinstance(error, MemoryError) or str(error) in _NO_MEMORY:
        return TOO_MUCH
    return "The parameters in this address make no sense together."


def _of_datasette(request: Request, error: DatasetteError) -> tuple[int, str]:
    """The status and the sentence for what Datasette raised itself, its statuses put right."""
    if str(error.message) == f"no such table: {tilde_decode(request.url_vars.get('table', ''))}":
        return 404, SENTENCES[404]  # of a row's address; Datasette says 400 there
    # Datasette answers 500 to a sort or filter that does not exist; the fault is the question's.
    status = 400 if error.status == 500 and request.query_string else error.status
    return status, TOO_LONG if error.title == "SQL Interrupted" else _plain(str(error.message))


def handler(datasette: Datasette, request: Request, error: Exception) -> Callable[[], Awaitable[Response]]:
    """The answer to give instead of Datasette's, which prints every local variable for each mistyped address."""

    async def answer() -> Response:
        status, says = explain(request, error)
        if status >= 500:
            log.error("%s failed", request.path, exc_info=error)
        title = TITLES.get(status, TITLES[400 if status < 500 else 500])
        if request.path.split("?")[0].endswith(".json"):
            return Response.json({"ok": False, "error": says, "status": status, "title": title}, status=status)
        context = {"title": title, "error": says, "status": status, "sql": request.args.get("sql")}
        return await page(datasette, request, "error.html", context, status)

    return answer


def _plain(message: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", message)).split())[:300]
