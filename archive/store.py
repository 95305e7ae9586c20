"""The archive as the crawler sees it, and the only writer of what a page brings: it is kept whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Self

from archive import ledger, place
from archive.article import Capture, Source
from archive.catalogue import DUE, write_search_entries
from archive.crowds import TABLES
from archive.keeping import brings_nothing
from archive.naming import short_hash, stamp, utc_now
from archive.opening import archive_at, check_room, open_for_writing
from archive.repair import repair
from archive.saving import Occasion, save_visit
from archive.sqlite import Connection, speaking_plainly, transaction
from archive.tidy import keepable, optional
from archive.visit import Address, Counts, Found, Kind, Saved, State, Visit
from archive.warc import Kept, Original, WarcWriter

__all__ = ["Address", "Archive", "Counts", "Found", "Kind", "Saved", "State", "Visit"]


class Archive:
    """An open archive: the SQLite file and the warc/ folder beside it. Use it as a context manager."""

    def __init__(self, path: Path | str, *, clock: Callable[[], datetime] = utc_now) -> None:
        self.path = archive_at(path)
        self.clock = clock
        self._db = open_for_writing(self.path)
        for temporary in (DUE, *TABLES):
            self._db.execute(temporary)
        self._place = place.of(self.path)
        self._warc = WarcWriter(self.path.parent / "warc", clock)
        self._ordered: dict[int | None, str | None] = {None: None}
        self._registered: set[str] = set()
        with speaking_plainly(self.path):
            repair(self._db, self._warc.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def db(self) -> Connection:
        """The open connection, for archive/agenda.py; nobody else writes through it."""
        return self._db

    def close(self) -> None:
        """Finish the WARC file and close; nothing acknowledged depends on this being reached."""
        try:
            with speaking_plainly(self.path):
                self._warc.close()
                for file in self._warc.finished:
                    self._db.execute(
                        "UPDATE warc_files SET bytes = ?, sha256 = ? WHERE name = ?",
                        (file.size, file.sha256, file.name),
                    )
        finally:
            self._db.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Save many visits in one transaction, for importers: each is whole, all become durable at the end or none."""
        with speaking_plainly(self.path), transaction(self._db):
            self._warc.later = True
            try:
                yield
                write_search_entries(self._db)
                self._warc.sync()
            finally:
                self._warc.later = False

    def save(self, visit: Visit) -> Saved:
        """Keep all that a visit brought: the raw record first, synced, then everything else in one transaction.

        The same visit again changes nothing. Returns what it brought of an article; UNCHANGED for any other page.
        """
        with speaking_plainly(self.path):
            visit = _keepable(visit)
            kept = self._keep_raw(visit)
            occasion = Occasion(visit, kept, stamp(self.clock()), self._ordered_at(visit))
            with self._transaction():
                self._register_file(visit.run_id)
                saved = save_visit(self._db, occasion)
                if not self._warc.later:
                    write_search_entries(self._db)
                return saved

    def add(self, portal: str, found: Iterable[Found]) -> int:
        """Put addresses into the ledger; returns how many it did not have."""
        with speaking_plainly(self.path), self._transaction():
            return ledger.add(self._db, portal, found, stamp(self.clock()))

    def begin_run(self, spider: str, portal: str, source: Source, started_at: str) -> int:
        """A row for a run; its id orders live captures, whatever the clock says."""
        with speaking_plainly(self.path), self._transaction():
            check_room(self.path)
            earlier = self._db.execute(BEFORE, (portal, portal)).fetchone()[0] if source == "live" else None
            row = (spider, portal, source, started_at, max(started_at, earlier or ""))
            ledger.forget_the_future(self._db, portal, started_at)
            return int(self._db.execute(BEGIN_RUN, row).lastrowid)

    def end_run(self, run_id: int, finished_at: str, exit_code: int, reason: str | None, counts: Counts) -> None:
        """Complete a run's row."""
        row = asdict(counts) | {
            "details": json.dumps(dict(counts.details), ensure_ascii=False) if counts.details else None
        }
        row |= {"finished_at": finished_at, "exit_code": exit_code, "reason": reason, "id": run_id}
        with speaking_plainly(self.path), self._transaction():
            self._db.execute(END_RUN, row)

    def portals(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Write what is known of portals: name, title, agency, province, successor, home_url."""
        with speaking_plainly(self.path), self._transaction():
            self._db.executemany(PORTAL, rows)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if not self._db.in_transaction:
            place.check(self.path, self._place)
        with transaction(self._db):
            yield

    def _ordered_at(self, visit: Visit) -> tuple[int, str] | None:
        if visit.run_id not in self._ordered:
            row = self._db.execute("SELECT ordered_at FROM runs WHERE id = ?", (visit.run_id,)).fetchone()
            self._ordered[visit.run_id] = row[0] if row else None
        ordered_at = self._ordered[visit.run_id]
        live = visit.capture is None or visit.capture.source == "live"
        return (visit.run_id, ordered_at) if live and visit.run_id is not None and ordered_at else None

    def _keep_raw(self, visit: Visit) -> Kept | None:
        capture = visit.capture
        if capture is None or (capture.raw is None and capture.place is None) or self._has(capture):
            return None
        if brings_nothing(self._db, visit):
            return None
        if capture.raw is None:
            return Kept(capture.place, None) if capture.place else None
        return self._warc.append(capture, capture.raw, visit.run_id, self._original)

    def _has(self, capture: Capture) -> bool:
        key = (short_hash(capture.url, capture.captured_at, capture.sha256),)
        return self._db.execute("SELECT 1 FROM captures WHERE id = ?", key).fetchone() is not None

    def _original(self, payload_sha256: str) -> Original | None:
        query = "SELECT url, captured_at FROM payloads WHERE sha256 = ?"
        row = self._db.execute(query, (payload_sha256,)).fetchone()
        return Original(*row) if row else None

    def _register_file(self, run_id: int | None) -> None:
        file = self._warc.open
        if file and file.name not in self._registered:
            row = (file.name, run_id, stamp(self.clock()))
            self._db.execute("INSERT OR IGNORE INTO warc_files (name, run_id, opened_at) VALUES (?, ?, ?)", row)
            self._registered.add(file.name)


# A run counts as no older than the one before it and than anything that one captured.
BEFORE = """SELECT max(coalesce((SELECT max(ordered_at) FROM runs WHERE portal = ? AND source = 'live'), ''),
    coalesce((SELECT max(captured_at) FROM captures
        WHERE run_id = (SELECT max(id) FROM runs WHERE portal = ? AND source = 'live')), ''))"""
BEGIN_RUN = "INSERT INTO runs (spider, portal, source, started_at, ordered_at) VALUES (?, ?, ?, ?, ?)"
END_RUN = """UPDATE runs SET finished_at = :finished_at, exit_code = :exit_code, reason = :reason, requests = :requests,
    bytes = :bytes, listed = :listed, new = :new, changed = :changed, unchanged = :unchanged, date_only = :date_only,
    missing = :missing, refused = :refused, failed = :failed, details = :details WHERE id = :id"""
PORTAL = """INSERT INTO portals (name, title, agency, province, successor, home_url)
VALUES (:name, :title, :agency, :province, :successor, :home_url)
ON CONFLICT DO UPDATE SET title = excluded.title, agency = excluded.agency, province = excluded.province,
    successor = excluded.successor, home_url = excluded.home_url"""


def _keepable(visit: Visit) -> Visit:
    told = (visit.url, visit.identity, visit.reason)
    kept = (keepable(visit.url), keepable(visit.identity), optional(visit.reason))
    return visit if kept == told else replace(visit, url=kept[0], identity=kept[1], reason=kept[2])
