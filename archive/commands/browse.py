"""`archive browse [DB]`: read the archive in a browser."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from archive.commands.arguments import PATH
from archive.errors import NotListening
from archive.opening import CHECKOUT, archive_at, open_for_reading


def metadata_file() -> Path | None:
    """datasette-metadata.json of the checkout this program runs from."""
    path = CHECKOUT / "datasette-metadata.json"
    return path if path.exists() else None


def served(path: Path) -> Any:
    """A Datasette over one archive, read-only, with the plugin's pages and settings."""
    from datasette.app import Datasette

    found = metadata_file()
    return Datasette([str(path)], metadata=json.loads(found.read_text("utf-8")) if found else {})


@click.command()
@click.argument("db", required=False, type=PATH)
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; keep it behind a proxy.")
@click.pass_context
def browse(context: click.Context, db: Path | None, port: int, host: str) -> None:
    """Read the archive in a browser, until Ctrl-C.

    DB is another archive's file.
    """
    import uvicorn

    path = archive_at(db) if db else Path(context.obj)
    with open_for_reading(path):  # says what is wrong with the file before anybody waits for a page
        datasette = served(path)
    config = uvicorn.Config(datasette.app(), log_level="warning", lifespan="on", timeout_keep_alive=10)
    with listening(host, port) as listener:
        asyncio.run(datasette.invoke_startup())
        click.echo(f"Reading {path} at http://{at(host, listener.getsockname()[1])}/ (Ctrl-C ends it)")
        with suppress(KeyboardInterrupt):  # the way to end it; uvicorn has closed what was open and raises it again
            uvicorn.Server(config).run(sockets=[listener])


def listening(host: str, port: int) -> socket.socket:
    """A socket that readers reach us at; port 0 takes any that is free. Says what to do where it cannot be had."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        why = error.strerror or error
        raise NotListening(
            f"{at(host, port)} cannot be listened on ({why}); nothing is served. Perhaps another reader runs there; "
            "--port 0 takes any that is free."
        ) from error


def at(host: str, port: int) -> str:
    """Host and port as they stand in an address (RFC 3986: an IPv6 address in brackets)."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
