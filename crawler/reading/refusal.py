"""Pages that are no article, by name: what stands in the way, what is gone, what is another kind of page. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from archive.article import Outcome
from crawler.reading.date_words import folded
from crawler.reading.placeholders import EMPTY
from crawler.reading.refusal_words import (
    APPOINTED,
    MARKUP,
    NAMES,
    PAGES,
    PHRASES,
    SENTENCE_ENDS,
    SHARE,
    TITLES,
    VOTES,
    Sign,
)
from crawler.reading.wholeness import is_cut_off

COOKIE = re.compile(r"document\.cookie\s*=\s*[\"'](?P<pair>[A-Za-z0-9_]{1,40}=[0-9A-Za-z]{8,128})(?:;|[\"'])")
RELOADS = re.compile(r"location(?:\.href)?\s*(?:\.\s*(?:reload|replace)\s*\(|=)")
# Nothing but the order to go to another page, by meta element or script; a reader is there before he sees it.
LEADS_ON = re.compile(
    r"<meta[^>]*http-equiv\s*=\s*[\"']?refresh[^>]*url|\blocation(?:\.href)?\s*=\s*[\"'][^\"'#]|\blocation\.(?:replace|assign)\(\s*[\"']",
    re.IGNORECASE,
)
# Walls and block pages are small: the D1N wall has under 300 bytes, a Cloudflare challenge some kilobytes.
LARGEST_WALL = 2_000
LARGEST_BLOCK_PAGE = 60_000
# A block of text costs 2 KB of memory while it is read (833 MB for 360,000 paragraphs of two words); nobody's text has
# so many tags.
MOST_TAGS = 150_000
# A sentence of an error page stands in a line of its own; longer lines only mention it.
LONGEST_SENTENCE = 220
# More prose than this, in lines that are no links, is somebody's text and no error page.
MOST_PROSE = 2_500
LEAST_TEXT = 40
# What an error page says beside its sentence ("please go back to the home page") is shorter.
LEAST_BESIDE = 150
# A vote's answers are short ("Rất hài lòng: 45,2%"); sentences with shares are news.
LONGEST_ANSWER, LONG_SENTENCE = 80, 50


class NotAnArticle(Exception):
    """A page that is no article: `reason` is "<outcome>:<name>". What was kept stays; the page is asked again."""

    def __init__(self, reason: str, url: str = "") -> None:
        self.reason = reason
        self.url = url
        super().__init__(f"{url or 'the page'} is no article ({reason}); nothing of it is kept as one")

    @property
    def outcome(self) -> Outcome:
        """What the page is instead: the reason's first word."""
        return outcome_of(self.reason)


@dataclass(frozen=True, slots=True)
class Visible:
    """What a reader sees: the <title>, the lines that are no links, and whether a labelled date line is among them."""

    title: str
    lines: Sequence[str]
    dated: bool = False


def outcome_of(reason: str) -> Outcome:
    """The outcome that a reason begins with."""
    return cast("Outcome", reason.partition(":")[0])


def cookie_asked(html: str) -> str | None:
    """The "name=value" pair that a cookie wall's script sets before it loads the page again, or None."""
    if len(html) > LARGEST_WALL or not RELOADS.search(html):
        return None
    asked = COOKIE.search(html)
    return asked["pair"] if asked else None


def sign_in(low: str, signs: Sequence[Sign]) -> Sign | None:
    """The first of these signs that is anywhere in a text; find() looks for openings many times faster than re does."""
    places: dict[str, list[int]] = {}
    for sign in signs:
        if (found := places.get(sign.opening)) is None:
            found = places[sign.opening] = _places(low, sign.opening)
        for place in found:
            if sign.pattern.match(low, place):
                return sign
    return None


def _openings_of(signs: Sequence[Sign]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The letters that signs begin with, the shortest of those that begin alike, and one pattern of all of them."""
    letters = {sign.opening for sign in signs}
    alike: dict[str, list[str]] = {}
    for sign in signs:
        shortest = min((other for other in letters if sign.opening.startswith(other)), key=len)
        alike.setdefault(shortest, []).append(f"(?:{sign.pattern.pattern})")
    return tuple((opening, re.compile("|".join(patterns), re.DOTALL)) for opening, patterns in alike.items())


_OPENINGS = _openings_of(MARKUP)


def gives_away(low: str) -> bool:
    """Whether any sign of MARKUP is in a text: most pages have none, and signs that begin alike are looked at once."""
    for opening, pattern in _OPENINGS:
        at = low.find(opening)
        while at >= 0:
            if pattern.match(low, at):
                return True
            at = low.find(opening, at + 1)
    return False


def _places(text: str, opening: str) -> list[int]:
    found = []
    at = text.find(opening)
    while at >= 0:
        found.append(at)
        at = text.find(opening, at + 1)
    return found


def refused_at_sight(html: str) -> str | None:
    """The refusal that the markup alone decides, before any parsing: walls, error pages, cut-off pages, monsters."""
    if not html.strip():
        return "unreadable:empty"
    if cookie_asked(html):
        return "blocked:cookie-wall"
    if len(html) <= LARGEST_BLOCK_PAGE:
        # In ASCII alone, whose letters are found several times faster than in a text with Vietnamese ones.
        low = html.encode("ascii", "replace").lower().decode("ascii")
        if gives_away(low) and (shown := sign_in(low, MARKUP)):
            return shown.reason
    if is_cut_off(html):
        return "truncated:cut-off"
    return "not_article:too-many-tags" if len(html) > MOST_TAGS and html.count("<") > MOST_TAGS else None


def refused(page: Visible) -> str | None:
    """The refusal that a page's words decide, before an article is looked for on it.

    Only sentences that stand alone count, and only on pages without much text. A page with a labelled date line may
    be an article about maintenance or errors: there only sentences count that hardly any article has (`only_told`).
    """
    if sum(map(len, page.lines)) > MOST_PROSE:
        return None
    title = folded(page.title[:MOST_PROSE])
    lines = [folded(line) for line in page.lines if len(line) <= LONGEST_SENTENCE]
    if page.dated or sum(line.isdigit() for line in lines) > 1:
        lines = [line for line in lines if not line.isdigit()]  # "404" is a number of visitors among others
    asked = lines if page.dated else [*lines, title]
    said = [number for line in asked for number in _phrases(line) if PHRASES[number].even_dated or not page.dated]
    return PHRASES[min(said)].reason if said else None


@lru_cache(maxsize=2048)  # what a portal's menus and side columns say, they say on each of its pages
def _phrases(line: str) -> tuple[int, ...]:
    """The numbers of the signs of refusal that a folded line gives."""
    return tuple([number for number, sign in enumerate(PHRASES) if sign.pattern.match(line)])


def kind_named(title: str) -> str | None:
    """The refusal that a whole title is the name of: "Thư viện ảnh", "Tìm kiếm"."""
    head = folded(title).strip(SENTENCE_ENDS)
    return next((sign.reason for sign in NAMES if sign.pattern.fullmatch(head)), None)


def only_told(reason: str, title: str, text: str) -> bool:
    """Whether an article tells of an error or a block by a sentence of its own, and of much else beside it."""
    signs = [sign for sign in PHRASES if sign.reason == reason]
    lines = [part for part in (title, *text.splitlines()) if part]
    said = [line for line in lines if any(sign.pattern.match(folded(line)) for sign in signs)]
    return bool(said) and sum(map(len, lines)) - sum(map(len, said)) >= LEAST_BESIDE


def refused_text(title: str, text: str) -> str | None:
    """The refusal that a short text under a title and a date line decides: an error, an outage, a search, a vote.

    A notice that says on which day a site will be out of order is an article.
    """
    if named := kind_named(title):
        return named
    lines = [folded(part) for part in (title, *text.splitlines()) if part]
    answers = [line for line in lines[1:] if len(line) <= LONGEST_ANSWER and line[-1] not in SENTENCE_ENDS]
    told = sum(len(line) >= LONG_SENTENCE and line[-1] == "." for line in lines[1:])  # of how people voted: news
    shares = sum(SHARE.search(line) is not None for line in answers)
    if told < 2 <= shares and any(VOTES.search(line) for line in lines):
        return "not_article:poll"
    if any(APPOINTED.search(line) for line in lines):
        return None
    whole = sum(map(len, lines[1:]))
    for sign in (*PHRASES, *EMPTY):
        said = sum(len(line) for line in lines[1:] if sign.pattern.match(line))
        if said > 0.5 * whole or (whole <= LONGEST_ANSWER and sign.pattern.match(lines[0])):
            return sign.reason  # else a line of an article
    return None


def why_no_article(page: Visible, html: str) -> str:
    """The name of a page on which no article was found."""
    if sum(len(line) for line in page.lines) < LEAST_TEXT and "<a " not in html.lower():
        return "not_article:leads-on" if LEADS_ON.search(html) else "unreadable:empty-shell"
    heads = [folded(line).strip(SENTENCE_ENDS) for line in (page.title, *page.lines) if len(line) <= 120]
    for sign in TITLES:
        if any(sign.pattern.match(head) for head in heads):
            return sign.reason
    low = html.lower()
    return next((sign.reason for sign in PAGES if sign.pattern.search(low)), "not_article:no-date-line")
