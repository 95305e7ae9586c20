"""Ask a reader over one archive without a socket: what tests of a single archive need."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from archive.commands.browse import served


def answers(path: Path, *addresses: str) -> list[Any]:
    """What these addresses answer, one after the other; nothing followed."""

    async def asked() -> list[Any]:
        client = served(path).client
        return [await client.get(address) for address in addresses]

    return asyncio.run(asked())


def article_id(path: Path) -> str:
    """The id of the only article."""
    (row,) = answers(path, "/archive/articles.json?_shape=array&_col=id")[0].json()
    return str(row["id"])


def version_ids(path: Path) -> list[str]:
    """The ids of all versions, the first seen first."""
    rows = answers(path, "/archive/version_spans.json?_shape=array&_sort=first_seen_at")[0].json()
    return [str(row["version_id"]) for row in rows]
