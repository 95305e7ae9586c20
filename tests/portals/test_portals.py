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
HERE = Path(__file__).parent


def test_both_portals_are_there() -> None:
    assert {"sct_bentre", "sct_bacgiang"} <= set(PORTALS)


def test_an_unknown_portal_is_told_by_name_with_those_there_are() -> None:
    with pytest.raises(LookupError, match=r"There is no portal 'sct_hue'; there are .*sct_bentre"):
        portal("sct_hue")


@pytest.mark.parametrize("each", PORTALS.values(), ids=list(PORTALS))
def test_a_profile_is_whole_and_its_first_addresses_may_be_called(each: Portal) -> None:
    assert all([each.title, each.agency, each.province, each.hosts, each.date_labels, each.end_labels])
    assert each.start_urls
    assert all(may_call(url, each) and canonical(url, each) == url for url in (*each.start_urls, each.home_url))


@pytest.mark.parametrize("file", sorted(FOLDER.glob("[!_]*.py")), ids=lambda file: file.stem)
def test_a_portal_is_one_screen(file: Path) -> None:
    assert file.stem == "model" or len(file.read_text(encoding="utf-8").splitlines()) <= 40


def test_a_third_portal_is_one_more_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len((HERE / "so_gia_dinh.py").read_text(encoding="utf-8").splitlines()) <= 40
    assert "so_gia_dinh" not in PORTALS
    monkeypatch.setattr(crawler.portals, "__path__", [*crawler.portals.__path__, str(HERE)])
    third = found()["so_gia_dinh"]
    sys.modules.pop("crawler.portals.so_gia_dinh")
    assert may_call("https://sogiadinh.example/index.php?option=tin&id=3", third)
