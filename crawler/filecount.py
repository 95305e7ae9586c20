"""What a run did about pictures and attachments: counted apart from pages, they never make a run unhealthy."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archive.wording import counted, size

if TYPE_CHECKING:
    from archive.visit import Visit


@dataclass
class Files:
    """Files kept and their bytes, those that still fail with the reason, and refusals by reason."""

    kept: int = 0
    bytes: int = 0
    failing: dict[str, str] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)

    def note(self, visit: Visit) -> None:
        """Count one visit to a file."""
        if visit.state == "failed":
            self.failing[visit.identity] = visit.reason or "failed"
            return
        self.failing.pop(visit.identity, None)
        if visit.state == "refused":
            self.refused[visit.reason or "refused"] += 1
        elif visit.capture is not None:
            self.kept += 1
            self.bytes += visit.size or 0

    def told(self) -> dict[str, object]:
        """The counts, as the run's details keep them; empty if there was no file."""
        if not (self.kept or self.failing or self.refused):
            return {}
        return {"kept": self.kept, "bytes": self.bytes, "failed": len(self.failing), "refused": dict(self.refused)}

    def line(self) -> str:
        """One line for the summary, or ""."""
        if not self.told():
            return ""
        missing = "".join(f", {reason} {count}" for reason, count in self.refused.most_common(5))
        failed = f", {len(self.failing)} failed and due again in the next run" if self.failing else ""
        return f"  {counted(self.kept, 'file')} (pictures, attachments), {size(self.bytes)}{missing}{failed}"
