"""What cron and systemd run: from anywhere, with nothing in the environment; and the files they read."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.replica.crawling import ask
from tests.replica.running import ROOT, Replica

OPS = ROOT / "ops"


def under_cron(words: list[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    """A command as cron starts it: no HOME, no locale but C, a minimal PATH, another directory."""
    bare = {"PATH": "/usr/bin:/bin", "LANG": "C"}
    return subprocess.run(words, cwd=folder, env=bare, capture_output=True, check=False, timeout=120)


def needed(program: str) -> str:
    """The program, or a loud skip where this machine has none."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"NOT TESTED: there is no {program} on this machine")
    return found


def test_the_command_of_cron_runs_from_anywhere_with_nothing_in_the_environment(tmp_path: Path) -> None:
    archive = tmp_path / "nơi khác" / "archive.db"
    with Replica("sct_bentre") as portal:
        words = [str(OPS / "crawl"), "sct_bentre", "-a", f"base_url={portal.url}", "-a", "limit=14"]
        done = under_cron([*words, "-s", f"ARCHIVE_PATH={archive}", "-s", "DOWNLOAD_DELAY=0"], tmp_path)
    log = done.stderr.decode("utf-8")  # raises where the log is anything else
    assert done.returncode == 0, log
    assert "Traceback" not in log
    assert "Sở Công Thương tỉnh Bến Tre" in log
    titles = [row["title"] for row in ask(archive, "select title from articles")]
    assert titles
    assert re.search("[ăâđêôơư]", " ".join(titles))
    assert not (tmp_path / "data").exists()


def test_the_exit_code_of_cron_s_command_is_the_crawl_s_own(tmp_path: Path) -> None:
    done = under_cron([str(OPS / "crawl"), "sct_bentre", "-a", "bogus=1"], tmp_path)
    assert (done.returncode, b"no argument -a bogus" in done.stderr) == (2, True)


def test_the_dead_man_s_check_of_the_crontab_says_that_there_is_no_archive(tmp_path: Path) -> None:
    words = [str(ROOT / ".venv/bin/archive"), "--archive", "none.db", "status", "--max-age", "36h", "--quiet"]
    done = under_cron(words, tmp_path)
    assert done.returncode != 0
    assert done.stderr + done.stdout
    assert b"Traceback" not in done.stderr


def test_every_line_of_the_crontab_has_five_times_a_user_and_a_command_that_is_there() -> None:
    lines = [line for line in (OPS / "crontab").read_text().splitlines() if line and not line.startswith("#")]
    assert len(lines) == 3
    for line in lines:
        *times, user, command = line.split(None, 6)
        assert all(re.fullmatch(r"\*|(\*/)?\d+", time) for time in times)
        assert user == "congthuong"
        assert "%" not in command, "cron turns it into a new line"
        told = re.findall(r"(?:/srv/congthuong-archive/)?(ops/crawl|\.venv/bin/archive)", command)
        assert told
        assert all((ROOT / path).exists() for path in told)


def test_both_portals_are_crawled_by_the_crontab_at_different_minutes() -> None:
    found = dict(re.findall(r"^(\d+) .*ops/crawl (\w+)", (OPS / "crontab").read_text(), re.MULTILINE))
    assert set(found.values()) == {"sct_bentre", "sct_bacgiang"}


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    systemd = needed("systemd-analyze")
    for kind in ("service", "timer"):
        text = (OPS / f"congthuong-archive@.{kind}").read_text().replace("/srv/congthuong-archive", str(ROOT))
        (tmp_path / f"congthuong-archive@.{kind}").write_text(text)
    units = [str(tmp_path / f"congthuong-archive@sct_bentre.{kind}") for kind in ("service", "timer")]
    done = subprocess.run([systemd, "verify", *units], capture_output=True, text=True, check=False, timeout=60)
    ours = [line for line in done.stderr.splitlines() if "congthuong" in line]
    assert (done.returncode, ours) == (0, []), done.stderr


def test_logrotate_takes_its_file(tmp_path: Path) -> None:
    logrotate = needed("logrotate")
    text = (OPS / "logrotate").read_text().replace("/var/log/congthuong-archive", str(tmp_path))
    text = re.sub(r"^ *(su|create) .*\n", "", text, flags=re.MULTILINE)  # the user is not on this machine
    (tmp_path / "rotate").write_text(text)
    (tmp_path / "rotate").chmod(0o644)
    (tmp_path / "sct_bentre.log").write_text("một dòng\n")
    words = [logrotate, "--force", "--state", str(tmp_path / "state"), str(tmp_path / "rotate")]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "sct_bentre.log.1").read_text() == "một dòng\n"


def test_the_openssl_file_lets_old_ciphers_in_and_is_off_by_default() -> None:
    # By pyOpenSSL, as Scrapy does it: Python's own ssl module sets its ciphers after the file was read.
    code = (
        "from OpenSSL import SSL; c = SSL.Context(SSL.TLS_METHOD); legacy = bool(c.set_options(0) & 4);"
        "print(legacy, any('ADH' in name for name in SSL.Connection(c).get_cipher_list()))"
    )

    def told(**more: str) -> str:
        bare = {"PATH": "/usr/bin:/bin", "PYTHONWARNINGS": "ignore", **more}
        done = subprocess.run([sys.executable, "-c", code], env=bare, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    assert told(OPENSSL_CONF=str(OPS / "openssl-legacy.cnf")) == "True True"
    assert told() == "False False"
