"""The bytes behind a page: raw records as downloads, pictures and files out of the WARC files."""

from __future__ import annotations

import asyncio
import io
import mimetypes
import re
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from archive.web.kept import SHOWABLE, folder_of, media_of
from archive.web.rows import Row, Rows, archive_of
from archive.web.show import HERE, Refused, digest_of

CAPTURE = "select id, warc_file, warc_offset, warc_length from captures where id = :id"
ORIGINAL = "select warc_file, warc_offset, warc_length from payloads where sha256 = :sha256"
LARGEST = 64 << 20
FOR_GOOD, A_WHILE = "public, max-age=31536000, immutable", "max-age=5"  # of what an address names, and of a place
GZIP = b"\x1f\x8b"
# A picture is shown by browsers only as what it is: no script, no frame, no request can come of it.
FILE_POLICY = "default-src 'none'; style-src 'none'; sandbox; frame-ancestors 'none'"
_LOST = "The record is noted, but its WARC file is not beside this archive."


async def raw_record(datasette: Datasette, request: Request) -> Response:
    """The WARC record of a capture, byte for byte as kept, always as a download.

    Behind a revisit comes the record that holds its body: the two make a WARC file that can be read by itself.
    """
    rows = await archive_of(datasette)
    capture = await rows.one(CAPTURE, {"id": request.url_vars["id"]}) if rows else None
    if rows is None or capture is None:
        raise NotFound("No such capture")
    if not capture["warc_file"]:
        raise Refused("Of this capture only its facts are kept, no raw record.", 404)
    data = await asyncio.to_thread(record_bytes, folder_of(rows), capture)
    if original := await _original(rows, data):
        data += await asyncio.to_thread(record_bytes, folder_of(rows), original)
    ending = "warc.gz" if data.startswith(GZIP) else "warc"
    return _download(data, f"capture-{capture['id']}.{ending}", "application/warc", FOR_GOOD)


async def media(datasette: Datasette, request: Request) -> Response:
    """A picture to be shown, or a file to be downloaded, out of its WARC record; with ?sha256= that one or none."""
    rows, asked, kind = await archive_of(datasette), request.url_vars, request.url_vars["kind"]
    shown = await media_of(rows, asked["id"], kind, request.args.get("version")) if rows else []
    row = next((each for each in shown if each["position"] == int(asked["position"])), None)
    digest = request.args.get("sha256") or ""
    if rows is None or row is None or not row["warc_file"] or not row["sha256"].startswith(digest):
        raise NotFound("Not kept")
    data = await asyncio.to_thread(record_bytes, folder_of(rows), row)
    if original := await _original(rows, data):
        data = await asyncio.to_thread(record_bytes, folder_of(rows), original)
    body = bytes(_record(data).content_stream().read(LARGEST))
    lasts = FOR_GOOD if digest else A_WHILE
    if kind == "picture" and row["media_type"] in SHOWABLE:
        headers = {"Cache-Control": lasts, "Content-Security-Policy": FILE_POLICY}
        return Response(body, headers=headers, content_type=row["media_type"])
    return _download(body, _file_name(row, asked["id"]), "application/octet-stream", lasts)


async def static(request: Request) -> Response:
    """A file of our pages; where its digest is asked for, as `asset` does, a browser may keep it for good."""
    path = HERE / "static" / request.url_vars["path"]
    if not path.is_file():
        raise NotFound("No such file")
    body = path.read_bytes()
    headers = {"Cache-Control": FOR_GOOD if request.query_string == digest_of(body) else A_WHILE}
    return Response(body, headers=headers, content_type=mimetypes.guess_type(path.name)[0] or "text/plain")


async def databases(datasette: Datasette) -> Response:
    """Datasette's list of files without their places on disk."""
    told = [{key: value for key, value in each.items() if key != "path"} for each in _connected(datasette)]
    return Response.json(told)


async def not_told() -> Response:
    """What a server does inside is nobody's business, and what helps who writes plugins helps no reader."""
    raise NotFound("Not told")


def _connected(datasette: Datasette) -> list[dict[str, Any]]:
    return list(datasette._connected_databases())  # noqa: SLF001  # what its own page shows; a test holds it


def record_bytes(folder: Path, place: Row) -> bytes:
    """The bytes of one record; Refused where its file is gone, cut or not in the archive's own folder."""
    name, length = str(place["warc_file"]), int(place["warc_length"])
    if Path(name).name != name or length > LARGEST:
        raise Refused(_LOST, 404)
    try:
        with (folder / name).open("rb") as file:
            file.seek(int(place["warc_offset"]))
            data = file.read(length)
    except OSError as error:
        raise Refused(_LOST, 404) from error
    if len(data) != length:
        raise Refused(
            "The WARC file beside this archive is shorter than it should be: `archive verify` tells more.", 404
        )
    return data


async def _original(rows: Rows, data: bytes) -> Row | None:
    """Where the record with the body lies, if this one is a revisit: it says that the same bytes came again."""
    record = _record(data)
    if record.rec_type != "revisit":
        return None
    digest = str(record.rec_headers.get_header("WARC-Payload-Digest")).removeprefix("sha256:")
    if (original := await rows.one(ORIGINAL, {"sha256": digest})) is None:
        raise Refused("The record says that a body came again which is not kept here.", 404)
    return original


def _record(data: bytes) -> Any:
    """The WARC record in these bytes, as warcio reads it."""
    from warcio.archiveiterator import ArchiveIterator

    record = next(iter(ArchiveIterator(io.BytesIO(data))), None)
    if record is None:
        raise Refused(_LOST, 404)
    return record


def _file_name(row: Row, article_id: str) -> str:
    """A harmless name: the address's last part, letters and digits of ASCII only, at most 80 of them."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "_", str(row["url"]).split("?")[0].rstrip("/").rsplit("/", 1)[-1])
    return name.lstrip("._-")[-80:] or f"file-{article_id}-{row['position']}"


def _download(body: bytes, name: str, content_type: str, lasts: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": FILE_POLICY,
        "Cache-Control": lasts,
    }
    return Response(body, headers=headers, content_type=content_type)
