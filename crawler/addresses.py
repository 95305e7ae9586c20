"""One identity per article: named address rules that portal profiles choose from. Pure."""

from __future__ import annotations

from collections.abc import Callable

Rule = Callable[[str], str]
