"""Pictures and attachments of articles, fetched from a rebuilt portal."""

import hashlib
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.replica.crawling import ask, crawl, days_on
from tests.replica.media import media
from tests.replica.running import Replica

FILES = "SELECT url, media_type, bytes, sha256, warc_file FROM {} ORDER BY url"
MEDIA = "SELECT state, reason, count(*) AS n FROM addresses WHERE kind = 'media' GROUP BY 1, 2 ORDER BY 1, 2"
NEXT_DAY = days_on(1)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.mark.parametrize("portal", ["sct_bentre", "sct_bacgiang"])
def test_every_picture_and_attachment_is_kept_once_with_its_type_size_and_digest(archive: Path, portal: str) -> None:
    with Replica(portal) as replica:
        first = crawl(replica, archive)
        assert first.code == 0, first.log
        asked = [request["path"] for request in replica.requests(clear=True)]
        second = crawl(replica, archive, *NEXT_DAY)
        assert second.code == 0, second.log
        assert not [one for one in replica.requests() if "/images/" in one["path"] or "/documents/" in one["path"]]
    pictures, files = (ask(archive, FILES.format(table)) for table in ("images", "attachments"))
    assert len(pictures) >= 20
    assert len(files) >= 8
    for row in (*pictures, *files):
        assert row["sha256"], row["url"]
        assert row["media_type"], row["url"]
        assert row["warc_file"], row["url"]
    for row in pictures:
        name = unquote(row["url"].rpartition("/")[2])
        if portal == "sct_bentre":
            body = media(name.replace("-x480", ""))[0]
            assert (row["sha256"], row["bytes"]) == (hashlib.sha256(body).hexdigest(), len(body))
    urls = {row["url"] for row in (*pictures, *files)}
    assert ask(archive, MEDIA) == [{"state": "done", "reason": None, "n": len(urls)}]
    assert len(asked) == len(set(asked)), "nothing is asked for twice"
    assert f"{len(urls)} files (pictures, attachments)" in first.log


@pytest.mark.parametrize(("off", "table"), [("FETCH_IMAGES", "images"), ("both", "both")])
def test_either_can_be_switched_off_and_then_costs_nothing(archive: Path, off: str, table: str) -> None:
    names = ("FETCH_IMAGES", "FETCH_ATTACHMENTS") if off == "both" else (off,)
    words = [word for name in names for word in ("-s", f"{name}=0")]
    with Replica("sct_bentre") as replica:
        assert crawl(replica, archive, *words).code == 0
        kept = {
            name: ask(archive, f"SELECT count(sha256) AS n FROM {name}")[0]["n"] for name in ("images", "attachments")
        }
        assert [name for name, count in kept.items() if not count] == (
            ["images", "attachments"] if off == "both" else [table]
        )
        rows = ask(archive, "SELECT count(*) AS n FROM addresses WHERE kind = 'media'")[0]["n"]
        assert rows == sum(
            ask(archive, f"SELECT count(DISTINCT url) AS n FROM {name}")[0]["n"]
            for name, count in kept.items()
            if count
        )


def test_what_is_no_file_is_refused_by_name_and_the_run_stays_healthy(archive: Path) -> None:
    with Replica("sct_bentre") as replica:
        page = "<html><head><title>Lỗi</title></head><body><h1>Không tìm thấy trang</h1></body></html>"
        replica.fault("status", r"\.png$|\.jpg$", times=2, status=200, body=page)
        replica.fault("status", r"\.pdf$", times=1, status=404)
        replica.fault("status", r"\.docx$", times=9, status=503)
        run = crawl(replica, archive, "-s", "MEDIA_MAXSIZE=300")
        assert run.code == 0, run.log
        told = {(row["state"], row["reason"]): row["n"] for row in ask(archive, MEDIA)}
        assert told["refused", "file:web-page"] == 2
        assert told["refused", "gone:404"] == 1
        assert told["refused", "too-large:more than 300 bytes"] >= 5
        assert told["failed", "status:503"] >= 1
        replica.order("mend")
        again = crawl(replica, archive, *NEXT_DAY)
        assert again.code == 0, again.log
        told = {(row["state"], row["reason"]): row["n"] for row in ask(archive, MEDIA)}
        assert ("failed", "status:503") not in told, "what failed is due again in the next run"
        assert told["refused", "gone:404"] == 1, "what is not there is left alone for a month"
        later = crawl(replica, archive, "-a", "full=1", *days_on(44))
        assert later.code == 0, later.log
        told = {(row["state"], row["reason"]): row["n"] for row in ask(archive, MEDIA)}
        assert ("refused", "gone:404") not in told
        assert ("refused", "file:web-page") not in told


def test_files_that_are_all_out_of_order_end_the_asking_and_no_page_is_lost(archive: Path) -> None:
    with Replica("sct_bentre") as replica:
        replica.fault("status", r"\.(png|jpg|pdf|docx?|xlsx?|zip|rar)$", status=500)
        run = crawl(replica, archive)
        asked = [one for one in replica.requests() if one["path"].endswith((".png", ".jpg"))]
    assert run.code == 0, run.log
    assert "in a row failed" in run.log.strip().splitlines()[-1]
    assert len(asked) <= 10
    assert ask(archive, "SELECT count(*) AS n FROM articles")[0]["n"] == 42
