"""Captures in any order, replayed any number of times, end in the same rows."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.article import Image
from archive.store import Archive, Visit
from tests.archive.visits import NOON, article, found, refused, rows, visit

TABLES = {
    "articles": "*",
    "versions": "*",
    "captures": "id, url, source, captured_at, status, sha256, address_id, sort_key, bytes, warc_file IS NOT NULL",
    "readings": "*",
    "addresses": "*",
    "images": "article_id, position, url, media_type, sha256",
    "changes": "*",
    "version_spans": "*",
    "article_search": "title, body_folded",
}
TEXTS = ("Một.", "Hai: điện.", "Ba.")
SOURCES = ("live", "wayback", "warc")


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    day = draw(st.integers(1, 28))
    at = f"2026-{draw(st.integers(1, 3)):02}-{day:02}T00:00:00Z"
    name = draw(st.sampled_from(("tin-a", "tin-b")))
    links = tuple(found(link) for link in draw(st.sets(st.sampled_from(("tin-a", "tin-b", "c", "d")), max_size=3)))
    if draw(st.integers(0, 3)) == 0:
        outcome = draw(st.sampled_from(("gone", "blocked", "list")))
        return refused(article(name), at, outcome, 404 if outcome == "gone" else 200)
    text = draw(st.sampled_from(TEXTS))
    read = article(
        name, title=name, body_text=text, body_html=text, updated_at=draw(st.sampled_from(("2024-01-01", "2024-01-02")))
    )
    parser = draw(st.sampled_from(("1", "2", "10")))
    if parser != "1":  # a better reader sees more of the same page
        seen = visit(read, at, source="wayback")
        read = article(name, title=name, body_text=f"{text} {parser}", images=(Image("http://127.0.0.1/x.png"),))
        better = visit(read, at, source="wayback", parser=parser, found=links)
        return Visit(**{**_fields(better), "capture": seen.capture})
    return visit(read, at, source=draw(st.sampled_from(SOURCES)), found=links)


def _fields(of: Visit) -> dict[str, object]:
    return {name: getattr(of, name) for name in Visit.__slots__}


def state(order: list[Visit]) -> dict[str, list[tuple[object, ...]]]:
    with TemporaryDirectory() as folder, Archive(Path(folder) / "a.db", clock=lambda: NOON) as archive:
        archive._db.execute("PRAGMA synchronous = OFF")
        for each in order:
            archive.save(each)
        told = {
            table: sorted(map(repr, rows(archive, f"SELECT {what} FROM {table}"))) for table, what in TABLES.items()
        }
        archive._db.execute("INSERT INTO article_search (article_search, rank) VALUES ('integrity-check', 1)")
    return told


def one_source_each(order: list[Visit]) -> list[Visit]:
    """Drop visits that state the same capture with other facts: of contradicting facts the first on record stands."""
    kept: dict[tuple[str, str], Visit] = {}
    for each in order:
        assert each.capture
        key = (each.url, each.capture.captured_at)
        other = kept.setdefault(key, each)
        same = other.capture and (other.capture.source, other.capture.sha256) == (
            each.capture.source,
            each.capture.sha256,
        )
        if not same or (other.reading and each.reading and other.reading.parser == each.reading.parser):
            continue
        kept[(*key, each.reading.parser)] = each  # type: ignore[index,union-attr]
    return list(kept.values())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_order_and_any_replay_end_in_the_same_rows(data: st.DataObject) -> None:
    order = one_source_each(data.draw(st.lists(visits(), min_size=1, max_size=9)))
    other = data.draw(st.permutations(order))
    replays = data.draw(st.lists(st.sampled_from(order), max_size=3))
    assert state(order) == state([*other, *replays])
