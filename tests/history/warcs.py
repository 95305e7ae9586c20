"""WARC files for the tests, written by warcio (not by our code) from pages made here."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HTML = (("Content-Type", "text/html; charset=utf-8"),)


@dataclass(frozen=True)
class Shot:
    """One captured response."""

    url: str
    at: str
    body: bytes = b""
    status: str = "200 OK"
    headers: tuple[tuple[str, str], ...] = HTML
    type: str = "response"
    extra: dict[str, str] = field(default_factory=dict)


class Writer(WARCWriter):
    """warcio's writer, without its spooled temporary files: it leaves them open, and warnings are errors here."""

    def _create_temp_file(self) -> io.BytesIO:
        return io.BytesIO()


def write_warc(path: Path, shots: Iterable[Shot], *, gzipped: bool = True) -> Path:
    with path.open("wb") as file:
        writer = Writer(file, gzip=gzipped, warc_version="WARC/1.1")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "warcio, for a test"}))
        for shot in shots:
            writer.write_record(record_of(writer, shot))
    return path


def record_of(writer: WARCWriter, shot: Shot) -> object:
    http = None
    if shot.type in {"response", "revisit"}:
        http = StatusAndHeaders(shot.status, list(shot.headers), protocol="HTTP/1.1")
    return writer.create_warc_record(
        shot.url,
        shot.type,
        payload=io.BytesIO(shot.body),
        http_headers=http,
        warc_headers_dict={"WARC-Date": shot.at, **shot.extra},
    )


def write_wacz(path: Path, warc: Path, *, compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as bundle:
        bundle.write(warc, f"archive/{warc.name}")
        bundle.writestr("datapackage.json", "{}")
    return path


def one_member(path: Path, plain: Path) -> Path:
    """A WARC compressed as one single gzip member: not what the format asks, and often met."""
    path.write_bytes(gzip.compress(plain.read_bytes()))
    return path
