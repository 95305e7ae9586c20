"""One portal three times: crawled live, from that crawl's WARC files, and through a real pywb as wayback."""

import hashlib
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.history.scenes import articles, ask, run
from tests.replica import Replica
from tests.replica.running import ROOT

PYWB = ROOT / ".venv-pywb" / "bin"
pytestmark = [
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


FILES = """SELECT article_id, position, url, media_type, bytes, sha256 FROM images
UNION ALL SELECT article_id, 100 + position, url, media_type, bytes, sha256 FROM attachments ORDER BY 1, 2"""
KEPT = """SELECT captures.url, captured_at, captures.sha256 FROM captures JOIN addresses ON addresses.id = address_id
WHERE kind = 'media' OR article_id IS NOT NULL"""


def files(archive: Path) -> list[tuple[object, ...]]:
    """Pictures and attachments with all that is known of them."""
    return ask(archive, FILES)


def replayed(server: str, archive: Path) -> None:
    """Every article page, picture and attachment comes back from pywb as it was."""
    for url, captured_at, sha256 in ask(archive, KEPT):
        moment = re.sub(r"\D", "", captured_at)
        with urlopen(f"{server}/{moment}id_/{url}") as reply:
            assert hashlib.sha256(reply.read()).hexdigest() == sha256, url


@pytest.mark.parametrize("portal", ["sct_bentre", "sct_bacgiang"])
def test_live_warc_and_wayback_give_the_same_articles_versions_and_fingerprints(tmp_path: Path, portal: str) -> None:
    live, warc, wayback = (tmp_path / name / "archive.db" for name in ("live", "warc", "wayback"))
    with Replica(portal) as replica:
        base = replica.url
        assert run(portal, live, base_url=base).code == 0
    warcs = sorted((live.parent / "warc").glob("*.gz"))
    assert run("warc", warc, portal=portal, path=live.parent / "warc", base_url=base).code == 0
    with pywb(tmp_path / "pywb", warcs) as server:
        settings = [f"WAYBACK_CDX_URL={server}/cdx", f"WAYBACK_REPLAY_URL={server}", "WAYBACK_CAPTURES_PER_SECOND=100"]
        first = run("wayback", wayback, *settings, portal=portal, base_url=base)
        assert first.code == 0, first.said
        replayed(server, live)
        asked = ask(wayback, "SELECT requests FROM runs")[0][0]
        again = run("wayback", wayback, *settings, portal=portal, base_url=base)
        assert (again.code, ask(wayback, "SELECT requests < 8 FROM runs WHERE id = 2")) == (0, [(1,)]), again.said
    assert len(articles(live)) >= 40
    assert articles(live) == articles(warc) == articles(wayback)
    assert files(live) == files(warc) == files(wayback)
    assert len([row for row in files(live) if row[-1]]) == len(files(live)) >= 30
    assert asked > len(articles(live))
    assert ask(wayback, "SELECT DISTINCT state FROM addresses WHERE kind = 'capture'") == [("done",)]
