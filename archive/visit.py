"""What the crawler hands to the archive and what it gets back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Literal

from archive.article import Capture, Reading

Kind = Literal["page", "capture", "media"]
State = Literal["queued", "done", "failed", "refused"]


class Saved(StrEnum):
    """What a visit brought: an article we had not, another text of one, its date only, or nothing."""

    NEW = "new"
    CHANGED = "changed"
    DATE_ONLY = "date_only"
    UNCHANGED = "unchanged"


START = 100
"""The priority of a portal's first addresses; all others have less."""

ASK_FIRST = "1970-01-01T00:00:00Z"
"""`check_again_at` of an address that the next live run asks for as it asks for new ones: all its captures came from
other archives, or its first answer may have been of the moment."""

WAITS = "waits-for-its-old-address:"
"""How the reason of a page begins that was read and whose text is known at an address which gives no answer."""


def waits(reason: str | None) -> bool:
    """Whether a ledger row's reason is such a one."""
    return (reason or "").startswith(WAITS)


@dataclass(frozen=True, slots=True)
class Found:
    """An address met on the way; of two with one identity the first seen is kept. Higher priority is asked sooner."""

    url: str
    identity: str
    kind: Kind = "page"
    found_on: str | None = None
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at one address, with everything it brought.

    `identity` is that of the ledger row that was asked for, `state` its new fate. A file of an article (kind "media")
    has a capture and no reading; `media_type` is its type as its content shows it, `size` its bytes once decoded.
    """

    portal: str
    url: str
    identity: str
    capture: Capture | None
    reading: Reading | None
    found: tuple[Found, ...] = ()
    state: State = "done"
    reason: str | None = None
    check_again_at: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    run_id: int | None = None
    kind: Kind = "page"
    media_type: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """One row of the ledger; `named_as` is another spelling of its address that was met since."""

    portal: str
    url: str
    identity: str
    kind: Kind
    state: State
    reason: str | None
    tries: int
    priority: int
    found_on: str | None
    first_seen_at: str
    checked_at: str | None
    check_again_at: str | None
    etag: str | None
    last_modified: str | None
    article_id: str | None
    named_as: str | None = None


COLUMNS = ", ".join(each.name for each in fields(Address))
"""What a SELECT of addresses asks for, in the order of an Address."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run did; `details` (kept as JSON) is for whoever judges runs: rules that fired, sections, refusals."""

    requests: int = 0
    bytes: int = 0
    listed: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    date_only: int = 0
    missing: int = 0
    refused: int = 0
    failed: int = 0
    details: Mapping[str, object] = field(default_factory=dict)
