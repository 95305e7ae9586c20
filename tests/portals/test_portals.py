"""Portals are data: what each profile must hold, and that a third is one more file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import crawler.portals
from crawler.addresses import canonical, may_call
from crawler.portals import PORTALS, found, portal
from crawler.portals.model import Portal

FOLDER = Path(crawler.portals.__file__).parent
THIRD = '''"""A portal unlike the two: ids in the query."""
from crawler.portals.model import Portal

PORTAL = Portal(
    name="so_gia_dinh", title="Sở Giả Định", agency="Sở Giả Định", province="Giả Định", successor="",
    home_url="https://sogiadinh.example/", hosts=("sogiadinh.example",), start_urls=("https://sogiadinh.example/",),
)
'''


def test_both_portals_are_there() -> None:
    assert {"sct_bentre", "sct_bacgiang"} <= set(PORTALS)


def test_an_unknown_portal_is_told_by_name_with_those_there_are() -> None:
    with pytest.raises(KeyError, match=r"no portal 'sct_hue'; there are: .*sct_bentre"):
        portal("sct_hue")


@pytest.mark.parametrize("each", PORTALS.values(), ids=str)
def test_a_profile_is_whole_and_its_first_addresses_may_be_called(each: Portal) -> None:
    assert all([each.title, each.agency, each.province, each.hosts, each.date_labels, each.end_labels])
    assert each.start_urls
    assert all(may_call(url, each) and canonical(url, each) == url for url in (*each.start_urls, each.home_url))


@pytest.mark.parametrize("file", sorted(FOLDER.glob("[!_]*.py")), ids=lambda file: file.stem)
def test_a_portal_is_one_screen(file: Path) -> None:
    assert file.stem == "model" or len(file.read_text(encoding="utf-8").splitlines()) <= 40


def test_a_third_portal_is_one_more_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "so_gia_dinh.py").write_text(THIRD, encoding="utf-8")
    monkeypatch.setattr(crawler.portals, "__path__", [*crawler.portals.__path__, str(tmp_path)])
    third = found()["so_gia_dinh"]
    sys.modules.pop("crawler.portals.so_gia_dinh")
    assert may_call("https://sogiadinh.example/tin?id=3", third)
