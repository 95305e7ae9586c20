"""Disk: full and roomy again, read-only, logs cut and flipped, upgrades killed, bits flipped, backups under load."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from proof import bits, upgrade, wal
from proof.report import Report, at_root


def run(size: str) -> Report:
    """All of it."""
    report = Report("Disk")
    small_disk(report)
    wal.run(report, size)
    upgrade.run(report, size)
    bits.run(report, size)
    return report


def small_disk(report: Report) -> None:
    """The tiny disk, in a mount namespace, which an ordinary user may have too where the kernel allows it."""
    alone = ["unshare", "--map-root-user", "--mount"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        report.skipped("disk full, roomy again, read-only", "no mount namespace here: run as root")
        return
    with tempfile.TemporaryDirectory() as above:
        folder = Path(above) / "disk"
        folder.mkdir()
        command = [*alone, sys.executable, "-m", "proof.small_disk", str(folder)]
        done = subprocess.run(command, cwd=at_root(), capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        tried, figure, promised, held = json.loads(line)
        report.promise(tried, figure, promised, held=held)
    if done.returncode:
        report.promise("the tiny disk", done.stderr.strip().splitlines()[-1], "to be tried to the end", held=False)
