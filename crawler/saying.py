"""What a person is told on stderr, and what becomes of it where nobody listens."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path


def open_stderr() -> None:
    """Lead a closed stderr (`2>&-`) nowhere.

    Scrapy cannot start without one, and another file would become descriptor 2.
    """
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115  for the whole process


def say(text: str) -> None:
    """Tell a person; where the terminal or the pipe is gone, the run still ends as it ends."""
    with suppress(OSError, ValueError):
        print(text, file=sys.stderr)  # noqa: T201  what a person reads
