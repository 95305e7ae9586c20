"""Addresses that gave no page: which of them count, and that one which is had again brings those like it."""

import pytest

from archive.agenda import Agenda
from archive.article import Reading
from archive.store import Archive
from archive.unread import Unread
from archive.visit import START, Found, State
from tests.archive.visits import article, visit

NOW, LATER, LAST = (f"2026-11-{day}T02:00:00Z" for day in (20, 24, 29))


def asked(archive: Archive, slug: str, reason: str, state: State = "refused") -> str:
    archive.save(visit(article(slug), capture=None, reading=None, state=state, reason=reason, check_again_at=LATER))
    return f"/{slug}.html"


def test_what_never_gave_a_page_is_neither_our_own_refusal_nor_an_article_a_page_or_the_start(archive: Archive) -> None:
    archive.add("sct_bentre", [Found("http://127.0.0.1/dau.html", "/dau.html", priority=START)])
    archive.save(visit(article("tin"), "2026-11-01T00:00:00Z"))
    for slug, outcome in (("trang", "not_article"), ("dich", "gone")):
        seen = visit(article(slug), "2026-11-01T00:00:00Z", reading=Reading("1", outcome, f"{outcome}:x"))  # type: ignore[arg-type]
        archive.save(seen)
    for slug in ("tin", "trang", "dich", "dau", "hong"):
        asked(archive, slug, "status:400")
    asked(archive, "cam", "refused:robots.txt")
    unread = Unread(archive.db, "sct_bentre")
    assert [url.rpartition("/")[2] for url in unread.addresses()] == ["dich.html", "hong.html"]
    assert (unread.is_one("/hong.html"), unread.is_one("/trang.html")) == (True, False)


@pytest.mark.parametrize(("failing", "few"), [(1, True), (2, True), (3, False)])
def test_up_to_a_tenth_of_the_pages_read_are_few(archive: Archive, failing: int, few: bool) -> None:
    for number in range(20):
        archive.save(visit(article(f"tin-{number}"), NOW))
    for number in range(failing):
        asked(archive, f"hong-{number}", "blocked:403", "failed" if number else "refused")
    assert Unread(archive.db, "sct_bentre").are_few() is few


def test_one_that_is_had_again_brings_those_that_say_the_same_and_no_others(archive: Archive) -> None:
    one, other = asked(archive, "mot", "status:400"), asked(archive, "hai", "status:413")
    unread = Unread(archive.db, "sct_bentre")
    assert [row.identity for row in unread.due(LAST, 9)] == [one, other]
    unread.ask_all("status:400")
    assert [row.identity for row in Agenda(archive.db, "sct_bentre").queued(9, LAST)] == [one]
    assert [row.identity for row in unread.due(LAST, 9)] == [other]
