"""The exit codes of `archive` are those that README lists, for whatever command and reason."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

from archive.cli import Commands, main
from archive.errors import EXIT_CODES
from archive.lock import portal_lock
from archive.store import Archive
from tests.archive.visits import article, visit
from tests.web.library import PORTALS

README = Path(__file__).parents[2] / "README.md"


class Places(NamedTuple):
    """What the commands below are told of: an archive and things that are none, a page, a taken port."""

    archive: Path
    none: Path
    text: Path
    folder: Path
    page: Path
    port: int


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    top = tmp_path_factory.mktemp("codes")
    found = Places(top / "a" / "archive.db", top / "none.db", top / "text.db", top / "folder", top / "page.html", 0)
    found.folder.mkdir()
    found.text.write_text("chữ" * 999)
    found.page.write_text("<title>Trang của ai</title><p>Một trang không nêu tên máy nào.</p>")
    with Archive(found.archive) as archive:
        archive.portals(PORTALS)
        run = archive.begin_run("sct_bentre", "sct_bentre", "live", "2026-11-20T00:00:00Z")
        archive.save(visit(article("a"), run_id=run))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield found._replace(port=taken.getsockname()[1])


def run(words: str, places: Places) -> Result:
    given = [word.format(**places._asdict()) for word in words.split()]
    return CliRunner().invoke(main, given if "--archive" in given else ["--archive", str(places.archive), *given])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("status", 0),
        ("search điện", 0),
        ("search không-có-đâu", 0),
        ("verify", 0),
        ("read {page} --portal sct_bentre", 0),
        # no such article, version, capture, page or portal
        ("show nope", 1),
        ("diff nope", 1),
        ("read nope", 1),
        ("--archive {none} read nope", 1),
        ("read {page} --portal nope", 1),
        ("search điện --portal nope", 1),
        ("status --portal nope", 1),
        ("export --portal nope", 1),
        ("reread --portal nope", 1),
        # not well
        ("status --max-age 1m", 1),
        # usage
        ("nope", 2),
        ("show", 2),
        ("status --max-age soon", 2),
        ("export --format xml", 2),
        ("browse --port 99999", 2),
        ("read {page}", 2),
        # what cannot be used
        *((f"--archive {{{what}}} {command}", 5)
          for what in ("none", "text", "folder")
          for command in ("status", "search a", "show a", "diff a", "verify", "export", "reread --dry-run", "browse",
                          "backup {folder}/copy", "snapshot {folder}/copy.db")),
        ("snapshot {folder}", 5),
        ("snapshot {text}", 5),
        ("export -o {folder}", 5),
        ("backup {archive}", 5),
        ("backup {text}/copy", 5),
        ("browse --port {port}", 5),
        ("browse {none}", 5),
        ("read {folder}", 1),
    ],
)  # fmt: skip
def test_exit_code_is_as_listed(places: Places, words: str, code: int) -> None:
    result = run(words, places)
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_command_beside_a_run_ends_with_75(places: Places) -> None:
    with portal_lock(places.archive, "sct_bentre"):
        assert run("reread", places).exit_code == 75


@pytest.mark.parametrize("name", [None, *Commands.NAMES])
def test_every_help_tells_the_exit_codes(name: str | None) -> None:
    told = CliRunner().invoke(main, [name, "--help"] if name else ["--help"]).stdout
    assert " · ".join(EXIT_CODES) in " ".join(told.split())


def test_the_readme_lists_the_same_exit_codes() -> None:
    said = " ".join(re.sub(r"\s+", " ", README.read_text("utf-8")).split("`archive`: 0")[1:])
    assert [code for code in EXIT_CODES if code.removeprefix("0 ") not in said] == []
