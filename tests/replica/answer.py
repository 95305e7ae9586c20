"""What a server is asked and what it says, and how it may say it wrongly."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

How = Literal[
    "length", "chunked", "gzip", "cut-length", "cut-chunked", "cut-gzip", "cut-close", "reset", "hang", "drip"
]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: method, path with query as sent, headers with lower-case names."""

    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The address without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """What follows the question mark, as sent."""
        return self.target.partition("?")[2]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: status, whole body before any coding, how it is delivered, and seconds to wait before."""

    status: int
    body: bytes
    media_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    how: How = "length"
    wait: float = 0.0

    def with_headers(self, *more: tuple[str, str]) -> Answer:
        """The same answer with further headers."""
        return replace(self, headers=self.headers + more)


def page(html: str, status: int = 200) -> Answer:
    """An HTML page in UTF-8."""
    return Answer(status, html.encode("utf-8", "surrogatepass"))


def redirect(target: str, status: int = 301) -> Answer:
    """A redirection to `target`."""
    return Answer(status, b"<html><body>Moved</body></html>").with_headers(("Location", target))


def text(body: str, status: int = 200, media_type: str = "text/plain; charset=utf-8") -> Answer:
    """A plain text, or with another media type an XML document."""
    return Answer(status, body.encode(), media_type)
