"""A text that shows up at a second address, the same or edited: it moved there, or was published twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from crawler import policy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archive.agenda import Agenda, Place
    from archive.alike import Like
    from archive.article import Article

Answer = Literal["new", "moved", "ask-first", "unsettled"]

NO_PAGE = frozenset({"failed", "refused"})
"""States of an address whose last answer tells nothing of the article that stood there."""


class Twins:
    """Decides for one crawl; what the archive joins by itself is not asked here.

    Lists show the new address of an article before anyone looks at the old one again. So before a text that we have, or
    one much like it, is stored as another article, its old address is asked, unless that was seen after `since`. If it
    redirects here, it is one article that moved and keeps its id, and so it is if the very same text, or that under a
    title which is much the same, is gone from there; else there are two. What comes out does not depend on which of the
    two was met first. The very same text waits for an old address that gives no answer, but not for ever.
    """

    def __init__(self, agenda: Agenda, since: str) -> None:
        self._agenda, self._since = agenda, since
        self._waiting: set[str] = set()
        self._guessed: dict[str, Like | None] = {}
        # A first crawl has seen all there is: nothing is searched for what each of its articles may be like.
        self._any_unseen = agenda.has_unseen(since)

    def judge(self, identity: str, article: Article, *, waited: bool) -> tuple[Answer, str]:
        """What a text at an address that belongs to no article yet is; with the identity of the article it repeats.

        `waited`: it has been unsettled for so long that an old address which still fails is believed to be gone.
        """
        if self._agenda.knows(identity, article):
            return "new", ""
        same = self._agenda.same_text(identity, article)
        if same is None:
            return self._much_like_one(identity, article)
        stands_at = self._agenda.stands_at(same)
        if not stands_at or (waited and all(state in NO_PAGE for _, state, _ in stands_at)):
            return "moved", same
        return self._ask(identity, same, stands_at)

    def _much_like_one(self, identity: str, article: Article) -> tuple[Answer, str]:
        """A guess is made and asked after once, and an old address that fails holds no article back."""
        if self._any_unseen and identity not in self._guessed:
            self._guessed[identity] = self._agenda.like(article, self._since)
        like = self._guessed.get(identity)
        if like is None:
            return "new", ""
        stands_at = self._agenda.stands_at(like.identity)
        if not stands_at:
            return ("moved", like.identity) if like.retitled else ("new", "")
        return self._ask(identity, like.identity, [each for each in stands_at if each[1] not in NO_PAGE])

    def _ask(self, identity: str, other: str, stands_at: Iterable[Place]) -> tuple[Answer, str]:
        """Ask those addresses of the other article that were not asked in this crawl, unless all have answered."""
        unsure = [(old, seen) for old, state, seen in stands_at if state in {"queued", *NO_PAGE} or seen < self._since]
        if not unsure:
            return "new", ""
        if identity in self._waiting:
            return "unsettled", other
        self._waiting.add(identity)
        self._agenda.ask_again((old for old, seen in unsure if seen < self._since), policy.MOVED)
        return "ask-first", other
