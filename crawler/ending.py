"""How a run ended, in a number and a sentence. Pure but for what it is given."""

from __future__ import annotations

import re
import signal
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.wording import counted

if TYPE_CHECKING:
    from crawler.run import Run


# The words of a reason before what is an address or a sentence: "refused:loop:pages" of "… like /x say the same".
KIND = re.compile(r"[\w-]+(?::[\w-]+(?![\w/.?=&%-]))*")


@dataclass(frozen=True, slots=True)
class Ending:
    """Exit code and reason, for the shell, stderr and table `runs`."""

    code: int
    reason: str


def ending(run: Run, errors: int, signal_number: int | None) -> Ending:
    """The worst that is true of a run: what stopped it before what it found."""
    if run.problem is not None and run.problem.exit_code == 5:
        return Ending(5, str(run.problem))
    if errors:
        return Ending(
            1, f"{counted(errors, 'internal error')}; the log above holds them. What was stored before is whole."
        )
    if signal_number is not None:
        name = signal.Signals(signal_number).name
        return Ending(128 + signal_number, f"stopped by {name}; all state is saved, the next run goes on from here")
    return _of_what_it_found(run)


def _of_what_it_found(run: Run) -> Ending:
    failed = len(run.failed)
    waiting = len(run.failing) - failed
    if run.counts["requests"] and not run.answered and (run.failing or run.problem):
        return Ending(4, str(run.problem) if run.problem else unanswered(run))
    if run.problem is not None:
        return Ending(run.problem.exit_code, str(run.problem))
    told = [f"{counted(waiting, 'page')} read, not kept until an old address answers"] if waiting else []
    if failed:
        some = "; ".join(f"{reason} ×{count}" for reason, count in failures(run))
        twice = "" if run.stopped else ", also when asked again"
        told.insert(0, f"{counted(failed, 'page')} failed{twice} ({some})")
    if told:
        return Ending(3, f"{'; '.join(told)}; due again in the next run")
    return Ending(0, f"all well: {run.stopped}; the rest waits in the ledger" if run.stopped else "all well")


def unanswered(run: Run) -> str:
    """What to say where every request failed."""
    host = run.portal.hosts[0]
    return (
        f"{host} answered none of {counted(run.counts['requests'], 'request')} ({'; '.join(dict(failures(run)))}). "
        f"{elsewhere(run.portal.name)}"
    )


def failures(run: Run) -> list[tuple[str, int]]:
    """The three commonest reasons of pages that still fail."""
    return by_kind(Counter(run.failed.values())).most_common(3)


def by_kind(reasons: Counter[str]) -> Counter[str]:
    """Reasons that name an address or a shape of their own ("moved:content/…") together under their kind ("moved")."""
    kinds: dict[str, list[str]] = {}
    for reason in reasons:
        kind = KIND.match(reason)
        kinds.setdefault(kind[0] if kind else reason, []).append(reason)
    told = {kind if alike[1:] else alike[0]: alike for kind, alike in kinds.items()}
    return Counter({name: sum(reasons[reason] for reason in alike) for name, alike in told.items()})


def elsewhere(portal: str) -> str:
    """What to do where a portal gives no answer."""
    return (
        "Nothing was lost and nothing marked removed. "
        f"Try again later, or read the Internet Archive's captures: scrapy crawl wayback -a portal={portal}"
    )
