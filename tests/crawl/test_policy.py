from dataclasses import replace
from datetime import UTC, datetime, timedelta

from archive.visit import START
from crawler import policy
from crawler.policy import DAY, Look, next_look, rechecks

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
ARTICLE = Look("/mot-bai.html", policy.PAGE, NOW, "article", NOW - 80 * DAY)


def pause(look: Look) -> timedelta:
    return next_look(look) - NOW


def test_a_young_article_is_looked_at_again_sooner_than_an_old_one() -> None:
    ages = [pause(replace(ARTICLE, stated=NOW - days * DAY)) for days in (1, 20, 80, 1000)]
    assert ages == sorted(ages)
    assert (ages[0], ages[-1]) == (timedelta(hours=20), policy.CYCLE * DAY)


def test_an_article_that_was_edited_lately_is_looked_at_sooner() -> None:
    edited = replace(ARTICLE, stated=NOW - 1000 * DAY, edited=NOW - 4 * DAY, edits=3)
    assert pause(edited) < pause(replace(ARTICLE, stated=NOW - 1000 * DAY))


def test_a_future_date_does_not_break_the_rule() -> None:
    assert pause(replace(ARTICLE, stated=NOW + 900 * DAY)) == timedelta(hours=20)


def test_the_tops_of_lists_are_due_in_every_run_their_later_pages_are_not() -> None:
    assert pause(replace(ARTICLE, outcome="list")) == timedelta(0)
    assert pause(replace(ARTICLE, role=START, outcome="not_article")) == timedelta(0)
    inner = pause(replace(ARTICLE, role=policy.PAGER, outcome="list"))
    assert policy.CYCLE * DAY * 2 / 3 <= inner <= policy.CYCLE * DAY


def test_a_missing_article_gets_three_looks_within_a_fortnight() -> None:
    assert 3 * pause(replace(ARTICLE, outcome="gone", edits=1)) <= 14 * DAY
    assert pause(replace(ARTICLE, outcome="gone")) > 10 * DAY


def test_a_redirect_for_a_while_is_followed_up_ever_more_rarely() -> None:
    pauses = [pause(replace(ARTICLE, outcome="elsewhere", tries=n)) for n in (0, 1, 2, 50)]
    assert pauses == [DAY, 2 * DAY, 4 * DAY, 30 * DAY]


def test_one_days_lists_do_not_all_come_back_on_one_day() -> None:
    looks = [replace(ARTICLE, identity=f"/muc-{n}", role=policy.PAGER, outcome="list") for n in range(400)]
    days = [next_look(look).date() for look in looks]
    assert max(days.count(day) for day in set(days)) < 80


def test_looking_again_stays_cheap() -> None:
    for pages, files, share in ((400, 0, 0.05), (440, 200, 0.05), (2000, 0, 0.03), (2050, 1000, 0.03)):
        asked = 1 + rechecks(pages, files) + (policy.file_rechecks(files) if files else 0)
        assert asked < share * (1 + pages + files)
