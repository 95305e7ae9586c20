"""Two readings of one raw page side by side: which fields differ, and how. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from archive.article import Article

# Where these differ alone, a reader of the article is told the same: address and language of the page, its markup, the
# date as written, the rules that found it all.
UNTOLD = frozenset(("url", "body_html", "date_text", "date_rule", "lang", "rules"))
FIELDS = ("outcome", *(each.name for each in fields(Article) if each.name not in UNTOLD))
EXAMPLES = 3

Told = Mapping[str, object]
"""What a reading says: a value for each of FIELDS; only "outcome" where it is no article."""


@dataclass
class Comparison:
    """Adds up differences over many pages: by field how often found anew, lost or different, with examples."""

    pages: int = 0
    same: int = 0
    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    different: Counter[str] = field(default_factory=Counter)
    recovered: int = 0
    given_up: int = 0
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, url: str, before: Told | None, after: Told) -> bool:
        """Compare one page's readings (before: None if there was none); whether they say the same."""
        self.pages += 1
        was, now = before or {}, after
        self.recovered += now.get("outcome") == "article" != was.get("outcome")
        self.given_up += was.get("outcome") == "article" != now.get("outcome")
        differing = [name for name in FIELDS if (was.get(name) or None) != (now.get(name) or None)]
        for name in differing:
            kind = self.different if was.get(name) and now.get(name) else self.gained if now.get(name) else self.lost
            kind[name] += 1
            shown = self.examples.setdefault(name, [])
            if len(shown) < EXAMPLES:
                shown.append(url)
        self.same += not differing
        return not differing

    def rows(self) -> list[dict[str, object]]:
        """One row for each field that differs anywhere, in the order of FIELDS."""
        return [
            {
                "field": name,
                "gained": self.gained[name],
                "lost": self.lost[name],
                "different": self.different[name],
                "examples": self.examples[name],
            }
            for name in FIELDS
            if name in self.examples
        ]
