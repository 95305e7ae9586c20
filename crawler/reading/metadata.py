"""What the head of a page says about it: hints that decide between what a reader sees, never values by themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from crawler.portals.model import Portal
from crawler.reading.plain import fold, line, words
from crawler.reading.tree import Tree

_TITLES = ("og:title", "twitter:title", "dc.title", "title", "headline")
_DESCRIPTIONS = ("og:description", "description", "twitter:description")
_SAME_BEGINNING = 30
_SPLIT = re.compile(r"\s+[-–—|»:•/]+\s+|\s*[|»]\s*")
# What a portal calls itself is made of these words and of its agency's name; no article is called so.
_SITE = words("cổng trang website web thông tin điện tử tttt ttđt của tỉnh ubnd chi tiết tin bài trang chủ nội dung")
_LETTERS = re.compile(r"[^a-z0-9]+")
# Liferay writes the number of the site that owns an article behind its slug.
_OWNER = re.compile(r"(?<=-)([^/-]+)/\d+$")


@dataclass(frozen=True, slots=True)
class Head:
    """Titles and descriptions announced by title and meta elements, the section, and the language."""

    titles: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    section: str | None = None
    lang: str | None = None
    wholes: frozenset[str] = field(default_factory=frozenset)
    parts: frozenset[str] = field(default_factory=frozenset)
    cut: frozenset[str] = field(default_factory=frozenset)
    slug: str = ""
    initials: frozenset[str] = field(default_factory=frozenset)

    def addressed(self, text: str) -> bool:
        """Whether the page's address is made of this headline's letters."""
        fits = len(self.slug) <= len(text) <= 2 * len(self.slug) and len(text) >= 20
        return fits and self.may_address(text) and _letters(fold(text)) == self.slug

    def may_address(self, text: str) -> bool:
        """Whether a line begins with the letter that the page's address begins with, or with one that has none."""
        return self.slug.startswith(_letters(fold(text[0]))) if self.slug else False

    def agrees(self, text: str) -> float:
        """How surely the head announces this headline: 1 as a whole or longest part, 0.4 as a lesser part, else 0."""
        words = fold(text)
        if not words or not (words[0] in self.initials or (self.slug and self.slug.startswith(_letters(words[0])))):
            return 0.0
        if words in self.wholes or (self.slug and _letters(words) == self.slug):
            return 1.0
        for whole in self.wholes if len(words) >= _SAME_BEGINNING else ():
            shorter, longer = (words, whole) if len(words) <= len(whole) else (whole, words)
            if (
                len(shorter) >= _SAME_BEGINNING
                and longer.startswith(shorter)
                and (longer == whole or len(shorter) >= 0.5 * len(longer))
            ):
                return 1.0
        if self.cut and words.startswith(tuple(self.cut)):
            return 1.0
        return 0.4 if words in self.parts else 0.0


def head_of(tree: Tree, portal: Portal, url: str) -> Head:
    """Read title, meta and html attributes; the address is a hint as well, where its last step is a title's letters."""
    titles: list[str] = []
    descriptions: list[str] = []
    section: str | None = None
    for meta in tree.every(("meta",)):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = line(meta.get("content") or "") if name else ""
        if content and name in _TITLES:
            titles.append(content)
        elif content and name in _DESCRIPTIONS:
            descriptions.append(content)
        elif content and name == "article:section":
            section = content
    named = next(iter(tree.every(("title",))), None)
    if named is not None and (text := line(named.text or "")):
        titles.append(text)
    lang = tree.root.get("lang") or None
    wholes, parts = _told(titles, _site(portal))
    cut = {fold(title) for title in titles if title.endswith(("...", "…")) and len(title) >= 25}
    initials = frozenset([words[0] for words in (*wholes, *parts, *cut) if words])
    told = (wholes, parts, frozenset(cut), _slug(url), initials)
    return Head(tuple(titles), tuple(descriptions), section, lang, *told)


@lru_cache(maxsize=64)
def _site(portal: Portal) -> frozenset[str]:
    return _SITE | words(portal.title.casefold(), portal.agency.casefold())


def names_the_site(text: str, portal: Portal) -> bool:
    """Whether a line consists of what portals call themselves: no headline, even as the first heading of a page."""
    words, site = fold(text), _site(portal)
    return (not words or words.partition(" ")[0] in site) and site.issuperset(words.split())


def _told(titles: Iterable[str], site: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    wholes: set[str] = set()
    parts: set[str] = set()
    for title in titles:
        pieces = [
            words for piece in _SPLIT.split(title) if (words := fold(piece)) and not site.issuperset(words.split())
        ]
        if pieces:
            wholes.update((fold(title), max(pieces, key=len)))
            parts.update(pieces)
    return frozenset(wholes), frozenset(parts)


def _slug(url: str) -> str:
    """The letters of an address's last step, if they may be a title's."""
    path = unquote(urlsplit(url).path).rstrip("/")
    path = _OWNER.sub(r"\1", path) if path.rstrip()[-1:].isdigit() else path
    step = path.rpartition("/")[2].rpartition(".html")
    return _letters((step[0] or step[2]).casefold())


@lru_cache(maxsize=2048)
def _letters(words: str) -> str:
    """A title's letters as slugs keep them: without marks, and without d, since some portals lose the đ."""
    plain = unicodedata.normalize("NFD", words.replace("đ", "")).replace("d", "")
    return _LETTERS.sub("", plain)
