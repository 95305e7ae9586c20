"""Was this run healthy? Pure rules over its counts and those of the runs before it.

A redesign shows first in articles that we know: the same address suddenly gives no article, another text or an
empty field. Such comparisons of an article with itself need no statistics and raise no alarm in a quiet week. Where
only shares can be compared (refusals, fields of new articles), the rule asks how improbable the count is under the
shares of the runs before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from archive.runfacts import FEW, Rhythm, RunFacts
from archive.wording import counted
from crawler.complaint import Complaint
from crawler.odds import improbably_few, share_of
from crawler.workdays import working_days

ENOUGH_GAPS = 8
"""A section with fewer pauses on record has no rhythm."""

History = Sequence[RunFacts]
RuleOf = Callable[[RunFacts, History], Iterator[Complaint]]

LOOK_AT_LAYOUT = (
    "Look at one in a browser and with `archive read`; then add the case to tests/pages and mend the reading."
)

EVERY_ARTICLE, TOLD = ("updated_at", "body_text"), 7
"""Fields that no portal does without; how many runs tell of another that is gone, before the portal is believed to have
dropped it: each article is compared with its own last text, and the last of them has its turn after weeks."""
DROPPED = f" If the portal itself dropped it: this ends after {TOLD} such runs, or with one of `-a full=1`."

LOOK_FOR_PORTAL = (
    "Look at it in a browser. If it is gone, `scrapy crawl wayback` reads the Internet Archive's captures; else see "
    "what `archive read` says of an article of it."
)


def verdict(run: RunFacts, history: History, rhythms: Sequence[Rhythm], today: date) -> tuple[Complaint, ...]:
    """All complaints about a run, none for a healthy one; history is the portal's earlier runs, today is in Vietnam."""
    found = [complaint for rule in RULES for complaint in rule(run, history)]
    return (*found, *(complaint for rhythm in rhythms for complaint in silent_section(rhythm, today)))


def pages_failed(run: RunFacts, history: History) -> Iterator[Complaint]:  # noqa: ARG001 - one signature for all rules
    """Pages that could not be fetched or read, also when asked a second time; of block pages another rule tells."""
    failed = tuple(url for url in run.failed if url not in run.blocked)
    if failed:
        advice = "They are asked again in the next run; if they stay, see `archive status` for the reasons."
        yield Complaint("pages-failed", f"{counted(len(failed), 'page')} failed and stayed so", failed[:2], advice)


def block_pages(run: RunFacts, history: History) -> Iterator[Complaint]:  # noqa: ARG001 - one signature for all rules
    """Pages of a firewall instead of the portal's: one is enough, since firewalls answer alike until told otherwise."""
    if run.blocked:
        advice = "Slow down (DOWNLOAD_DELAY), set CONTACT, or ask the portal's operator to admit the crawler."
        seen = f"{counted(len(run.blocked), 'block page')} instead of the portal's own"
        yield Complaint("block-pages", seen, run.blocked[:2], advice)


def no_article_at_all(run: RunFacts, history: History) -> Iterator[Complaint]:  # noqa: ARG001 - as above
    """No article on any page, nor in the archive: an empty server, a parked domain, a layout that nobody can read."""
    if run.barren and run.pages and not run.blocked:
        seen = f"none of {counted(run.pages, 'page')} is an article, and the archive holds none of this portal"
        yield Complaint("no-article", seen, next(iter(run.examples.values()), ()), LOOK_FOR_PORTAL)


def leads_away(run: RunFacts, history: History) -> Iterator[Complaint]:  # noqa: ARG001 - as above
    """First pages or known articles that redirect to another host now: the portal moved, or its name was sold."""
    if run.away:
        seen = f"{counted(len(run.away), 'page')} of the portal lead to another host now"
        yield Complaint("leads-away", seen, run.away[:2], LOOK_FOR_PORTAL)


def turned_away(run: RunFacts, history: History) -> Iterator[Complaint]:  # noqa: ARG001 - as above
    """A tenth of what this run asked for, or of the portal's pages, says no: a broken link or two are normal."""
    now, ever = "were answered with a status that says no", "say no and never gave a page"
    for refused, read, seen in ((run.turned_away, run.pages, now), (run.unread, run.read, ever)):
        share = len(refused) / max(1, read + len(refused))
        if refused and (not read or (len(refused) >= 3 and share >= FEW)):
            told = f"{len(refused)} of {counted(read + len(refused), 'page')} {seen}"
            yield Complaint("turned-away", told, refused[:2], LOOK_FOR_PORTAL)
            return


def nothing_listed(run: RunFacts, history: History) -> Iterator[Complaint]:
    """List pages that name no article any more, or are no lists, where there always were some.

    Lists that failed or were blocked name nothing either, but then that is the cause. A run may end before any.
    """
    usual = [earlier for earlier in history if earlier.listed]
    known = {url for earlier in usual for url in earlier.named}
    if not usual or run.listed or run.pages == 0 or (not run.lists and known & {*run.failed}):
        return
    if run.lists or (run.tops and all(earlier.lists for earlier in usual)):
        read = run.examples.get("list", ()) or run.tops
        none = f"none of {counted(len(run.tops), 'list page')} is a list any more"
        seen = "no list page named an article" if run.lists else none
        advice = "The lists were redesigned or moved: compare a list page with the links that `archive read` finds."
        yield Complaint("nothing-listed", seen, read[:2], advice)


def lists_shrank(run: RunFacts, history: History) -> Iterator[Complaint]:
    """Tops of lists that name far fewer pages than each of them ever did: menus and side boxes are still there."""
    usual = {url: min(counts) for url in run.named if (counts := _counts(history, url))}
    fewer = [url for url, count in usual.items() if run.named[url] < 0.75 * count]
    if fewer and len(fewer) >= max(min(2, len(usual)), len(usual) / 3):
        url = fewer[0]
        seen = (
            f"{len(fewer)} of {len(usual)} list pages name fewer pages, the first {run.named[url]}, {usual[url]} before"
        )
        advice = "Look at one in a browser: if articles are there, compare with the links that `archive read` finds."
        yield Complaint("lists-shrank", seen, tuple(fewer[:2]), advice)


def articles_gone(run: RunFacts, history: History) -> Iterator[Complaint]:  # noqa: ARG001 - as above
    """Most of the articles looked at gone at once: addresses changed, or the portal was emptied; people remove few."""
    if len(run.gone) >= 3 and len(run.gone) > run.known:
        seen = f"{len(run.gone)} of {run.known + len(run.gone)} known articles are no longer at their addresses"
        advice = "Look whether they have new addresses. Nothing is removed here: texts stay, and show as missing."
        yield Complaint("articles-gone", seen, run.gone[:2], advice)


def known_articles_lost(run: RunFacts, history: History) -> Iterator[Complaint]:  # noqa: ARG001 - as above
    """Addresses of articles that give something else now, though the portal says they are there."""
    if len(run.lost) >= 2 and len(run.lost) >= 0.1 * run.known:
        seen = f"{len(run.lost)} of {run.known} known articles read again gave no article"
        yield Complaint("known-articles-lost", seen, run.lost[:2], LOOK_AT_LAYOUT)


def many_changed(run: RunFacts, history: History) -> Iterator[Complaint]:
    """Half of the known articles with another text at once: people do not edit so, a template does."""
    before = [earlier for earlier in history if earlier.known >= 3]
    usual = sum(len(earlier.changed) for earlier in before) / max(1, sum(earlier.known for earlier in before))
    if len(run.changed) >= 3 and len(run.changed) >= max(0.5, 3 * usual) * run.known:
        seen = f"{len(run.changed)} of {run.known} known articles read again had another text"
        yield Complaint("many-changed", seen, run.changed[:2], "Compare two with `archive diff`. " + LOOK_AT_LAYOUT)


def many_redated(run: RunFacts, history: History) -> Iterator[Complaint]:
    """Half of the known articles with another date and the same text: a clock or a visit is taken for their date."""
    before = [earlier for earlier in history if earlier.known >= 3]
    usual = sum(len(earlier.redated) for earlier in before) / max(1, sum(earlier.known for earlier in before))
    if len(run.redated) >= 3 and len(run.redated) >= max(0.5, 3 * usual) * run.known:
        seen = f"{len(run.redated)} of {run.known} known articles read again had the same text and another date"
        yield Complaint("many-redated", seen, run.redated[:2], LOOK_AT_LAYOUT)


def articles_shrinking(run: RunFacts, history: History) -> Iterator[Complaint]:  # noqa: ARG001 - as above
    """Known articles that lost more than half of their text."""
    if len(run.shrunk) >= 2 and len(run.shrunk) >= 0.2 * run.known:
        seen = f"{len(run.shrunk)} of {run.known} known articles read again lost more than half of their text"
        yield Complaint(
            "articles-shrinking", seen, run.shrunk[:2], "Compare two with `archive diff`. " + LOOK_AT_LAYOUT
        )


def fields_emptied(run: RunFacts, history: History) -> Iterator[Complaint]:
    """A field empty where the same article had it before, or empty in more of the articles than ever."""
    for name, addresses in sorted(run.emptied.items()):
        told = sum(_is_emptied(earlier, name) for earlier in history)
        if _is_emptied(run, name) and (name in EVERY_ARTICLE or told < TOLD):
            seen = f"{name} is empty in {len(addresses)} of {run.known} known articles that had it"
            advice = LOOK_AT_LAYOUT + ("" if name in EVERY_ARTICLE else DROPPED)
            yield Complaint("field-empty", seen, addresses[:2], advice)
            return
    total = sum(earlier.articles for earlier in history)
    for name in EVERY_ARTICLE:
        share = share_of(_sum(history, "filled", name), total)
        if total >= 20 and improbably_few(run.filled.get(name, 0), run.articles, share):
            seen = f"{name} is filled in {run.filled.get(name, 0)} of {run.articles} articles, {share:.0%} before"
            yield Complaint("field-empty", seen, run.examples.get(f"no {name}", ())[:2], LOOK_AT_LAYOUT)


def rule_stopped(run: RunFacts, history: History) -> Iterator[Complaint]:
    """The date rule that nearly all articles had been read by fires no more, and no other finds the same dates."""
    if len(run.other_rule) >= 3 and len(run.other_rule) >= 0.5 * run.known:
        seen = f"{len(run.other_rule)} of {run.known} known articles got another date, by another rule than before"
        yield Complaint("rule-stopped", seen, run.other_rule[:2], LOOK_AT_LAYOUT)
        return
    total = sum(earlier.articles for earlier in history)
    for name in sorted({rule for earlier in history for rule in earlier.rules}):
        share = share_of(_sum(history, "rules", name), total)
        silent = not run.rules.get(name) and run.replaced.get(name, 0) + _sum(history, "replaced", name) < 3
        if total >= 20 and silent and improbably_few(0, run.articles, share):
            seen = f"the date rule {name} found none of {run.articles} dates, {share:.0%} before"
            yield Complaint("rule-stopped", seen, (), LOOK_AT_LAYOUT)


def refusals_up(run: RunFacts, history: History) -> Iterator[Complaint]:
    """More pages refused for one reason than the runs before make probable; block pages and what is gone left aside."""
    total = sum(earlier.pages for earlier in history)
    for reason, count in sorted(run.reasons.items()):
        share = share_of(_sum(history, "reasons", reason), total)
        if (
            total >= 50
            and not reason.startswith(("blocked:", "gone:"))
            and count >= 5
            and improbably_few(run.pages - count, run.pages, 1 - share)
        ):
            seen = f"{count} of {run.pages} pages were refused as {reason}, {share:.1%} before"
            yield Complaint("refusals-up", seen, run.examples.get(reason, ())[:2], LOOK_AT_LAYOUT)


def silent_section(rhythm: Rhythm, today: date) -> Iterator[Complaint]:
    """A section that has been silent for three times its longest pause, counted in working days of Vietnam."""
    days = rhythm.days[-60:]
    gaps = [working_days(earlier, later) for earlier, later in pairwise(days)]
    if len(gaps) < ENOUGH_GAPS:
        return
    silent, longest = working_days(days[-1], today), max(gaps)
    if silent > 3 * longest + 5:
        seen = f"nothing new in section {rhythm.section!r} for {silent} working days; its longest pause was {longest}"
        advice = "Look whether the section moved, ended, or is listed at another address."
        yield Complaint("section-silent", seen, (), advice)


RULES: tuple[RuleOf, ...] = (
    pages_failed,
    block_pages,
    no_article_at_all,
    leads_away,
    turned_away,
    nothing_listed,
    lists_shrank,
    articles_gone,
    known_articles_lost,
    many_changed,
    many_redated,
    articles_shrinking,
    fields_emptied,
    rule_stopped,
    refusals_up,
)


def _is_emptied(run: RunFacts, name: str) -> bool:
    count = len(run.emptied.get(name, ()))
    return count >= 2 and count >= 0.5 * run.known


def _counts(history: History, url: str) -> list[int]:
    return [earlier.named[url] for earlier in history if url in earlier.named]


def _sum(history: History, table: str, name: str) -> int:
    return sum(getattr(earlier, table).get(name, 0) for earlier in history)
