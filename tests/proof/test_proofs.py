"""The short form of every proof, as anyone would run it."""

import subprocess
import sys
from pathlib import Path

import pytest

from proof.__main__ import NAMES

ROOT = Path(__file__).parents[2]


ELSEWHERE = {"supply", "month"}
"""Those that .ci/run has in another form: the first in full, the second in one process (tests/crawl/test_month.py)."""


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ELSEWHERE])
def test_no_promise_breaks_in_the_short_form_of(name: str) -> None:
    command = [sys.executable, "-m", "proof", name, "--short"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
