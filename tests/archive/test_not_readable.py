"""An archive of which this user may not read all: each command says so, and what it can do it does."""

import json
import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result

from archive.cli import Commands, main
from archive.store import Archive
from tests.archive.visits import article, visit

NOBODY = 65534
Run = Callable[..., Result]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A place that any user may read: pytest's own folders are closed to others."""
    with TemporaryDirectory() as made:
        path = Path(made)
        path.chmod(0o755)
        (path / "copies").mkdir()
        (path / "copies").chmod(0o777)
        with Archive(path / "archive.db") as archive:
            run_id = archive.begin_run("sct_bentre", "sct_bentre", "live", "2026-11-20T00:00:00Z")
            archive.save(visit(article("a"), run_id=run_id))
        with Archive(path / "archive.db") as archive:
            run_id = archive.begin_run("sct_bentre", "sct_bentre", "live", "2026-11-21T00:00:00Z")
            archive.save(visit(article("b", body_text="Tin thứ hai."), "2026-11-21T01:00:00Z", run_id=run_id))
        yield path
        path.chmod(0o755)  # so that it can be removed
        (path / "warc").chmod(0o755)


@pytest.fixture
def run(folder: Path) -> Run:
    """The command as a user who is not root, whom no mode stops."""
    given = ["--archive", str(folder / "archive.db")]
    for name in Commands.NAMES:  # loaded now: root's Python may lie where nobody else reads
        import_module(f"archive.commands.{name}")
    assert CliRunner().invoke(main, [*given, "status"]).exit_code == 0

    def as_nobody(*words: str) -> Result:
        if root := os.geteuid() == 0:
            os.setresuid(NOBODY, NOBODY, 0)
        try:
            return CliRunner().invoke(main, [*given, *words])
        finally:
            if root:
                os.setresuid(0, 0, 0)

    return as_nobody


def test_an_archive_that_may_not_be_read_is_not_said_to_be_unwritable(folder: Path, run: Run) -> None:
    (folder / "archive.db").chmod(0)
    for words in (["status"], ["verify"], ["search", "tin"], ["export"], ["backup", str(folder / "copies" / "a")]):
        result = run(*words)
        assert result.exit_code == 5, result.output
        assert "archive.db cannot be read (Permission denied)" in result.stderr
        assert "written" not in result.stderr


def test_an_archive_in_a_closed_folder_is_said_to_be_unreadable(folder: Path, run: Run) -> None:
    folder.chmod(0)
    result = run("status")
    assert (result.exit_code, "cannot be read (Permission denied)" in result.stderr) == (5, True), result.output


def test_verify_names_a_file_that_may_not_be_read_and_checks_the_others(folder: Path, run: Run) -> None:
    closed, _ = sorted((folder / "warc").iterdir())
    read = json.loads(run("verify", "--json").stdout)["checked"]["raw records"]
    closed.chmod(0)
    result = run("verify", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    [problem] = told["problems"]
    assert f"{closed.name} cannot be read (Permission denied)" in problem
    assert 0 < told["checked"]["raw records"] < read


@pytest.mark.parametrize("mode", [0, 0o444])
def test_verify_and_status_say_that_the_raw_records_are_closed_to_them(folder: Path, run: Run, mode: int) -> None:
    (folder / "warc").chmod(mode)
    result = run("verify")
    assert result.exit_code == 1, result.output
    assert result.stdout.count("cannot be read (Permission denied)") == 2
    told = run("status")
    assert told.exit_code == 0
    assert "raw pages of unknown size" in told.stdout
    assert f"{folder / 'warc'} cannot be looked into" in told.stdout
    assert json.loads(run("status", "--json").stdout)["disk"]["warc"] is None


def test_a_backup_of_what_may_not_be_read_says_which_file_and_leaves_nothing(folder: Path, run: Run) -> None:
    closed, _ = sorted((folder / "warc").iterdir())
    closed.chmod(0)
    result = run("backup", str(folder / "copies" / "a"))
    assert result.exit_code == 5
    assert f"{closed} cannot be read (Permission denied)" in result.stderr
    assert "written" not in result.stderr
    assert [path for path in (folder / "copies").rglob("*") if path.is_file()] == []
