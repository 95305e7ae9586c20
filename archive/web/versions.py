"""The versions of an article as its pages tell of them: by number, with the dates they bore and what became of them."""

from __future__ import annotations

from functools import cached_property

from archive.diff import number_of
from archive.showing import FIRST_LOOK
from archive.spans import SHOWN, Return, Span, dates_of, returns_of, spans_of
from archive.web.rows import Row, Rows
from archive.web.show import Refused

VERSIONS = f"""
select versions.id, fingerprint, title, s.first_seen_at, s.last_seen_at, s.captures, s.reread
from version_spans s join versions on versions.id = s.version_id where s.article_id = :id
order by {FIRST_LOOK}, versions.id
"""
VERSION = "select * from versions where article_id = :id and id = :version"
KINDS = """
select version_id, from_version_id, kind, changed_at from changes where article_id = :id order by changed_at
"""


class Versions:
    """All versions of one article, the first seen first."""

    def __init__(self, each: list[Row], shown: list[Row], changes: list[Row]) -> None:
        self.each, self.changes = each, changes
        self.spans = spans_of(shown)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """By which number each version is called, the first seen 1."""
        return {version["id"]: at for at, version in enumerate(self.each, 1)}

    @cached_property
    def returns(self) -> list[Return]:
        """The texts that came back."""
        return returns_of(self.spans)

    def dates(self, version_id: str) -> list[Span]:
        """The dates that a version bore, in order."""
        return dates_of(self.spans, version_id)

    def kinds(self, version_id: str) -> list[Row]:
        """How the article came to a version for the first time, and how its date moved; not how it came back to it."""
        again = {(back.version_id, back.since) for back in self.returns}
        return [
            change
            for change in self.changes
            if change["version_id"] == version_id
            and (change["from_version_id"] == version_id or (version_id, change["changed_at"]) not in again)
        ]

    def named(self, name: str) -> str:
        """The id of the version of this number, where it is one; else the name itself."""
        return next((version for version, number in self.numbers.items() if number == number_of(name)), name)


async def versions_of(rows: Rows, article_id: str) -> Versions:
    """All that is known of an article's versions but their texts."""
    key = {"id": article_id}
    return await rows.at_once(lambda ask: Versions(*(ask(sql, key) for sql in (VERSIONS, SHOWN, KINDS))))


async def text_of(rows: Rows, article_id: str, versions: Versions, name: str) -> Row:
    """A version by its id or number, under the date that it bore last; Refused where there is none."""
    version = versions.named(name)
    found = await rows.one(VERSION, {"id": article_id, "version": version})
    if found is None:
        raise Refused("This article has no such version.", 404)
    last = versions.dates(version)[-1:]
    return {**found, "updated_at": last[0].updated_at, "date_text": last[0].date_text} if last else found
