"""Network: cut bodies, bombs, endless answers, faults of every kind, and addresses that lead elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile

from proof import bombs, cuts, faults
from proof.report import Report, at_root

SPELLINGS = {"short": 12, "normal": 1000, "soak": 1000}


def run(size: str) -> Report:
    """All of it."""
    report = Report("Network")
    elsewhere(report, size)
    cuts.run(report, size)
    faults.run(report, size)
    bombs.run(report, size)
    return report


def elsewhere(report: Report, size: str) -> None:
    """Every forbidden address in every place, in a network where all of the internet is a canary."""
    alone = ["unshare", "--map-root-user", "--net"]
    try_it = [*alone, "ip", "link", "set", "lo", "up"]
    if subprocess.run(try_it, capture_output=True, check=False).returncode:
        report.skipped(
            "addresses that lead elsewhere", "no network namespace or no `ip` here: run as root, install iproute2"
        )
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [*alone, sys.executable, "-m", "proof.canary", folder, str(SPELLINGS[size])]
        done = subprocess.run(command, cwd=at_root(), capture_output=True, text=True, check=False)
    if done.returncode:
        report.promise("the canaries", done.stderr.strip()[-300:], "to be tried", held=False)
        return
    told = json.loads(done.stdout)
    report.promise("canaries hear when they are called", told["alone"], "True", held=told["alone"])
    where = "links, redirects, base, canonical, next, feed, refresh, frame, picture, file, sitemap, robots"
    tried = f"{told['spellings']} spellings of forbidden addresses × {where}"
    figure = f"{len(told['heard'])} contacts {told['heard'][:3]}"
    report.promise(tried, figure, "0 contacts", held=not told["heard"] and told["spellings"] > 10)
    figure = f"{told['reached']} of {told['pages']} reached, {told['stored']} articles, exit {told['code']}"
    held = told["reached"] == told["pages"] and told["stored"] == 2 * told["spellings"] and told["code"] in (0, 3)
    report.promise("the portal's own pages between them", figure, "all", held=held)
    report.promise("strange Host headers", told["strange"], "none", held=not told["strange"])
