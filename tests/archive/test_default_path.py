"""One rule for where the archive lies when nobody says: for the crawl and for every command, from any directory."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from scrapy.settings import Settings

from archive.cli import main
from archive.opening import archive_at, open_for_reading
from archive.store import Archive
from crawler.run import archive_path
from tests.archive.visits import article, visit

TOP = Path(__file__).parents[2]


def test_the_archive_lies_beside_scrapy_cfg_whatever_our_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ARCHIVE_PATH", raising=False)
    (tmp_path / "scrapy.cfg").touch()  # another project's
    for folder in (TOP, TOP / "tests", tmp_path):
        monkeypatch.chdir(folder)
        assert archive_at() == archive_path(Settings()) == TOP / "data" / "archive.db"


def test_the_environment_and_then_the_setting_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_PATH", str(tmp_path / "named.db"))
    assert archive_at() == archive_path(Settings()) == tmp_path / "named.db"
    assert f"no archive at {tmp_path / 'named.db'}" in CliRunner().invoke(main, ["status"]).stderr
    assert archive_path(Settings({"ARCHIVE_PATH": "here.db"})) == Path("here.db")


def test_without_a_checkout_it_lies_below_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARCHIVE_PATH", raising=False)
    monkeypatch.setattr("archive.opening.CHECKOUT", tmp_path / "site-packages")
    monkeypatch.chdir(tmp_path)
    assert archive_at() == tmp_path / "data" / "archive.db"


def test_a_link_to_the_archive_leads_to_its_raw_records_too(tmp_path: Path) -> None:
    file, link = tmp_path / "disk" / "archive.db", tmp_path / "link" / "archive.db"
    file.parent.mkdir()
    link.parent.mkdir()
    link.symlink_to(file)
    with Archive(link) as archive:
        archive.save(visit(article("mot")))
        with open_for_reading(link) as db:  # beside a writer: its log lies beside the file
            assert db.execute("SELECT count(*) FROM articles").fetchone() == (1,)
    with Archive(file) as archive:
        archive.save(visit(article("hai")))
    for name in (link, file):
        told = CliRunner().invoke(main, ["--archive", str(name), "verify"])
        assert told.exit_code == 0, told.output
        assert "2 captures" in told.output
    assert list(link.parent.iterdir()) == [link]
