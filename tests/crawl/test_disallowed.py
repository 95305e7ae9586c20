"""Single pages that robots.txt keeps from us: never asked for, and the ledger says why."""

from pathlib import Path

import pytest

from proof.crawling import crawl, rows
from proof.faults import good
from proof.server import Server, whole


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
def test_what_robots_txt_forbids_is_not_asked_for(tmp_path: Path, mark: str) -> None:
    told = f"{mark}User-agent: *\nDisallow: /tin-1\nDisallow: /*-3.html$\n"
    with Server(good() | {"/robots.txt": whole(told, kind="text/plain")}) as portal:
        ended = crawl(portal.url, tmp_path / "archive.db")
        asked = {path for path, _ in portal.asked}
    assert ended.code == 0, ended.log
    assert not asked & {"/tin-1.html", "/tin-3.html"}
    assert asked >= {"/tin-0.html", "/tin-2.html", "/tin-4.html", "/tin-5.html"}
    refused = rows(tmp_path / "archive.db", "SELECT identity, reason FROM addresses WHERE state = 'refused' ORDER BY 1")
    assert refused == [("/tin-1.html", "refused:robots.txt"), ("/tin-3.html", "refused:robots.txt")]
