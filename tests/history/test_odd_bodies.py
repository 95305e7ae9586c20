"""Bodies that others packed in rarer ways: imported, they are read as a browser would, and the archive stays sound."""

import gzip
from pathlib import Path

import pytest

from crawler.entity import MAX_ENTITY
from crawler.past.exchange import exchange
from crawler.past.warcfiles import Place, Record
from tests.history.scenes import HOST, archive_command, ask, page, run
from tests.history.warcs import HTML, Shot, write_warc

TIN = page("Kiểm tra cơ sở chế biến dừa")
HUGE = TIN + bytes(MAX_ENTITY)
PACKED = {
    "two members": (gzip.compress(TIN[:300]) + gzip.compress(TIN[300:]), {}, "article"),
    "two members, the second cut": (gzip.compress(TIN[:300]) + gzip.compress(TIN[300:])[:-20], {}, "truncated"),
    "garbage behind": (gzip.compress(TIN) + b"\r\n<!-- x -->", {}, "article"),
    "too large": (gzip.compress(HUGE), {}, "unreadable"),
    "whole, and marked as cut": (gzip.compress(TIN), {"WARC-Truncated": "length"}, "truncated"),
}


@pytest.mark.parametrize("how", PACKED)
def test_an_archive_with_a_body_that_others_packed_is_sound(tmp_path: Path, how: str) -> None:
    body, extra, outcome = PACKED[how]
    headers = (*HTML, ("Content-Encoding", "gzip"))
    shot = Shot(f"{HOST}/kiem-tra-co-so.html", "2021-05-06T01:02:03Z", body, headers=headers, extra=extra)
    archive = tmp_path / "archive.db"
    assert run("warc", archive, portal="sct_bentre", path=write_warc(tmp_path / "w.warc.gz", [shot])).code == 0
    assert ask(archive, "SELECT outcome FROM readings") == [(outcome,)]
    done = archive_command(archive, "verify")
    assert done.code == 0, done.said


def test_bytes_of_an_old_encoding_in_a_head_end_no_line() -> None:
    """0x85 is an ellipsis in windows-1258, and ends a line in Unicode."""
    head = b"HTTP/1.1 200 OK\r\nContent-Disposition: t\xe0i li\xeau\x85 s\xf4\x85\r\nX-Next: 1\r\n\r\n"
    fields = {"warc-date": "2021-05-06T01:02:03Z", "content-length": str(len(head))}
    found = exchange(Record("response", fields, head, Place("a.warc", None, 0), len(head)))
    assert found.raw.headers == (("Content-Disposition", "tài liêu\x85 sô\x85"), ("X-Next", "1"))
