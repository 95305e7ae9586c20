"""Who asks for something long holds up nobody else: it is made beside the event loop."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from archive.commands.browse import served
from archive.web import article, comparison, searching


@pytest.mark.parametrize(
    ("module", "name", "address"),
    [(comparison, "differences", "/a/{id}/compare"), (searching, "passage", "/search?q=ba+tri"),
     (article, "safe_body", "/a/{id}")],
)  # fmt: skip
def test_reader_is_served_while_another_page_is_long_in_the_making(
    library: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, address: str
) -> None:
    began, served_meanwhile, real = threading.Event(), threading.Event(), getattr(module, name)

    def long(*given: Any) -> Any:
        began.set()
        assert served_meanwhile.wait(5)
        return real(*given)

    monkeypatch.setattr(module, name, long)

    async def story() -> tuple[int, int]:
        client = served(library).client
        rows = (await client.get("/archive/articles.json?_shape=array&title__startswith=Ba+Tri")).json()
        coming = asyncio.create_task(client.get(address.format(id=rows[0]["id"])))
        await asyncio.to_thread(began.wait, 5)
        other = await client.get("/feeds")
        served_meanwhile.set()
        return other.status_code, (await coming).status_code

    assert asyncio.run(story()) == (200, 200)
