"""One rule for where the archive lies when nobody says: for the crawl and for every command, from any directory."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from scrapy.settings import Settings

from archive.cli import main
from archive.opening import default_path
from crawler.run import archive_path

TOP = Path(__file__).parents[2]


def test_the_archive_lies_beside_scrapy_cfg_whatever_our_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ARCHIVE_PATH", raising=False)
    (tmp_path / "scrapy.cfg").touch()  # another project's
    for folder in (TOP, TOP / "tests", tmp_path):
        monkeypatch.chdir(folder)
        assert default_path() == archive_path(Settings()) == TOP / "data" / "archive.db"


def test_the_environment_and_then_the_setting_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_PATH", str(tmp_path / "named.db"))
    assert default_path() == archive_path(Settings()) == tmp_path / "named.db"
    assert f"no archive at {tmp_path / 'named.db'}" in CliRunner().invoke(main, ["status"]).stderr
    assert archive_path(Settings({"ARCHIVE_PATH": "here.db"})) == Path("here.db")


def test_without_a_checkout_it_lies_below_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARCHIVE_PATH", raising=False)
    monkeypatch.setattr("archive.opening.CHECKOUT", tmp_path / "site-packages")
    monkeypatch.chdir(tmp_path)
    assert default_path() == tmp_path / "data" / "archive.db"
