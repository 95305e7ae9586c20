"""An open archive at a time that stands still."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from archive.store import Archive
from tests.archive.visits import NOON


@pytest.fixture
def clock() -> Callable[[], datetime]:
    return lambda: NOON


@pytest.fixture
def archive(tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[Archive]:
    with Archive(tmp_path / "archive.db", clock=clock) as opened:
        yield opened
