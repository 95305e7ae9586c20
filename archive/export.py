"""Articles for other programs: JSON lines with everything, CSV that a spreadsheet opens as text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from archive.showing import HIDDEN, rows
from archive.spreadsheet import safe_cell
from archive.sqlite import Connection

ARTICLES = "SELECT * FROM articles WHERE ? IS NULL OR portal = ? ORDER BY portal, updated_on, id"
FILES = {
    "images": "SELECT url, caption, alt, media_type, bytes, sha256 FROM images WHERE article_id = ? ORDER BY position",
    "attachments": """SELECT url, label, media_type, bytes, sha256 FROM attachments
        WHERE article_id = ? ORDER BY position""",
}


def exported(db: Connection, portal: str | None = None) -> Iterator[dict[str, Any]]:
    """Every article with its pictures and attachments, one at a time, whatever their number."""
    cursor = db.execute(ARTICLES, (portal, portal))
    names = [column[0] for column in cursor.description]
    for row in cursor:
        article = {name: value for name, value in zip(names, row, strict=True) if name not in HIDDEN}
        yield article | {name: rows(db, query, (article["id"],)) for name, query in FILES.items()}


def json_lines(articles: Iterator[dict[str, Any]]) -> Iterator[str]:
    """One JSON object a line."""
    return (json.dumps(article, ensure_ascii=False) + "\n" for article in articles)


def csv_rows(articles: Iterator[dict[str, Any]]) -> Iterator[str]:
    """A header and one row an article; addresses of files on lines of one cell. No cell begins a formula."""
    for number, article in enumerate(articles):
        for kind in FILES:
            article[kind] = "\n".join(file["url"] for file in article[kind])
        if number == 0:
            yield _row(list(article))
        yield _row([value if isinstance(value, int) else safe_cell(value or "") for value in article.values()])


def _row(cells: list[Any]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue()
