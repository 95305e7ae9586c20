"""One portal three times: crawled live, from that crawl's WARC files, and through a real pywb as wayback."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.history.pywb import NEEDS_PYWB, pywb, settings_for
from tests.history.scenes import articles, ask, command, run
from tests.history.test_killed_imports import LEDGER, ROWS, SHOTS, killed
from tests.history.warcs import write_warc
from tests.replica import Replica

pytestmark = NEEDS_PYWB

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
        settings = settings_for(server)
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


def test_a_wayback_run_killed_again_and_again_ends_with_the_rows_of_an_undisturbed_one(tmp_path: Path) -> None:
    again = [replace(shot, at=shot.at.replace("2021", "2023"), body=shot.body + b"<p>2023</p>") for shot in SHOTS[:15]]
    path = write_warc(tmp_path / "w.warc.gz", [*SHOTS[:45], *again])
    whole, archive = tmp_path / "whole" / "archive.db", tmp_path / "killed" / "archive.db"
    with pywb(tmp_path / "pywb", [path]) as server:
        settings = settings_for(server, captures_per_second=20)
        assert run("wayback", whole, *settings, portal="sct_bentre").code == 0
        for _ in range(4):
            killed(command("wayback", archive, *settings, portal="sct_bentre"), archive, 8)
        assert len(ask(archive, ROWS)) < 60, "killed in mid-run each time"
        ended = run("wayback", archive, *settings, portal="sct_bentre")
        assert ended.code == 0, ended.said
    assert len(ask(whole, ROWS)) == 60
    assert articles(archive) == articles(whole)
    assert ask(archive, ROWS) == ask(whole, ROWS)
    assert ask(archive, LEDGER) == ask(whole, LEDGER)
    requests = "SELECT requests FROM runs ORDER BY id DESC LIMIT 1"
    assert ask(archive, requests)[0][0] <= ask(whole, requests)[0][0] - 4 * 8, "what was stored is not asked for again"
