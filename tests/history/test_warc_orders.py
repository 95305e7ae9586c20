"""`scrapy crawl warc`: the records of an import may lie in its files in any order; the archive ends alike."""

import gzip
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from archive.store import Archive
from archive.verify import verify
from crawler.past.history import visit_of
from crawler.past.warcimport import Import
from crawler.portals import PORTALS
from tests.history.scenes import HOST, ask, page, run
from tests.history.test_moved import led
from tests.history.test_one_history import SAME
from tests.history.warcs import Shot, one_member, write_wacz, write_warc

TITLE = "Lò gốm đất đỏ đổi sang đốt bằng trấu ép"
OLD = Shot(f"{HOST}/index.php?option=com_content&view=article&id=12", "2015-01-01T00:00:00Z", page(TITLE))
NEW = Shot(f"{HOST}/lo-gom-dat-do-doi-sang-dot-bang-trau-ep.html", "2020-01-01T00:00:00Z", OLD.body)
EDITED = replace(NEW, at="2021-01-01T00:00:00Z", body=page(TITLE, more="Sở sẽ tổng kết vào cuối quý."))
THERE = replace(EDITED, url=f"{HOST}/lang-nghe/gom-do.html", at="2023-01-01T00:00:00Z")
MOVED = led(NEW, THERE.url, "2022-01-01T00:00:00Z")
STORY = [OLD, NEW, EDITED, MOVED, THERE]
FOUND = "SELECT first_seen_at, last_seen_at, version_count FROM articles"


def imported(folder: Path, *files: Path) -> dict[str, list[str]]:
    """What an archive says once these were imported together."""
    portal, now = PORTALS["sct_bentre"], "2999-01-01T00:00:00Z"
    with Archive(folder / "archive.db") as archive:
        walk = Import(portal, folder / "warc", now)
        assert len(list(walk.look_through(files))) <= walk.records
        with archive.together():
            for each in walk.pages(lambda *_: ()):
                archive.save(visit_of(each.exchange, portal, "warc", each.place))
        walk.close()
        assert verify(archive.db, folder / "warc").problems == []
        return {name: sorted(map(repr, archive.db.execute(query))) for name, query in SAME.items()}


def test_in_every_order_of_records_an_article_that_moved_and_was_edited_is_one(tmp_path: Path) -> None:
    ends = []
    for order in permutations(STORY):
        folder = tmp_path / str(len(ends))
        folder.mkdir()
        ends.append(imported(folder, write_warc(folder / "w.warc.gz", order)))
    assert len(ends[0]["articles"]) == 1
    assert len(ends) == 120
    assert [end for end in ends if end != ends[0]] == []


def test_in_every_order_of_files(tmp_path: Path) -> None:
    ends = []
    for order in permutations((STORY[:1] + STORY[4:], STORY[1:3], STORY[3:4])):
        folder = tmp_path / str(len(ends))
        folder.mkdir()
        files = [write_warc(folder / f"{number}.warc", shots, gzipped=False) for number, shots in enumerate(order)]
        ends.append(imported(folder, *files))
    assert len(ends[0]["articles"]) == 1
    assert [end for end in ends if end != ends[0]] == []


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_the_spider_itself(tmp_path: Path, order: tuple[int, ...]) -> None:
    archive = tmp_path / "a" / "archive.db"
    path = write_warc(tmp_path / "w.warc.gz", [STORY[number] for number in order])
    for _ in range(2):
        ran = run("warc", archive, portal="sct_bentre", path=path)
        assert (ran.code, ask(archive, FOUND)) == (0, [(OLD.at, EDITED.at, 2)]), ran.said


def test_what_lies_in_one_member_or_zip_is_read_in_one_go_and_files_by_their_first_record(tmp_path: Path) -> None:
    """A step back would unpack it from its beginning again. Their warcinfo's time is today's."""
    plain = write_warc(tmp_path / "late.warc", [replace(EDITED, at="2021-01-01T00:00:00Z"), NEW], gzipped=False)
    others = write_warc(tmp_path / "z.warc.gz", [THERE, OLD])
    for late in (one_member(tmp_path / "late.warc.gz", plain), write_wacz(tmp_path / "late.wacz", plain)):
        walk = Import(PORTALS["sct_bentre"], tmp_path / "warc", "2999-01-01T00:00:00Z")
        list(walk.look_through([late, others]))
        years = [each.exchange.captured_at[:4] for each in walk.pages(lambda *_: ())]
        assert years == ["2015", "2021", "2020", "2023"]
        walk.close()


def test_a_file_that_was_cut_after_it_was_looked_through_is_told_of(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "w.warc.gz", STORY)
    walk = Import(PORTALS["sct_bentre"], tmp_path / "warc", "2999-01-01T00:00:00Z")
    list(walk.look_through([path]))
    path.write_bytes(gzip.compress(b""))
    assert list(walk.pages(lambda *_: ())) == []
    assert walk.damaged == {"changed-while-read": len(STORY)}
    walk.close()


def test_so_is_another_file_in_its_place(tmp_path: Path) -> None:
    path, strange = tmp_path / "w.warc", replace(OLD, url="http://trang.example/tin-khac.html")
    write_warc(path, [OLD], gzipped=False)
    walk = Import(PORTALS["sct_bentre"], tmp_path / "warc", "2999-01-01T00:00:00Z")
    list(walk.look_through([path]))
    write_warc(path, [strange], gzipped=False)
    assert list(walk.pages(lambda *_: ())) == []
    assert walk.damaged == {"changed-while-read": 1}
    walk.close()
