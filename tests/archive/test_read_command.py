"""`archive read`: a file, a kept capture, a refusal, a wrong name."""

import json
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner, Result

from archive.cli import main
from archive.kept import kept_pages
from archive.opening import open_for_reading
from archive.store import Archive
from tests.archive.visits import article, visit

HTML = """<html lang="vi"><head><title>Mở lớp dạy nghề đan lục bình</title></head><body>
<ul><li><a href="/">Trang chủ</a></li></ul>
<h2>Mở lớp dạy nghề đan lục bình</h2><p>(Cập nhật: 03/04/2023)</p>
<p>Lớp học kéo dài ba tháng, dành cho ba mươi lao động nữ chưa có việc làm ổn định ở các xã ven sông.</p>
<p>(Nguồn: Phòng QLCN)</p></body></html>"""

OURS = ("--portal", "sct_bentre")


def run(path: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--archive", str(path), "read", *words])


def test_a_file_is_shown_with_the_rule_behind_each_field(tmp_path: Path) -> None:
    file = tmp_path / "lop-hoc.html"
    file.write_text(HTML)
    shown = run(tmp_path / "none.db", str(file), *OURS).stdout
    assert "Mở lớp dạy nghề đan lục bình  [h2+head]" in shown
    assert "2023-04-03  [" in shown
    assert "Phòng QLCN  [last-line]" in shown


def test_a_date_that_was_refused_is_said_to_be_with_the_rule(tmp_path: Path) -> None:
    file = tmp_path / "lop-hoc.html"
    file.write_text(HTML.replace("03/04/2023", "32/04/2023"))
    assert (
        "updated_at    (left empty: no certain date)  [refused:" in run(tmp_path / "none.db", str(file), *OURS).stdout
    )


def test_json_tells_the_outcome_the_article_and_the_links(tmp_path: Path) -> None:
    file = tmp_path / "lop-hoc.html"
    file.write_text(HTML)
    told = json.loads(run(tmp_path / "none.db", str(file), "--portal", "sct_bentre", "--json").stdout)
    assert (told["outcome"], told["identity"]) == ("article", "/lop-hoc.html")
    assert told["article"]["updated_at"] == "2023-04-03"
    assert told["article"]["rules"]["title"] == "h2+head"


def test_a_page_that_names_no_portal_is_read_as_none_until_it_is_said_whose_it_is(tmp_path: Path) -> None:
    file = tmp_path / "lop-hoc.html"
    file.write_text(HTML)
    asked = run(tmp_path / "none.db", str(file))
    assert (asked.exit_code, asked.stdout) == (2, "")
    assert "--portal sct_bacgiang | sct_bentre" in asked.stderr
    url = "https://sct.bacgiang.gov.vn/chi-tiet-tin-tuc/-/asset_publisher/Enp27vgshTez/content/mo-lop"
    assert "identity content/mo-lop" in run(tmp_path / "none.db", str(file), "--url", url).stdout
    file.write_text(HTML.replace('href="/"', 'href="https://sct.bacgiang.gov.vn/"'))
    assert "Mở lớp dạy nghề" in run(tmp_path / "none.db", str(file)).stdout


def test_a_page_without_an_article_is_named(tmp_path: Path) -> None:
    file = tmp_path / "gioi-thieu.html"
    file.write_text("<title>Giới thiệu</title><h1>Giới thiệu</h1><p>Sở Công Thương là cơ quan chuyên môn của tỉnh.</p>")
    assert "No article: not_article:" in run(tmp_path / "none.db", str(file), *OURS).stdout


def test_a_kept_capture_is_read_by_its_id(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        archive.save(visit(article("a"), page=HTML.encode()))
    with open_for_reading(tmp_path / "archive.db") as db:
        capture = next(iter(kept_pages(db))).capture_id
    assert "Mở lớp dạy nghề đan lục bình" in run(tmp_path / "archive.db", capture).stdout


def test_a_capture_of_which_only_facts_are_kept_is_said_to_be_one(tmp_path: Path) -> None:
    seen = visit(article("a"))
    assert seen.capture
    with Archive(tmp_path / "archive.db") as archive:
        archive.save(replace(seen, capture=replace(seen.capture, raw=None)))
        (capture,) = archive.db.execute("SELECT id FROM captures").fetchone()
    result = run(tmp_path / "archive.db", capture)
    assert (result.exit_code, "only its facts are kept" in result.stderr) == (1, True)


def test_a_file_that_is_not_there_is_named_also_without_an_archive(tmp_path: Path) -> None:
    result = run(tmp_path / "none.db", "missing.html")
    assert result.exit_code == 1
    assert "There is no file missing.html" in result.stderr


def test_what_is_neither_file_nor_capture_is_said(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db"):
        pass
    result = run(tmp_path / "archive.db", "khong-co")
    assert result.exit_code == 1
    assert "neither a file nor the id of a capture" in result.output
