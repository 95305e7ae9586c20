"""What the search page is asked: words, where and when to look, in which order, which page."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request

from archive.search import LONGEST
from archive.web.show import Refused, whole_number

LAST_PAGE = 50
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
NEWEST, BEST = "date", ""
"""The orders: by the portal's date, or as well as an article answers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form asks for. `since` and `until` are days that both count ("2024-09-06"); "" asks for nothing."""

    words: str
    portal: str = ""
    year: str = ""
    section: str = ""
    page: int = 1
    since: str = ""
    until: str = ""
    sort: str = BEST

    @property
    def narrowed(self) -> bool:
        """Whether only a part of the archive is to be looked through."""
        return any((self.portal, self.year, self.section, self.since, self.until))

    def narrowing(self) -> tuple[str, dict[str, Any]]:
        """The conditions on articles, as SQL and its parameters."""
        conditions = {
            "portal": "portal = :portal", "section": "section = :section", "year": "year = :year",
            "since": "updated_on >= :since", "until": "updated_on <= :until",
        }  # fmt: skip
        params = {name: getattr(self, name) for name in conditions if getattr(self, name)}
        if self.year:
            params["year"] = int(self.year)
        return " and ".join(conditions[name] for name in params), params

    def everywhere(self) -> Asked:
        """The same words, in all of the archive."""
        return Asked(self.words, sort=self.sort)

    def address(self, **changes: Any) -> str:
        """The query string of this question, or of one that differs from it."""
        it = replace(self, **changes)
        pairs = [("q", it.words), ("portal", it.portal), ("year", it.year), ("section", it.section),
                 ("from", it.since), ("until", it.until), ("sort", it.sort)]  # fmt: skip
        return urlencode([(k, v) for k, v in pairs if v] + ([("page", str(it.page))] if it.page > 1 else []))


def asked_of(request: Request) -> Asked:
    """Read the form; Refused where it makes no sense."""
    words = (request.args.get("q") or "").replace("\x00", " ").strip()
    if len(words) > LONGEST:
        raise Refused(f"That is a question of {len(words):,} letters; at most {LONGEST} can be searched for.")
    year = request.args.get("year") or ""
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Refused(f"“{year[:40]}” is no year; four digits are.")
    portal, section = (unicodedata.normalize("NFC", request.args.get(name) or "") for name in ("portal", "section"))
    since, until = (day_of(request.args.get(name) or "", last=name == "until") for name in ("from", "until"))
    sort = request.args.get("sort") or BEST
    if sort not in {NEWEST, BEST}:
        raise Refused(f"“{sort[:40]}” is no order here; “{NEWEST}” is, and none for the best first.")
    return Asked(words, portal, year, section, whole_number(request, "page", 1, LAST_PAGE), since, until, sort)


def day_of(text: str, *, last: bool) -> str:
    """A day as typed, or the first (or last) of a year or month ("2024", "2024-09"); Refused where it is none."""
    if not text.strip():
        return ""
    match = _DAY.fullmatch(text.strip())
    try:
        year, month, day = (int(part) if part else 0 for part in match.groups()) if match else (0, 0, 0)
        month = month or (12 if last else 1)
        return date(year, month, day or (monthrange(year, month)[1] if last else 1)).isoformat()
    except ValueError as error:
        raise Refused(f"“{text[:40]}” is no day; 2024-09-06 is one, and 2024-09 or 2024 will do.") from error
