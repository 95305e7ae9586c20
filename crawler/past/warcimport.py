"""From WARC files to the captured pages of one portal; everything else in them is counted by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive.article import Raw, RawPlace
from archive.warc import SOFTWARE
from crawler.addresses import canonical, may_call, parsed
from crawler.past.exchange import Exchange, NoExchangeError, exchange, moment, original, status_in
from crawler.past.history import NOT_MODIFIED, passed_over
from crawler.past.originals import Originals, answered
from crawler.past.readers import BATCH
from crawler.past.warcfiles import Damage, Record, fits, records

if TYPE_CHECKING:
    from crawler.portals.model import Portal

Kept = Callable[[str, str, str | None], Iterable[tuple[Raw, bool]]]
"""What the archive keeps that a revisit may stand for: archive.kept.exchanges for its SHA-256, address and time."""
PAGE, FILE = "page", "file"
RESPONSES = frozenset({"response", "resource", "revisit"})


@dataclass(frozen=True, slots=True)
class Captured:
    """A page to read; `place` is where its record lies, if that is a file of the archive's own."""

    exchange: Exchange
    place: RawPlace | None = None


class Import:
    """Looks through WARC files, then takes up what is in them.

    `passed` counts what was not read, `damaged` stretches that are no records, by reason; `damaged_files` counts these
    by file.
    """

    def __init__(self, portal: Portal, own_folder: Path, now: str) -> None:
        self.portal = portal
        self.passed: Counter[str] = Counter()
        self.damaged: Counter[str] = Counter()
        self.damaged_files: Counter[str] = Counter()
        self.other_hosts: Counter[str] = Counter()
        self.records = 0
        self._own = own_folder.resolve()
        self._ours: set[str] = set()
        self._now = now
        self._originals = Originals()

    def look_through(self, paths: Iterable[Path]) -> Iterator[None]:
        """Note what lies where in the files; done once it ends. Others get their turn in between."""
        for path in paths:
            for item in records(path):
                if isinstance(item, Damage):
                    self.damaged[item.reason] += 1
                    self.damaged_files[Path(item.place.path).name] += 1
                else:
                    self._note(item)
                if self.records % BATCH == 0:
                    yield

    def pages(self, kept: Kept) -> Iterator[Captured]:
        """Every page of the portal, old to new; `kept` finds a revisit's original in the archive.

        So an article that moved and was edited since is met at both addresses before the edit tells them apart.
        """
        for record in self._taken_up(PAGE, lambda _: True):
            try:
                found = self._exchange(record, kept) or _not_modified(record)
            except NoExchangeError as error:
                self.passed[error.reason] += 1
                continue
            if found is None:
                self.passed["revisit-without-original"] += 1
            elif record.type != "revisit" or self._is_page(record, found):
                yield Captured(found, self._place(record))

    def files(self, wanted: Callable[[str], object], kept: Kept) -> Iterator[Captured]:
        """Once all pages are read: what lies at addresses that are wanted, as articles show them."""
        for record in self._taken_up(FILE, wanted):
            try:
                found = self._exchange(record, kept)
            except NoExchangeError:
                continue  # counted when it was met first
            if found is not None:
                yield Captured(found, self._place(record))

    def close(self) -> None:
        """Forget what was noted."""
        self._originals.close()

    def _taken_up(self, use: str, wanted: Callable[[str], object]) -> Iterator[Record]:
        yield from self._originals.take_up(use, wanted)
        if self._originals.lost:
            self.damaged["changed-while-read"] = self._originals.lost

    def _note(self, record: Record) -> None:
        """Of a revisit only where it lies: what it stands for may come later."""
        self.records += 1
        self._originals.pass_by(record)
        if record.type == "warcinfo" and self._is_ours(record):
            self._ours.add(record.place.path)
        if record.type not in RESPONSES:
            return
        try:
            found = _answer(record)
        except NoExchangeError as error:
            self.passed[error.reason] += 1
            return
        if found:
            self._originals.note(record)
        if found is None or self._is_page(record, found):
            self._originals.put_off(PAGE, record)

    def _is_page(self, record: Record, found: Exchange) -> bool:
        """Whether it is a page of the portal; anything else is counted, and put off where it may be of use later."""
        reason = passed_over(found, self.portal, self._now)
        may_be_file = reason in {"no-page", "other-host"} and not found.is_page
        if may_be_file and may_call(canonical(found.url, self.portal), self.portal, media=True):
            self._originals.put_off(FILE, record)
        if reason is None:
            return True
        self.passed[reason] += 1
        if reason == "other-host":
            address = parsed(found.url)
            self.other_hosts[address.host if address else found.url[:60]] += 1
        return False

    def _exchange(self, record: Record, kept: Kept) -> Exchange | None:
        if found := _answer(record) or self._originals.find(record):
            return found
        raw, captured_at = _original(record, kept), moment(record.fields.get("warc-date", ""))
        if raw is None or captured_at is None:
            return None
        return answered(Exchange(record.url, captured_at, status_in(raw.status_line) or 200, raw), record)

    def _is_ours(self, info: Record) -> bool:
        """Whether the file that a warcinfo record begins is one of this archive: theirs are copied, wherever they lie.

        What we point to must be as we write it, one gzip member a record, or `archive verify` would call it changed.
        """
        lies_here = info.place.member is None and Path(info.place.path).resolve().parent == self._own
        return lies_here and f"software: {SOFTWARE}\r\n".encode() in info.block

    def _place(self, record: Record) -> RawPlace | None:
        if record.place.path not in self._ours or record.place.skip:
            return None
        return RawPlace(Path(record.place.path).name, record.place.offset, record.length)


def _answer(record: Record) -> Exchange | None:
    """The exchange that a record holds itself, None of a revisit; raises NoExchangeError."""
    if not record.url.startswith(("http://", "https://")):
        raise NoExchangeError("not-http")
    return None if record.type == "revisit" else exchange(record)


def _not_modified(revisit: Record) -> Exchange | None:
    """What a revisit says itself, where that is that all is as it was: Heritrix names no other capture then."""
    own = exchange(revisit)
    return own if own.status == NOT_MODIFIED else None


def _original(revisit: Record, kept: Kept) -> Raw | None:
    """What the archive keeps that a revisit stands for: the bytes of its digest, else those of its address and time."""
    digest = revisit.fields.get("warc-payload-digest", "")
    algorithm, _, value = digest.lower().partition(":")
    url, at = original(revisit)
    named = None
    for raw, surely in kept(value if algorithm in {"sha256", "sha-256"} else "", url or revisit.url, at):
        fitting = fits(digest, raw.body)
        if fitting or (surely and fitting is None):
            return raw
        named = named or (raw if surely else None)  # others state digests of what they had before they took frames off
    return named
