"""The views that tell changes of the portal from changes of our reading; part of the schema."""

from __future__ import annotations

from archive.article import STAND_IN

# Outcomes by which a reader says what a page is instead; "unreadable" and "truncated" say nothing.
SAYS_OTHERWISE = "('not_article', 'list', 'gone', 'blocked')"

# What newer readers said of a capture, and whether one took what this reading calls an article for something else.
LATER = """SELECT 1 FROM readings AS later WHERE later.capture_id = looks.capture_id
    AND (CAST(later.parser AS INTEGER), later.parser) > (CAST(looks.parser AS INTEGER), looks.parser)"""
OTHERWISE = f"later.outcome IN {SAYS_OTHERWISE}"
TAKEN_BACK = f"EXISTS ({LATER} AND {OTHERWISE})"

# Whether its text stands in for the article's own (archive/standins.py).
STANDS_IN = "EXISTS (SELECT 1 FROM stand_ins WHERE stand_ins.version_id = {}.version_id)"


def seen_as(reading: str) -> str:
    """The columns outcome and reason of a reading as a look at an article: a text that stands in is none."""
    is_one = STANDS_IN.format(reading)
    return f"""CASE WHEN {is_one} THEN 'gone' ELSE {reading}.outcome END AS outcome,
    CASE WHEN {is_one} THEN '{STAND_IN}' ELSE {reading}.reason END AS reason"""


def _settles(reading: str) -> str:
    """Whether a reading is an article, or names what it is instead and takes nothing that an article's row shows."""
    return f"""({reading}.outcome = 'article' OR ({reading}.outcome IN {SAYS_OTHERWISE} AND NOT EXISTS (
        SELECT 1 FROM readings AS taken JOIN articles AS shown ON shown.id = taken.article_id
        WHERE taken.capture_id = {reading}.capture_id AND shown.capture_id = taken.capture_id
        AND shown.parser = taken.parser)))"""


# The reading that counts for a capture: the newest parser's that settles what it is. So a better reader takes back what
# was misread as an article, but not what its row shows for want of any other (archive/newest.py).
BEST_READING = f"""NOT EXISTS (
    SELECT 1 FROM readings AS better WHERE better.capture_id = reading.capture_id AND better.parser <> reading.parser
    AND ({_settles("better")}, CAST(better.parser AS INTEGER), better.parser)
        > ({_settles("reading")}, CAST(reading.parser AS INTEGER), reading.parser))"""

# Whether an older parser had read the capture before.
REREAD = """EXISTS (SELECT 1 FROM readings AS earlier WHERE earlier.capture_id = capture.id
        AND (CAST(earlier.parser AS INTEGER), earlier.parser) < (CAST(reading.parser AS INTEGER), reading.parser))"""

# One row a look at an article, refused looks included.
ARTICLE_CAPTURES = f"""CREATE VIEW article_captures AS
SELECT address.article_id, capture.id AS capture_id, capture.url, capture.source, capture.captured_at, capture.status,
    capture.sha256, capture.warc_file, capture.warc_offset, capture.warc_length, capture.run_id, capture.sort_key,
    reading.parser, {seen_as("reading")}, reading.version_id, reading.updated_at, reading.date_text,
    reading.date_rule, {REREAD} AS reread
FROM addresses AS address
JOIN captures AS capture ON capture.address_id = address.id
LEFT JOIN readings AS reading ON reading.capture_id = capture.id
WHERE address.article_id IS NOT NULL AND (reading.capture_id IS NULL OR {BEST_READING})"""

# What an article showed, look by look, where it showed anything. By the article's own rows, so that one article's
# history is read alone, and all of them in the order of an index.
LOOKS = f"""readings AS reading ON reading.article_id = article.id
CROSS JOIN captures AS capture ON capture.id = reading.capture_id AND {BEST_READING}
    AND NOT {STANDS_IN.format("reading")}"""

# Two looks in a row read by different parsers cannot be compared: what differs may be our doing ("reader").
# Most articles never change: they are passed over by the index alone (300,000 looks: 4 s before, 0.9 s now).
CHANGES = f"""CREATE VIEW changes AS
WITH looks AS (
    SELECT article.id AS article_id, capture.id AS capture_id, capture.captured_at, capture.source, reading.parser,
        reading.version_id, reading.updated_at,
        lag(capture.id) OVER look AS from_capture_id, lag(reading.version_id) OVER look AS from_version_id,
        lag(reading.updated_at) OVER look AS from_updated_at, lag(reading.parser) OVER look AS from_parser
    FROM articles AS article CROSS JOIN {LOOKS}
    WHERE (SELECT min(version_id) <> max(version_id) OR min(updated_at) <> max(updated_at)
        OR count(updated_at) BETWEEN 1 AND count(*) - 1 FROM readings WHERE article_id = article.id)
    WINDOW look AS (PARTITION BY article.id ORDER BY capture.sort_key, capture.id)
)
SELECT article_id, CASE
        WHEN parser <> from_parser THEN 'reader'
        WHEN version_id = from_version_id THEN 'date_bump'
        WHEN updated_at IS from_updated_at THEN 'silent_edit'
        ELSE 'edit' END AS kind,
    captured_at AS changed_at, source, from_version_id, version_id, from_updated_at, updated_at,
    from_capture_id, capture_id
FROM looks
WHERE from_capture_id IS NOT NULL AND (version_id <> from_version_id OR updated_at IS NOT from_updated_at)"""

# First and last sight of each text; a text that came back has one row with a longer span.
VERSION_SPANS = f"""CREATE VIEW version_spans AS
SELECT article.id AS article_id, reading.version_id, min(capture.captured_at) AS first_seen_at,
    max(capture.captured_at) AS last_seen_at, count(*) AS captures, max({REREAD}) AS reread
FROM articles AS article CROSS JOIN {LOOKS}
GROUP BY article.id, reading.version_id"""

VIEWS = {"article_captures": ARTICLE_CAPTURES, "changes": CHANGES, "version_spans": VERSION_SPANS}
