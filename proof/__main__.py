"""`python -m proof NAME [--short|--soak]`: runs one proof, or all; prints its table; exit 1 where a promise broke."""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from proof.report import at_root

TOGETHER = ("network", "kills", "content", "disk", "month", "machine", "supply")
"""Two at a time, the longest first, what waits beside what computes."""
ALONE = ("readers",)
"""What measures how quick answers come must have the machine to itself."""
NAMES = (*TOGETHER, *ALONE)


@dataclass(frozen=True, slots=True)
class Done:
    """One proof of all: its exit code, its seconds, and the words of its verdict."""

    name: str
    code: int
    seconds: float
    verdict: str

    def row(self) -> str:
        """Its line in the summary."""
        return f"| {self.name} | {self.seconds:.0f} | {'held' if self.code == 0 else '**BROKEN**'} | {self.verdict} |"


def main() -> int:
    """The exit code: 0 if every promise held, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m proof", description=__doc__)
    parser.add_argument("name", choices=(*NAMES, "all"))
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--short", action="store_const", const="short", dest="size", help="seconds, for CI")
    size.add_argument("--soak", action="store_const", const="soak", dest="size", help="hours")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, stopped)
    if given.name == "all":
        return everything([f"--{given.size}"] if given.size else [])
    report = importlib.import_module(f"proof.{given.name}").run(given.size or "normal")
    print(report.markdown(), flush=True)
    return 0 if report.held else 1


def stopped(number: int, _: object) -> None:
    """A signal ends a proof as an error would: what it started ends too, and its folders go."""
    for child in multiprocessing.active_children():  # a pool would first work through all that it was given
        child.kill()
    sys.exit(128 + number)


def everything(size: list[str]) -> int:
    """Every proof as a process of its own, two at a time, and a summary of them all."""
    running: list[subprocess.Popen[str]] = []

    def one(name: str) -> Done:
        began = time.monotonic()
        words = [sys.executable, "-m", "proof", name, *size]
        with subprocess.Popen(words, cwd=at_root(), stdout=subprocess.PIPE, text=True) as proof:
            running.append(proof)
            told, _ = proof.communicate()
        print(told or f"## {name}\n\nBROKEN: it ended with {proof.returncode} and without a table\n", flush=True)
        verdict = told.strip().rpartition("\n")[2] if told else "no table"
        return Done(name, proof.returncode, time.monotonic() - began, verdict)

    began, pool = time.monotonic(), ThreadPoolExecutor(2)
    try:
        done = [*pool.map(one, TOGETHER), *map(one, ALONE)]
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for proof in running:
            proof.terminate()
        raise
    print("## All\n\n| proof | seconds | | |\n|---|---|---|---|", *(each.row() for each in done), sep="\n")
    broken = [each.name for each in done if each.code]
    print(f"\n{', '.join(broken) or 'nothing'} broken ({time.monotonic() - began:.0f} s)")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
