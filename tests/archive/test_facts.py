"""Facts of a run: what the rows say when articles are lost, changed, emptied or read by another rule."""

import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from archive.article import Article, Capture, Outcome, Reading
from archive.facts import facts_of, history_of, rhythms_of
from archive.runfacts import RunFacts
from archive.sqlite import Connection, connect
from archive.store import Archive, Counts, Visit

START = datetime(2024, 3, 1, 8, tzinfo=UTC)
HOME = "http://congthuongbentre.gov.vn"


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def article(number: int) -> Article:
    return Article(
        url=f"{HOME}/bai-{number}.html", title=f"Hội chợ dừa lần thứ {number}", body_text=f"Đoạn {number}. " * 30,
        body_html="<p>x</p>", summary="Mở đầu.", section="thuong-mai", updated_at="2024-02-01",
        date_text="(Cập nhật: 01/02/2024)", date_rule="label",
    )  # fmt: skip


class Portal:
    """An archive that runs are written into, one a day."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.day = archive, START

    def run(self, *visits: tuple[str, Article | None, Outcome, str | None], parser: str = "1") -> RunFacts:
        self.day += timedelta(days=1)
        run_id = self.archive.begin_run("sct_bentre", "sct_bentre", "live", stamp(self.day))
        for second, (slug, found, outcome, reason) in enumerate(visits):
            at = stamp(self.day + timedelta(seconds=second))
            capture = Capture(f"{HOME}{slug}", "live", at, 200, f"{hash((slug, run_id)) & (1 << 60):064x}")
            reading = Reading(parser, outcome, reason, found, found.url.removeprefix(HOME) if found else None)
            self.archive.save(Visit("sct_bentre", f"{HOME}{slug}", slug, capture, reading, run_id=run_id))
        with connection(self.archive) as db:
            facts = facts_of(db, run_id, listed=20, named={})
        details = {"facts": asdict(facts)}
        self.archive.end_run(run_id, stamp(self.day + timedelta(minutes=5)), 0, None, Counts(details=details))
        return facts


class connection:  # noqa: N801 - reads as the function it stands for
    def __init__(self, archive: Archive) -> None:
        self.db = connect(archive.path, readonly=True)

    def __enter__(self) -> Connection:
        return self.db

    def __exit__(self, *_: object) -> None:
        self.db.close()


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    with Archive(tmp_path / "archive.db", clock=lambda: START) as archive:
        yield Portal(archive)


def as_read(number: int, change: Callable[[Article], Article] = lambda one: one) -> tuple[str, Article, Outcome, None]:
    return (f"/bai-{number}.html", change(article(number)), "article", None)


def test_the_texts_of_a_run_are_not_read_back_to_count_its_rows(portal: Portal) -> None:
    """A first run brings the whole portal: its verdict took 44 MB of 7,000 articles before."""
    long = "Xã Tân Thanh có thêm trạm biến áp. " * 2000
    pages = [as_read(number, lambda one: replace(one, body_text=long)) for number in range(60)]
    portal.run(*pages)
    with connection(portal.archive) as db:
        tracemalloc.start()
        facts = facts_of(db, 1, listed=60, named={})
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert facts.filled["body_text"] == 60
    assert peak < 60 * len(long.encode()) / 10


def test_a_first_run_knows_no_article(portal: Portal) -> None:
    facts = portal.run(as_read(1), as_read(2), ("/", None, "list", None))
    assert (facts.known, facts.articles, facts.lists, facts.pages) == (0, 2, 1, 3)
    assert facts.rules == {"label": 2}
    assert facts.filled["summary"] == 2
    assert facts.filled["author"] == 0
    assert facts.examples["list"] == (f"{HOME}/",)


def test_an_unchanged_article_is_known_and_nothing_else(portal: Portal) -> None:
    portal.run(as_read(1))
    facts = portal.run(as_read(1))
    assert (facts.known, facts.lost, facts.changed, facts.emptied) == (1, (), (), {})


def test_an_article_read_again_by_the_tenth_parser_is_compared_with_what_that_one_read(portal: Portal) -> None:
    portal.run(as_read(1), parser="9")
    day, portal.day = portal.day, portal.day - timedelta(days=1)
    portal.run(as_read(1), parser="10")  # the same capture, read again, as by `archive reread`
    assert portal.day == day
    facts = portal.run(("/bai-1.html", None, "not_article", "not_article:no-date-line"), parser="10")
    assert facts.lost == (f"{HOME}/bai-1.html",)


def test_facts_of_another_version_of_the_program_are_read_as_far_as_they_are_known() -> None:
    assert RunFacts.told({"run_id": 7, "pages": 3, "no_such_count": 1}) == RunFacts(run_id=7, pages=3)


def test_a_known_article_that_gives_none_is_lost_and_a_gone_or_blocked_one_is_not(portal: Portal) -> None:
    portal.run(*(as_read(n) for n in range(1, 6)))
    facts = portal.run(
        ("/bai-1.html", None, "not_article", "not_article:no-date-line"),
        ("/bai-2.html", None, "gone", "gone:404"),
        ("/bai-3.html", None, "blocked", "blocked:cloudflare"),
        as_read(4),
    )
    assert facts.lost == (f"{HOME}/bai-1.html",)
    assert facts.known == 2
    assert facts.blocked == (f"{HOME}/bai-3.html",)
    assert facts.reasons == {"not_article:no-date-line": 1, "gone:404": 1, "blocked:cloudflare": 1}


def test_an_article_is_gone_in_the_run_that_misses_it_and_not_in_each_later_one(portal: Portal) -> None:
    gone = ("/bai-1.html", None, "gone", "gone:404")
    portal.run(as_read(1))
    assert portal.run(gone).gone == (f"{HOME}/bai-1.html",)
    assert portal.run(gone).gone == ()
    portal.run(as_read(1))
    assert portal.run(gone).gone == (f"{HOME}/bai-1.html",)


def test_an_article_asked_for_twice_in_a_run_is_gone_once_or_not_at_all(portal: Portal) -> None:
    there, gone = as_read(1), ("/bai-1.html", None, "gone", "gone:404")
    portal.run(there)
    assert portal.run(gone, gone).gone == (f"{HOME}/bai-1.html",)
    portal.run(there)
    assert portal.run(gone, there).gone == ()


def test_changed_shrunk_emptied_and_otherwise_read_articles_are_told_apart(portal: Portal) -> None:
    portal.run(*(as_read(n) for n in range(1, 6)))
    facts = portal.run(
        as_read(1, lambda one: replace(one, body_text=one.body_text + "Thêm.")),
        as_read(2, lambda one: replace(one, body_text="Ngắn.")),
        as_read(3, lambda one: replace(one, updated_at=None, date_rule=None)),
        as_read(4, lambda one: replace(one, date_rule="bare-line", updated_at="2001-02-03")),
        as_read(5, lambda one: replace(one, date_rule="bare-line")),
    )
    assert facts.changed == (f"{HOME}/bai-1.html", f"{HOME}/bai-2.html")
    assert facts.shrunk == (f"{HOME}/bai-2.html",)
    assert facts.emptied == {"updated_at": (f"{HOME}/bai-3.html",)}
    assert facts.other_rule == (f"{HOME}/bai-4.html",)
    assert facts.replaced == {"label": 1}


def test_an_edit_that_shows_at_two_addresses_is_one_article_changed(portal: Portal) -> None:
    def at_both(body: str) -> RunFacts:
        found = replace(article(1), body_text=body)
        return portal.run(("/bai-1.html", found, "article", None), ("/bai-1?chia-se=1", found, "article", None))

    at_both("Bài có hai địa chỉ.")
    facts = at_both("Bài có hai địa chỉ, nay đã sửa.")
    assert (facts.known, facts.changed) == (1, (f"{HOME}/bai-1.html",))


@pytest.mark.parametrize(
    "look", [("not_article", "moved:/moi/bai-1.html"), ("gone", "gone:404"), ("not_article", "not_article:no-title")]
)
def test_an_article_that_stands_at_a_new_address_is_neither_gone_nor_lost_at_its_old_one(
    portal: Portal, look: tuple[Outcome, str]
) -> None:
    portal.run(as_read(1), as_read(2))
    old = ("/bai-1.html", None, *look)
    portal.run(("/moi/bai-1.html", article(1), "article", None))
    facts = portal.run(old, as_read(2))
    assert (facts.pages, facts.known, facts.gone, facts.lost, facts.reasons) == (2, 1, (), (), {})


def test_an_article_seen_at_both_addresses_before_is_lost_where_it_is_looked_at(portal: Portal) -> None:
    both = (as_read(1), ("/moi/bai-1.html", article(1), "article", None))
    portal.run(*both)  # type: ignore[arg-type]
    facts = portal.run(("/bai-1.html", None, "not_article", "not_article:no-title"))
    assert facts.lost == (f"{HOME}/bai-1.html",)


def test_the_history_of_a_run_is_that_of_the_runs_before_it_oldest_first(portal: Portal) -> None:
    ids = [portal.run(as_read(n)).run_id for n in range(3)]
    with connection(portal.archive) as db:
        assert [facts.run_id for facts in history_of(db, "sct_bentre", ids[2])] == ids[:2]
        assert history_of(db, "sct_bacgiang", ids[2]) == []


def test_the_rhythm_of_a_section_leaves_the_first_run_out(portal: Portal) -> None:
    for n in range(3):
        portal.run(as_read(n))
    with connection(portal.archive) as db:
        (rhythm,) = rhythms_of(db, "sct_bentre")
    assert rhythm.days == (date(2024, 3, 3), date(2024, 3, 4))
