"""A small archive and a real `datasette` over it, on a socket of 127.0.0.1, as the README starts it."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.web.browsing import CHROMIUM, FLAGS
from tests.web.library import build

TOP = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Answer:
    """What came back: nothing followed, nothing decoded but the text."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass(frozen=True)
class Site:
    """A served archive."""

    port: int
    path: Path

    def get(self, path: str, method: str = "GET") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host=False)
            connection.endheaders()
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def json(self, path: str) -> Any:
        return json.loads(self.get(path).body)

    def article(self, words: str) -> str:
        """The id of the article whose title holds these words."""
        rows = self.json(f"/archive/articles.json?_shape=array&_col=id&title__contains={quote(words)}")
        return str(rows[0]["id"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(arguments: list[str], port: int, path: Path) -> Iterator[Site]:
    """Run a server until the test is over; it must answer within a minute."""
    process = subprocess.Popen(arguments, cwd=TOP, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    site = Site(port, path)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                site.get("/feeds")
                break
            except OSError:
                if time.monotonic() > until or process.poll() is not None:
                    raise
                time.sleep(0.1)
        yield site
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("library") / "archive.db")


@pytest.fixture(scope="session")
def site(library: Path) -> Iterator[Site]:
    port = free_port()
    yield from serve(
        [str(BIN / "datasette"), str(library), "-m", "datasette-metadata.json", "-p", str(port)], port, library
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
