"""Behind a proxy that serves the archive under a path, and leaves that path on."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from datasette.utils import StartupError

from archive.commands.browse import served
from archive.web.guard import without_prefix
from tests.web.test_sharing import ask, scope

LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)|(?:href|src|action)="http://localhost(/[^"#]*)')
STARTS = [
    "/", "/search?q=dien", "/feeds", "/archive", "/archive/articles?_size=5", "/archive/captures?_size=5&status=200",
    "/archive/newest", "/feeds/changes.atom",
]  # fmt: skip


def under_a_path(library: Path) -> Any:
    """Its client asks for /ct/… whatever path it is given: as such a proxy does."""
    return Datasette([str(library)], metadata=served(library)._metadata_local, settings={"base_url": "/ct/"})


def test_every_link_leads_somewhere_and_none_bears_the_prefix_twice(library: Path) -> None:
    async def story() -> dict[str, int]:
        client, broken, seen = under_a_path(library).client, {}, set()
        for start in STARTS:
            page = (await client.get(start)).text
            for link in {unescape(one or other) for one, other in LINK.findall(page)} - seen:
                seen.add(link)
                answer = await client.get(link.removeprefix("/ct"))
                if answer.status_code != 200 or not link.startswith("/ct/") or link.startswith("/ct/ct/"):
                    broken[link] = answer.status_code
        assert len(seen) > 50
        return broken

    assert asyncio.run(story()) == {}


def test_feed_is_the_same_feed_and_redirects_stay_within(library: Path) -> None:
    async def told(datasette: Datasette) -> list[str]:
        return re.findall("<id>([^<]*)", (await datasette.client.get("/feeds/changes.atom")).text)

    async def story() -> tuple[list[str], list[str], str]:
        prefixed = under_a_path(library)
        redirect = await prefixed.client.get("/archive/")
        return await told(prefixed), await told(served(library)), redirect.headers["location"]

    under, plain, location = asyncio.run(story())
    assert under == plain
    assert location == "/ct/archive"


@pytest.mark.parametrize(
    ("asked", "inside"),
    [("/ct/archive", "/archive"), ("/ct/", "/"), ("/ct", "/"), ("/archive", "/archive"), ("/ctx", "/ctx")],
)
def test_lanes_and_pages_see_the_path_without_its_prefix(asked: str, inside: str) -> None:
    seen = []

    async def app(scope: Any, _: Any, send: Any) -> None:
        seen.append((scope["path"], scope["raw_path"]))
        await send({"type": "http.response.start", "status": 302, "headers": [(b"location", b"/a")]})

    given = {**scope(asked), "raw_path": asked.encode()}
    ((answer,),) = asyncio.run(ask(without_prefix(app, "/ct/"), given))
    assert seen == [(inside, inside.encode())]
    assert answer["headers"] == [(b"location", b"/ct/a")]


@pytest.mark.parametrize("path", ["/archive/", "/a/", "/search/x/"])
def test_a_prefix_that_is_a_path_of_ours_is_refused_at_the_start(library: Path, path: str) -> None:
    datasette = Datasette([str(library)], metadata=served(library)._metadata_local, settings={"base_url": path})
    with pytest.raises(StartupError, match="is a path of this reader itself"):
        asyncio.run(datasette.invoke_startup())


def test_a_prefix_left_on_twice_passes_no_lane() -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["path"])

    twice = {"type": "http", "path": "/ct/ct/archive/articles.csv", "raw_path": b"/ct/ct/archive/articles.csv"}
    asyncio.run(without_prefix(app, "/ct/")(twice, None, None))  # type: ignore[arg-type]
    assert seen == ["/archive/articles.csv"]
