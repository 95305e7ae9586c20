"""What a command cost: seconds, processor seconds and peak memory of it and of all it started."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall seconds, processor seconds (user and system), peak resident MiB, and the exit code."""

    seconds: float
    cpu: float
    peak_mb: float
    code: int


def cost_of(command: Sequence[str], log: Path, where: Path = ROOT) -> Cost:
    """Run a command to its end, output into `log`; the kernel's own account of it (wait4)."""
    # As on a machine of one's own: what was compiled once is not compiled for each run.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    facts = log.with_name(f"{log.name}.json")
    launch = [sys.executable, "-S", str(ROOT / "bench" / "launch.py"), str(facts), str(log)]
    subprocess.run([*launch, *command], cwd=where, env={**environment, "PYTHONPATH": str(ROOT)}, check=True)
    return Cost(**json.loads(facts.read_text()))


def median_and_spread(values: Sequence[float]) -> tuple[float, float]:
    """The median, and half the range as a share of it: how far to trust the median."""
    middle = statistics.median(values)
    return middle, (max(values) - min(values)) / 2 / middle if middle else 0.0


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table in Markdown, so that a result can be pasted into bench/README.md as it is."""
    print(f"\n### {title}\n\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    sys.stdout.flush()
