"""`python -m proof NAME [--short|--soak]`: runs one proof, or all; prints its table; exit 1 where a promise broke."""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from proof.report import at_root

TOGETHER = ("kills", "network", "disk", "content", "machine", "month", "supply")
"""Two at a time, the longest first: most of them wait."""
ALONE = ("readers",)
"""What measures how quick answers come must have the machine to itself."""
NAMES = (*TOGETHER, *ALONE)


def main() -> int:
    """The exit code: 0 if every promise held, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m proof", description=__doc__)
    parser.add_argument("name", choices=(*NAMES, "all"))
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--short", action="store_const", const="short", dest="size", help="seconds, for CI")
    size.add_argument("--soak", action="store_const", const="soak", dest="size", help="hours")
    given = parser.parse_args()
    if given.name == "all":
        return everything([f"--{given.size}"] if given.size else [])
    report = importlib.import_module(f"proof.{given.name}").run(given.size or "normal")
    print(report.markdown(), flush=True)
    return 0 if report.held else 1


def everything(size: list[str]) -> int:
    """Every proof as a process of its own."""

    def one(name: str) -> int:
        done = subprocess.run(
            [sys.executable, "-m", "proof", name, *size], cwd=at_root(), stdout=subprocess.PIPE, text=True, check=False
        )
        print(done.stdout or f"## {name}\n\nBROKEN: it ended with {done.returncode} and without a table\n", flush=True)
        return done.returncode

    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(one, TOGETHER))
    return 1 if any([*codes, *map(one, ALONE)]) else 0


if __name__ == "__main__":
    sys.exit(main())
