"""An address that gives nothing any more is asked for in the other spelling that the portal names it by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.visit import Address, Visit


class Spellings:
    """Decides for one run.

    Addresses may change without their identity: Liferay's name a portlet by letters that change when its page is made
    anew. The spelling that answers is kept to. Where it leads to nothing, the other one is asked before that is
    believed, once in a run: either may be a broken link.
    """

    def __init__(self) -> None:
        self._asked: set[str] = set()

    def after(self, address: Address, visit: Visit) -> Visit:
        """The visit, or in its place one that has the address asked for again in this run, in its other spelling."""
        if not address.named_as or address.identity in self._asked or not _gave_nothing(address, visit):
            return visit
        self._asked.add(address.identity)
        return replace(
            visit, url=address.named_as, capture=None, reading=None, found=(), state="queued", reason=None,
            check_again_at=address.check_again_at,
        )  # fmt: skip


def _gave_nothing(address: Address, visit: Visit) -> bool:
    """Whether the portal said, in whatever way, that there is no such page; what failed says nothing of it."""
    if visit.reading is None:
        return visit.state == "refused"
    other = address.article_id is not None and visit.reading.outcome != "article"
    return visit.state == "done" and (visit.reading.outcome == "gone" or other)
