"""The views that tell changes of the portal from changes of our reading; part of the schema."""

from __future__ import annotations

# The reading that counts for a capture: an article beats a refusal (the last good version stays), then the newest
# parser wins. Parser versions are numbers; anything after the number breaks ties as text.
BEST_READING = """NOT EXISTS (
    SELECT 1 FROM readings AS better WHERE better.capture_id = reading.capture_id
    AND (better.outcome = 'article', CAST(better.parser AS INTEGER), better.parser)
        > (reading.outcome = 'article', CAST(reading.parser AS INTEGER), reading.parser))"""

# One row a look at an article, refused looks included; reread says that an older parser had read the capture before.
ARTICLE_CAPTURES = f"""CREATE VIEW article_captures AS
SELECT address.article_id, capture.id AS capture_id, capture.url, capture.source, capture.captured_at, capture.status,
    capture.sha256, capture.warc_file, capture.warc_offset, capture.warc_length, capture.run_id, capture.sort_key,
    reading.parser, reading.outcome, reading.reason, reading.version_id, reading.updated_at, reading.date_text,
    reading.date_rule, EXISTS (SELECT 1 FROM readings AS earlier WHERE earlier.capture_id = capture.id
        AND (CAST(earlier.parser AS INTEGER), earlier.parser)
            < (CAST(reading.parser AS INTEGER), reading.parser)) AS reread
FROM addresses AS address
JOIN captures AS capture ON capture.address_id = address.id
LEFT JOIN readings AS reading ON reading.capture_id = capture.id
WHERE address.article_id IS NOT NULL AND (reading.capture_id IS NULL OR {BEST_READING})"""

# Two looks in a row read by different parsers cannot be compared: what differs may be our doing ("reader").
CHANGES = """CREATE VIEW changes AS
WITH looks AS (
    SELECT article_id, capture_id, captured_at, source, parser, version_id, updated_at, sort_key,
        lag(capture_id) OVER look AS from_capture_id, lag(version_id) OVER look AS from_version_id,
        lag(updated_at) OVER look AS from_updated_at, lag(parser) OVER look AS from_parser
    FROM article_captures WHERE outcome = 'article'
    WINDOW look AS (PARTITION BY article_id ORDER BY sort_key, capture_id)
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
VERSION_SPANS = """CREATE VIEW version_spans AS
SELECT article_id, version_id, min(captured_at) AS first_seen_at, max(captured_at) AS last_seen_at,
    count(*) AS captures, max(reread) AS reread
FROM article_captures WHERE outcome = 'article' GROUP BY article_id, version_id"""

VIEWS = (ARTICLE_CAPTURES, CHANGES, VERSION_SPANS)
