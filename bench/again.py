"""The second run on an unchanged portal, beside the first and beside the second runs of others."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from bench.crawl import FAST, NAMES, PORTAL, check, command
from bench.measure import ROOT, Cost, cost_of, median_and_spread, table
from tests.replica import Replica

OURS = "congthuong-archive"
TOMORROW = ["-s", "CLOCK=2030-01-02T00:00:00Z"]
TODAY = ["-s", "CLOCK=2030-01-01T00:00:00Z"]
"""Our second run takes place a day later, as cron's would; the others know no time."""


def main(*, large: bool = False) -> None:
    """One table: seconds and requests of both runs of each, at 500 articles; large: at 2,000, three turns each."""
    size, turns = (2000, 3) if large else (500, 1)
    found: dict[str, list[tuple[Cost, Cost, int, int]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(turns):
            for name in NAMES if large else FAST:
                found.setdefault(name, []).append(both(name, size, Path(folder)))
    rows = []
    for name, runs in found.items():
        first, _ = median_and_spread([run[0].seconds for run in runs])
        second, spread = median_and_spread([run[1].seconds for run in runs])
        asked, again = runs[0][2:]
        rows.append([name, f"{second / first:.1%} ± {spread:.0%}", f"{again / asked:.1%}", str(asked), str(again)])
    heads = ["crawler", "second run's time, of the first", "its requests, of the first", "requests", "then"]
    table(f"Second run on an unchanged portal of {size} articles", heads, rows)


def both(name: str, size: int, folder: Path) -> tuple[Cost, Cost, int, int]:
    """Two runs of one of them over one portal, into one place: their costs and the requests that the portal saw."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    (folder / "out").mkdir()
    log = folder / "requests.jsonl"
    log.write_text("")
    where = ROOT if name == OURS else folder
    with Replica(PORTAL, scale=size, log=log, per_page=20) as portal:
        words = command(name, portal.url, folder / "out")
        first = cost_of([*words, *(TODAY if name == OURS else [])], folder / "log.txt", where)
        asked = _requests(log)
        check(name, size, first, asked, folder)
        second = cost_of([*words, *(TOMORROW if name == OURS else [])], folder / "log.txt", where)
    return first, second, asked, _requests(log) - asked


def _requests(log: Path) -> int:
    return sum(bool(json.loads(line)) for line in log.read_text().splitlines())
