"""One article at several addresses: what is joined by text, in whatever order it comes."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

from archive.article import Article
from archive.sqlite import connect
from archive.store import Archive
from archive.visit import Visit
from tests.archive.visits import article, visit


def at(identity: str, found: Article, when: str) -> Visit:
    look = visit(found, when, identity=identity)
    assert look.capture
    assert look.reading
    url = f"http://127.0.0.1{identity}"
    reading = replace(look.reading, identity=identity)
    return replace(look, url=url, capture=replace(look.capture, url=url), reading=reading)


def kept(folder: Path, *visits: Visit) -> list[tuple[int, int]]:
    """How many articles there are, and versions of all of them."""
    folder.mkdir()
    with Archive(folder / "a.db") as archive:
        for each in visits:
            archive.save(each)
    db = connect(folder / "a.db", readonly=True)
    found = db.execute("SELECT count(*), sum(version_count) FROM articles").fetchall()
    db.close()
    return found


FIRST = article("a", body_text="Lò gạch thủ công ngừng hoạt động từ cuối năm.", updated_at="2026-03-01")
EDITED = replace(FIRST, body_text="Lò gạch thủ công đã ngừng hẳn.")
ONE, OTHER = "/chitiet.aspx?id=7", "/chitiet.aspx?cat=2&id=7"


def test_the_same_text_and_date_at_addresses_of_one_make_is_one_article_in_any_order(tmp_path: Path) -> None:
    looks = (
        at(ONE, FIRST, "2026-03-02T00:00:00Z"),
        at(OTHER, FIRST, "2026-03-02T00:00:09Z"),
        at(OTHER, EDITED, "2026-04-02T00:00:00Z"),
        at(ONE, EDITED, "2026-04-02T00:00:09Z"),
    )
    for order in permutations(range(4)):
        if set(order[:2]) in ({0, 2}, {1, 3}):
            continue  # nothing in the first two says that they are of one page, and an id once given stays
        name = "".join(map(str, order))
        assert kept(tmp_path / name, *(looks[number] for number in order)) == [(1, 2)], order
