"""What an inline style says that matters to reading: display, alignment, weight, slant, size and line ends."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from crawler.reading.plain import words

# Word writes "mso-bidi-font-weight" for letters of other scripts: no browser heeds it.
_OWN = r"(?<![\w-])"
_ALIGN = re.compile(rf"{_OWN}text-align\s*:\s*(\w+)", re.IGNORECASE)
_WEIGHT = re.compile(rf"{_OWN}font-weight\s*:\s*(\w+)", re.IGNORECASE)
_SLANT = re.compile(rf"{_OWN}font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_DISPLAY = re.compile(rf"{_OWN}display\s*:\s*([\w-]+)", re.IGNORECASE)
_SPACE = re.compile(rf"{_OWN}white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_SIZE = re.compile(
    rf"{_OWN}font-size\s*:\s*"
    r"(?:(?:1[6-9]|[2-9]\d)(?:\.\d+)?pt|(?:2\d|[3-9]\d)(?:\.\d+)?px|(?:1\.[4-9]|[2-9])\d*r?em|x+-large)",
    re.IGNORECASE,
)


# What frameworks call a look: Bootstrap 4 and 5, Bulma, Tailwind. Bootstrap's "lead" is text of 1.25rem.
BOLD_NAMES = words(
    "fw-bold fw-bolder fw-semibold font-weight-bold font-weight-bolder font-semibold font-bold font-extrabold",
    "has-text-weight-bold has-text-weight-semibold",
)
SLANTED_NAMES = words("fst-italic font-italic italic is-italic")
LARGE_NAMES = words("lead text-xl text-2xl text-3xl text-4xl")


class Css(NamedTuple):
    """The facts of one style attribute; `bold` is None where it says nothing of weight, `pre` that lines are kept."""

    display: str
    align: str
    bold: bool | None
    italic: bool
    large: bool
    pre: bool


@lru_cache(maxsize=2048)
def css_of(style: str) -> Css:
    """Read a style attribute; pasted pages repeat the same few hundreds of times."""
    display, align, weight = _DISPLAY.search(style), _ALIGN.search(style), _WEIGHT.search(style)
    return Css(
        display[1].lower() if display else "",
        align[1].lower() if align else "",
        weight[1].lower() in ("bold", "bolder", "600", "700", "800", "900") if weight else None,
        _SLANT.search(style) is not None,
        _SIZE.search(style) is not None,
        _SPACE.search(style) is not None,
    )
