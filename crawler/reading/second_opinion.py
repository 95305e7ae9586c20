"""A second opinion on dates in words, from dateparser: it knows no labels, but it shares no code with ours."""

from __future__ import annotations

import re
from functools import lru_cache

# Without REQUIRE_PARTS missing parts are filled from today; "relative-time" reads "8 giờ 30" as hours ago (measured).
SETTINGS = {"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
WORDED = {"worded": "vi", "month_first": "vi", "english": "en", "english_month_first": "en"}
"""The forms of a day that have words in them, and the language of those words; digits alone need no opinion."""

NUMBERED_MONTH = re.compile(r"thang\s*\d")


@lru_cache(maxsize=2048)  # a header's clock names the same day on every page; an opinion costs some milliseconds
def contradicted(form: str, words: str, day: tuple[int, int, int]) -> bool:
    """Whether dateparser reads another day (year, month, day) from these words without marks; None is no contradiction.

    A Vietnamese month in words is not asked about: without its mark "năm" is May, year or south.
    """
    if form not in WORDED or (WORDED[form] == "vi" and not NUMBERED_MONTH.search(words)):
        return False
    import dateparser  # here, since it takes half a second and most portals write their dates in digits

    found = dateparser.parse(words, languages=[WORDED[form]], settings=SETTINGS)
    return found is not None and (found.year, found.month, found.day) != day
