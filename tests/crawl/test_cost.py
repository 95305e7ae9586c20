"""What an article costs the archive does not grow with what the archive holds: counted in SQLite's own instructions."""

import subprocess
from pathlib import Path

import pytest

from tests.replica.crawling import command, days_on
from tests.replica.running import Replica

SIZES = (30, 80, 130)
ONE_LIST = 60  # of so many articles: lists are a part of what an article costs
KINDS = ("a first run", "a run that asks for all again: some edited, some gone, some at another address")
NO_FILES = ("-s", "FETCH_IMAGES=0", "-s", "FETCH_ATTACHMENTS=0")


def work(portal: Replica, archive: Path, *more: str) -> int:
    """Hundreds of SQLite's instructions that a crawl took."""
    told = archive.with_name("work.txt")
    words = command(portal, archive, *NO_FILES, *more)
    words[1:3] = ["-m", "tests.crawl.counting", str(told)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in {0, 3}, done.stderr  # 3: much is gone
    return int(told.read_text())


@pytest.fixture(scope="module", params=["sct_bentre", "sct_bacgiang"])
def works(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[int]]:
    """The work of each kind of run on portals of those sizes."""
    found: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for size in SIZES:
        archive = tmp_path_factory.mktemp("cost") / "archive.db"
        with Replica(request.param, scale=size, per_page=ONE_LIST, counters=False) as portal:
            found[KINDS[0]].append(work(portal, archive))
            for number, key in enumerate(sorted(portal.truth())):
                if number % 6 == 0:
                    portal.order("edit", key=key, body="Một câu được thêm vào sau ngày đăng.")
                elif number % 6 == 1:
                    portal.order("delete", key=key)
                elif number % 6 in {2, 3}:
                    portal.order("move", key=key, slug=f"cho-moi-cua-tin-thu-{number}", redirect=number % 6 == 2)
            found[KINDS[1]].append(work(portal, archive, "-a", "full=1", *days_on(40)))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_another_article_costs_no_more_in_a_larger_portal(works: dict[str, list[int]], kind: str) -> None:
    small, middle, large = works[kind]
    assert large - middle < 1.12 * (middle - small), works
