"""`python -m bench [NAME ...] [--large]`: run the benches named, or all; each prints a table in Markdown.

All of them take under ten minutes; with --large, which takes hours, sizes are larger and each peer has three turns.
"""

from __future__ import annotations

import importlib
import platform
import sys
from datetime import UTC, datetime

BENCHES = ("reading", "crawl", "again", "store", "warc")


def main() -> None:
    """Run what was asked for."""
    large = "--large" in sys.argv[1:]
    asked = [word for word in sys.argv[1:] if word != "--large"] or list(BENCHES)
    if unknown := [name for name in asked if name not in BENCHES]:
        raise SystemExit(f"no bench {', '.join(unknown)}; there are: {', '.join(BENCHES)}")
    print(f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {platform.machine()}")
    for name in asked:
        print(f"\nRunning {name} ...", file=sys.stderr)
        importlib.import_module(f"bench.{name}").main(large=large)


if __name__ == "__main__":
    main()
