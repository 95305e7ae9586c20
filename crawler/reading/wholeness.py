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
_BLOCKS = ("div", "table", "ul", "ol", "section", "article", "main", "form", "h1", "h2", "h3", "p", "li", "td", "tr")
# What a start tag ends, as browsers do, where it stands right in it.
ENDED_BY = dict.fromkeys(_BLOCKS, ("p",)) | {"p": ("p",), "li": ("p", "li"), "td": ("p", "td"), "tr": ("p", "td", "tr")}
TAGS = re.compile(rf"<(?P<end>/?)(?P<name>{'|'.join((*STRICT, *LOOSE))})(?=[\s>/])", re.IGNORECASE)
LAST_TAG = re.compile(r"<[a-zA-Z/!][^<>]*$")
LAST_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5})$")


def is_cut_off(html: str) -> bool:
    """Whether the page ends in the middle of a tag, a script or the elements it opened.

    Closing </body> or </html> settles it; some templates close neither, but then all else is closed.
    """
    tail = html.rstrip()
    if CLOSED.search(tail[-200:]) or CLOSED.search(tail) or not OPENED.search(tail):
        return False
    return bool(LAST_TAG.search(tail[-2000:]) or LAST_ENTITY.search(tail[-12:])) or leaves_open(tail)


def leaves_open(html: str) -> bool:
    """Whether the page ends inside an element of a kind that it closes elsewhere, or that nobody leaves open.

    A closing tag closes what was left open in its element, as a table does its cells: pages of the first years of the
    web never closed those.
    """
    stack: list[str] = []
    open_now: dict[str, int] = {}
    closes: set[str] = set()
    for tag in TAGS.finditer(html):
        name = tag["name"].lower()
        if not tag["end"]:
            ended = ENDED_BY.get(name, ())
            while stack and stack[-1] in ended:
                open_now[stack.pop()] -= 1
            stack.append(name)
            open_now[name] = open_now.get(name, 0) + 1
            continue
        closes.add(name)
        if open_now.get(name):
            while (last := stack.pop()) != name:
                open_now[last] -= 1
            open_now[name] -= 1
    return any(name in STRICT or name in closes for name in stack)
