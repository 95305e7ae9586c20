"""A real pywb over WARC files, in its own environment: it stands in for the Internet Archive."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.replica.running import ROOT

PYWB = ROOT / ".venv-pywb" / "bin"
NEEDS_PYWB = [
    pytest.mark.pywb,
    pytest.mark.skipif(not (PYWB / "wayback").exists(), reason="pywb is not installed: make pywb"),
]


@contextmanager
def pywb(folder: Path, warcs: list[Path]) -> Iterator[str]:
    """A pywb that serves these files on a free port."""
    folder.mkdir()
    subprocess.run([PYWB / "wb-manager", "init", "vn"], cwd=folder, check=True, capture_output=True)
    subprocess.run([PYWB / "wb-manager", "add", "vn", *warcs], cwd=folder, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "log").open("w") as log:
        serving = subprocess.Popen(
            [PYWB / "wayback", "-b", "127.0.0.1", "-p", str(port)], cwd=folder, stdout=log, stderr=log
        )
    try:
        for _ in range(600):
            try:
                urlopen(f"http://127.0.0.1:{port}/vn/cdx?url=nothing.example&output=json").close()
                break
            except URLError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/vn"
    finally:
        serving.terminate()
        serving.wait()


def settings_for(server: str, captures_per_second: int = 100) -> list[str]:
    """What makes the wayback spider ask this server."""
    pace = f"WAYBACK_CAPTURES_PER_SECOND={captures_per_second}"
    return [f"WAYBACK_CDX_URL={server}/cdx", f"WAYBACK_REPLAY_URL={server}", pace]
