"""The oldest versions of libraries that keep our promises, asserted at every start."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version

FLOORS = {
    "scrapy": ((2, 19), "older ones fetch off-site redirects and have no `async def start`"),
    "nh3": ((0, 3), "older ones let known mutations of markup through"),
    "sqlite-utils": ((4, 2), "migrations came with 4, safe ones with 4.2"),
    "datasette": ((0, 65, 5), "older ones have known holes"),
}


class TooOld(ImportError):
    """A library is older than what our promises were tried with: install from requirements.lock (`make install`)."""


@cache
def check_installed() -> None:
    """Check what is installed here; raises TooOld with a sentence that says what to do."""
    found = {}
    for name in FLOORS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # whoever only reads the archive needs no Scrapy
            continue
    check(found)


def check(found: Mapping[str, str]) -> None:
    """Check these versions."""
    for name, text in found.items():
        floor, why = FLOORS[name]
        numbers = tuple(int(number) for number in re.findall(r"\d+", text)[: len(floor)])
        if numbers < floor:
            wanted = ".".join(map(str, floor))
            raise TooOld(f"{name} {text} is too old: {wanted} or newer is needed ({why}). Run `make install` again.")
