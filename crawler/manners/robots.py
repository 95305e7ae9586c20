"""robots.txt by RFC 9309, with Crawl-delay: 4xx means free, out of reach means nothing is fetched at all."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

LARGEST = 500 * 1024
"""RFC 9309 asks to parse at least this much; what follows is ignored."""


@dataclass(frozen=True, slots=True)
class Robots:
    """What one robots.txt says to one user agent."""

    agent: str
    rules: Protego

    @classmethod
    def of(cls, status: int, body: bytes, agent: str) -> Robots:
        """The rules in an answer that was reached; everything but a 2xx leaves no rules (RFC 9309, 2.3.1.3)."""
        text = body[:LARGEST].decode("utf-8-sig", errors="replace") if 200 <= status < 300 else ""
        # An HTML page in its place holds no rule lines; Protego would still try each line.
        return cls(agent, Protego.parse("" if text.lstrip()[:1] == "<" else text))

    def allow(self, url: str) -> bool:
        """Whether this address may be asked for."""
        return bool(self.rules.can_fetch(url, self.agent))

    @property
    def delay(self) -> float:
        """Seconds between requests that the portal asks for; 0.0 where it asks for nothing."""
        return max(0.0, float(self.rules.crawl_delay(self.agent) or 0.0))

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of sitemaps the file announces."""
        return tuple(self.rules.sitemaps)
