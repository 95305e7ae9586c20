"""A large made-up archive to read: articles in Archive's schema with three looks each, some edited."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from archive.search import fold
from archive.sqlite import Connection, connect, transaction
from archive.store import Archive
from bench.vietnamese import writer

RARE = [f"{syllable}{end}" for syllable in ("kho", "phu", "lieu", "truong", "ngan", "mo") for end in "abcdeghiklmn"]
SECTIONS = ("Năng lượng", "Thương mại", "Công nghiệp", "Khuyến công", "Thông báo", "Quản lý thị trường")
PORTALS = ("sct_bentre", "sct_bacgiang")
LOOKS = ("2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")
EDITED, BUMPED = 10, 25  # one article in so many


@dataclass(frozen=True, slots=True)
class Made:
    """One made-up article; `after` is its text at the later looks."""

    number: int
    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    section: str
    day: date


def made(count: int, *, dense: bool) -> Iterator[Made]:
    """Articles over fourteen years: five paragraphs of some 90 syllables from a pool, and one word that is rare."""
    dice = random.Random(11)
    write = writer(dice, dense=dense)
    pool = [write(90 if dense else 48).capitalize() + "." for _ in range(20_000)]
    for number in range(count):
        paragraphs = dice.choices(pool, k=5)
        paragraphs[2] += f" Mã {dice.choice(RARE)} {number}."
        day = date(2011, 1, 1) + timedelta(days=dice.randrange(5100))
        title = write(9 if dense else dice.randrange(4, 11)).capitalize()
        after = [*paragraphs[:4], dice.choice(pool)] if number % EDITED == 0 else paragraphs
        yield Made(number, title, tuple(paragraphs), tuple(after), dice.choice(SECTIONS), day)


def build(path: Path, count: int, *, dense: bool) -> None:
    """Write so many articles: through Archive's schema, but not page by page, which takes an hour."""
    start = time.perf_counter()
    with Archive(path) as archive:
        archive.portals(
            {"name": n, "title": n, "agency": n, "province": n, "successor": n, "home_url": "http://127.0.0.1/"}
            for n in PORTALS
        )
    db = connect(path)
    db.execute("PRAGMA synchronous = OFF")
    # With a deferred reference open, SQLite looks through all articles at each new row.
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA cache_size = -2000000")  # one transaction: what spills is written again and again
    with transaction(db):
        for article in made(count, dense=dense):
            _insert(db, article)
        db.execute("INSERT INTO article_search (article_search) VALUES ('rebuild')")
    db.close()
    print(f"{count:,} articles written in {time.perf_counter() - start:.0f} s, {path.stat().st_size / 1e6:,.0f} MB")


def _insert(db: Connection, it: Made) -> None:
    # Scattered like the real ids, which are hashes: neighbours in time are no neighbours on disk.
    key = f"{it.number * 0x9E3779B97F4A7C15 % 2**64:016x}"
    portal, identity = PORTALS[it.number % 2], f"/bai-{it.number}.html"
    url = f"http://127.0.0.1{identity}"
    texts = list(dict.fromkeys([it.before, it.after]))
    versions = [f"{key}{number}" for number in range(len(texts))]
    days = [it.day.isoformat()] * 2 + [(it.day + timedelta(days=it.number % BUMPED == 0)).isoformat()]
    shown = _text(it, texts[-1])
    changed = LOOKS[1] if len(texts) > 1 else LOOKS[0]
    facts = (days[-1], days[-1], int(days[-1][:4]), LOOKS[0], LOOKS[2], changed, len(texts), versions[-1], f"{key}2")
    folded = (fold(it.title), "\n\n".join(map(_folded, texts[-1])))
    db.execute(ARTICLE, (key, portal, identity, url, *shown, *facts, LOOKS[2], *folded))
    db.execute(ADDRESS, (key, portal, identity, url, LOOKS[0], key))
    for version, text in zip(versions, texts, strict=True):
        db.execute(VERSION, (version, key, version, *_text(it, text)))
    for number, (at, day) in enumerate(zip(LOOKS, days, strict=True)):
        capture, version = f"{key}{number}", versions[min(number, len(versions) - 1)]
        db.execute(CAPTURE, (capture, url, at, capture, key, at))
        db.execute(READING, (capture, key, version, day))


def _text(it: Made, paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    return it.title, "\n\n".join(paragraphs), "".join(f"<p>{p}</p>" for p in paragraphs), it.section, "vi"


_folded = cache(fold)
ARTICLE = """INSERT INTO articles (id, portal, identity, url, title, body_text, body_html, section, lang, updated_at,
updated_on, year, first_seen_at, last_seen_at, changed_at, version_count, version_id, capture_id, sort_key, state,
parser, shown, title_folded, body_folded) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'present','1','',?,?)"""
ADDRESS = """INSERT INTO addresses (id, portal, identity, url, kind, state, first_seen_at, article_id)
VALUES (?,?,?,?,'page','done',?,?)"""
CAPTURE = """INSERT INTO captures (id, url, source, captured_at, status, sha256, address_id, sort_key, seal)
VALUES (?,?,'live',?,200,?,?,?,'')"""
VERSION = """INSERT INTO versions (id, article_id, fingerprint, title, body_text, body_html, section, lang, images,
attachments, seal) VALUES (?,?,?,?,?,?,?,?,'[]','[]','')"""
READING = """INSERT INTO readings (capture_id, parser, outcome, article_id, version_id, updated_at, seal)
VALUES (?,'1','article',?,?,?,'')"""
