"""Whether the whole of a page arrived: what was cut off ends in the middle of something. Pure."""

from __future__ import annotations

import re

CLOSED = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
OPENED = re.compile(r"<(?:body|html|head)[\s>]", re.IGNORECASE)
# Elements whose end tags nobody leaves out on purpose; "p" and "li" count only where a page closes them elsewhere.
STRICT = (
    "div",
    "table",
    "span",
    "a",
    "ul",
    "ol",
    "section",
    "article",
    "main",
    "form",
    "script",
    "style",
    "h1",
    "h2",
    "h3",
)
LOOSE = ("p", "li", "td", "tr", "font", "b", "strong", "em", "i")
TAGS = re.compile(rf"<(?P<end>/?)(?P<name>{'|'.join((*STRICT, *LOOSE))})(?=[\s>/])", re.IGNORECASE)
LAST_TAG = re.compile(r"<[a-zA-Z/!][^<>]*$")
LAST_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5})$")


def is_cut_off(html: str) -> bool:
    """Whether the page ends in the middle of a tag, a script or the elements it opened.

    Closing </body> or </html> settles it; some templates close neither, but then all else is closed.
    """
    tail = html.rstrip()
    if CLOSED.search(tail) or not OPENED.search(tail):
        return False
    return bool(LAST_TAG.search(tail[-2000:]) or LAST_ENTITY.search(tail[-12:])) or leaves_open(tail)


def leaves_open(html: str) -> bool:
    """Whether some element is opened more often than closed though the page closes its kind elsewhere."""
    opened: dict[str, int] = {}
    closed: dict[str, int] = {}
    for tag in TAGS.finditer(html):
        counts = closed if tag["end"] else opened
        name = tag["name"].lower()
        counts[name] = counts.get(name, 0) + 1
    return any(times > closed.get(name, 0) and (name in STRICT or name in closed) for name, times in opened.items())
