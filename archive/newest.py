"""Which look an article's row shows, found from all of them: where one does not count, the one before it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from archive import catalogue
from archive.article import Article, Attachment, Image
from archive.history import history_of, looks_at
from archive.sqlite import Connection
from archive.views import STANDS_IN, TAKEN_BACK

TEXTS = (
    "title", "body_text", "body_html", "summary", "section", "author", "source_credit", "lang",
    "updated_at", "date_text", "date_rule",
)  # fmt: skip
# Those that no newer reader took for something else and that stand in for no other text come first: an article keeps
# one that is neither, where it has no other.
NEWEST = f"""SELECT captures.url, {", ".join(f"versions.{name}" for name in TEXTS[:8])},
    looks.updated_at, looks.date_text, looks.date_rule, images, attachments,
    versions.id, captures.id, captures.sort_key, looks.parser
FROM readings AS looks JOIN captures ON captures.id = looks.capture_id JOIN versions ON versions.id = looks.version_id
WHERE looks.article_id = ? ORDER BY {TAKEN_BACK} OR {STANDS_IN.format("looks")},
    captures.sort_key DESC, CAST(looks.parser AS INTEGER) DESC, looks.parser DESC LIMIT 1"""
# What is shown though a newer reader took it back: for want of any other.
DOUBTED = f"""SELECT 1 FROM articles CROSS JOIN readings AS looks ON looks.capture_id = articles.capture_id
AND looks.parser = articles.parser WHERE articles.id = ? AND {TAKEN_BACK}"""
WAS_ARTICLE = "SELECT 1 FROM readings WHERE capture_id = ? AND article_id = ? LIMIT 1"


def taken_back(db: Connection, capture_id: str, article_id: str) -> bool:
    """Whether some reader took a capture for this article."""
    return db.execute(WAS_ARTICLE, (capture_id, article_id)).fetchone() is not None


def shown_is_taken_back(db: Connection, article_id: str) -> bool:
    """Whether an article shows what a newer reader took for something else: it counts no more beside any other look."""
    return db.execute(DOUBTED, (article_id,)).fetchone() is not None


def count_anew(db: Connection, articles: Iterable[str]) -> None:
    """Show and date articles of which other looks count than before."""
    for article_id in sorted(articles):
        show_newest(db, article_id)
        if looks := looks_at(db, article_id):
            catalogue.write_history(db, article_id, history_of(looks))


def show_newest(db: Connection, article_id: str) -> None:
    """Let an article's row show its newest look that counts, or the newest of all."""
    before, row = catalogue.shown_of(db, article_id), db.execute(NEWEST, (article_id,)).fetchone()
    if before is None or row is None:
        return
    url, *told, images, attachments, version_id, capture_id, sort_key, parser = row
    if (version_id, sort_key, parser) == (before.version_id, before.sort_key, before.parser):
        return
    files: dict[str, Any] = {
        "images": tuple(Image(**image) for image in json.loads(images)),
        "attachments": tuple(Attachment(**file) for file in json.loads(attachments)),
    }
    article = Article(url, **dict(zip(TEXTS, told, strict=True)), **files)
    catalogue.show(db, article_id, catalogue.Showing(article, version_id, capture_id, sort_key, parser), before)
