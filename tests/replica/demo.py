"""`make demo`: both portals rebuilt on this machine, crawled for real into data/demo (or the folder
given), an edit noticed a fortnight later, one portal lost and recovered."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.store import Archive
from tests.replica import Replica
from tests.replica.running import ROOT

PORTALS = {"sct_bentre": "Bến Tre", "sct_bacgiang": "Bắc Giang"}
FOLDER = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "data" / "demo"
FIRST_LOOK = (datetime.now(UTC) - timedelta(days=14)).strftime("%Y-%m-%dT%H:%M:%SZ")
ADDED = "Ban biên tập bổ sung: số liệu trong bài đã được đối chiếu lại với báo cáo quý của đơn vị."
EDITS = "select article_id from changes where kind = 'silent_edit'"
UNREACHABLE = 4  # the exit code of `scrapy crawl` for a portal that is not there


def main() -> int:
    """Run the whole demonstration; 0 if everything went as it should."""
    started = time.monotonic()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    archive = FOLDER / "archive.db"
    say("Two portals are rebuilt on this machine (invented articles; nothing outside is contacted) ...")
    with Replica("sct_bentre") as bentre, Replica("sct_bacgiang") as bacgiang:
        for portal in (bentre, bacgiang):
            say(f"Crawling {PORTALS[portal.portal]} at {portal.url} with `scrapy crawl {portal.portal}`:")
            if code := crawl(portal.portal, archive, FIRST_LOOK, base_url=portal.url):
                say(f"The crawl of {portal.portal} ended with exit code {code}; its reason stands above and in `runs`.")
                return code
        if code := edited(bentre, archive):
            return code
        code = lost_and_recovered(bentre, archive)
    for made in FOLDER.rglob("archive.db"):
        say_that_it_is_invented(made)
    show(archive)
    say(f"Done in {time.monotonic() - started:.0f} seconds. The archive is {os.path.relpath(archive, ROOT)}. Next:")
    print(next_steps(str(ask(archive, EDITS)[0][0])))
    return code


def say_that_it_is_invented(archive: Path) -> None:
    """Name the portals what they are, in the archive itself: its pages and citations would pass for real ones."""
    columns = ("name", "title", "agency", "province", "successor", "home_url")
    with Archive(archive) as it:
        rows = [
            dict(zip(columns, row, strict=True)) for row in ask(archive, f"select {', '.join(columns)} from portals")
        ]
        it.portals(row | {"title": f"{row['title']} (invented, for the demo)"} for row in rows)


def crawl(spider: str, archive: Path, clock: str = "", **arguments: str) -> int:
    """Run one spider without delay, its progress on this terminal, at the time `clock` (else now); its exit code."""
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        spider,
        "-s",
        f"ARCHIVE_PATH={archive}",
        "-s",
        "DOWNLOAD_DELAY=0",
        "-s",
        f"CLOCK={clock}",
    ]
    for name, value in arguments.items():
        command += ["-a", f"{name}={value}"]
    # In a group of its own, so that Ctrl-C comes here first: SIGTERM ends a crawl cleanly at any moment, also while it loads.
    with subprocess.Popen(command, cwd=ROOT, process_group=0) as running:
        try:
            return running.wait()
        except KeyboardInterrupt:
            running.terminate()
            running.wait()
            raise


def edited(portal: Replica, archive: Path) -> int:
    """Let an editor add to the newest article without touching its date, and look again; 0 if both texts are kept."""
    key, article = max(portal.truth().items(), key=lambda item: str(item[1].updated_at))
    portal.order("edit", key=key, body=ADDED)
    say(
        f"A fortnight later an editor adds a paragraph to “{article.title[:60]}…”,\n    its date unchanged. The\n    next crawl looks at every page again (-a full=1; a plain one asks for the few that are due):"
    )
    if code := crawl(portal.portal, archive, base_url=portal.url, full="1"):
        return code
    return 0 if ask(archive, EDITS) else 1


def lost_and_recovered(portal: Replica, archive: Path) -> int:
    """Take the portal away, crawl it in vain, and read its articles back from the WARC files into an empty archive."""
    say(f"Now the portal of {PORTALS[portal.portal]} is switched off. A crawl must say so, and lose nothing:")
    portal.stop()
    code = crawl(portal.portal, archive, base_url=portal.url)
    if code != UNREACHABLE:
        say(f"Expected exit code {UNREACHABLE} (portal unreachable), got {code}.")
        return code or 1
    if "warc" not in spiders():
        return 0
    again = FOLDER / "recovered" / "archive.db"
    again.parent.mkdir()
    say("What the crawl kept in WARC files is read into an empty archive with `scrapy crawl warc`:")
    if code := crawl("warc", again, portal=portal.portal, path=str(FOLDER / "warc"), base_url=portal.url):
        return code
    before, after = articles(archive, portal.portal), articles(again, portal.portal)
    same = "the same, text for text" if before == after else "NOT the same"
    say(f"{len(before)} articles before, {len(after)} recovered: {same}.")
    return 0 if before == after else 1


def spiders() -> list[str]:
    """The names of the spiders there are."""
    listed = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return listed.stdout.split()


def articles(archive: Path, portal: str) -> set[tuple[str, str]]:
    """Identity and fingerprint of a portal's articles."""
    rows = ask(
        archive,
        "select a.id, v.fingerprint from articles a join versions v on v.id = a.version_id where portal = ?",
        portal,
    )
    return {(str(row[0]), str(row[1])) for row in rows}


def show(archive: Path) -> None:
    """The ten newest articles, and counts by portal."""
    say("The ten newest articles:")
    for row in ask(archive, "select updated_on, portal, title from articles order by updated_at desc, id limit 10"):
        print(f"  {row[0] or '(no date)':10}  {PORTALS[row[1]]:9}  {row[2][:90]}")
    counts = ask(
        archive,
        "select p.name, (select count(*) from articles where portal = p.name), "
        "(select count(*) from images i join articles a on a.id = i.article_id where a.portal = p.name), "
        "(select count(*) from attachments f join articles a on a.id = f.article_id where a.portal = p.name), "
        "(select count(*) from addresses where portal = p.name) from portals p order by 1",
    )
    for name, stored, pictures, files, found in counts:
        if name in PORTALS:
            say(
                f"{PORTALS[name]}: {stored} articles, {pictures} pictures, {files} attachments, {found} addresses, each with a fate."
            )


def ask(archive: Path, query: str, *values: str) -> list[tuple[object, ...]]:
    """The rows of a query, read-only."""
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as database:
        return database.execute(query, values).fetchall()


def next_steps(edited_id: str) -> str:
    """What to type next."""
    return (
        "  make browse                                                    read it in your browser\n"
        '  .venv/bin/archive --archive data/demo/archive.db search "nang luong"   search, with or without marks\n'
        f"  .venv/bin/archive --archive data/demo/archive.db diff {edited_id}   what the editor changed\n"
        "  .venv/bin/archive --archive data/demo/archive.db status         how the archive is doing\n"
        "  .venv/bin/scrapy crawl sct_bentre -a limit=20                   a first look at the real portal\n"
    )


def say(sentence: str) -> None:
    """A line of the demonstration, set off from what the programs print."""
    print(f"\n==> {sentence}", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print(f"\nStopped. What was saved until now is in {os.path.relpath(FOLDER, ROOT)}; `make demo` starts afresh.")
        sys.exit(130)
