"""`python -m proof NAME [--short|--soak]`: runs one proof, or all; prints its table; exit 1 where a promise broke."""

from __future__ import annotations

import argparse
import importlib
import sys

NAMES = ("kills", "disk", "network", "content", "readers", "supply", "month")


def main() -> int:
    """The exit code: 0 if every promise held, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m proof", description=__doc__)
    parser.add_argument("name", choices=(*NAMES, "all"))
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--short", action="store_const", const="short", dest="size", help="seconds, for CI")
    size.add_argument("--soak", action="store_const", const="soak", dest="size", help="hours")
    given = parser.parse_args()
    held = True
    for name in NAMES if given.name == "all" else (given.name,):
        report = importlib.import_module(f"proof.{name}").run(given.size or "normal")
        print(report.markdown(), flush=True)
        held = held and report.held
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
