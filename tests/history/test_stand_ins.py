"""A portal that closed, read from archives: one dated page at every address hides none of its articles."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.history.scenes import HOST, archive_command, ask, command, page, run
from tests.history.test_killed_imports import killed
from tests.history.test_wayback_faults import serving, wayback
from tests.history.test_wayback_repeats import Listing
from tests.history.warcs import Shot, write_warc

DAYS = range(10, 15)
TITLES = ("Chợ cá mở sớm", "Cấp lại biển số lò hơi", "Hội quán nghề mộc", "Giá phân bón giảm", "Phiên gạo nếp đầu mùa")
OWN = {
    f"201903{day}": page(f"{title} ở xã số {day}", more=f"Riêng bài {day}.")
    for day, title in zip(DAYS, TITLES, strict=True)
}
CLOSED = (
    "<html lang='vi'><head><title>Thông báo dừng trang</title></head><body><h1>Thông báo dừng trang</h1>"
    "<div>(Cập nhật: 01/07/2025)</div><p>Trang này dừng từ hôm nay. Kính mời bà con theo dõi tin ở trang của tỉnh mới."
    "</p></body></html>"
).encode()
LATER = {f"202509{day}": CLOSED for day in DAYS}
SHOWN = "SELECT title LIKE 'Thông báo%', state, substr(last_seen_at, 1, 4), count(*) FROM articles GROUP BY 1, 2, 3"
KEPT = [(0, "missing", "2019", 5)]


def shots(bodies: dict[str, bytes]) -> list[Shot]:
    return [Shot(address(at), f"{at[:4]}-{at[4:6]}-{at[6:]}T00:00:00Z", body) for at, body in bodies.items()]


def address(at: str) -> str:
    return f"{HOST}/tin-{at[-2:]}.html"


@pytest.fixture
def server() -> Iterator[str]:
    bodies = {at.ljust(14, "0"): body for at, body in {**OWN, **LATER}.items()}
    rows = [[at, address(at[:8]), "text/html", "200", "N" if at > "2025" else at, "900"] for at in bodies]
    times = {at: datetime.fromisoformat(at[:8] + "T000000+00:00") for at in bodies}
    fresh = {"seen": Counter(), "asked": [], "rows": rows, "times": times, "bodies": bodies}
    with serving(type("Closed", (Listing,), fresh)) as url:
        yield url


def test_the_internet_archives_captures_of_it(tmp_path: Path, server: str) -> None:
    archive = tmp_path / "archive.db"
    ran = wayback(server, archive)
    assert (ran.code, ask(archive, SHOWN)) == (3, KEPT), ran.said
    assert "stands-in: “Thông báo dừng trang” stands at 5 articles in the place of their own text" in ran.said
    assert "-a until=" in ran.said
    assert "Chợ cá" in archive_command(archive, "search", "riêng bài 10").said
    again = wayback(server, archive)
    assert (again.code, ask(archive, SHOWN)) == (0, KEPT), again.said
    assert archive_command(archive, "verify").code == 0


@pytest.mark.parametrize(("first", "then"), [("old", "new"), ("new", "old")])
def test_warc_files_of_it_in_either_order(tmp_path: Path, first: str, then: str) -> None:
    archive = tmp_path / "archive.db"
    files = {
        "old": write_warc(tmp_path / "old.warc.gz", shots(OWN)),
        "new": write_warc(tmp_path / "new.warc.gz", shots(LATER)),
    }
    ran = run("warc", archive, portal="sct_bentre", path=files[first])
    assert ran.code == (3 if first == "new" else 0), ran.said
    assert ("all-alike: “Thông báo dừng trang” under one date is all that 5 articles show" in ran.said) is (
        first == "new"
    )
    ran = run("warc", archive, portal="sct_bentre", path=files[then])
    assert (ran.code, ask(archive, SHOWN)) == (3, KEPT), ran.said
    assert "stands-in: “Thông báo dừng trang” stands at 5 articles" in ran.said


MORE = [Shot(f"{HOST}/sau-{n}.html", f"2026-01-01T00:{n // 60:02}:{n % 60:02}Z", page(f"Tin {n}")) for n in range(300)]


def test_what_a_killed_import_brought_of_it_the_next_run_tells_and_no_other(tmp_path: Path) -> None:
    archive, told = tmp_path / "a" / "archive.db", "stands-in: “Thông báo dừng trang” stands at 5 articles"
    path = write_warc(tmp_path / "w.warc.gz", [*shots(OWN), *shots(LATER), *MORE])
    words = command("warc", archive, portal="sct_bentre", path=path)
    killed(words, archive, 40)
    killed(words, archive, 40)
    assert ask(archive, "SELECT count(*), count(finished_at) FROM runs") == [(2, 0)]
    ran = run("warc", archive, portal="sct_bentre", path=path)
    assert (ran.code, told in ran.said) == (3, True), ran.said
    more = write_warc(
        tmp_path / "more.warc.gz", [replace(shot, at=shot.at.replace("-01-01", "-06-01")) for shot in MORE]
    )
    killed(command("warc", archive, portal="sct_bentre", path=more), archive, 40)
    ran = run("warc", archive, portal="sct_bentre", path=path)
    assert (ran.code, told in ran.said) == (0, False), ran.said
