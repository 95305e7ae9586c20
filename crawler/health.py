"""Where a run meets its verdict: facts from the archive's rows, complaints into the ending, people told of a change."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, replace
from datetime import timedelta, timezone
from typing import TYPE_CHECKING

from archive.agenda import Agenda
from archive.facts import exit_codes_of, facts_of, history_of, rhythms_of
from archive.runfacts import Addresses
from archive.standins import doubted
from archive.unread import Unread
from crawler.complaint import Complaint
from crawler.doubts import doubts
from crawler.ending import Ending
from crawler.errors import CrawlError
from crawler.notice import Notice, health_changed, ping, something_new, tell
from crawler.run import at
from crawler.verdict import verdict

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from crawler.run import Run

logger = logging.getLogger(__name__)

VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Health:
    """How a run ended, all things considered: complaints, facts that later runs compare with, and what was before.

    `changed` is whether the portal's health is another than after its last run, or worse. `unread` are addresses that
    say no and never gave a page, `silent` those that did: a person should see them, though a few are no complaint.
    `moved` are articles met at another address than before.
    """

    ending: Ending
    changed: bool
    complaints: tuple[Complaint, ...] = ()
    facts: dict[str, object] | None = None
    unread: Addresses = ()
    silent: Addresses = ()
    moved: Addresses = ()


def judged(run: Run, ending: Ending) -> Health:
    """The run examined; a mistake of ours in that is told as one (exit 1), and the run ends in its row all the same."""
    try:
        with at(run.archive.path):
            return examine(run, ending)
    except CrawlError:
        raise
    except Exception:
        logger.exception("The run could not be judged; what it stored is whole")
        return Health(Ending(1, "an internal error while the run was judged; the log above holds it"), changed=True)


def examine(run: Run, ending: Ending) -> Health:
    """Judge a run that went through (exit 0 or 3 so far); any other ending stands as it is.

    Of imports only what they brought of texts that stand in for others: what a portal usually shows they cannot tell.

    A run that a budget, a limit or a signal cut short is judged too: what it did see must be as healthy as ever.
    """
    db, portal = run.archive.db, run.portal.name
    before = exit_codes_of(db, portal, run.id)
    if ending.code not in (0, 3):
        return Health(ending, run.source == "live" and health_changed(before, ending.code))
    doubted_now = tuple(doubts(run.doubted, doubted(db, portal)))
    if run.source != "live":
        return Health(worse(ending, doubted_now), changed=False, complaints=doubted_now)
    facts = facts_of(db, run.id, listed=run.counts["listed"], named=run.named)
    facts = replace(facts, barren=run.stopped is None and not Agenda(db, portal).has_articles())
    unread = Unread(db, portal)
    facts = replace(facts, unread=unread.addresses(), read=unread.read())
    today = run.clock.now().astimezone(VIETNAM).date()
    history = history_of(db, portal, run.id)
    complaints = (*verdict(facts, history, rhythms_of(db, portal), today), *doubted_now)
    ending, rules = worse(ending, complaints), tuple(complaint.rule for complaint in complaints)
    changed = health_changed(before, ending.code) or something_new([each.complaints for each in history], rules)
    kept = asdict(replace(facts, complaints=rules))
    return Health(ending, changed, complaints, kept, facts.unread, unread.silent(), facts.moved)


def worse(ending: Ending, complaints: tuple[Complaint, ...]) -> Ending:
    """The ending with the complaints in it: exit 3 where there are any."""
    seen = "; ".join(f"{complaint.rule}: {complaint.seen}" for complaint in complaints)
    if not complaints or (ending.code == 3 and [complaint.rule for complaint in complaints] == ["pages-failed"]):
        return ending
    return Ending(3, f"finished, but unhealthy: {seen}" if ending.code == 0 else f"{ending.reason}; {seen}")


def announce(run: Run, health: Health, settings: BaseSettings) -> None:
    """Tell people by the setting NOTIFY if the portal's health changed; call the watchdog of PING_URL in any case."""
    end, failures = health.ending, []
    if health.changed and (target := settings.get("NOTIFY")):
        notice = Notice(
            portal=run.portal.name, healthy=end.code == 0, exit_code=end.code, reason=end.reason,
            finished_at=run.clock.stamp(), complaints=health.complaints,
        )  # fmt: skip
        failures.append(tell(target, notice))
    if run.source == "live" and (address := settings.get("PING_URL")):
        failures.append(ping(address, end.code))
    for failure in filter(None, failures):
        logger.warning("%s", failure)
