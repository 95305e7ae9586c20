"""Several runs at once, as the portals' own request logs show them: never two requests at a time for one portal."""

import subprocess
from contextlib import ExitStack
from pathlib import Path

from tests.crawl.test_whole_crawls import gaps_of, last_line
from tests.replica.crawling import Crawled, ask, command
from tests.replica.running import ROOT, Replica

ANSWER = 0.15
"""Seconds that the portals take for each answer: a request that comes sooner after the one before overlaps it."""


def finish(running: subprocess.Popen[str]) -> Crawled:
    _, log = running.communicate(timeout=240)
    return Crawled(running.returncode, log)


def test_two_portals_share_an_archive_and_a_second_run_of_either_does_nothing(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with ExitStack() as stack:
        portals = [stack.enter_context(Replica(name, scale=6, wait=ANSWER)) for name in ("sct_bentre", "sct_bacgiang")]
        runs = [
            subprocess.Popen(command(portal, archive), cwd=ROOT, stderr=subprocess.PIPE, text=True)
            for portal in (*portals, *portals)
        ]
        ended = [finish(running) for running in runs]
        logs = [portal.requests() for portal in portals]
    for one, other in (ended[0::2], ended[1::2]):
        assert sorted((one.code, other.code)) == [0, 75], one.log + other.log
        late = one if one.code == 75 else other
        assert "Nothing was done" in last_line(late)
    for log in logs:
        assert len(log) > 12
        assert min(gaps_of(log)) >= 0.95 * ANSWER
    assert min(logs[0][-1]["time"], logs[1][-1]["time"]) > max(logs[0][0]["time"], logs[1][0]["time"])
    assert ask(archive, "SELECT portal, count(*) AS n FROM articles GROUP BY portal ORDER BY portal") == [
        {"portal": "sct_bacgiang", "n": 6},
        {"portal": "sct_bentre", "n": 6},
    ]
