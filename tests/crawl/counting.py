"""`python -m tests.crawl.counting FILE crawl NAME …`: scrapy, with SQLite's own count of its work written into FILE.

What SQLite does is counted in hundreds of instructions of its virtual machine (sqlite.org/c3ref/progress_handler.html),
so that the cost of a crawl can be compared without a clock.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from archive import sqlite

work = 0
connect = sqlite.connect


def counted() -> int:
    """SQLite calls it after every hundred instructions; 0 lets it go on."""
    global work  # noqa: PLW0603  one process, one count
    work += 1
    return 0


def counting(*args: Any, **options: Any) -> sqlite.Connection:
    """`archive.sqlite.connect`, with the count switched on."""
    db = connect(*args, **options)
    db.set_progress_handler(counted, 100)
    return db


if __name__ == "__main__":
    sqlite.connect = counting
    from scrapy.cmdline import execute

    try:
        execute(["scrapy", *sys.argv[2:]])
    finally:
        Path(sys.argv[1]).write_text(str(work))
