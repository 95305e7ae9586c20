"""A text that shows up at a second address, under another date or none: it moved there, or was published twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from archive.agenda import Agenda
    from archive.article import Article

Answer = Literal["new", "moved", "ask-first", "unsettled"]


class Twins:
    """Decides for one crawl. Only the very same text counts; what the archive joins by itself is not asked here.

    Lists show the new address of an article before anyone looks at the old one again. So before a text that we have is
    stored as another article, its old address is asked, unless that was seen after `since`: gone or redirecting there,
    it is one article that moved and keeps its id; if both answer, there are two. What comes out does not depend on
    which of the two was met first.
    """

    def __init__(self, agenda: Agenda, since: str) -> None:
        self._agenda, self._since = agenda, since
        self._waiting: set[str] = set()

    def judge(self, identity: str, article: Article) -> tuple[Answer, str]:
        """What a text at an address that belongs to no article yet is; with the identity of the article it repeats."""
        same = self._agenda.same_text(article.fingerprint, identity)
        if same is None or self._agenda.knows(identity, article):
            return "new", ""
        stands_at = self._agenda.stands_at(same)
        if not stands_at:
            return "moved", same
        unsure = [old for old, state, seen in stands_at if state != "done" or seen < self._since]
        if not unsure:
            return "new", ""
        if identity in self._waiting:
            return "unsettled", same
        self._waiting.add(identity)
        self._agenda.ask_again(unsure)
        return "ask-first", same
