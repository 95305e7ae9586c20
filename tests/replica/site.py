"""The state of a rebuilt portal: which articles stand where, in which markup, and the switches of its behaviour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from zlib import crc32

from tests.replica.addresses import SECTIONS, Place, as_shown, identity_of
from tests.replica.markup import Markup, markups
from tests.replica.story import Block, Story
from tests.replica.truth import Truth, truth_of

GONE = ("404", "410", "soft404", "home")


@dataclass(slots=True)
class Shown:
    """One article of the portal: its story as laid out now, its place, and "present" or the way it is gone."""

    story: Story
    place: Place
    state: str = "present"


@dataclass(slots=True)
class Options:
    """The switches of a portal; every one can be set at any time.

    `markup`: one for all (None: mixed over the articles) · `counters`: view counters and tokens differ on each visit ·
    `shuffle`: related lists in another order on each visit · `validators`: "", "etag", "last_modified" or both ·
    `robots`: allow, none, forbid, error, forbidden, html, delay:N or the text itself · `now`: the header's clock ·
    `links`: so many more beside every page, half to other articles, half to other hosts.
    """

    markup: str | None = None
    per_page: int = 6
    counters: bool = True
    shuffle: bool = False
    validators: str = ""
    robots: str = "allow"
    sitemap: bool = False
    rss: bool = False
    cookie_wall: bool = False
    traps: bool = False
    outage: str = ""
    wait: float = 0.0
    now: str | None = None
    links: int = 0


@dataclass(slots=True)
class Site:
    """A portal's articles by identity, newest first in its lists, and its options."""

    portal: str
    options: Options
    shown: dict[str, Shown] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    changes: int = 0
    _lists: dict[str, list[Shown]] = field(default_factory=dict)
    _sections: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, portal: str, told: Iterable[Story], options: Options | None = None) -> Site:
        """A site that shows the stories at the places their titles give."""
        site = cls(portal, options or Options())
        for story in told:
            site.add(story)
        return site

    def add(self, story: Story) -> str:
        """Show one more article; gives its identity. A second story at the same place is a mistake of the test."""
        one = Shown(story, Place.of(self.portal, story))
        key = identity_of(self.portal, one.place)
        if key in self.shown:
            raise ValueError(f"two articles at {key}")
        self.shown[key] = one
        self.touch()
        return key

    def edit(self, key: str, *, body: str | None = None, title: str | None = None, date: str | None = None) -> None:
        """Change an article in place: append a paragraph, set its title (the address stays), set its date."""
        one = self.shown[key]
        story = one.story
        if body is not None:
            story = replace(story, blocks=(*story.blocks, Block("text", (body,))))
        one.story = replace(story, title=title or story.title, date=date or story.date)
        self.touch()

    def delete(self, key: str, how: str = "404") -> None:
        """Take an article away: "404", "410", "soft404" (200 with a sentence) or "home" (redirect to the home page)."""
        if how not in GONE:
            raise ValueError(f"how an article is gone is one of {GONE}, not {how!r}")
        self.shown[key].state = how
        self.touch()

    def bring_back(self, key: str) -> None:
        """Show a deleted article again."""
        self.shown[key].state = "present"
        self.touch()

    def move(self, key: str, slug: str, *, redirect: bool = True) -> str:
        """Give an article another address; the old one redirects with 301, or is a 404. Gives the new identity."""
        one = self.shown.pop(key)
        one.place = replace(one.place, slug=slug)
        new = identity_of(self.portal, one.place)
        self.shown[new] = one
        if redirect:
            self.moved[key] = new
        self.touch()
        return new

    def set(self, **options: object) -> None:
        """Set switches by name."""
        for name, value in options.items():
            getattr(self.options, name)
            setattr(self.options, name, value)
        self.touch()

    def touch(self) -> None:
        """Forget what was derived from the state before."""
        self.changes += 1
        self._lists.clear()
        self._sections.clear()

    def listed(self, section: str | None = None) -> list[Shown]:
        """The present articles of a section (or of all), newest first."""
        name = section or ""
        if name not in self._lists:
            chosen = [one for one in self.shown.values() if one.state == "present"]
            chosen = [one for one in chosen if section in (None, one.story.section)]
            self._lists[name] = sorted(chosen, key=lambda one: (one.story.date, one.place.slug), reverse=True)
        return self._lists[name]

    def sections(self) -> dict[str, str]:
        """The sections that have articles, with their names, in the order of the menu."""
        if not self._sections:
            used = {one.story.section for one in self.shown.values()}
            known = SECTIONS[self.portal]
            every = [*known, *sorted(used - set(known))]
            self._sections.update({slug: known.get(slug, slug) for slug in every if slug in used})
        return self._sections

    def markup_of(self, one: Shown | None, section: str = "") -> Markup:
        """The markup of an article's page, or of a list page."""
        every = markups(self.portal)
        if self.options.markup:
            return every[self.options.markup]
        seed = one.story.name if one else section
        return list(every.values())[crc32(seed.encode()) % len(every)]

    def truth(self) -> dict[str, Truth]:
        """What the archive must hold for every article that is present now, by identity."""
        present = {key: one for key, one in self.shown.items() if one.state == "present"}
        return {key: truth_of(self.portal, one.story, one.place) for key, one in present.items()}


def laid_out(site: Site, one: Shown) -> Story:
    """The story as the portal's pages show it."""
    return as_shown(site.portal, one.story)
