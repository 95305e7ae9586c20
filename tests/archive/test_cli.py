"""The `archive` command over a real archive."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.testing import CliRunner

from archive.cli import Commands, main
from archive.commands.export import written
from archive.commands.search import indented
from archive.opening import open_for_reading
from archive.store import Archive, Counts
from tests.archive.visits import article, found, visit

EVIL = "=HYPERLINK(1)\x1b[31m đỏ\nNguồn\u202e giả"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "archive.db"
    with Archive(path) as archive:
        run = archive.begin_run("sct_bentre", "sct_bentre", "live", "2026-11-20T00:00:00Z")
        archive.save(visit(article("a"), run_id=run, found=(found("b"),)))
        edited = article("a", body_text=article().body_text.replace("12 km", "14 km"))
        archive.save(visit(edited, "2026-11-21T01:00:00Z", run_id=run))
        archive.save(visit(article("evil", title=EVIL, body_text="Chỉ là chữ."), run_id=run))
        failed = replace(visit(article("c")), capture=None, reading=None, state="failed", reason="time-out")
        archive.save(failed)
        archive.end_run(run, "2026-11-20T01:00:00Z", 3, "1 page failed", Counts(new=2, changed=1, failed=1))
    return path


class Run(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def run(path: Path, *words: str) -> Run:
    """The command inside this process: a start of Python each would take most of the time."""
    result = CliRunner().invoke(main, ["--archive", str(path), *words])
    return Run(result.exit_code, result.stdout, result.stderr)


def process(path: Path, *words: str) -> Run:
    command = [sys.executable, "-m", "archive", "--archive", str(path), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return Run(done.returncode, done.stdout, done.stderr)


def only_id(path: Path) -> str:
    return str(json.loads(run(path, "search", "--json", "dien", "gio").stdout)[0]["id"])


@pytest.mark.parametrize("words", ["điện gió", "dien gio", "ĐIỆN gio", "đie\u0323\u0302n", '"tram bien ap"', "điệ*"])
def test_search_finds_an_article_by_every_way_to_type_it(path: Path, words: str) -> None:
    assert run(path, "search", words).stdout.count("Bến Tre đóng điện") == 1


def test_search_finds_a_word_wherever_its_tone_is_set(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        archive.save(visit(article("a", title="Thuỷ sản và hoá chất", body_text="Sức khoẻ của dòng sông.")))
        archive.save(visit(article("b", title="Thủy sản, hóa chất", body_text="Sức khỏe của HOÀ Bình.")))
    for words in ("thuỷ sản", "thủy sản", '"hoá chất"', '"hóa chất"', "THUỶ*", "sức khoẻ", "thuy hóa-chat"):
        assert len(run(tmp_path / "archive.db", "search", words).stdout.splitlines()) == 4, words
    assert "«HOÀ Bình»" in run(tmp_path / "archive.db", "search", "hòa", "bình").stdout
    for words in ("thũy sản", "hỏa chất", "thuỷ* hõa chất"):
        assert run(tmp_path / "archive.db", "search", words).stdout == "", words


@pytest.mark.parametrize("words", ["đồng muối", "dong muoi", "DONG muối", "dong muoi*"])
def test_search_gives_first_what_holds_the_words_together(tmp_path: Path, words: str) -> None:
    apart = "Đồng lúa, đồng tôm, đồng cỏ đều cần muối; muối và muối nữa, đồng nào cũng vậy."
    together = "Diêm dân xã ven biển ra đồng muối từ sáng sớm, bất kể nắng gắt và giá thu mua đang xuống thấp."
    with Archive(tmp_path / "archive.db") as archive:
        for number, text in enumerate([apart, together, apart.replace("lúa", "cói"), "Bản tin về điện."] * 3):
            archive.save(visit(article(f"bai-{number}", title=f"Bài số {number}", body_text=text)))
    told = json.loads(run(tmp_path / "archive.db", "search", "--json", words).stdout)
    assert ["Bài số" in hit["title"] for hit in told] == [True] * 9, "what holds them apart is found, too"
    assert {hit["title"] for hit in told[:3]} == {"Bài số 1", "Bài số 5", "Bài số 9"}
    assert "«đồng muối»" in told[0]["passage"]
    assert run(tmp_path / "archive.db", "search", "--limit", "9", words).stderr.startswith("These are the best 9;")
    assert run(tmp_path / "archive.db", "search", "--limit", "10", words).stderr == ""


@pytest.mark.parametrize("words", ["diện gió", "điển", '"gió điện"', "không-có-đâu", "!!!"])
def test_search_finds_nothing_where_marks_or_order_differ(path: Path, words: str) -> None:
    result = run(path, "search", words)
    assert (result.stdout, result.returncode) == ("", 0)


def test_show_gives_the_article_and_json_gives_all_of_it(path: Path) -> None:
    shown = run(path, "show", only_id(path)).stdout
    assert "Đường dây dài 14 km đã hoàn thành." in shown
    assert "2 versions, 2 captures" in shown
    told = json.loads(run(path, "show", "--json", only_id(path)).stdout)
    assert [len(told[part]) for part in ("versions", "captures", "images")] == [2, 2, 0]


def test_nothing_a_portal_wrote_steers_the_terminal(path: Path) -> None:
    for words in (("search", "do"), ("search", "chi la chu")):
        out = run(path, *words).stdout
        assert "\x1b" not in out
        assert "\u202e" not in out
    [line] = [line for line in run(path, "search", "chi la chu").stdout.splitlines() if "HYPERLINK" in line]
    assert "Nguồn" in line


def test_status_tells_counts_the_last_run_and_what_fails_and_why(path: Path) -> None:
    out = run(path, "status").stdout
    assert "articles    2 (" in out
    assert "exit 3: 1 page failed" in out
    assert "1 × time-out: http://127.0.0.1/c.html" in out
    told = json.loads(run(path, "status", "--json").stdout)
    assert told["portals"][0]["addresses"] == {"done": 2, "failed": 1, "queued": 1}


def test_diff_marks_words_and_names_versions_by_number_or_id(path: Path) -> None:
    out = run(path, "diff", only_id(path)).stdout
    assert "dài [-12-]{+14+} km" in out
    assert "dài [-14-]{+12+} km" in run(path, "diff", only_id(path), "2", "1").stdout
    assert "No difference" in run(path, "diff", only_id(path), "1", "1").stdout
    assert run(path, "diff", only_id(path), "9", "1").returncode == 1


def test_diff_folds_paragraphs_far_from_a_change_away_and_json_gives_all(tmp_path: Path) -> None:
    said = [f"Chợ phiên thứ {number} mở ở xã biên giới." for number in range(1, 9)]
    edited = [*said[:7], "Chợ phiên cuối năm dời sang tháng giêng."]
    with Archive(tmp_path / "archive.db") as archive:
        run_id = archive.begin_run("sct_bentre", "sct_bentre", "live", "2026-11-20T00:00:00Z")
        for day, lines in ((20, said), (21, edited)):
            text = article("a", body_text="\n\n".join(lines))
            archive.save(visit(text, f"2026-11-{day}T01:00:00Z", run_id=run_id))
    path = tmp_path / "archive.db"
    out = run(path, "diff", only_id(path)).stdout
    assert "\n… 6 paragraphs as before …\nChợ phiên thứ 7 mở ở xã biên giới.\n" in out
    assert "thứ 6" not in out
    told = json.loads(run(path, "diff", "--json", only_id(path)).stdout)["changes"]["body_text"]
    assert "".join(each["text"] for each in told if each["kind"] != "gone").splitlines() == edited


def test_export_gives_every_article_and_no_formula(path: Path, tmp_path: Path) -> None:
    told = [json.loads(line) for line in run(path, "export").stdout.splitlines()]
    assert sorted(each["url"] for each in told) == ["http://127.0.0.1/a.html", "http://127.0.0.1/evil.html"]
    done = run(path, "export", "-o", str(tmp_path / "a.csv"))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"{len(told)} article{'s' * (len(told) != 1)} written to {tmp_path / 'a.csv'}.\n"
    assert run(path, "export", "--bom", "-o", str(tmp_path / "marked.csv")).returncode == 0
    assert (tmp_path / "marked.csv").read_bytes() == b"\xef\xbb\xbf" + (tmp_path / "a.csv").read_bytes()
    assert "RFC 8259" in run(path, "export", "--bom").stderr
    wrong = run(path, "export", "-o", str(tmp_path / "a.xlsx"))
    assert (wrong.returncode, (tmp_path / "a.xlsx").exists()) == (2, False)
    assert "a.csv" in wrong.stderr
    text = (tmp_path / "a.csv").read_text()
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text
    assert ',"=HYPERLINK' not in text


@pytest.mark.parametrize(("name", "begins"), [("a.CSV", "id,"), ("a.csv", "id,"), ("a.NDJSON", "{"), ("a.jsonl", "{")])
def test_export_goes_by_the_ending_in_any_case(path: Path, tmp_path: Path, name: str, begins: str) -> None:
    assert run(path, "export", "-o", str(tmp_path / name)).returncode == 0
    assert (tmp_path / name).read_text().startswith(begins)


@pytest.mark.parametrize("name", ["a.json", "a.tsv", "a.xlsx", "a", "a.csv.gz"])
def test_export_asks_for_the_format_where_the_ending_names_none_that_is_written(
    path: Path, tmp_path: Path, name: str
) -> None:
    result = run(path, "export", "-o", str(tmp_path / name))
    assert (result.returncode, "--format" in result.stderr) == (2, True)
    assert not list(tmp_path.iterdir())
    assert run(path, "export", "--format", "csv", "--bom", "-o", str(tmp_path / name)).returncode == 0
    assert (tmp_path / name).read_text("utf-8-sig").startswith("id,")


def test_backup_counts_once_restored_and_compared_and_overwrites_nothing(path: Path, tmp_path: Path) -> None:
    with Archive(path) as crawling:  # a crawl holds its WARC file open meanwhile
        crawling.save(visit(article("muon"), "2026-11-22T01:00:00Z"))
        result = run(path, "backup", str(tmp_path / "copy"))
    assert "restored and compared" in result.stdout, result.stderr
    assert run(tmp_path / "copy" / "archive.db", "verify").returncode == 0
    with open_for_reading(path) as old, open_for_reading(tmp_path / "copy" / "archive.db") as new:
        query = "SELECT id, title, version_id FROM articles ORDER BY id"
        assert old.execute(query).fetchall() == new.execute(query).fetchall()
    again = run(path, "backup", str(tmp_path / "copy"))
    assert again.returncode == 5
    assert "nothing was overwritten" in again.stderr


@pytest.mark.parametrize("words", [["search", "gio"], ["export"], ["reread"], ["reread", "--dry-run"]], ids="-".join)
def test_an_unknown_portal_is_named_with_those_there_are(path: Path, words: list[str]) -> None:
    result = run(path, *words, "--portal", "sct_hanoi")
    assert (result.returncode, result.stdout) == (1, "")
    assert "no portal 'sct_hanoi'; it has" in result.stderr


def test_export_never_writes_over_the_archive_and_leaves_no_half_of_a_file(path: Path, tmp_path: Path) -> None:
    size = path.stat().st_size
    own = [path.with_name(path.name + end) for end in ("", "-wal", "-shm", "-journal", ".lock", ".sct_bentre.lock")]
    for target in (*own, path.parent / "warc" / "a.jsonl", tmp_path / "nowhere" / "a.csv"):
        result = run(path, "export", "--format", "jsonl", "-o", str(target))
        assert (result.returncode, "nothing was written" in result.stderr) == (5, True), result
    assert path.stat().st_size == size
    older = tmp_path / "a.jsonl"
    older.write_text("an older export")
    assert run(path, "export", "-o", str(older), "--portal", "sct_hanoi").returncode == 1
    assert older.read_text() == "an older export"
    assert run(path, "export", "-o", str(older)).returncode == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.jsonl"]


def test_letters_that_the_locale_cannot_write_are_named_and_no_article_with_them(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    done = process(path, "export")
    assert (done.returncode, len(done.stderr) < 200, "PYTHONUTF8=1" in done.stderr) == (2, True, True), done.stderr


def test_an_export_broken_off_leaves_nothing_behind(path: Path, tmp_path: Path) -> None:
    def broken_off() -> None:
        with written(tmp_path / "a.jsonl", path) as file:
            file.write("half a line")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert not list(tmp_path.iterdir())


def test_an_archive_cut_to_nothing_is_not_called_well(tmp_path: Path) -> None:
    (tmp_path / "archive.db").touch()
    for words in (["verify"], ["status"], ["backup", str(tmp_path / "copy")], ["export"], ["search", "gio"]):
        result = run(tmp_path / "archive.db", *words)
        assert (result.returncode, "is empty" in result.stderr) == (5, True), result
    assert (tmp_path / "archive.db").stat().st_size == 0


def test_an_archive_cut_to_nothing_after_it_was_read_is_not_called_well_either(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        archive.save(visit(article("a")))
    path.with_name("archive.db-wal").touch()  # SQLite leaves it where a reader was the last to close
    os.truncate(path, 0)
    for words in (["status"], ["verify"], ["export"]):
        result = run(path, *words)
        assert (result.returncode, "is empty" in result.stderr) == (5, True), result
    assert path.stat().st_size == 0


def test_verify_looks_also_where_nobody_hears_what_it_is_doing(path: Path) -> None:
    shell = f"{sys.executable} -m archive --archive {path} verify 2>&-"
    done = subprocess.run(shell, shell=True, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, "All is well" in done.stdout) == (0, True), done


def test_diff_after_a_text_came_back_shows_the_last_change(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        run_id = archive.begin_run("sct_bentre", "sct_bentre", "live", "2026-11-20T00:00:00Z")
        edited = article("a", body_text=article().body_text.replace("12 km", "14 km"))
        for day, text in ((20, article("a")), (21, edited), (22, article("a"))):
            archive.save(visit(text, f"2026-11-{day}T01:00:00Z", run_id=run_id))
    assert "dài [-14-]{+12+} km" in run(tmp_path / "archive.db", "diff", only_id(tmp_path / "archive.db")).stdout


def test_versions_stay_in_the_order_of_looks_when_a_clock_was_wrong_once(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        for started, of in (("2026-11-20", "12 km"), ("2026-09-20", "14 km"), ("2026-11-22", "16 km")):
            run_id = archive.begin_run("sct_bentre", "sct_bentre", "live", f"{started}T00:00:00Z")
            text = article("a", body_text=article().body_text.replace("12 km", of))
            archive.save(visit(text, f"{started}T01:00:00Z", run_id=run_id))
            archive.end_run(run_id, f"{started}T02:00:00Z", 0, None, Counts())
    assert "dài [-14-]{+16+} km" in run(path, "diff", only_id(path)).stdout
    assert "dài [-12-]{+14+} km" in run(path, "diff", only_id(path), "1", "2").stdout
    told = json.loads(run(path, "show", "--json", only_id(path)).stdout)["versions"]
    assert [version["first_seen_at"][:7] for version in told] == ["2026-11", "2026-09", "2026-11"]


def test_a_folder_is_no_archive_and_the_sentence_says_what_to_name(tmp_path: Path) -> None:
    result = run(tmp_path, "status")
    assert result.returncode == 5
    assert f"{tmp_path} is a folder; name the file in it" in result.stderr


def test_errors_are_one_sentence_and_no_traceback(path: Path, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("chữ" * 999)
    for command, code in (
        (process(tmp_path / "none.db", "status"), 5),
        (process(tmp_path / "text.db", "search", "a"), 5),
        (process(path, "show", "nothere"), 1),
        (process(path, "nothere"), 2),
    ):
        assert command.returncode == code
        assert "Traceback" not in command.stderr
        assert command.stderr.strip()
    assert not (tmp_path / "none.db").exists()


def test_verify_exits_1_and_lists_what_is_wrong(path: Path, tmp_path: Path) -> None:
    assert run(path, "backup", str(tmp_path)).returncode == 0
    for file in (tmp_path / "warc").iterdir():
        os.truncate(file, file.stat().st_size - 9)
    result = run(tmp_path / "archive.db", "verify")
    assert result.returncode == 1
    assert ".warc.gz is not as it was finished" in result.stdout


def test_verify_names_files_that_nobody_owns_and_is_well_all_the_same(path: Path) -> None:
    (path.parent / "warc" / "cua-ai.warc.gz").write_bytes(b"x")
    result = run(path, "verify")
    assert result.returncode == 0
    assert "no capture points into 1 file" in result.stdout
    assert "(cua-ai.warc.gz)" in result.stdout
    assert json.loads(run(path, "verify", "--json").stdout)["unowned"] == ["cua-ai.warc.gz"]


@pytest.mark.parametrize("words", ["", "  "])
def test_a_search_without_a_word_is_a_usage_error(path: Path, words: str) -> None:
    result = run(path, "search", words)
    assert (result.returncode, result.stdout) == (2, "")
    assert "type at least one word" in result.stderr


@pytest.mark.parametrize("words", [("status",), ("search", "gió"), ("show", "x"), ("export",), ("verify",)])
def test_an_output_that_cannot_be_written_is_said_in_one_sentence(path: Path, words: tuple[str, ...]) -> None:
    given = [sys.executable, "-m", "archive", "--archive", str(path), *words]
    with Path("/dev/full").open("w") as full:
        for command in (given, ["sh", "-c", 'exec "$@" >&-', "sh", *given]):
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
            assert done.returncode in {1, 5}, done.stderr
            assert (done.stderr.count("\n"), "Traceback" in done.stderr) == (1, False)


def test_export_into_a_pipe_writes_to_it_and_a_folder_is_named(path: Path, tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")
    reading = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE, text=True)
    assert run(path, "export", "-o", str(pipe)).returncode == 0
    assert reading.communicate()[0] == run(path, "export").stdout
    assert pipe.is_fifo()
    for folder in (str(tmp_path), ""):
        result = run(path, "export", "-o", folder)
        assert (result.returncode, "is a folder" in result.stderr) == (5, True)


def test_arguments_that_are_no_text_are_wrong_usage(path: Path) -> None:
    for words in (("show", b"\xff"), ("diff", b"\xfe")):
        result = subprocess.run(
            [sys.executable, "-m", "archive", "--archive", str(path), *words], capture_output=True, check=False
        )
        assert (result.returncode, result.stderr.count(b"\n")) == (2, 1)


@pytest.mark.parametrize("words", [("backup", "copy"), ("snapshot", "copy.db")])
def test_a_copy_that_finds_no_room_says_so_and_leaves_nothing(
    path: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    given = [sys.executable, "-m", "archive", "--archive", str(path), words[0], str(tmp_path / words[1])]
    limited = ["sh", "-c", 'ulimit -f 100; exec "$@"', "sh", *given]
    done = subprocess.run(limited, capture_output=True, text=True, check=False)
    assert done.returncode == 5, done.stderr
    assert "Traceback" not in done.stderr
    assert "cannot be written (disk I/O error" in done.stderr
    assert list(tmp_path.rglob("*copy*/*")) == list(tmp_path.glob("copy.db*")) == []
    assert run(path, words[0], str(tmp_path / words[1])).returncode == 0


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_broken_off_says_so(path: Path, tmp_path: Path, how: signal.Signals) -> None:
    given = [sys.executable, "-m", "archive", "--archive", str(path), "backup", str(tmp_path / "copy")]
    running = subprocess.Popen(given, stderr=subprocess.PIPE, text=True)
    assert running.stderr
    while "raw records" not in running.stderr.readline():
        pass
    running.send_signal(how)
    told = running.communicate()[1]
    if running.returncode:
        assert (running.returncode, told.splitlines()[-1]) == (128 + how, "archive: stopped before it was done.")
        assert not (tmp_path / "copy" / "archive.db").exists()


def test_the_help_of_every_command_fits_its_line() -> None:
    listed = CliRunner().invoke(main, ["--help"], terminal_width=80).stdout.split("Commands:")[1]
    listed = listed.split("\n\n")[0].strip().splitlines()
    assert len(listed) == 11
    assert [line for line in listed if not line.endswith(".") or line.endswith("...")] == []


@pytest.mark.parametrize("name", Commands.NAMES)
def test_every_option_says_what_it_is_for(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command
    assert [each.name for each in command.params if isinstance(each, click.Option) and not each.help] == []


def test_one_is_told_as_one(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        archive.save(visit(article("a")))
    assert "1 version\n" in run(tmp_path / "archive.db", "status").stdout
    assert ": 1 article, restored" in run(tmp_path / "archive.db", "backup", str(tmp_path / "copy")).stdout
    assert run(tmp_path / "archive.db", "reread", "--dry-run").stdout.startswith("1 page read again")


def test_an_article_without_text_is_found_without_an_empty_line(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        archive.save(visit(article("a", title="Infographic: giá điện mới", summary="", body_text="")))
    assert len(run(tmp_path / "archive.db", "search", "giá", "điện").stdout.splitlines()) == 1


def test_passage_is_broken_at_words_where_the_terminal_ends_and_never_for_a_program() -> None:
    text = "điện gió hòa lưới trước mùa khô " * 6
    assert indented(text.strip(), None) == " " * 14 + text.strip()
    for width, margin in ((40, "  "), (100, " " * 14)):
        lines = indented(text.strip(), width).split("\n")
        assert max(map(len, lines)) <= width
        assert all(line.startswith(margin) and line[len(margin)] != " " for line in lines)
        assert " ".join(line.strip() for line in lines) == text.strip()
