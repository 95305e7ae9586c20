"""`archive browse` and `archive snapshot`, run as commands."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.commands.browse import at
from tests.web.conftest import BIN, TOP, Site, free_port, serve


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / "archive"), *arguments], capture_output=True, text=True, cwd=TOP, timeout=60, check=False
    )


@pytest.fixture(params=["archive browse", "datasette"])
def renamed(library: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The archive under another name, opened with either command."""
    path = tmp_path / "bản sao.db"
    assert run("--archive", str(library), "snapshot", str(path)).returncode == 0
    shutil.copytree(library.parent / "warc", tmp_path / "warc")
    port = free_port()
    program, *words = request.param.split()
    more = [] if words else ["-m", str(TOP / "datasette-metadata.json")]
    yield from serve([str(BIN / program), *words, str(path), *more, "--port", str(port)], port, path)


def test_browse_names_the_database_archive_whatever_its_file(renamed: Site) -> None:
    assert [each["name"] for each in renamed.json("/-/databases.json")] == ["archive"]
    assert renamed.get("/archive/newest").status == 200
    assert renamed.get(f"/a/{renamed.article('Ba Tri')}/picture/0").body.startswith(b"\x89PNG")


def test_browse_without_an_archive_says_what_makes_one(tmp_path: Path) -> None:
    ended = run("browse", str(tmp_path / "none.db"))
    assert ended.returncode == 5
    assert "make demo" in ended.stderr


def test_browse_of_what_is_no_archive_says_so_and_serves_nothing(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("chữ" * 999)
    for path, said in ((tmp_path / "text.db", "not an SQLite file"), (tmp_path, "is a folder")):
        ended = run("browse", str(path), "--port", "0")
        assert (ended.returncode, said in ended.stderr, "Traceback" in ended.stderr) == (5, True, False)


def test_browse_on_a_taken_port_says_how_to_choose_another(library: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = run("browse", str(library), "--port", str(taken.getsockname()[1]))
    assert ended.returncode == 5
    assert "--port 0" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1:80"), ("::1", "[::1]:80")])
def test_address_to_open_is_one_that_a_browser_understands(host: str, shown: str) -> None:
    assert at(host, 80) == shown


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_browse_on_any_free_port_tells_which_and_ends_well_when_told_to(library: Path, how: signal.Signals) -> None:
    command = [str(BIN / "archive"), "browse", str(library), "--port", "0"]
    unbuffered = {**os.environ, "PYTHONUNBUFFERED": "1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=TOP, env=unbuffered, **pipes) as running:
        assert running.stdout
        try:
            told = re.search(r"http://127\.0\.0\.1:(\d+)/", running.stdout.readline())
            assert told
            assert "Công Thương" in Site(int(told[1]), library).get("/").text
        finally:
            running.send_signal(how)
        assert (running.communicate()[1], running.returncode) == ("", 0)


def test_snapshot_stands_alone_and_is_not_overwritten(library: Path, tmp_path: Path) -> None:
    path = tmp_path / "site" / "archive.db"  # as in README: the folder need not be there
    made = run("--archive", str(library), "snapshot", str(path))
    assert made.returncode == 0
    assert f"in the new folder {path.parent}" in made.stdout
    assert sorted(each.name for each in path.parent.iterdir()) == ["archive.db"]
    again = run("--archive", str(library), "snapshot", str(path))
    assert again.returncode == 5
    assert "already" in again.stderr


def test_file_being_written_is_not_served_as_immutable(library: Path, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    shutil.copy(library, path)
    Path(f"{path}-wal").write_bytes(b"x" * 64)
    ended = subprocess.run(
        [str(BIN / "datasette"), "-i", str(path), "-p", str(free_port())],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert "without -i" in ended.stderr
