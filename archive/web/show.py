"""Put a page together: template, context, status; and the friendly pages for what cannot be shown."""

from __future__ import annotations

import functools
import hashlib
from importlib import resources
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, Template

from archive.search import remarks
from archive.web.cells import as_asked, marked, quoting
from archive.web.dates import age, said

HERE = Path(str(resources.files("archive.web")))
STATIC_URL = "/-/static-plugins/congthuong-archive/"
# Columns whose cells are the portals' own words: their language is Vietnamese whatever the page around them speaks.
VIETNAMESE = frozenset({
    "title", "summary", "body_text", "body_html", "section", "author", "source_credit", "date_text", "caption", "label",
    "alt", "agency", "province", "successor", "passage", "old_title",
})  # fmt: skip
HOLDING_TITLES = frozenset({"article_id", "version_id", "images", "attachments"})
"""In tables: the label of what a key points to, and captions in JSON."""
STATES = {"missing": "not shown at the last look", "removed": "removed from the portal"}


class Refused(Exception):
    """A request that cannot be answered as asked; `status` and a sentence a reader understands."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.message, self.status = message, status


def furnish(env: Environment, datasette: Datasette) -> None:
    """Our templates before Datasette's, which looks for them beside a package (a module has none on Python 3.11)."""
    env.loader = ChoiceLoader([FileSystemLoader(HERE / "templates"), env.loader])  # type: ignore[list-item]
    env.globals |= {
        "asset": lambda name: datasette.urls.path(asset(name)),
        "said": said, "age": age, "marked": marked, "states": STATES, "vietnamese": VIETNAMESE,
        "holding_titles": HOLDING_TITLES, "as_asked": as_asked, "remarks": remarks, "quoting": quoting,
        "about": datasette.metadata,
        "table_note": lambda database, table: datasette.table_metadata(database, table).get("description"),
    }  # fmt: skip


@functools.cache
def asset(name: str) -> str:
    """The address of a static file, with its digest so that a browser may keep it until it changes."""
    return f"{STATIC_URL}{name}?{digest_of((HERE / 'static' / name).read_bytes())}"


def digest_of(body: bytes) -> str:
    """What tells the bytes of one of our files from those of another day."""
    return hashlib.sha256(body).hexdigest()[:10]


class _AtOnce(Template):
    """A template that waits for nothing while it renders: asynchronous rendering takes twice as long."""

    async def render_async(self, *context: Any, **more: Any) -> str:
        return self.render(*context, **more)


@functools.lru_cache(maxsize=8)
def _waiting_for_nothing(env: Environment) -> Environment:
    ours = env.overlay(enable_async=False, auto_reload=False)
    ours.template_class = _AtOnce
    return ours


async def page(
    datasette: Datasette, request: Request, template: str, context: dict[str, Any], status: int = 200
) -> Response:
    """An HTML answer from one of our templates."""
    ours = _waiting_for_nothing(datasette.jinja_env).get_template(template)
    html = await datasette.render_template(ours, context, request=request)
    # Asked again after the next page a crawl may have stored: five seconds is Datasette's own measure.
    headers = {"Cache-Control": "max-age=5"} if status == 200 else {"Cache-Control": "no-store"}
    return Response.html(html, status=status, headers=headers)


def absolute(datasette: Datasette, request: Request, path: str) -> str:
    """The full address of a path of ours, as this reader reached us."""
    return str(datasette.absolute_url(request, datasette.urls.path(path)))


def whole_number(request: Request, name: str, default: int, most: int) -> int:
    """A number from the query string; Refused where it is none, or beyond `most`."""
    text = request.args.get(name)
    if text in (None, ""):
        return default
    if not (text.isascii() and text.isdigit()) or not 1 <= len(text) <= 9 or not 1 <= int(text) <= most:
        raise Refused(f"“{text[:40]}” is no {name} we can show: a whole number from 1 to {most} is.")
    return int(text)
