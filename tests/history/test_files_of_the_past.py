"""Pictures and attachments out of WARC files: those that articles show, wherever in the files they lie."""

import gzip
from dataclasses import replace
from pathlib import Path

from archive.members import Member, members
from tests.history.scenes import HOST, archive_command, ask, page, run
from tests.history.warcs import Shot, write_warc
from tests.replica.media import pdf, png

AT = "2021-05-06T01:02:03Z"
SHOWN = (
    '<p><img src="/upload/che-bien-dua.png" width="600"></p><p><a href="/tep/bao-cao.pdf">Báo cáo</a></p></div></body>'
).encode()
ARTICLE = Shot(f"{HOST}/kiem-tra.html", AT, page("Kiểm tra cơ sở chế biến dừa").replace(b"</div></body>", SHOWN))
PICTURE = Shot(
    "https://www.congthuongbentre.gov.vn/upload/che-bien-dua.png", AT, png(5), headers=(("Content-Type", "image/png"),)
)
FILE = Shot(f"{HOST}/tep/bao-cao.pdf", AT, pdf("Bao cao"), headers=(("Content-Type", "application/octet-stream"),))
OTHER = replace(PICTURE, url=f"{HOST}/upload/khong-ai-dung.png", body=png(6))
KEPT = """SELECT media_type, bytes FROM images WHERE sha256 IS NOT NULL
UNION ALL SELECT media_type, bytes FROM attachments WHERE sha256 IS NOT NULL"""
BOTH = [("image/png", len(PICTURE.body)), ("application/pdf", len(FILE.body))]


def test_files_that_articles_show_are_kept_whether_they_come_before_or_after(tmp_path: Path) -> None:
    for name, shots in {"before": [PICTURE, OTHER, FILE, ARTICLE], "after": [ARTICLE, FILE, OTHER, PICTURE]}.items():
        archive = tmp_path / name / "archive.db"
        path = write_warc(tmp_path / f"{name}.warc.gz", shots)
        ran = run("warc", archive, portal="sct_bentre", path=path, jobs=1 + (name == "after"))
        assert ran.code == 0, ran.said
        assert ask(archive, KEPT) == BOTH, ran.said
        media = "SELECT state, reason FROM addresses WHERE kind = 'media'"
        assert ask(archive, media) == [("done", None)] * 2
        again = run("warc", archive, portal="sct_bentre", path=path)
        assert (again.code, ask(archive, "SELECT count(*) FROM captures")) == (0, [(3,)])
        assert archive_command(archive, "verify").code == 0


def test_a_limit_of_pages_lets_their_files_pass(tmp_path: Path) -> None:
    archive, path = tmp_path / "archive.db", write_warc(tmp_path / "w.warc.gz", [PICTURE, ARTICLE, FILE])
    ran = run("warc", archive, portal="sct_bentre", path=path, limit=2)
    assert (ran.code, ask(archive, KEPT)) == (0, BOTH), ran.said


def test_a_page_in_a_files_place_is_refused_and_both_can_be_switched_off(tmp_path: Path) -> None:
    error = replace(FILE, body=b"<html><title>404</title>", headers=(("Content-Type", "application/pdf"),))
    path = write_warc(tmp_path / "w.warc", [ARTICLE, PICTURE, error], gzipped=False)
    archive, off = tmp_path / "on" / "archive.db", tmp_path / "off" / "archive.db"
    ran = run("warc", archive, portal="sct_bentre", path=path)
    assert (ran.code, ask(archive, KEPT)) == (0, BOTH[:1]), ran.said
    assert ask(archive, "SELECT reason FROM addresses WHERE state = 'refused'") == [("file:web-page",)]
    assert run("warc", off, "FETCH_IMAGES=0", "FETCH_ATTACHMENTS=0", portal="sct_bentre", path=path).code == 0
    assert (ask(off, KEPT), ask(off, "SELECT count(*) FROM addresses WHERE kind = 'media'")) == ([], [(0,)])


def test_equal_bytes_under_two_addresses_are_kept_once_and_known_at_both(tmp_path: Path) -> None:
    twice = replace(
        ARTICLE, body=ARTICLE.body.replace(b"<p><img", b'<p><img src="/upload/khac.png" width="600"></p><p><img')
    )
    same = replace(PICTURE, url=f"{HOST}/upload/khac.png")
    archive = tmp_path / "archive.db"
    path = write_warc(tmp_path / "w.warc.gz", [twice, PICTURE, same])
    ran = run("warc", archive, "FETCH_ATTACHMENTS=0", portal="sct_bentre", path=path)
    assert ran.code == 0, ran.said
    told = ask(archive, "SELECT count(*), count(DISTINCT url), count(DISTINCT sha256), count(warc_file) FROM images")
    assert told == [(2, 2, 1, 2)], "both addresses know the file"
    assert ask(archive, "SELECT count(*) FROM attachments WHERE sha256 IS NOT NULL") == [(0,)]
    bodies = [record for record in responses(archive.parent / "warc") if PICTURE.body in record]
    assert len(bodies) == 1, "its bytes are in the WARC file once"
    assert archive_command(archive, "verify").code == 0


def responses(folder: Path) -> list[bytes]:
    return [gzip.decompress(member.packed) for file in folder.iterdir() for member in members_of(file)]


def members_of(file: Path) -> list[Member]:
    with file.open("rb") as stream:
        return list(members(stream))
