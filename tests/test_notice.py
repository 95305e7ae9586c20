"""People are told when health changes, and only then."""

import json
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from crawler.complaint import Complaint
from crawler.notice import Notice, health_changed, ping, something_new, tell
from proof import warm

LOST = Complaint("known-articles-lost", "3 of 4 gave no article", ("http://portal.vn/chợ.html",), "Look.")
NOTICE = Notice(
    portal="sct_bentre",
    healthy=False,
    exit_code=3,
    reason="layout drift",
    finished_at="2026-11-22T01:00:00Z",
    complaints=(LOST,),
)


class Server:
    """A webhook on loopback that keeps what it was sent and answers with one status."""

    def __init__(self, status: int = 200) -> None:
        self.seen: list[tuple[str, str, bytes]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                outer.seen.append((self.command, self.path, body))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST = answer  # noqa: N815 - the names http.server calls

            def log_message(self, *args: object) -> None: ...

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def server() -> Iterator[Server]:
    hook = Server()
    yield hook
    hook.http.shutdown()
    hook.http.server_close()


@pytest.mark.parametrize(
    ("before", "now", "changed"),
    [
        ([], 0, False), ([], 3, True), ([0, 0], 0, False), ([0, 0], 4, True), ([0, 3], 3, False), ([0, 3], 4, False),
        ([3, 4], 0, True), ([3, 75, 143], 0, True), ([0, 75], 3, True), ([0], 75, False),
        ([3], 130, False), ([3], 129, False),
    ],
)  # fmt: skip
def test_only_a_change_of_health_is_told(before: list[int], now: int, changed: bool) -> None:
    assert health_changed(before, now) is changed


@pytest.mark.parametrize(
    ("before", "now", "new"),
    [
        ([], ["block-pages"], True), ([[], ["block-pages"]], ["block-pages"], False), ([["block-pages"]], [], False),
        ([["block-pages"]], ["block-pages", "known-articles-lost"], True),
        ([["block-pages", "pages-failed"], ["block-pages"]], ["pages-failed"], False),
        ([["pages-failed"], [], ["block-pages"]], ["block-pages", "pages-failed"], True),
    ],
)  # fmt: skip
def test_a_rule_that_complains_is_new_once_until_a_run_is_well(
    before: list[list[str]], now: list[str], new: bool
) -> None:
    assert something_new(before, now) is new


def test_a_webhook_gets_the_verdict_as_json_with_words_for_chats(server: Server) -> None:
    assert tell(f"{server.address}/hook", NOTICE) is None
    ((method, path, body),) = server.seen
    told = json.loads(body)
    assert (method, path) == ("POST", "/hook")
    assert told["complaints"][0]["examples"] == ["http://portal.vn/chợ.html"]
    assert told["text"].startswith("sct_bentre needs a look: layout drift\nknown-articles-lost: 3 of 4")


def test_a_command_gets_the_verdict_on_stdin(tmp_path: Path) -> None:
    script = f"import sys, pathlib; pathlib.Path({str(tmp_path / 'told')!r}).write_bytes(sys.stdin.buffer.read())"
    assert tell(f'{sys.executable} -c "{script}"', NOTICE) is None
    assert json.loads((tmp_path / "told").read_text())["healthy"] is False


@pytest.mark.parametrize("target", ["no-such-command-here", "false", "'unbalanced"])
def test_a_command_that_fails_is_a_sentence_and_no_exception(target: str) -> None:
    assert "The crawl itself is saved." in str(tell(target, NOTICE))


def test_a_webhook_that_is_down_is_a_sentence_and_no_exception(server: Server) -> None:
    address = server.address
    server.http.shutdown()
    server.http.server_close()
    assert str(tell(address, NOTICE)).startswith(f"{address} could not be told")


def test_the_watchdog_is_pinged_after_good_and_bad_runs(server: Server) -> None:
    assert ping(f"{server.address}/abc", 0) is None
    assert ping(f"{server.address}/abc/", 3) is None
    assert ping(f"{server.address}/abc?key=1", 3) is None
    assert [path for _, path, _ in server.seen] == ["/abc", "/abc/fail", "/abc/fail?key=1"]


def test_a_watchdog_that_speaks_no_http_is_a_sentence_and_no_exception() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        threading.Thread(target=answer_garbage, args=(listening,), daemon=True).start()
        told = ping(f"http://127.0.0.1:{listening.getsockname()[1]}/abc", 0)
    assert "could not be told" in str(told)


def answer_garbage(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(b"220 smtp.example ESMTP\r\n")


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://127.0.0.1:1/a b", "http://[", "abc"])
def test_only_an_http_address_is_called(address: str) -> None:
    assert "it is no http(s) address" in str(ping(address, 0))


def test_the_watchdog_is_pinged_also_where_the_archive_cannot_be_opened(server: Server) -> None:
    where = ("-s", "ARCHIVE_PATH=/proc/none/archive.db", "-s", f"PING_URL={server.address}/abc")
    assert warm.scrapy(["crawl", "sct_bentre", *where]).code == 5
    assert [path for _, path, _ in server.seen] == ["/abc/fail"]
