"""One visit into the tables, inside a transaction that the caller holds."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from archive import catalogue, ledger
from archive.article import Capture, Reading
from archive.catalogue import Showing, Shown, parser_rank
from archive.crowds import note_bearer
from archive.history import History, history_of, looks_at
from archive.joining import article_known, led_here
from archive.media import write_media
from archive.naming import seal, short_hash, sort_key
from archive.newest import count_anew, shown_is_taken_back, taken_back
from archive.sqlite import Connection
from archive.standins import counted, stands_in, tell_anew
from archive.tidy import optional, tidy
from archive.visit import Saved, Visit
from archive.warc import Kept

CAPTURE = """INSERT INTO captures (id, url, source, captured_at, status, sha256, warc_file, warc_offset, warc_length,
    run_id, address_id, sort_key, media_type, bytes, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
READING = """INSERT INTO readings (capture_id, parser, outcome, reason, article_id, version_id, updated_at, date_text,
    date_rule, rules, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
PAYLOAD = """INSERT INTO payloads (sha256, url, captured_at, warc_file, warc_offset, warc_length)
VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""
SEEN_AGAIN = "UPDATE articles SET capture_id = ?, sort_key = ?, last_seen_at = ? WHERE id = ?"
SAME_TEXT = "UPDATE articles SET last_seen_at = :at WHERE id = :id"
ANOTHER_TEXT = """UPDATE articles SET last_seen_at = :at, changed_at = :at, version_count = version_count + 1
WHERE id = :id"""
JOIN = "UPDATE addresses SET article_id = ? WHERE id = ? AND article_id IS NULL"


@dataclass(frozen=True, slots=True)
class Occasion:
    """A visit with what surrounds it: its raw record, the time now, and (id, time it counts as) of its live run."""

    visit: Visit
    kept: Kept | None
    now: str
    run: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A capture on record: its id, its place in the order of captures, the ledger row it belongs to."""

    id: str
    sort_key: str
    address_id: str
    captured_at: str
    is_new: bool


def save_visit(db: Connection, occasion: Occasion) -> Saved:
    """Write everything a visit brought."""
    visit = occasion.visit
    at = visit.capture.captured_at if visit.capture else occasion.now
    ledger.add(db, visit.portal, visit.found, at, visit.url)
    if occasion.run:
        ledger.name(db, visit.portal, visit.found)
    address_id = ledger.ensure(db, visit, at)
    if visit.capture is None:
        ledger.record_fate(db, address_id, visit, at, sort_key(at, "", occasion.run))
        return Saved.UNCHANGED
    seen = _write_capture(db, occasion, visit.capture, address_id)
    if seen.is_new:
        ledger.record_fate(db, address_id, visit, at, seen.sort_key)
    if visit.reading is None:
        return _without_reading(db, visit, seen)
    return _write_reading(db, visit, visit.reading, seen)


def _write_capture(db: Connection, occasion: Occasion, capture: Capture, address_id: str) -> Seen:
    visit, kept = occasion.visit, occasion.kept
    capture_id = short_hash(capture.url, capture.captured_at, capture.sha256)
    key = sort_key(capture.captured_at, capture_id, occasion.run)
    place = kept.place if kept else None
    where = (place.warc_file, place.offset, place.length) if place else (None, None, None)
    facts = (capture.url, capture.source, capture.captured_at, capture.status, capture.sha256)
    row = (capture_id, *facts, *where, visit.run_id, address_id, key, *_kind_of_content(visit, capture))
    is_new = int(db.execute(CAPTURE, (*row, seal(*row))).rowcount) > 0
    if kept and kept.payload_sha256:
        db.execute(PAYLOAD, (kept.payload_sha256, capture.url, capture.captured_at, *where))
    return Seen(capture_id, key, address_id, capture.captured_at, is_new)


def _kind_of_content(visit: Visit, capture: Capture) -> tuple[str | None, int | None]:
    if capture.raw is None:
        return visit.media_type, visit.size
    headers = {name.lower(): value for name, value in capture.raw.headers}
    stated = headers.get("content-type", "").partition(";")[0].strip().lower() or None
    return visit.media_type or optional(stated), len(capture.raw.body) if visit.size is None else visit.size


def _without_reading(db: Connection, visit: Visit, seen: Seen) -> Saved:
    capture = visit.capture
    assert capture  # noqa: S101 - for the type checker
    if capture.status == 200 and visit.kind == "media" and visit.state == "done":
        write_media(db, {visit.url, capture.url}, seen.id)
    elif seen.is_new:
        _renew_history(db, _article_of(db, seen.address_id))
    return Saved.UNCHANGED


def _article_of(db: Connection, address_id: str) -> str | None:
    row = db.execute("SELECT article_id FROM addresses WHERE id = ?", (address_id,)).fetchone()
    return str(row[0]) if row[0] else None


def _renew_history(db: Connection, article_id: str | None) -> None:
    if article_id:
        catalogue.write_history(db, article_id, history_of(looks_at(db, article_id)))


def _write_reading(db: Connection, visit: Visit, reading: Reading, seen: Seen) -> Saved:
    joined = _article_of(db, seen.address_id)
    if reading.article is None:  # its article, if there is one, is the address's: it may come later than this
        if _insert_reading(db, seen, reading, (None, None)):
            if joined and taken_back(db, seen.id, joined):
                count_anew(db, {joined, *tell_anew(db, joined)})
            else:
                _renew_history(db, joined)
        return Saved.UNCHANGED
    article = tidy(reading.article)
    reading = reading if article is reading.article else replace(reading, article=article)
    known = joined or article_known(db, visit.portal, visit.identity, article)
    article_id, identity = (known, "") if known else catalogue.article_id_for(db, visit.portal, visit.identity, reading)
    fingerprint = article.fingerprint
    version_id = short_hash(article_id, fingerprint)
    showing = Showing(article, version_id, seen.id, seen.sort_key, reading.parser)
    before = catalogue.shown_of(db, article_id)
    if before is None:
        once = History(seen.captured_at, seen.captured_at, seen.captured_at, 1, "present")
        catalogue.insert_article(db, (article_id, visit.portal, identity), showing, once)
    new_text = catalogue.write_version(db, article_id, fingerprint, showing)
    if not _insert_reading(db, seen, reading, (article_id, version_id)):
        return Saved.UNCHANGED
    told = seen.is_new and not new_text and counted(db, (version_id, article_id), seen.id)
    others = set() if told else tell_anew(db, article_id, visit.portal, fingerprint)
    count_anew(db, others - {article_id})
    if db.execute(JOIN, (article_id, seen.address_id)).rowcount:
        for other in led_here(db, visit.portal, visit.identity, article_id):
            _renew_history(db, other)
    note_bearer(db, visit.portal, article_id, (seen.address_id, seen.id))
    if before is None:
        if not _is_only_capture(db, seen):
            _renew_history(db, article_id)
        return Saved.NEW
    counts = not stands_in(db, version_id)
    look = Look(seen, bool(joined), new_text, counts, alone=article_id not in others)
    _show_and_date(db, article_id, showing, before, look)
    return _outcome(seen, showing, before, new_text) if counts else Saved.UNCHANGED


def _insert_reading(db: Connection, seen: Seen, reading: Reading, joined: tuple[str | None, str | None]) -> bool:
    article = reading.article
    dates = (article.updated_at, article.date_text, article.date_rule) if article else (None, None, None)
    rules = json.dumps(dict(sorted(article.rules.items())), ensure_ascii=False) if article and article.rules else None
    row = (seen.id, reading.parser, reading.outcome, optional(reading.reason), *joined, *dates, rules)
    return int(db.execute(READING, (*row, seal(*row))).rowcount) > 0


def _is_only_capture(db: Connection, seen: Seen) -> bool:
    query = "SELECT count(*) FROM (SELECT 1 FROM captures WHERE address_id = ? LIMIT 2)"
    return bool(db.execute(query, (seen.address_id,)).fetchone()[0] == 1)


@dataclass(frozen=True, slots=True)
class Look:
    """A capture at an article we had: whether its address was known to lead there, and whether its text is new.

    `counts`: it does not stand in for the article's own; `alone`: nor does it change which other texts do.
    """

    seen: Seen
    joined: bool
    new_text: bool
    counts: bool
    alone: bool

    def simply_follows(self, showing: Showing, before: Shown) -> bool:
        """The usual case: the next look at a present article by the same parser, the same text or one never seen."""
        return (
            self.seen.is_new
            and self.joined
            and self.counts
            and self.alone
            and before.state == "present"
            and before.parser == showing.parser
            and self.seen.captured_at >= before.last_seen_at
            and (self.new_text or showing.version_id == before.version_id)
        )


def _seen_since(db: Connection, seen: Seen) -> bool:
    """Whether a later look at the address came before: it found nothing there, while the article stood elsewhere."""
    query = "SELECT 1 FROM captures WHERE address_id = ? AND sort_key > ? LIMIT 1"
    return db.execute(query, (seen.address_id, seen.sort_key)).fetchone() is not None


def _show_and_date(db: Connection, article_id: str, showing: Showing, before: Shown, look: Look) -> None:
    newest = (showing.sort_key, parser_rank(showing.parser)) > (before.sort_key, parser_rank(before.parser))
    follows = newest and look.simply_follows(showing, before) and not _seen_since(db, look.seen)
    if follows and not shown_is_taken_back(db, article_id):
        if showing.digest == before.shown:
            db.execute(SEEN_AGAIN, (showing.capture_id, showing.sort_key, look.seen.captured_at, article_id))
            return
        catalogue.show(db, article_id, showing, before)
        db.execute(ANOTHER_TEXT if look.new_text else SAME_TEXT, {"at": look.seen.captured_at, "id": article_id})
        return
    if newest and look.counts:
        catalogue.show(db, article_id, showing, before)
    count_anew(db, [article_id])


def _outcome(seen: Seen, showing: Showing, before: Shown, new_text: bool) -> Saved:
    newer = showing.sort_key > before.sort_key
    if not seen.is_new or (newer and before.parser != showing.parser):
        return Saved.UNCHANGED  # what differs may be our reading; `changes` tells once both were read by one parser
    if new_text or (newer and showing.version_id != before.version_id):
        return Saved.CHANGED
    if newer and showing.article.updated_at != before.updated_at:
        return Saved.DATE_ONLY
    return Saved.UNCHANGED
