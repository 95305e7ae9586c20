"""Telling people when a portal's health changes, and a watchdog that a run took place."""

from __future__ import annotations

import json
import shlex
import subprocess
import urllib.request
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from http.client import HTTPException

from crawler.checks import is_address
from crawler.complaint import Complaint

SAY_NOTHING = (2, 75, 129, 130, 143)
"""Exit codes that tell nothing of a portal's health: usage, another run, signals."""

PATIENCE = 30
"""Seconds that a command or webhook may take: a crawl must not hang because a chat service does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is told: the portal, whether it is well now, the exit code, its reason in a sentence, the complaints."""

    portal: str
    healthy: bool
    exit_code: int
    reason: str
    finished_at: str
    complaints: tuple[Complaint, ...] = ()

    def to_json(self) -> str:
        """The notice as one JSON object; `text` repeats it in words, which is what chat webhooks show."""
        state = "is well again" if self.healthy else "needs a look"
        words = [f"{self.portal} {state}: {self.reason}", *(str(complaint) for complaint in self.complaints)]
        return json.dumps({**asdict(self), "text": "\n".join(words)}, ensure_ascii=False)


def health_changed(before: Sequence[int], now: int) -> bool:
    """Whether the exit code now means another health than the last one before that tells of any.

    Without any run before, a bad one is a change and a good one is not.
    """
    telling = [code for code in before if code not in SAY_NOTHING]
    was_healthy = telling[-1] == 0 if telling else True
    return now not in SAY_NOTHING and (now == 0) != was_healthy


def something_new(before: Sequence[Sequence[str]], now: Sequence[str]) -> bool:
    """Whether a rule complains that has not complained since the last run without complaints.

    Both are names of rules, of each run that was judged. So what is wrong for weeks hides nothing that comes on top.
    """
    known: set[str] = set()
    for earlier in reversed(before):
        if not earlier:
            break
        known.update(earlier)
    return not known.issuperset(now)


def tell(target: str, notice: Notice) -> str | None:
    """Give the notice to `target`: an http(s) address by POST, anything else is a command and gets it on stdin.

    Returns None, or one sentence on why it could not be told; never raises, since the crawl itself is done.
    """
    if target.startswith(("http://", "https://")):
        return _call(target, notice.to_json().encode())
    try:
        done = subprocess.run(  # the operator's own setting
            shlex.split(target), input=notice.to_json().encode(), timeout=PATIENCE, capture_output=True, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return f"NOTIFY could not run {target!r}: {error}. The crawl itself is saved."
    if done.returncode:
        return f"NOTIFY command {target!r} ended with {done.returncode}. The crawl itself is saved."
    return None


def ping(address: str, exit_code: int) -> str | None:
    """Tell a watchdog service that a run ended: GET the address, `/fail` behind it after an unhealthy run.

    The form is that of healthchecks.io and its like. Returns None, or one sentence on why it failed.
    """
    before, question, query = address.partition("?")
    return _call(before.rstrip("/") + ("" if exit_code == 0 else "/fail") + question + query, None)


def _call(address: str, body: bytes | None) -> str | None:
    if not is_address(address):  # a file: address would be opened
        return f"{address} could not be told: it is no http(s) address. The crawl itself is saved."
    headers = {"User-Agent": "congthuong-archive", **({"Content-Type": "application/json"} if body else {})}
    try:
        request = urllib.request.Request(address, data=body, headers=headers)  # noqa: S310 - http(s), just checked
        with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310 - as above
            return None
    except (OSError, HTTPException, ValueError) as error:
        return f"{address} could not be told: {error}. The crawl itself is saved."
