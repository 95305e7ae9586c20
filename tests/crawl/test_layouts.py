"""A redesign is noticed in the first run over it, by real pages, the real spider and the real history of good runs."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.crawl.layouts import BREAKING, COSMETIC, UNLABELLED, Layout
from tests.crawl.offline import Portal, run

BEGIN = datetime(2026, 1, 5, 22, tzinfo=UTC)
GOOD_DAYS = 5


@pytest.fixture(scope="module", params=["sct_bentre", "sct_bacgiang"])
def good(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Portal, Path]:
    """A portal of 100 articles and the archive of five healthy daily runs over it."""
    folder = tmp_path_factory.mktemp(request.param)
    portal = Portal(request.param, 100)
    for day in range(GOOD_DAYS):
        assert run(portal, folder / "archive.db", BEGIN + timedelta(days=day)).ending.code == 0
    return portal, folder


def redesigned(good: tuple[Portal, Path], layout: Layout, folder: Path) -> tuple[int, str, list[str]]:
    """Exit code, reason and complaints of the first run over a redesign; the archive is a copy of the good one."""
    portal, archive = good
    shutil.copytree(archive, folder, dirs_exist_ok=True)
    portal.wear(layout.markup, layout.answer)
    health = run(portal, folder / "archive.db", BEGIN + timedelta(days=GOOD_DAYS))
    portal.wear()
    return health.ending.code, health.ending.reason, [str(complaint) for complaint in health.complaints]


@pytest.mark.parametrize("layout", BREAKING, ids=lambda layout: layout.name)
def test_a_layout_that_breaks_reading_is_noticed_in_one_run(
    good: tuple[Portal, Path], layout: Layout, tmp_path: Path
) -> None:
    code, reason, complaints = redesigned(good, layout, tmp_path)
    assert code == 3, reason
    assert any("http" in complaint for complaint in complaints), complaints


@pytest.mark.parametrize("layout", COSMETIC, ids=lambda layout: layout.name)
def test_a_layout_that_reading_survives_raises_no_alarm(
    good: tuple[Portal, Path], layout: Layout, tmp_path: Path
) -> None:
    code, reason, complaints = redesigned(good, layout, tmp_path)
    assert (code, complaints) == (0, []), reason


def test_a_label_that_goes_raises_an_alarm_where_other_dates_are_read(
    good: tuple[Portal, Path], tmp_path: Path
) -> None:
    code, reason, complaints = redesigned(good, UNLABELLED, tmp_path)
    assert (code == 3) == bool(complaints) == (good[0].name == "sct_bacgiang"), reason


def test_there_are_fifty_layouts_and_more() -> None:
    assert len({layout.name for layout in BREAKING}) >= 50
