"""Runs inside a network namespace where every address of the internet is this machine, and heard."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from html import escape
from pathlib import Path
from xml.sax.saxutils import escape as xml

from proof.crawling import crawl, titles
from proof.server import Answer, Server, article, front, redirect, whole
from proof.spellings import METADATA, forbidden

OTHER = 8099
PORTS = (80, 443, 21, 22, 8080, OTHER)
SYN, ACK = 0x02, 0x10


class Canaries:
    """Listeners on all addresses, and a watch on the wire for calls to ports where nobody listens; `heard` has both."""

    def __init__(self, portal_port: int) -> None:
        self.portal_port = portal_port
        self.heard: list[str] = []
        self._wire = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
        self._wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 << 20)
        self._wire.bind(("lo", 0))
        for port in PORTS:
            for family, host in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
                self._listen(family, host, port)
        for host in ("127.0.0.2", "169.254.169.254", "10.0.0.1"):
            self._listen(socket.AF_INET, host, portal_port)
        self._listen(socket.AF_INET6, "::1", portal_port)
        threading.Thread(target=self._watch, daemon=True).start()

    def _listen(self, family: socket.AddressFamily, host: str, port: int) -> None:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((host, port))
        listener.listen()
        threading.Thread(target=self._answer, args=(listener,), daemon=True).start()

    def _answer(self, listener: socket.socket) -> None:
        while True:
            line, _ = listener.accept()
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi")
            line.close()

    def _watch(self) -> None:
        while True:
            packet = self._wire.recv(1 << 16)
            called = called_by(packet)
            if called and called != ("127.0.0.1", self.portal_port):
                self.heard.append(f"{called[0]} port {called[1]}")


def called_by(packet: bytes) -> tuple[str, int] | None:
    """Where a packet opens a connection to (TCP) or goes (UDP); None for everything else."""
    if packet[0] >> 4 == 4:
        kind, start, host = packet[9], (packet[0] & 15) * 4, socket.inet_ntop(socket.AF_INET, packet[16:20])
    else:
        kind, start, host = packet[6], 40, socket.inet_ntop(socket.AF_INET6, packet[24:40])
    port = int.from_bytes(packet[start + 2 : start + 4], "big")
    if kind == socket.IPPROTO_UDP:
        return host, port
    opens = kind == socket.IPPROTO_TCP and packet[start + 13] & (SYN | ACK) == SYN
    return (host, port) if opens else None


def site(urls: list[str]) -> dict[str, Answer]:
    """A portal that tries to send us to each address: by link, redirect, base, canonical, refresh, frame, picture."""
    answers: dict[str, Answer] = {"/robots.txt": robots(urls), "/sitemap.xml": sitemap(urls)}
    pages = []
    for number, url in enumerate(urls):
        told = escape(url, quote=True)
        answers[f"/chuyen-{number}.html"] = redirect(url)
        answers[f"/goc-{number}.html"] = whole(article(f"Gốc {number}", head=f'<base href="{told}">', links=RELATIVE))
        head = f'<link rel="canonical" href="{told}"><meta property="og:url" content="{told}">'
        head += f'<link rel="next" href="{told}"><link rel="alternate" type="application/rss+xml" href="{told}">'
        around = (
            f'<a href="{told}">x</a><a href="{told}/tep.pdf">tệp</a><img src="{told}"><iframe src="{told}"></iframe>'
        )
        answers[f"/chuan-{number}.html"] = whole(article(f"Chuẩn {number}", head=head, links=around))
        refresh = f'<meta http-equiv="refresh" content="0;url={told}">'
        answers[f"/lam-moi-{number}.html"] = whole(f"<html><head>{refresh}</head><body>{RELATIVE}</body></html>")
        answers[f"/hai-buoc-{number}.html"] = redirect(f"/hai-buoc-{number}.html?x=1")
        answers[f"/hai-buoc-{number}.html?x=1"] = redirect(url)
    pages = [path for path in answers if path.endswith(".html")]
    answers["/"] = whole(front([*pages, *[escape(url, quote=True) for url in urls]]))
    return answers


RELATIVE = '<p><a href="tiep-theo.html">tiếp theo</a> <a href="?p=2">2</a> <a href="//127.0.0.2/x">x</a></p>'


def robots(urls: list[str]) -> bytes:
    """A robots.txt that announces each address as a sitemap."""
    lines = "".join(f"Sitemap: {url}\n" for url in urls if not set(url) & set("\r\n\x00"))
    return whole("User-agent: *\nDisallow: /quan-tri/\n" + lines, kind="text/plain")


def sitemap(urls: list[str]) -> bytes:
    """A sitemap of each address."""
    places = "".join(f"<url><loc>{xml(url)}</loc></url>" for url in urls if min(url) > "\x1f")
    return whole(f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>')


def main(folder: Path, most: int) -> None:
    """Crawl, and print what was tried and heard as JSON."""
    for words in ("link set lo up", "route add local 0.0.0.0/0 dev lo", "-6 route add local ::/0 dev lo"):
        subprocess.run(["ip", *words.split()], check=True)
    with Server() as portal:
        every = forbidden("127.0.0.1", portal.port, OTHER)
        urls = every[:: max(1, len(every) // most)]
        portal.answers |= site(urls)
        canaries = Canaries(portal.port)
        done = crawl(portal.url, folder / "archive.db", "-s", "OUTAGE_AFTER=1000000")
        time.sleep(0.5)
        asked = {path for path, _ in portal.asked}
        strange = sorted({host for _, host in portal.asked} - {f"127.0.0.1:{portal.port}"})
        reached = sum(path in asked for path in portal.answers)
        stored = len(titles(folder / "archive.db"))
        pages = len(portal.answers)
        alone = check_that_canaries_hear(canaries)
    told = {"spellings": len(urls), "pages": pages, "reached": reached, "stored": stored, "heard": canaries.heard}
    print(json.dumps(told | {"strange": strange, "alone": alone, "code": done.code, "log": done.log[-1500:]}))


def check_that_canaries_hear(canaries: Canaries) -> bool:
    """A canary that hears nothing proves nothing: make three calls and see."""
    before = len(canaries.heard)
    socket.create_connection((METADATA, 80), 5).close()
    with suppress(OSError):
        socket.create_connection(("10.9.8.7", 4321), 5)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram:
        datagram.sendto(b"?", ("9.9.9.9", 53))
    time.sleep(0.5)
    new = set(canaries.heard[before:])
    canaries.heard[before:] = []
    return new == {f"{METADATA} port 80", "10.9.8.7 port 4321", "9.9.9.9 port 53"}


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
