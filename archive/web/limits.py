"""What a reader may cost: Datasette's settings, and what a connection refuses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from datasette.app import DEFAULT_SETTINGS, Datasette
from datasette.database import Database
from datasette.utils import StartupError

from archive.errors import ArchiveError
from archive.floors import TooOld, check_installed
from archive.opening import open_for_reading
from archive.passages import passage_cell
from archive.schema import APPLICATION_ID
from archive.search import LONGEST, fts_query
from archive.sqlite import DatabaseError, connect

# Each differs from Datasette's default for a reason measured on 100,000 articles or seen in an abuse test.
SETTINGS: dict[str, Any] = {
    "suggest_facets": False,  # suggestions scan every column: 84-93 % of a table page's time
    "max_returned_rows": 500,  # 20 clients asking _size=max at 1000 pushed an honest reader's p95 to 2.6 s
    "default_page_size": 50,  # articles are long rows
    "sql_time_limit_ms": 2000,  # the questions about changes take half a second at 100,000 articles, here and idle
    "facet_time_limit_ms": 500,  # 40 ms each at 100,000 articles; where it is over, a facet is left out
    "truncate_cells_html": 240,  # a table shows where an article begins, /a/<id> shows all of it
    "max_csv_mb": 200,
    "num_sql_threads": 5,  # three for the lanes of costly pages, two always free for people who read
}
NAME = "archive"
MEMORY = 256 << 20  # bytes SQLite may hold for all readers: `length(randomblob(900000000))` took 869 MB without
# What custom SQL may never ask: where the file lies, and other files. (Datasette itself needs PRAGMA database_list.)
_REFUSED_TABLE = "pragma_database_list"
_DENY, _OK, _READ, _ATTACH = 1, 0, 20, 24  # SQLITE_DENY, SQLITE_OK and two action codes of sqlite3.h


def refuse_old_libraries() -> None:
    """Stop with a sentence where a library is older than what the promises were tried with."""
    try:
        check_installed()
    except TooOld as problem:
        raise StartupError(str(problem)) from problem


def apply_settings(datasette: Datasette) -> None:
    """Put our limits wherever the person who started Datasette named none (`--setting` wins)."""
    for name, value in SETTINGS.items():
        if datasette.setting(name) == DEFAULT_SETTINGS[name]:
            datasette._settings[name] = value  # noqa: SLF001  # 0.65 has no public way; tests/web holds it
    if datasette.executor:
        datasette.executor.shutdown(wait=False)  # nothing has been asked yet
        datasette.executor = ThreadPoolExecutor(datasette.setting("num_sql_threads"))
    datasette.max_returned_rows = datasette.setting("max_returned_rows")
    datasette.sql_time_limit_ms = datasette.setting("sql_time_limit_ms")
    datasette.page_size = datasette.setting("default_page_size")


OURS = frozenset({NAME, "a", "raw", "search", "feeds", "-"})
"""How the paths of our pages and of Datasette's begin."""


def prepare(conn: Any) -> None:
    """Give a reading connection our search rules, and refuse what a reader has no business with."""
    conn.create_function("escape_fts", 1, _typed, deterministic=True)
    conn.create_function("passage", 2, _passage, deterministic=True)
    conn.execute(f"PRAGMA hard_heap_limit = {MEMORY}")
    conn.set_authorizer(_authorise)


def refuse_immutable_live_files(datasette: Datasette) -> None:
    """Stop where a file being written is served as immutable: readers would see a malformed image, or nothing."""
    for database in datasette.databases.values():
        wal = Path(f"{Path(database.path or '').resolve()}-wal")
        if database.path and not database.is_mutable and wal.exists() and wal.stat().st_size:
            raise StartupError(
                f"{database.path} is being written (there is a {wal.name} beside it): serve it without -i, "
                "or make a finished file with `archive snapshot DEST` and serve that."
            )


def refuse_a_path_of_ours(datasette: Datasette) -> None:
    """Stop where the path that a proxy puts before ours begins as one of ours: nobody could tell the two apart."""
    first = datasette.setting("base_url").strip("/").partition("/")[0]
    if first in OURS:
        raise StartupError(
            f"base_url /{first}/ is a path of this reader itself: serve it under another, such as /news/."
        )


def bring_up_to_date(datasette: Datasette) -> None:
    """Migrate an archive that an older program made, as every command does; stop where that, or reading it, cannot be.

    A finished file served as immutable (-i) is never written: one that is too old has to be made anew.
    """
    for database in _archives(datasette):
        try:
            with open_for_reading(Path(database.path or ""), migrate=database.is_mutable):
                pass
        except ArchiveError as problem:
            raise StartupError(str(problem)) from problem


def name_the_archive(datasette: Datasette) -> None:
    """Serve the archive under the name of its metadata and of our links, whatever its file is called."""
    archives = _archives(datasette)
    if len(archives) == 1 and NAME not in datasette.databases:
        datasette.remove_database(archives[0].name)
        datasette.add_database(archives[0], name=NAME)


def _archives(datasette: Datasette) -> list[Database]:
    return [each for each in datasette.databases.values() if each.path and _is_archive(Path(each.path))]


def _is_archive(path: Path) -> bool:
    try:
        with closing(connect(path, readonly=True)) as db:
            return bool(db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)
    except DatabaseError:
        return False  # Datasette says what is wrong with a file


# SQLite's limits of time and memory end no function of ours: one question of 20 MB took 24 GB. So each is cut.
def _typed(words: object) -> str:
    return fts_query(str(words or "")[:LONGEST])


def _passage(text: object, words: object) -> str:
    return passage_cell(text, str(words or "")[:LONGEST])


def _authorise(action: int, first: str | None, *_: object) -> int:
    return _DENY if action == _ATTACH or (action == _READ and first == _REFUSED_TABLE) else _OK
