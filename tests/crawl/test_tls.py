"""Portals whose TLS cannot be trusted: nothing is asked of them, and the reason is named."""

import datetime as dt
import ipaddress
import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.crawl.test_whole_crawls import last_line
from tests.replica.crawling import Crawled
from tests.replica.running import ROOT

NAMES = {
    "own": x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    "another's": x509.DNSName("another.example"),
}


def certificate(folder: Path, name: x509.GeneralName) -> tuple[Path, Path]:
    """Files with a self-signed certificate for a name, and its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "thử nghiệm")])
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + dt.timedelta(days=2))
    signed = made.add_extension(x509.SubjectAlternativeName([name]), critical=False).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "cert").write_bytes(signed.public_bytes(pem))
    (folder / "key").write_bytes(key.private_bytes(pem, *plain))
    return folder / "cert", folder / "key"


@contextmanager
def listening(cert: Path, key: Path) -> Iterator[tuple[str, list[bytes]]]:
    """A server that speaks TLS and answers 404 to everything; its address, and what it was asked."""
    asked: list[bytes] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    line, _ = listener.accept()
                except OSError:
                    return
                try:
                    with context.wrap_socket(line, server_side=True) as safe:
                        asked.append(safe.recv(4096))
                        safe.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                except OSError:
                    continue

        threading.Thread(target=serve, daemon=True).start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}/", asked


def crawled(url: str, folder: Path, *more: str, trusting: Path | None = None) -> Crawled:
    """A crawl of the portal at `url` by a process that trusts one certificate, if any of these."""
    words = ["-a", f"base_url={url}", "-s", f"ARCHIVE_PATH={folder / 'archive.db'}", "-s", "DOWNLOAD_DELAY=0", *more]
    trust = {"SSL_CERT_FILE": str(trusting)} if trusting else {}
    command = [sys.executable, "-m", "scrapy", "crawl", "sct_bentre", *words]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, env=os.environ | trust
    )
    return Crawled(done.returncode, done.stderr)


@pytest.mark.parametrize(
    ("name", "trusted", "said"),
    [("own", False, "certificate verify failed"), ("another's", True, "the certificate is another host's")],
)
def test_a_certificate_that_proves_nothing_ends_the_run_before_the_first_word(
    tmp_path: Path, name: str, trusted: bool, said: str
) -> None:
    cert, key = certificate(tmp_path, NAMES[name])
    with listening(cert, key) as (url, asked):
        ended = crawled(url, tmp_path, trusting=cert if trusted else None)
    assert (ended.code, asked) == (4, []), ended.log
    assert f"tls:{said}" in last_line(ended)
    assert "DOWNLOAD_VERIFY_CERTIFICATES=0" in last_line(ended)


def test_not_checking_is_possible_and_loud(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path, NAMES["own"])
    with listening(cert, key) as (url, asked):
        ended = crawled(url, tmp_path, "-s", "DOWNLOAD_VERIFY_CERTIFICATES=0", "-a", "limit=1")
    assert asked[0].startswith(b"GET /robots.txt ")
    assert "TLS CERTIFICATES ARE NOT CHECKED" in ended.log
