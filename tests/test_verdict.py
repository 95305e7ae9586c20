"""The verdict: what is noticed in one run, and that a thousand healthy runs raise no alarm."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import holidays
import pytest

from archive.runfacts import Rhythm, RunFacts
from crawler.complaint import Complaint
from crawler.ending import by_kind
from crawler.verdict import improbably_few, silent_section, verdict
from crawler.workdays import working_days

TODAY = date(2024, 6, 3)


def addresses(count: int) -> tuple[str, ...]:
    return tuple(f"http://portal.vn/bai-{n}.html" for n in range(count))


def healthy(chance: random.Random, run_id: int, first: bool = False) -> RunFacts:
    """A run as an honest portal gives it: few new articles, some edits, refusals that come and go."""
    new = 400 if first else chance.choice([0, 0, 0, 1, 1, 2, 3, 8])
    known = 0 if first else chance.randint(0, 40)
    articles, lists, refused = new + known, chance.randint(3, 9), sum(chance.random() < 0.04 for _ in range(new + 9))
    edited = sum(chance.random() < 0.01 for _ in range(known))
    undated = sum(chance.random() < 0.01 for _ in range(articles))
    bare = sum(chance.random() < 0.03 for _ in range(articles - undated))
    return RunFacts(
        run_id=run_id,
        lists=lists,
        listed=20 * lists,
        articles=articles,
        pages=articles + lists + refused,
        known=known,
        changed=addresses(edited),
        redated=addresses(sum(chance.random() < 0.01 for _ in range(known))),
        gone=addresses(sum(chance.random() < 0.005 for _ in range(known))),
        # Menus and side boxes come and go a little; one small section may lose half of its entries.
        named={
            url: 20 + chance.randint(0, 2) - 9 * (number == 0 and chance.random() < 0.01)
            for number, url in enumerate(addresses(7))
        },
        shrunk=addresses(sum(chance.random() < 0.05 for _ in range(edited))),
        emptied={"author": addresses(sum(chance.random() < 0.02 for _ in range(edited)))},
        filled={
            "updated_at": articles - undated,
            "body_text": articles - sum(chance.random() < 0.02 for _ in range(new)),
        },
        rules={"label": articles - undated - bare, "bare-line": bare},
        reasons={"not_article:no-date-line": refused},
        examples={"not_article:no-date-line": addresses(refused)},
    )


def history(seed: int, runs: int = 30) -> list[RunFacts]:
    chance = random.Random(seed)
    return [healthy(chance, n, first=n == 0) for n in range(runs)]


def test_a_thousand_healthy_runs_raise_no_alarm() -> None:
    for seed in range(10):
        runs = history(seed, 101)
        for n in range(1, 101):
            assert verdict(runs[n], runs[max(0, n - 30) : n], (), TODAY) == ()


def test_the_first_run_of_all_has_nothing_to_be_compared_with() -> None:
    assert verdict(history(1, 1)[0], (), (), TODAY) == ()


@pytest.mark.parametrize("reason", ["gone:404", "not_article:no-date-line"])
def test_a_portal_without_any_article_is_noticed_in_the_first_run(reason: str) -> None:
    run = RunFacts(run_id=1, pages=7, barren=True, reasons={reason: 7}, examples={reason: addresses(2)})
    (complaint,) = verdict(run, (), (), TODAY)
    assert complaint.rule == "no-article"
    assert complaint.examples == addresses(2)
    assert "wayback" in complaint.advice
    assert verdict(replace(run, barren=False), (), (), TODAY) == ()  # a first look, or an archive that has articles
    blocked = replace(run, blocked=addresses(7))
    assert [one.rule for one in verdict(blocked, (), (), TODAY)] == ["block-pages"]


Change = Callable[[RunFacts, int], RunFacts]
BREAKS: dict[str, Change] = {
    "known-articles-lost": lambda run, n: replace(run, lost=addresses(n)),
    "many-changed": lambda run, n: replace(run, changed=addresses(n)),
    "articles-shrinking": lambda run, n: replace(run, shrunk=addresses(n)),
    "field-empty": lambda run, n: replace(run, emptied={"updated_at": addresses(n)}),
    "rule-stopped": lambda run, n: replace(run, other_rule=addresses(n)),
    "many-redated": lambda run, n: replace(run, redated=addresses(n)),
    "articles-gone": lambda run, n: replace(run, gone=addresses(n), known=run.known - n),
    "lists-shrank": lambda run, _: replace(run, named=dict.fromkeys(run.named, 11)),
}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("rule", BREAKS)
def test_eighty_changes_of_one_kind_are_each_named_by_their_rule(rule: str, seed: int) -> None:
    """Each redesign breaks one thing, in all or two thirds of the known articles that this run happened to look at."""
    known = 3 + 4 * seed
    runs = history(seed)
    broken = max(3, known if seed % 2 else known * 2 // 3)
    run = BREAKS[rule](
        replace(healthy(random.Random(seed), 31), known=known, emptied={}, changed=(), shrunk=()), broken
    )
    assert [complaint.rule for complaint in verdict(run, runs, (), TODAY)] == [rule]


@pytest.mark.parametrize(("name", "told"), [("source_credit", [True] * 7 + [False] * 9), ("updated_at", [True] * 16)])
def test_a_field_that_a_portal_may_drop_is_told_of_for_a_week_and_one_of_every_article_for_ever(
    name: str, told: list[bool]
) -> None:
    runs = history(4)
    for number, expected in enumerate(told):
        run = replace(healthy(random.Random(number), 31), known=8, changed=(), shrunk=(), emptied={name: addresses(6)})
        found = verdict(run, runs[-30:], (), TODAY)
        assert [complaint.rule for complaint in found] == ["field-empty"] * expected, number
        assert all(("`-a full=1`" in complaint.advice) == (name == "source_credit") for complaint in found)
        runs.append(run)


def complaints(run: RunFacts) -> list[Complaint]:
    return list(verdict(run, history(3), (), TODAY))


@pytest.mark.parametrize(("refused", "told"), [(2, False), (9, False), (12, True)])
def test_a_tenth_of_the_portal_that_never_gave_a_page_is_told_of_in_any_run(refused: int, told: bool) -> None:
    run = replace(healthy(random.Random(1), 31), unread=addresses(refused), read=100)
    assert [c.rule for c in complaints(run)] == ["turned-away"] * told


def test_lists_that_name_no_article_are_noticed() -> None:
    run = replace(healthy(random.Random(1), 31), listed=0)
    assert [c.rule for c in complaints(run)] == ["nothing-listed"]


def test_lists_that_are_none_any_more_are_noticed_and_a_run_that_asked_for_none_says_nothing_of_them() -> None:
    (complaint,) = complaints(RunFacts(run_id=31, pages=4, tops=addresses(3)))
    assert (complaint.rule, complaint.examples) == ("nothing-listed", addresses(2))
    assert complaint.seen == "none of 3 list pages is a list any more"
    assert complaints(RunFacts(run_id=31, pages=4)) == []
    assert complaints(RunFacts(run_id=31)) == []


def test_block_pages_and_failed_pages_name_two_addresses_and_what_to_do() -> None:
    first, second = complaints(replace(healthy(random.Random(1), 31), failed=addresses(4), blocked=addresses(1)))
    assert (first.rule, second.rule) == ("pages-failed", "block-pages")
    assert first.seen == "3 pages failed and stayed so"
    assert first.examples == addresses(4)[1:3]
    assert str(second) == f"block-pages: 1 block page instead of the portal's own ({addresses(1)[0]}). {second.advice}"


def test_a_portal_that_blocks_all_pages_is_told_of_by_the_block_alone() -> None:
    walled = RunFacts(run_id=31, pages=30, blocked=addresses(30), failed=addresses(30), reasons={"blocked:403": 30})
    assert [c.rule for c in complaints(walled)] == ["block-pages"]


def test_lists_that_could_not_be_had_are_no_redesign_of_the_lists() -> None:
    assert [c.rule for c in complaints(RunFacts(run_id=31, pages=9, failed=addresses(7)))] == ["pages-failed"]


def test_new_articles_without_dates_are_noticed_by_their_improbability() -> None:
    run = RunFacts(run_id=31, lists=5, listed=90, pages=15, articles=10, filled={"body_text": 10}, rules={"label": 0})
    assert {c.rule for c in complaints(run)} == {"field-empty", "rule-stopped"}


def test_refusals_far_above_their_share_are_noticed() -> None:
    reasons = {"not_article:no-date-line": 12}
    run = replace(healthy(random.Random(1), 31), pages=20, reasons=reasons)
    assert [c.rule for c in complaints(run)] == ["refusals-up"]


def test_one_lost_article_is_an_incident_and_no_redesign() -> None:
    assert complaints(replace(healthy(random.Random(1), 31), known=30, lost=addresses(1))) == []


def working_rhythm(seed: int, until: date) -> Rhythm:
    """Days of a section that publishes about weekly, in bursts, on working days, and never around Tết."""
    chance, day, days = random.Random(seed), date(2021, 1, 4), []
    while day < until:
        if working_days(day - timedelta(days=1), day) and chance.random() < chance.choice([0.08, 0.2, 0.6]):
            days.append(day)
        day += timedelta(days=1)
    return Rhythm("thong-bao", tuple(days))


def test_a_section_within_its_own_rhythm_is_not_called_silent_even_after_tet() -> None:
    for seed in range(20):
        days = working_rhythm(seed, date(2024, 12, 31)).days
        for n in range(30, len(days) - 1):
            eve = days[n + 1] - timedelta(days=1)
            assert list(silent_section(Rhythm("thong-bao", days[: n + 1]), eve)) == []


def test_a_section_silent_for_three_of_its_longest_pauses_is_named_with_both_figures() -> None:
    rhythm = Rhythm("thong-bao", tuple(TODAY - timedelta(days=7 * n) for n in range(20, 0, -1)))
    assert list(silent_section(rhythm, TODAY + timedelta(days=7))) == []
    (complaint,) = silent_section(rhythm, TODAY + timedelta(days=35))
    assert complaint.rule == "section-silent"
    assert "'thong-bao' for 30 working days" in complaint.seen


def test_a_section_with_few_pauses_has_no_rhythm() -> None:
    rhythm = Rhythm("moi", tuple(TODAY - timedelta(days=7 * n) for n in range(8, 0, -1)))
    assert list(silent_section(rhythm, TODAY + timedelta(days=900))) == []


def test_tet_and_public_holidays_are_no_working_days() -> None:
    assert working_days(date(2024, 2, 2), date(2024, 2, 18)) == 0
    assert working_days(date(2024, 4, 26), date(2024, 5, 3)) == 2
    assert holidays.country_holidays("VN", years=2024)[date(2024, 2, 10)] == "Lunar New Year"


def test_improbable_means_less_than_one_in_a_million() -> None:
    assert not improbably_few(0, 3, 0.98)
    assert improbably_few(0, 4, 0.98)
    assert not improbably_few(0, 0, 0.98)


def test_reasons_that_name_an_address_each_are_counted_together_and_one_alone_keeps_it() -> None:
    reasons = Counter(
        {
            "moved:content/gia-dien-moi": 2,
            "moved:/tin-a.html": 1,
            "moved:tin-b.html": 1,
            "refused:loop:pages like /tin.html?sid say the same": 300,
            "refused:loop:pages like /in/* lead to no article": 20,
            "refused:redirect to http://vinhlong.gov.vn/": 1,
            "gone:404": 3,
            "not_article:no-date-line": 4,
            "waits-for-its-old-address:bai-khac": 1,
        }
    )
    assert by_kind(reasons) == {
        "moved": 4,
        "refused:loop:pages": 320,
        "refused:redirect to http://vinhlong.gov.vn/": 1,
        "gone:404": 3,
        "not_article:no-date-line": 4,
        "waits-for-its-old-address:bai-khac": 1,
    }


def test_another_rule_that_finds_the_same_dates_takes_the_place_of_one_that_a_redesign_ended() -> None:
    ended = RunFacts(
        run_id=31, lists=5, pages=30, articles=25, filled={"body_text": 25, "updated_at": 25}, rules={"bare": 25}
    )
    ended = replace(ended, listed=90, known=20)
    assert [c.rule for c in complaints(ended)] == ["rule-stopped"]
    assert complaints(replace(ended, replaced={"label": 2}))[0].rule == "rule-stopped"
    agreeing = replace(ended, replaced={"label": 20})
    assert complaints(agreeing) == []
    later = replace(ended, run_id=32, known=0)
    assert verdict(later, [*history(3), agreeing], (), TODAY) == ()
