"""What a proof tried and what came of it, as a table in Markdown with a verdict."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

SKIPPED = "SKIPPED"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing tried: its figure, what was promised, and whether it held (None: a figure only, nothing promised)."""

    tried: str
    figure: str
    promised: str
    held: bool | None


@dataclass(slots=True)
class Report:
    """The rows of one proof. `held` is False as soon as one promise is broken."""

    title: str
    rows: list[Row] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    broken: list[str] = field(default_factory=list)

    def promise(self, tried: str, figure: object, promised: str, *, held: bool) -> None:
        """A promise that was tried out."""
        self.rows.append(Row(tried, str(figure), promised, held))
        if not held:
            self.broken.append(f"{tried}: {figure} (promised: {promised})")

    def none_of(self, tried: str, count: int, failures: list[str], what: str) -> None:
        """`count` things were tried and none may be among `failures`."""
        self.promise(tried, f"{count:,} tried, {len(failures):,} {what}", f"0 {what}", held=count > 0 and not failures)
        for each in failures[:10]:
            self.say(f"  broken: {tried}: {each}")

    def figure(self, tried: str, figure: object) -> None:
        """Something measured that nothing is promised about."""
        self.rows.append(Row(tried, str(figure), "", None))

    def skipped(self, tried: str, why: str) -> None:
        """Something that this machine cannot try: said loudly, never a failure."""
        self.rows.append(Row(tried, SKIPPED, why, None))
        self.say(f"!!! SKIPPED: {tried}: {why}")

    @property
    def held(self) -> bool:
        """Whether every promise that was tried held."""
        return not self.broken

    def say(self, line: str) -> None:
        """Progress, on stderr."""
        print(f"[{time.monotonic() - self.began:6.1f} s] {line}", file=sys.stderr, flush=True)

    def markdown(self) -> str:
        """The table."""
        words = {True: "held", False: "**BROKEN**", None: ""}
        lines = [f"## {self.title}", "", "| tried | figure | promised | |", "|---|---|---|---|"]
        lines += [f"| {row.tried} | {row.figure} | {row.promised} | {words[row.held]} |" for row in self.rows]
        verdict = "every promise held" if self.held else f"{len(self.broken)} broken: " + "; ".join(self.broken)
        return "\n".join([*lines, "", f"{verdict} ({time.monotonic() - self.began:.0f} s)", ""])


def peak_mb(who: int = resource.RUSAGE_SELF) -> float:
    """The most memory this process (or with RUSAGE_CHILDREN its largest child) ever held, in MB."""
    return resource.getrusage(who).ru_maxrss / 1024


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of all lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def at_root() -> Path:
    """The project's folder."""
    return Path(__file__).resolve().parents[1]


def in_memory() -> tempfile.TemporaryDirectory[str]:
    """A folder for what needs no disk: a SIGKILL loses nothing of the page cache, so syncs would only cost time."""
    shared = Path("/dev/shm")
    return tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None)
