"""How far an article reaches on its page."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.reading.blocks import Block


@dataclass(slots=True)
class Region:
    """The article's text and file lines in order; `stop` is the first block after it, `why` what ended it."""

    start: int
    body: list[Block] = field(default_factory=list)
    files: list[Block] = field(default_factory=list)
    stop: int = 0
    why: str = "box"
