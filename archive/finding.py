"""Articles found for a person's words, outside the reader."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from archive.passages import passage_cell
from archive.search import RANK, fts_query
from archive.showing import portals_named
from archive.sqlite import Connection


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found, with the passage that holds most of the words; «these» are the words found."""

    id: str
    portal: str
    updated_on: str | None
    title: str
    passage: str
    url: str

    def as_dict(self) -> dict[str, str | None]:
        """For JSON."""
        return asdict(self)


FIND = f"""SELECT articles.id, portal, updated_on, articles.title, articles.body_text, url
FROM article_search JOIN articles ON articles.rowid = article_search.rowid
WHERE article_search MATCH :query AND (:portal IS NULL OR portal = :portal)
ORDER BY {RANK}, article_search.rowid DESC LIMIT :limit"""


def find(db: Connection, text: str, portal: str | None = None, limit: int = 20) -> list[Hit]:
    """Articles for what a person typed, best first; raises NotFound for a portal the archive does not hold."""
    portals_named(db, portal)
    found = db.execute(FIND, {"query": fts_query(text), "portal": portal, "limit": limit})
    return [Hit(row[0], row[1], row[2], row[3], passage_cell(row[4], text), row[5]) for row in found]
