"""`archive reread`: what an old reader missed is recovered from raw pages, as a re-reading and not as news."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from archive.cli import main
from archive.comparing import Comparison
from archive.sqlite import connect
from archive.store import Archive
from crawler.past.exchange import exchange
from crawler.past.history import visit_of
from crawler.past.warcfiles import Record, records
from crawler.portals import PORTALS
from tests.history.scenes import HOST, archive_command, articles, ask, page, run
from tests.history.warcs import Shot, write_warc
from tests.replica.crawling import crawl
from tests.replica.running import Replica

SHOTS = [
    Shot(f"{HOST}/tin-so-{n}.html", f"2021-05-0{n}T01:02:03Z", page(f"Kiểm tra cơ sở số {n}", f"0{n}/05/2021"))
    for n in range(1, 5)
]


def visits(tmp_path: Path) -> list[object]:
    found = [
        r for r in records(write_warc(tmp_path / "w.warc.gz", SHOTS)) if isinstance(r, Record) and r.type == "response"
    ]
    return [visit_of(exchange(record), PORTALS["sct_bentre"], "warc") for record in found]


def old_archive(tmp_path: Path) -> Path:
    """An archive that a reader of long ago wrote: it could not read half of the pages, and cut the others' titles."""
    path = tmp_path / "old" / "archive.db"
    with Archive(path) as archive:
        archive.portals(
            [
                {name: name for name in ("name", "title", "agency", "province", "successor", "home_url")}
                | {"name": "sct_bentre"}
            ]
        )
        for number, visit in enumerate(visits(tmp_path)):
            old = replace(visit.reading, parser="0")
            if number % 2:
                old = replace(
                    old, outcome="not_article", reason="not_article:no-date-line", article=None, identity=None
                )
            else:
                old = replace(old, article=replace(old.article, title="Kiểm tra"))
            archive.save(replace(visit, reading=old, found=()))
    return path


def reread(path: Path, *words: str) -> dict[str, object]:
    done = CliRunner().invoke(main, ["--archive", str(path), "reread", "--jobs", "1", "--json", *words])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_a_mended_reader_recovers_everything_and_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    path, new = old_archive(tmp_path), tmp_path / "new" / "archive.db"
    with Archive(new) as archive:
        for visit in visits(tmp_path):
            archive.save(visit)
    assert len(articles(path)) == 2
    dry = reread(path, "--dry-run")
    assert (dry["pages"], dry["recovered"], dry["given_up"], dry["same"]) == (4, 2, 0, 0)
    assert {row["field"]: (row["gained"], row["different"]) for row in dry["fields"]}["title"] == (2, 2)
    assert len(articles(path)) == 2
    assert reread(path)["recovered"] == 2
    shown = "SELECT id, title, body_text, version_id, changed_at, first_seen_at, last_seen_at FROM articles ORDER BY id"
    assert ask(path, shown) == ask(new, shown)
    assert ask(path, "SELECT count(*) FROM changes WHERE kind <> 'reader'") == [(0,)]
    assert ask(path, "SELECT count(*) FROM readings") == [(8,)]
    again = reread(path)
    assert (again["same"], again["recovered"], again["unmarked"]) == (4, 0, 0)
    assert ask(path, "SELECT count(*) FROM readings") == [(8,)]


def test_the_comparison_counts_by_field_what_was_found_lost_and_changed() -> None:
    seen = Comparison()
    old = {"outcome": "article", "title": "Một", "author": "An"}
    assert seen.add("u1", old, dict(old))
    assert not seen.add("u2", old, {"outcome": "article", "title": "Hai", "section": "Tin"})
    assert not seen.add("u3", None, {"outcome": "list"})
    rows = {row["field"]: (row["gained"], row["lost"], row["different"], row["examples"]) for row in seen.rows()}
    assert rows == {
        "outcome": (1, 0, 0, ["u3"]),
        "title": (0, 0, 1, ["u2"]),
        "section": (1, 0, 0, ["u2"]),
        "author": (0, 1, 0, ["u2"]),
    }
    assert (seen.pages, seen.same, seen.recovered, seen.given_up) == (3, 1, 0, 0)


def test_what_a_live_crawl_kept_says_the_same_again_also_feeds_sitemaps_and_files(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Replica(
        "sct_bentre", scale=8, sitemap=True, rss=True, robots="User-agent: *\nSitemap: /sitemap.xml\n"
    ) as portal:
        assert crawl(portal, path).code == 0
    kept = "SELECT count(*) FROM readings JOIN captures ON captures.id = capture_id WHERE reason = 'list:feed'"
    assert ask(path, f"{kept} AND warc_file IS NOT NULL") > [(0,)]
    told = reread(path)
    assert (told["same"], told["unmarked"]) == (told["pages"], 0)


def test_a_damaged_archive_ends_it_with_one_sentence_as_it_does_an_import(tmp_path: Path) -> None:
    path = old_archive(tmp_path)
    with closing(connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(page,)] = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'captures'")
    whole = path.read_bytes()
    path.write_bytes(whole[: (page - 1) * 4096] + bytes(range(1, 129)) * 32 + whole[page * 4096 :])
    for done in (
        archive_command(path, "reread", "--jobs", "1"),
        archive_command(path, "reread", "--dry-run", "--jobs", "1"),
        run("warc", path, portal="sct_bentre", path=tmp_path / "w.warc.gz"),
    ):
        assert (done.code, "is damaged" in done.said, "Traceback" in done.said) == (5, True, False), done.said
