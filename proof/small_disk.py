"""Runs inside a mount namespace of its own: an archive on a tiny disk that fills up, grows, and turns read-only."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

from archive.errors import ArchiveError
from archive.store import Archive
from proof import holding, pages
from proof.crawling import crawl, texts
from proof.killing import forked, write_on
from proof.server import Server, article, front, whole

SMALL, LARGE = "9m", "96m"
"""Twelve articles of half a million letters take 47 MB, and up to 17 more in the log before a checkpoint."""


def main(folder: Path) -> None:
    """Print one JSON list a promise: tried, figure, promised, held."""
    mount("tmpfs", f"size={SMALL}", folder)
    path = folder / "archive.db"
    acknowledged = fill(path)
    grown(path, acknowledged)
    read_only(folder, path)
    crawls(folder.with_name(f"{folder.name}-crawled"))


def fill(path: Path) -> list[int]:
    """Write until the disk is full, three times in a row; what was acknowledged."""
    numbers: list[int] = []
    for attempt in range(3):
        ended = forked(partial(write_on, path, 1000 * attempt), None)
        numbers += ended.acknowledged
        clear = ended.said.startswith("!DiskFull: ") and len(ended.said.splitlines()) == 1
        told = f"{len(ended.acknowledged)} commits, then {ended.said[:60]}…"
        promise(f"disk of {SMALL} filled, attempt {attempt + 1}", told, "DiskFull, one clear line", held=clear)
    return numbers


def grown(path: Path, numbers: list[int]) -> None:
    """Make room and go on."""
    mount("tmpfs", f"remount,size={LARGE}", path.parent)
    ended = forked(partial(write_on, path, 9000, most=100), None)
    numbers += ended.acknowledged
    lost = holding.acknowledged(path, numbers)
    promise("commits acknowledged before, at and after", f"{len(numbers)}, lost {len(lost)}", "0 lost", held=not lost)
    wrong = holding.whole(path)
    read, unread = holding.records_of(path.parent / "warc")
    promise("with room again", f"{len(ended.acknowledged)} more commits", "100", held=len(ended.acknowledged) == 100)
    promise("the archive after it", f"{len(wrong)} complaints {wrong[:2]}", "0", held=not wrong)
    promise("its WARC records", f"{read}, {len(unread)} files broken {unread[:1]}", "0 broken", held=not unread)


def read_only(folder: Path, path: Path) -> None:
    """Remount read-only: writing says so, reading works."""
    with Archive(path) as archive:
        archive.save(pages.visit(20_000))
    mount("tmpfs", "remount,ro", folder)
    try:
        Archive(path).close()
        said = "nothing"
    except ArchiveError as error:
        said = f"exit {error.exit_code}: {error}"
    promise("opened for writing on a read-only disk", said[:70], "exit 5, said clearly", held=said.startswith("exit 5"))
    command = [sys.executable, "-m", "archive", "--archive", str(path), "search", "dien gio"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    promise("searched on a read-only disk", f"exit {done.returncode}", "exit 0", held=done.returncode == 0)


def crawls(folder: Path) -> None:
    """Whole crawls: too little room to begin, full midway, roomy again, read-only. Each time exit 5, and then all."""
    folder.mkdir()
    mount("tmpfs", "size=3m", folder)
    names = [f"/tin-{number}.html" for number in range(12)]
    large = {
        name: whole(article(f"Bài {name}").replace("</body>", f"<p>{pages.text(number, 60_000)}</p></body>"))
        for number, name in enumerate(names)
    }
    with Server({"/": whole(front(names)), **large}) as portal:
        done = crawl(portal.url, folder / "archive.db")
        told, held = f"exit {done.code}, {len(portal.asked)} requests", (done.code, portal.asked) == (5, [])
        promise("crawl begun with 3 MB of room", told, "exit 5, nothing asked for", held=held)
        mount("tmpfs", f"remount,size={SMALL}", folder)
        done = crawl(portal.url, folder / "archive.db")
        before = texts(folder / "archive.db")
        clear = done.code == 5 and "make room" in done.log.splitlines()[-1] and "Traceback" not in done.log
        told = f"exit {done.code}, {len(before)} of {len(names)} articles"
        promise(f"crawl that fills a disk of {SMALL}", told, "exit 5, one clear line", held=clear)
        mount("tmpfs", f"remount,size={LARGE}", folder)
        done = crawl(portal.url, folder / "archive.db")
        after, wrong = texts(folder / "archive.db"), holding.whole(folder / "archive.db")
        told = f"exit {done.code}, {len(after)} articles, {len(before - after)} lost, {len(wrong)} complaints"
        held = done.code == 0 and before <= after and len(after) == len(names) and not wrong
        promise("the next crawl, with room again", told, "all articles", held=held)
        mount("tmpfs", "remount,ro", folder)
        done = crawl(portal.url, folder / "archive.db")
        promise("crawl on a read-only disk", f"exit {done.code}", "exit 5", held=done.code == 5)


def mount(kind: str, options: str, folder: Path) -> None:
    """Mount or remount."""
    subprocess.run(["mount", "-t", kind, "-o", options, "none", str(folder)], check=True)


def promise(tried: str, figure: str, promised: str, *, held: bool) -> None:
    """One line for the parent."""
    print(json.dumps([tried, figure, promised, held]), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
