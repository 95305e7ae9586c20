"""Everything the archive promises, recomputed: invariants I1 to I3, every hash, every record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from archive.sqlite import Connection, DatabaseError
from archive.verify_raw import raw_problems, unowned
from archive.verify_rows import CHECKS

Progress = Callable[[str], None]


@dataclass
class Report:
    """What was looked at and what was wrong, each problem one line that names its place.

    `unowned` names what lies among the raw records and is none of this archive's.
    """

    checked: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    unowned: list[str] = field(default_factory=list)


def verify(db: Connection, folder: Path, progress: Progress = lambda _: None) -> Report:
    """Check an archive while it stands still in one read transaction; a crawl may go on writing meanwhile."""
    report = Report()
    db.execute("BEGIN")
    try:
        for name, check in CHECKS.items():
            progress(name)
            _run(report, name, check(db))
        progress("raw records")
        _run(report, "raw records", raw_problems(db, folder))
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
    with suppress(DatabaseError, OSError):  # told above
        report.unowned += unowned(db, folder)
    return report


def _run(report: Report, name: str, found: Iterator[str | int]) -> None:
    """A check yields problems, and numbers for how much it looked at."""
    report.checked[name] = 0
    try:
        for told in found:
            if isinstance(told, int):
                report.checked[name] += told
            else:
                report.problems.append(f"{name}: {told}")
    except (DatabaseError, TypeError, ValueError) as error:
        report.problems.append(f"{name}: cannot be read ({error})")
