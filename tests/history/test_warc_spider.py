"""`scrapy crawl warc`: everything that WARC files hold of a portal, and nothing else, with truthful endings."""

import base64
import gzip
import hashlib
import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from archive.agenda import Agenda
from archive.store import Archive
from crawler.errors import WrongUsage
from crawler.past.exchange import exchange
from crawler.past.history import visit_of
from crawler.past.warcfiles import files_in, records
from crawler.portals import PORTALS
from crawler.spiders.warc import WarcSpider
from tests.history.scenes import HOST, archive_command, articles, ask, page, run
from tests.history.warcs import HTML, Shot, write_wacz, write_warc

FIRST = Shot(f"{HOST}/kiem-tra-co-so-che-bien-dua.html", "2021-05-06T01:02:03Z", page("Kiểm tra cơ sở chế biến dừa"))
EDITED = replace(
    FIRST, url=f"{HOST}:80/kiem-tra-co-so-che-bien-dua.html?fbclid=x", at="2022-05-06T01:02:03Z",
    body=page("Kiểm tra cơ sở chế biến dừa", more="Đợt kiểm tra kết thúc ngày 30 tháng 5."),
)  # fmt: skip
OVER_TLS = replace(
    FIRST, url="https://www.congthuongbentre.gov.vn/kiem-tra-co-so-che-bien-dua.html", at="2023-01-01T00:00:00Z"
)
OTHER = Shot(
    f"{HOST}/hoi-nghi-ket-noi.html", "2021-07-01T00:00:00Z", page("Hội nghị kết nối giao thương", "01/07/2021")
)


def test_one_article_has_ordered_versions_whatever_the_spelling_of_its_address(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "w.warc.gz", [OVER_TLS, EDITED, OTHER, FIRST])
    archive = tmp_path / "a" / "archive.db"
    ran = run("warc", archive, portal="sct_bentre", path=path)
    assert ran.code == 0, ran.said
    assert "2 new articles, 2 changed" in ran.said
    spans = """SELECT title, first_seen_at, last_seen_at, version_count, changed_at, url FROM articles ORDER BY title"""
    assert ask(archive, spans) == [
        ("Hội nghị kết nối giao thương", OTHER.at, OTHER.at, 1, OTHER.at, OTHER.url),
        ("Kiểm tra cơ sở chế biến dừa", FIRST.at, OVER_TLS.at, 2, OVER_TLS.at, FIRST.url),
    ]
    kept = ask(archive, "SELECT url, source, captured_at, warc_file IS NOT NULL FROM captures ORDER BY captured_at")
    assert kept == [(shot.url, "warc", shot.at, 1) for shot in (FIRST, OTHER, EDITED, OVER_TLS)]
    assert ask(archive, "SELECT requests, exit_code, new, changed FROM runs") == [(0, 0, 2, 2)]


def test_files_of_all_kinds_and_two_readers_give_the_same_archive_and_a_replay_nothing_new(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    write_warc(folder / "b.warc", [FIRST, OTHER], gzipped=False)
    write_wacz(folder / "a.wacz", write_warc(tmp_path / "in.warc.gz", [OVER_TLS, EDITED]))
    one, two = tmp_path / "one" / "archive.db", tmp_path / "two" / "archive.db"
    assert run("warc", one, portal="sct_bentre", path=folder).code == 0
    assert run("warc", two, portal="sct_bentre", path=folder, jobs=2).code == 0
    assert articles(one) == articles(two) != []
    before = [(p.name, p.stat().st_size) for p in sorted((one.parent / "warc").iterdir())]
    again = run("warc", one, portal="sct_bentre", path=folder)
    assert (again.code, articles(one)) == (0, articles(two))
    assert [(p.name, p.stat().st_size) for p in sorted((one.parent / "warc").iterdir())] == before
    own = run("warc", one, portal="sct_bentre", path=one.parent / "warc", full=1)
    assert (own.code, articles(one)) == (0, articles(two)), own.said


def test_bad_records_are_counted_by_name_and_everything_else_is_read(tmp_path: Path) -> None:
    digest = {"WARC-Payload-Digest": "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "WARC-Refers-To-Target-URI": f"{HOST}/x"}
    block_page = (
        b"<html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1>"
        b"<p>You are unable to access congthuongbentre.gov.vn</p><p>Cloudflare Ray ID: 7a1b2c3d4e5f</p></body></html>"
    )
    compressed = gzip.compress(OTHER.body)
    shots = [
        Shot("dns:congthuongbentre.gov.vn", FIRST.at, b"20210506 1.2.3.4", type="response"),
        Shot("http://nguoi-khac.example/tin.html", FIRST.at, FIRST.body),
        Shot(
            f"{HOST}/chuyen.html",
            FIRST.at,
            b"",
            "301 Moved Permanently",
            (("Location", "https://nguoi-khac.example/"),),
        ),
        Shot(f"{HOST}/anh.png", FIRST.at, b"\x89PNG", headers=(("Content-Type", "image/png"),)),
        Shot(f"{HOST}/mat.html", FIRST.at, b"<html>404</html>", "404 Not Found"),
        Shot(f"{HOST}/lap.html", FIRST.at, type="revisit", extra=digest),
        Shot(f"{HOST}/chan.html", FIRST.at, block_page),
        Shot(f"{HOST}/nua.html", FIRST.at, compressed[:-40], headers=(*HTML, ("Content-Encoding", "gzip"))),
        Shot(f"{HOST}/cat.html", FIRST.at, OTHER.body, extra={"WARC-Truncated": "length"}),
        Shot(f"{HOST}/tuong-lai.html", "2999-01-01T00:00:00Z", OTHER.body),
        replace(OTHER, body=compressed, headers=(*HTML, ("Content-Encoding", "gzip"))),
        FIRST,
    ]
    path = write_warc(tmp_path / "w.warc.gz", shots)
    archive = tmp_path / "a" / "archive.db"
    ran = run("warc", archive, portal="sct_bentre", path=path)
    assert ran.code == 0, ran.said
    for reason in ("not-http", "other-host", "status-301", "no-page", "revisit-without-original", "from-the-future"):
        assert f"{reason} 1" in ran.said
    assert sorted(row[2] for row in articles(archive)) == [
        "Hội nghị kết nối giao thương",
        "Kiểm tra cơ sở chế biến dừa",
    ]
    outcomes = dict(ask(archive, "SELECT outcome, count(*) FROM readings GROUP BY 1"))
    assert outcomes == {"article": 2, "truncated": 2, "gone": 1, "blocked": 1}


def test_foreign_charsets_are_read_as_a_browser_would_and_odd_ones_harm_nothing(tmp_path: Path) -> None:
    said_wrong = (("Content-Type", "text/html; charset=iso-8859-1"),)
    unknown = (("Content-Type", "text/html; charset=x-khong-co"),)
    text = FIRST.body.decode().replace("<meta charset='utf-8'>", "")
    shots = [
        Shot(f"{HOST}/mot.html", FIRST.at, b"\xff\xfe" + text.encode("utf-16-le"), headers=said_wrong),
        Shot(f"{HOST}/hai.html", FIRST.at, b"\xef\xbb\xbf" + text.encode(), headers=said_wrong),
        Shot(f"{HOST}/ba.html", FIRST.at, FIRST.body, headers=unknown),
        Shot(f"{HOST}/bon.html", FIRST.at, bytes(range(256)) * 40, headers=unknown),
    ]
    archive = tmp_path / "archive.db"
    ran = run("warc", archive, portal="sct_bentre", path=write_warc(tmp_path / "w.warc.gz", shots))
    assert (ran.code, "Traceback" in ran.said) == (0, False), ran.said
    texts = ask(archive, "SELECT title, body_text FROM articles")
    assert len(texts) == 3
    assert {title for title, _ in texts} == {"Kiểm tra cơ sở chế biến dừa"}
    assert len({body for _, body in texts}) == 1
    assert ask(archive, "SELECT count(*) FROM readings WHERE outcome <> 'article' AND reason IS NOT NULL") == [(1,)]


def test_a_cut_off_file_gives_what_is_whole_and_exit_3(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "w.warc.gz", [FIRST, OTHER])
    path.write_bytes(path.read_bytes()[:-30])
    archive = tmp_path / "a" / "archive.db"
    ran = run("warc", archive, portal="sct_bentre", path=path)
    assert ran.code == 3
    assert "damaged at 1 place (gzip-cut-off ×1); all else was read" in ran.said
    assert [row[2] for row in articles(archive)] == ["Kiểm tra cơ sở chế biến dừa"]
    assert ask(archive, "SELECT exit_code, reason LIKE '%gzip-cut-off%' FROM runs") == [(3, 1)]


@pytest.mark.parametrize("content", [b"<html>khong phai WARC</html>"])
def test_what_is_no_warc_gives_exit_3_and_no_traceback(tmp_path: Path, content: bytes) -> None:
    (path := tmp_path / "w.warc").write_bytes(content)
    ran = run("warc", tmp_path / "a" / "archive.db", portal="sct_bentre", path=path)
    assert (ran.code, "not-a-warc" in ran.said, "Traceback" in ran.said) == (3, True, False)


def test_a_file_without_the_portal_says_so(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "w.warc.gz", [FIRST])
    ran = run("warc", tmp_path / "a" / "archive.db", portal="sct_bacgiang", path=path)
    assert ran.code == 3
    assert "no page of sct_bacgiang (sct.bacgiang.gov.vn) among 2 records; they are of " in ran.said
    assert "-a base_url=http://congthuongbentre.gov.vn/" in ran.said


def test_a_first_look_takes_just_so_many_pages_and_the_next_import_the_others(tmp_path: Path) -> None:
    archive, path = tmp_path / "a" / "archive.db", write_warc(tmp_path / "w.warc.gz", [FIRST, OTHER, EDITED])
    first = run("warc", archive, portal="sct_bentre", path=path, limit=1)
    assert (first.code, "limit of 1 page reached" in first.said) == (0, True)
    captures = "SELECT count(*) FROM captures"
    assert ask(archive, captures) == [(1,)]
    assert run("warc", archive, portal="sct_bentre", path=path).code == 0
    assert ask(archive, captures) == [(3,)]


def test_wrong_arguments_are_usage_errors(tmp_path: Path) -> None:
    archive, path = tmp_path / "a" / "archive.db", write_warc(tmp_path / "w.warc.gz", [FIRST])
    wrong = [
        {"portal": "sct_bentre"},
        {"portal": "sct_bentre", "path": tmp_path / "missing.warc"},
        {"portal": "sct_bentre", "path": tmp_path / "a"},
        {"portal": "sct_hanoi", "path": path},
        {"path": path},
        {"portal": "sct_bentre", "path": path, "jobs": "many"},
        {"portal": "sct_bentre", "path": path, "bogus": 1},
    ]
    for arguments in wrong:
        with pytest.raises(WrongUsage):
            WarcSpider.portal_of({name: str(value) for name, value in arguments.items()})
    ran = run("warc", archive, portal="sct_bentre", path=tmp_path / "missing.warc")
    assert (ran.code, "Traceback" in ran.said, archive.exists()) == (2, False, False)


def test_a_revisit_takes_its_body_from_another_file_or_from_the_archive(tmp_path: Path) -> None:
    live = write_warc(tmp_path / "first.warc.gz", [FIRST])
    refers = {"WARC-Refers-To-Target-URI": FIRST.url, "WARC-Refers-To-Date": FIRST.at}
    again = Shot(FIRST.url, "2022-01-01T00:00:00Z", type="revisit", extra=refers)
    folder = tmp_path / "both"
    folder.mkdir()
    write_warc(folder / "1-later.warc.gz", [again])
    (folder / "2-first.warc.gz").write_bytes(live.read_bytes())
    for files in ([folder], [live, folder / "1-later.warc.gz"]):
        archive = tmp_path / files[0].name.replace(".", "-") / "archive.db"
        for path in files:
            assert run("warc", archive, portal="sct_bentre", path=path).code == 0
        assert ask(archive, "SELECT first_seen_at, last_seen_at, version_count FROM articles") == [
            (FIRST.at, again.at, 1)
        ]
        assert ask(archive, "SELECT count(*) FROM captures") == [(2,)]


SHA1 = {"WARC-Payload-Digest": f"sha1:{hashlib.sha1(FIRST.body).hexdigest()}"}


@pytest.mark.parametrize(
    ("named", "date", "fraction"),
    [("", "", ""), (f"<{FIRST.url}>", FIRST.at, ""), (FIRST.url, FIRST.at.replace("Z", ".123Z"), ".123")],
    ids=["by its digest alone", "in brackets", "to the millisecond"],
)
def test_a_revisit_finds_its_original_of_an_earlier_import(
    tmp_path: Path, named: str, date: str, fraction: str
) -> None:
    refers = {"WARC-Refers-To-Target-URI": named, "WARC-Refers-To-Date": date} if named else SHA1
    again = Shot(FIRST.url, "2022-01-01T00:00:00Z", type="revisit", extra=refers)
    other = replace(EDITED, url=FIRST.url, at="2021-12-01T00:00:00Z")
    first = replace(FIRST, at=FIRST.at.replace("Z", f"{fraction}Z"))
    archive = tmp_path / "archive.db"
    for number, shots in enumerate(([first, other], [again])):
        path = write_warc(tmp_path / f"{number}.warc.gz", shots)
        assert run("warc", archive, portal="sct_bentre", path=path).code == 0
    assert ask(archive, "SELECT last_seen_at, version_count, instr(body_text, 'Đợt') FROM articles") == [
        (again.at, 2, 0)
    ]


def digest(body: bytes) -> dict[str, str]:
    """As warcio writes it."""
    return {"WARC-Payload-Digest": f"sha1:{base64.b32encode(hashlib.sha1(body).digest()).decode()}"}


@pytest.mark.parametrize("imports", [1, 2])
def test_of_two_answers_of_one_second_a_revisit_stands_for_the_one_that_its_digest_names(
    tmp_path: Path, imports: int
) -> None:
    wall = b"<script>document.cookie='D1N=1';window.location.reload(true)</script>"
    refers = {"WARC-Refers-To-Target-URI": FIRST.url, "WARC-Refers-To-Date": FIRST.at}
    shots = [
        replace(FIRST, body=wall, extra=digest(wall)),
        replace(FIRST, extra=digest(FIRST.body)),
        Shot(FIRST.url, "2022-01-01T00:00:00Z", type="revisit", extra={**refers, **digest(FIRST.body)}),
    ]
    archive = tmp_path / "archive.db"
    for number, some in enumerate([shots] if imports == 1 else [shots[:2], shots[2:]]):
        path = write_warc(tmp_path / f"{number}.warc.gz", some)
        assert run("warc", archive, portal="sct_bentre", path=path).code == 0
    assert ask(archive, "SELECT last_seen_at, state FROM articles") == [("2022-01-01T00:00:00Z", "present")]


def test_an_answer_that_nothing_changed_stands_for_the_page_though_it_bears_the_digest_of_nothing(
    tmp_path: Path,
) -> None:
    door = Shot(f"{HOST}/cu.html", FIRST.at, b"", "301 Moved Permanently", extra=digest(b""))
    refers = {"WARC-Refers-To-Target-URI": FIRST.url, "WARC-Refers-To-Date": FIRST.at, **digest(b"")}
    same = Shot(FIRST.url, "2022-01-01T00:00:00Z", status="304 Not Modified", type="revisit", extra=refers)
    archive = tmp_path / "archive.db"
    path = write_warc(tmp_path / "w.warc.gz", [door, FIRST, same])
    assert run("warc", archive, portal="sct_bentre", path=path).code == 0
    assert ask(archive, "SELECT last_seen_at FROM articles") == [(same.at,)]


def test_a_revisit_answers_for_itself_and_one_of_a_redirect_is_counted_as_that(tmp_path: Path) -> None:
    refers = {"WARC-Refers-To-Target-URI": FIRST.url, "WARC-Refers-To-Date": FIRST.at}
    lost = Shot(FIRST.url, "2022-01-01T00:00:00Z", status="404 Not Found", type="revisit", extra=refers)
    door = Shot(f"{HOST}/cu.html", FIRST.at, b"moved", "301 Moved Permanently")
    refers = {"WARC-Refers-To-Target-URI": door.url, "WARC-Refers-To-Date": door.at}
    again = replace(door, at="2022-01-01T00:00:00Z", type="revisit", body=b"", extra=refers)
    live = write_warc(tmp_path / "first.warc.gz", [FIRST, door])
    later = write_warc(tmp_path / "later.warc.gz", [lost, again])
    both = write_warc(tmp_path / "both.warc.gz", [FIRST, door, lost, again])
    for files in ([both], [live, later]):
        archive = tmp_path / files[0].stem / "archive.db"
        said = [run("warc", archive, portal="sct_bentre", path=path).said for path in files]
        assert ask(archive, "SELECT status FROM captures ORDER BY captured_at") == [(200,), (404,)]
        assert ask(archive, "SELECT state, last_seen_at FROM articles") == [("missing", FIRST.at)]
        if len(files) == 1:
            assert "status-301 2" in said[0]
            assert "revisit-without-original" not in said[0]


def test_the_lock_of_the_portal_is_taken(tmp_path: Path) -> None:
    from archive.lock import portal_lock

    archive, path = tmp_path / "archive.db", write_warc(tmp_path / "w.warc.gz", [FIRST])
    with portal_lock(archive, "sct_bentre"):
        assert run("warc", archive, portal="sct_bentre", path=path).code == 75


def test_a_live_crawl_asks_for_what_only_archives_told_of(tmp_path: Path) -> None:
    captured = next(r for r in records(write_warc(tmp_path / "w.warc", [FIRST], gzipped=False)) if r.type == "response")
    visit = visit_of(exchange(captured), PORTALS["sct_bentre"], "warc")
    with Archive(tmp_path / "a.db") as archive:
        archive.save(visit)
        agenda = Agenda(archive.db, "sct_bentre")
        assert visit.identity in [row.identity for row in agenda.queued(50)]
        asked = replace(
            visit, capture=replace(visit.capture, source="live", captured_at="2026-01-01T00:00:00Z", raw=None)
        )
        archive.save(replace(asked, check_again_at="2026-02-01T00:00:00Z"))
        assert visit.identity not in [row.identity for row in agenda.queued(50)]


def test_a_missing_portal_is_asked_for_by_its_argument() -> None:
    with pytest.raises(WrongUsage, match="Name the portal: -a portal=NAME"):
        WarcSpider.portal_of({"path": "."})


def test_a_page_that_cannot_be_stored_ends_the_import_with_its_group_untouched(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with Archive(archive) as made:
        made.db.execute(
            "CREATE TRIGGER fault BEFORE INSERT ON readings WHEN NEW.updated_at = '2021-07-01'"
            " BEGIN SELECT RAISE(ABORT, 'no such thing'); END"
        )
    ran = run("warc", archive, portal="sct_bentre", path=write_warc(tmp_path / "w.warc.gz", [FIRST, OTHER]))
    assert ran.code == 1, ran.said
    assert "1 internal error" in ran.said
    assert ask(archive, "SELECT (SELECT count(*) FROM captures), (SELECT count(*) FROM articles)") == [(0, 0)]
    with Archive(archive) as mended:
        mended.db.execute("DROP TRIGGER fault")
    assert run("warc", archive, portal="sct_bentre", path=tmp_path / "w.warc.gz").code == 0
    assert len(articles(archive)) == 2


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as bundle:
        bundle.writestr("word/document.xml", "<w/>")
    return file.getvalue()


ODD = {
    "an address that is none": replace(OTHER, url="http://[::1/a.html"),
    "a date before time": replace(OTHER, at="0001-01-01T00:00:00+07:00"),
    "a length of many digits": replace(OTHER, headers=(*OTHER.headers, ("Content-Length", "9" * 5000))),
    "a document at the end": replace(
        OTHER, url=f"{HOST}/tep.docx", body=zipped(), headers=(("Content-Type", "application/zip"),)
    ),
}


@pytest.mark.parametrize("odd", ODD)
def test_one_odd_record_costs_none_beside_it(tmp_path: Path, odd: str) -> None:
    archive, path = tmp_path / "a" / "archive.db", write_warc(tmp_path / "w.warc", [FIRST, ODD[odd]], gzipped=False)
    ran = run("warc", archive, portal="sct_bentre", path=path)
    assert "Traceback" not in ran.said
    assert ask(archive, "SELECT count(*) FROM articles WHERE title LIKE ?", "%") != [(0,)], ran.said


def test_what_cannot_be_looked_into_is_named_and_all_else_is_read(tmp_path: Path) -> None:
    folder, archive = tmp_path / "in", tmp_path / "archive.db"
    folder.mkdir()
    write_warc(folder / "a.warc.gz", [FIRST])
    (folder / "b.warc.gz").symlink_to(tmp_path / "a-disk-that-is-not-mounted.warc.gz")
    ran = run("warc", archive, portal="sct_bentre", path=folder)
    assert (ran.code, "unreadable-file:FileNotFoundError ×1; in b.warc.gz)" in ran.said) == (3, True), ran.said
    assert ask(archive, "SELECT count(*) FROM articles") == [(1,)]


def test_a_folder_that_may_not_be_looked_into_stands_among_the_files() -> None:
    with TemporaryDirectory() as made:  # pytest's own folders are closed to others than root
        folder = Path(made)
        write_warc(folder / "a.warc.gz", [FIRST])
        (folder / "closed").mkdir(mode=0)
        folder.chmod(0o755)
        if root := os.geteuid() == 0:
            os.setresuid(65534, 65534, 0)
        try:
            assert files_in(folder) == [folder / "a.warc.gz", folder / "closed"]
        finally:
            if root:
                os.setresuid(0, 0, 0)


@pytest.mark.parametrize("cut", [0, 9])
def test_a_body_in_chunks_is_kept_without_their_frames_and_verified(tmp_path: Path, cut: int) -> None:
    framed = b"%x\r\n%s\r\n0\r\n\r\n" % (len(FIRST.body), FIRST.body)
    shot = replace(FIRST, body=framed[: len(framed) - cut], headers=(*HTML, ("Transfer-Encoding", "chunked")))
    archive = tmp_path / "archive.db"
    assert run("warc", archive, portal="sct_bentre", path=write_warc(tmp_path / "w.warc.gz", [shot])).code == 0
    assert ask(archive, "SELECT outcome FROM readings") == [("truncated" if cut else "article",)]
    for words in (["verify"], ["backup", str(tmp_path / "copy")], ["reread"]):
        done = archive_command(archive, *words)
        assert done.code == 0, done.said


@pytest.mark.parametrize("between", [0, 40])
def test_two_answers_of_one_second_are_both_read_however_many_pages_lie_between(tmp_path: Path, between: int) -> None:
    wall = replace(FIRST, body=b"<script>document.cookie='D1N=1';window.location.reload(true)</script>")
    others = [
        replace(FIRST, url=f"{HOST}/tin-{n}.html", body=page(f"Tin số {n} của Sở Công Thương")) for n in range(between)
    ]
    path = write_warc(tmp_path / "w.warc.gz", [wall, *others, FIRST])
    archive = tmp_path / "archive.db"
    for _ in range(2):
        assert run("warc", archive, portal="sct_bentre", path=path).code == 0
        assert ask(archive, "SELECT count(*) FROM articles") == [(between + 1,)]
        assert ask(archive, "SELECT count(*) FROM captures") == [(between + 2,)]


def test_a_warc_of_others_in_the_archives_folder_is_copied_and_all_is_well(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    (tmp_path / "warc").mkdir()
    refers = {"WARC-Refers-To-Target-URI": FIRST.url, "WARC-Refers-To-Date": FIRST.at}
    again = Shot(FIRST.url, "2022-01-01T00:00:00Z", type="revisit", extra=refers)
    theirs = write_warc(tmp_path / "warc" / "theirs.warc.gz", [FIRST, again, OTHER])
    assert run("warc", archive, portal="sct_bentre", path=theirs).code == 0
    verified = archive_command(archive, "verify")
    assert (verified.code, "theirs.warc.gz" in verified.said) == (0, True), verified.said
    theirs.unlink()
    for words in (["verify"], ["reread"], ["backup", str(tmp_path / "copy")]):
        done = archive_command(archive, *words)
        assert done.code == 0, done.said


def test_a_warc_of_others_in_the_archives_folder_is_read_and_never_cut(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    (tmp_path / "warc").mkdir()
    theirs = write_warc(tmp_path / "warc" / "run-bentre-2019.warc.gz", [FIRST])
    torn = theirs.read_bytes()[:-20]
    theirs.write_bytes(torn)
    run("warc", archive, portal="sct_bentre", path=theirs)
    assert theirs.read_bytes() == torn


def test_a_revisit_that_names_a_time_alone_repeats_its_own_address(tmp_path: Path) -> None:
    url, first = f"{HOST}/tin-mot.html", "2019-01-01T00:00:01Z"
    same = {"WARC-Refers-To-Date": first, "WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/server-not-modified"}
    again = Shot(url, "2023-01-01T00:00:01Z", status="304 Not Modified", type="revisit", extra=same)
    path = write_warc(tmp_path / "w.warc.gz", [Shot(url, first, page("Chợ đêm mở lại bên sông")), again])
    archive = tmp_path / "archive.db"
    ran = run("warc", archive, portal="sct_bentre", path=path)
    assert (ran.code, ask(archive, "SELECT last_seen_at FROM articles")) == (0, [(again.at,)]), ran.said
