"""What an article at a second address is: the same one, moved there, or published twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from archive.agenda import Agenda
    from archive.article import Article

Answer = Literal["new", "same", "ask-first", "unsettled"]


class Twins:
    """Decides for one crawl. Only the very same text counts.

    The same text under the same date is one article, however many addresses a portal gives it: by section, by id and
    by name, to be shared. Under another date it may be published anew. Lists show the new address of an article before
    anyone looks at the old one again, so before such a text is stored as another article, its old address is asked,
    unless that was seen after `since`: gone or redirecting there, it is one article that moved and keeps its id; if
    both answer, there are two. What comes out does not depend on which of the two was met first.
    """

    def __init__(self, agenda: Agenda, since: str) -> None:
        self._agenda, self._since = agenda, since
        self._waiting: set[str] = set()

    def judge(self, identity: str, article: Article) -> tuple[Answer, str]:
        """What a text at an address that belongs to no article yet is; with the identity of the article it repeats."""
        found = self._agenda.same_text(article.fingerprint, article.updated_at, identity)
        if found is None:
            return "new", ""
        same, same_date = found
        if same_date:
            return "same", same
        stands_at = self._agenda.stands_at(same)
        if not stands_at:
            return "same", same
        unsure = [old for old, state, seen in stands_at if state != "done" or seen < self._since]
        if not unsure:
            return "new", ""
        if identity in self._waiting:
            return "unsettled", same
        self._waiting.add(identity)
        self._agenda.ask_again(unsure)
        return "ask-first", same
