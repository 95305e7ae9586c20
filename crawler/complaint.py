"""One thing that is wrong with a portal, as people are told of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from archive.runfacts import Addresses


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong: the rule's name, what was seen, up to two addresses, and what a person should do."""

    rule: str
    seen: str
    examples: Addresses
    advice: str

    def __str__(self) -> str:
        """One line for stderr and the log."""
        where = f" ({', '.join(self.examples)})" if self.examples else ""
        return f"{self.rule}: {self.seen}{where}. {self.advice}"
