"""What one run did, counted from the rows it left: the evidence that a verdict is given on."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from archive.moves import has_moved
from archive.runfacts import Addresses, Rhythm, RunFacts
from archive.showing import each_row
from archive.showing import rows as query
from archive.sqlite import Connection
from archive.unread import SEEN_ELSEWHERE
from archive.views import STANDS_IN, seen_as
from archive.visit import START, WAITS

EXAMPLES = 2
"""Addresses a complaint names."""
SEVERAL = 3

FIELDS = ("updated_at", "body_text", "summary", "author", "source_credit", "section", "images", "attachments")

# Of the text only the length: a first run would read the whole portal back.
READ = f"""
    SELECT c.url, c.address_id, c.sort_key, r.parser, {seen_as("r")}, r.date_rule, r.updated_at, r.version_id,
           coalesce(r.article_id, a.article_id) AS article_id, length(CAST(v.body_text AS BLOB)) AS body_text,
           v.summary, v.author, v.source_credit, v.section, nullif(v.images, '[]') AS images,
           nullif(v.attachments, '[]') AS attachments, a.state
    FROM captures c
    JOIN readings r ON r.capture_id = c.id
    JOIN addresses a ON a.id = c.address_id
    LEFT JOIN versions v ON v.id = r.version_id
"""
IN_RUN = READ + "WHERE c.run_id = ? ORDER BY c.captured_at, c.rowid"
# Parsers are numbers: as text "9" comes behind "10".
LATEST = "ORDER BY c.sort_key DESC, CAST(r.parser AS INTEGER) DESC, r.parser DESC LIMIT 1"
BEFORE = f"""{READ} WHERE r.article_id = ? AND c.run_id < ? AND +r.outcome = 'article'
    AND NOT {STANDS_IN.format("r")} {LATEST}"""
# By the address: a look that found the article gone read no article.
STOOD = f"{READ} WHERE a.article_id = ? AND c.run_id < ? {LATEST}"

ELSEWHERE = f"SELECT 1 FROM addresses WHERE id = ? AND {SEEN_ELSEWHERE}"

FAILED = f"""SELECT url FROM addresses JOIN runs ON runs.portal = addresses.portal
WHERE runs.id = ? AND state = 'failed' AND kind = 'page' AND checked_at >= started_at
    AND coalesce(addresses.reason, '') NOT GLOB '{WAITS}*' ORDER BY url"""
# What the crawler refused to follow ("refused:redirect to http://…"), of articles, and of the portal's first pages
# where none of them answers: an alias may lead elsewhere while the portal is there.
AWAY = f"""SELECT url, article_id IS NULL AS first FROM addresses JOIN runs ON runs.portal = addresses.portal
WHERE runs.id = ? AND state = 'refused' AND kind = 'page' AND checked_at >= started_at
    AND addresses.reason LIKE 'refused:redirect to %' AND (article_id IS NOT NULL OR priority >= {START}
    AND NOT EXISTS (SELECT 1 FROM addresses AS other WHERE other.portal = runs.portal AND other.priority >= {START}
        AND other.kind = 'page' AND other.state = 'done' AND other.checked_at >= started_at)) ORDER BY url"""
# Of others than articles and first pages only those heard in one run, twice: broken links say no for ever.
TURNED_AWAY = f"""SELECT url FROM addresses JOIN runs ON runs.portal = addresses.portal
WHERE runs.id = ? AND state = 'refused' AND kind = 'page' AND checked_at >= started_at
    AND addresses.reason LIKE 'status:%' AND (article_id IS NOT NULL OR priority >= {START} OR tries <= 2)
ORDER BY url"""
HISTORY = """SELECT json_extract(details, '$.facts') AS facts FROM runs
WHERE portal = ? AND source = 'live' AND id < ? AND json_extract(details, '$.facts') IS NOT NULL
ORDER BY id DESC LIMIT ?"""
NEWS = """SELECT DISTINCT section, substr(first_seen_at, 1, 10) AS day FROM articles
WHERE portal = ? AND section IS NOT NULL AND first_seen_at >=
    (SELECT min(finished_at) FROM runs WHERE portal = ? AND source = 'live')
ORDER BY section, day"""

# First pages of what was a list before, whatever they say now.
TOPS = """SELECT url FROM addresses JOIN runs ON runs.portal = addresses.portal
WHERE runs.id = ? AND kind = 'page' AND checked_at >= started_at AND addresses.id IN (SELECT address_id FROM list_tops)
    AND EXISTS (SELECT 1 FROM captures JOIN readings ON capture_id = captures.id
        WHERE address_id = addresses.id AND +outcome = 'list' AND run_id < runs.id) ORDER BY url"""

# The portal's own word for a while: the page is asked for again, and counts as failed where that is all it says.
AT_WORK = "blocked:maintenance"
NO_ANSWER_OF_THE_PORTAL = ("blocked", "truncated", "gone")

Row = Mapping[str, Any]


def facts_of(db: Connection, run_id: int, *, listed: int, named: Mapping[str, int]) -> RunFacts:
    """The facts of a run from the rows it left; `listed` and `named` are the run's own counts, which no row holds."""
    tally = Tally()
    for row in each_row(db, IN_RUN, (run_id,)):
        if row["outcome"] not in {"article", "blocked"} and _stands_elsewhere(db, row):
            tally.counts["pages"] += 1  # nothing is wrong with it
            continue
        tally.add(row)
        if row["outcome"] == "gone" and _stood(db, run_id, row):
            tally.gone[row["article_id"]] = row["url"]
        before = _before(db, run_id, row)
        if before and has_moved(db, run_id, before, row):
            tally.moved[row["article_id"]] = row["url"]
        if before and row["outcome"] not in NO_ANSWER_OF_THE_PORTAL and before["parser"] == row["parser"]:
            tally.compare(before, row)
    return RunFacts(
        run_id=run_id,
        listed=listed,
        named=named,
        known=len(tally.known),
        gone=tuple(tally.gone.values()),
        moved=tuple(tally.moved.values()),
        blocked=tuple(tally.blocked),
        failed=tuple(row["url"] for row in query(db, FAILED, (run_id,))),
        turned_away=tuple(row["url"] for row in query(db, TURNED_AWAY, (run_id,))),
        tops=tuple(row["url"] for row in query(db, TOPS, (run_id,))),
        away=_away(query(db, AWAY, (run_id,))),
        filled={name: tally.filled[name] for name in FIELDS},
        rules=dict(tally.rules),
        replaced=dict(tally.replaced),
        reasons=dict(tally.reasons),
        examples={name: tuple(urls) for name, urls in tally.examples.items()},
        emptied={name: tuple(urls) for name, urls in tally.emptied.items()},
        **tally.counts,  # type: ignore[arg-type]  # named as the fields
        **{name: tuple(urls) for name, urls in tally.told.items()},  # type: ignore[arg-type]
    )


def _away(rows: Sequence[Row]) -> Addresses:
    """First pages, and articles where there are several: a single one may have been moved by its editor."""
    articles = [row["url"] for row in rows if not row["first"]]
    return tuple(row["url"] for row in rows if row["first"] or len(articles) >= SEVERAL)


@dataclass(slots=True)
class Tally:
    """What is counted of a run's rows, one at a time: a first run leaves as many as the portal has pages."""

    counts: Counter[str] = field(default_factory=Counter)
    known: set[str] = field(default_factory=set)
    gone: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    blocked: dict[str, None] = field(default_factory=dict)
    filled: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    replaced: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    told: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    emptied: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    examples: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: Row) -> None:
        """Count a page that was read."""
        self.counts["pages"] += 1
        if row["outcome"] == "article":
            self.gone.pop(row["article_id"], None)  # it was asked for twice
            self._add_article(row)
        elif row["outcome"] == "list":
            self.counts["lists"] += 1
            self._example("list", row)
        elif row["outcome"] == "blocked" and row["reason"] != AT_WORK and row["state"] != "refused":
            self.blocked.setdefault(row["url"])  # once, though a page is asked for again at the end of the run
        if row["reason"] and row["outcome"] != "list":
            self.reasons[row["reason"]] += 1
            self._example(row["reason"], row)

    def compare(self, before: Row, now: Row) -> None:
        """Count what became of an article that an earlier run had read, by the same reading code."""
        if now["article_id"] in self.known:
            return  # at a second address: one edit is one, however many addresses show it
        self.known.add(now["article_id"])
        for name in _differences(before, now):
            self.told[name].append(now["url"])
        if now["outcome"] == "article":
            self._compare_rules(before, now)
            for name in FIELDS:
                if before[name] and not now[name]:
                    self.emptied[name].append(now["url"])

    def _compare_rules(self, before: Row, now: Row) -> None:
        if not before["date_rule"] or not now["date_rule"] or before["date_rule"] == now["date_rule"]:
            return
        if before["updated_at"] == now["updated_at"]:
            self.replaced[before["date_rule"]] += 1
        else:
            self.told["other_rule"].append(now["url"])

    def _add_article(self, row: Row) -> None:
        self.counts["articles"] += 1
        if row["date_rule"]:
            self.rules[row["date_rule"]] += 1
        for name in FIELDS:
            self.filled[name] += bool(row[name])
            if not row[name]:
                self._example(f"no {name}", row)

    def _example(self, name: str, row: Row) -> None:
        if len(self.examples[name]) < EXAMPLES:
            self.examples[name].append(row["url"])


def _before(db: Connection, run_id: int, row: Row, which: str = BEFORE) -> Row | None:
    if not row["article_id"]:
        return None
    return next(iter(query(db, which, (row["article_id"], run_id))), None)


def _stood(db: Connection, run_id: int, row: Row) -> bool:
    """Whether the last look at an article, in an earlier run, still saw it."""
    last = _before(db, run_id, row, STOOD)
    return last is not None and last["outcome"] == "article"


def _stands_elsewhere(db: Connection, row: Row) -> bool:
    """Whether an article was seen at another address since it was last seen at this one: it moved, and is not lost."""
    if not row["article_id"]:
        return False
    return db.execute(ELSEWHERE, (row["address_id"],)).fetchone() is not None


def _differences(before: Row, now: Row) -> list[str]:
    if now["outcome"] != "article":
        return ["lost"]
    told = []
    if before["version_id"] != now["version_id"]:
        told.append("changed")
        if now["body_text"] < before["body_text"] / 2:
            told.append("shrunk")
    elif before["updated_at"] != now["updated_at"]:
        told.append("redated")
    return told


def history_of(db: Connection, portal: str, before_run: int, runs: int = 30) -> Sequence[RunFacts]:
    """The facts of the portal's last finished live runs before one, oldest first (`runs.details`, key `facts`)."""
    rows = query(db, HISTORY, (portal, before_run, runs))
    return [RunFacts.told(json.loads(row["facts"])) for row in reversed(rows)]


def rhythms_of(db: Connection, portal: str) -> Sequence[Rhythm]:
    """For each section the days on which a live run found something new, without the days of the portal's first run."""
    days: dict[str, list[date]] = defaultdict(list)
    for row in query(db, NEWS, (portal, portal)):
        days[row["section"]].append(date.fromisoformat(row["day"]))
    return [Rhythm(section, tuple(found)) for section, found in days.items()]


def exit_codes_of(db: Connection, portal: str, before_run: int) -> Sequence[int]:
    """The exit codes of the portal's last ten live runs before one, oldest first."""
    rows = query(
        db,
        "SELECT exit_code FROM runs WHERE portal = ? AND source = 'live' AND id < ? AND exit_code IS NOT NULL"
        " ORDER BY id DESC LIMIT 10",
        (portal, before_run),
    )
    return [row["exit_code"] for row in reversed(rows)]
