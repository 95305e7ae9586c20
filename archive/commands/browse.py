"""`archive browse [DB]`: read the archive in a browser."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import click

NAME = "archive"  # the database's name in every address, whatever its file is called: links and metadata rest on it


def metadata_file() -> Path | None:
    """datasette-metadata.json of the checkout this program runs from."""
    path = Path(__file__).resolve().parents[2] / "datasette-metadata.json"
    return path if path.exists() else None


def served(path: Path) -> Any:
    """A Datasette over one archive, read-only, with the plugin's pages and settings."""
    from datasette.app import Datasette
    from datasette.database import Database

    found = metadata_file()
    datasette = Datasette([], metadata=json.loads(found.read_text("utf-8")) if found else {})
    datasette.remove_database("_memory")
    datasette.add_database(Database(datasette, str(path), is_mutable=True), name=NAME)
    return datasette


@click.command()
@click.argument("db", required=False, type=click.Path(path_type=Path))
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; keep it behind a proxy.")
@click.pass_context
def browse(context: click.Context, db: Path | None, port: int, host: str) -> None:
    """Open the archive (or another one, DB) for reading in a browser, until Ctrl-C."""
    import uvicorn

    path = db or Path(context.obj)
    if not path.is_file():
        raise click.UsageError(
            f"There is no archive at {path}. `make demo` makes one, `scrapy crawl sct_bentre` fills one."
        )
    datasette = served(path)
    asyncio.run(datasette.invoke_startup())
    click.echo(f"Reading {path} at http://{host}:{port}/ (Ctrl-C ends it)")
    uvicorn.run(datasette.app(), host=host, port=port, log_level="warning", lifespan="on", timeout_keep_alive=10)
