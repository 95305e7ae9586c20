"""Raw records in WARC 1.1: one file a run, every record synced before SQLite points to it."""

from __future__ import annotations

import hashlib
import os
import uuid
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive import place
from archive.article import Capture, Raw, RawPlace
from archive.lock import try_flock

LARGEST = 1 << 30
PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
SOFTWARE = "congthuong-archive"
LEVEL = 6  # a tenth larger than level 9 at two thirds of its time


@dataclass(frozen=True, slots=True)
class Kept:
    """A record just written: where it lies, and the SHA-256 of its payload if the body was written with it."""

    place: RawPlace
    payload_sha256: str | None


@dataclass(frozen=True, slots=True)
class Original:
    """An earlier record with the same payload, for a revisit to refer to."""

    url: str
    captured_at: str


class WarcFile:
    """One WARC file being written, locked against repair by others; hashes as it grows."""

    def __init__(self, folder: Path, name: str, moment: datetime) -> None:
        self.name = name
        self.path = folder / name
        self.size = 0
        self._hash = hashlib.sha256()
        self._handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o644)
        if not try_flock(self._handle) or os.fstat(self._handle).st_nlink == 0:
            os.close(self._handle)
            raise FileExistsError(name)
        self.append(_warcinfo(name, moment))
        sync_folder(folder)

    def append(self, *members: bytes, sync: bool = True) -> int:
        """Write whole records, synced; returns the offset of the first. After an error none is left."""
        place.check(self.path, place.of(self._handle))
        start, data = self.size, b"".join(members)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._handle, rest) :]
            if sync:
                self.sync()
        except OSError:
            os.ftruncate(self._handle, start)
            raise
        self._hash.update(data)
        self.size += len(data)
        return start

    def sync(self) -> None:
        """Make all that was written durable."""
        os.fsync(self._handle)

    @property
    def sha256(self) -> str:
        """The hash of all that was written so far."""
        return self._hash.hexdigest()

    def close(self) -> None:
        """Let go of the file and its lock."""
        os.close(self._handle)


class WarcWriter:
    """Appends captures to the files of one process; a new file for each run and for each gigabyte."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self.folder = folder
        self.open: WarcFile | None = None
        self.finished: list[WarcFile] = []
        self._run: int | None = None
        self.later = False  # many records are synced together, before the transaction that points to them commits
        self._clock = clock
        self._count = 0

    def append(self, capture: Capture, raw: Raw, run_id: int | None, known: Callable[[str], Original | None]) -> Kept:
        """Write one exchange, as a revisit where `known`, given its payload's SHA-256, tells of an earlier one."""
        file = self._file(run_id)
        digest = hashlib.sha256(raw.body).hexdigest()
        original = known(digest) if raw.body else None
        members = exchange(capture, raw, digest, original)
        offset = file.append(*members, sync=not self.later)
        return Kept(RawPlace(file.name, offset, len(members[0])), None if original else digest)

    def close(self) -> None:
        """Finish the open file."""
        if self.open:
            self.sync()
            self.open.close()
            self.finished.append(self.open)
            self.open = None

    def sync(self) -> None:
        """Make the open file's records durable."""
        if self.open and self.later:
            self.open.sync()

    def _file(self, run_id: int | None) -> WarcFile:
        if self.open and (self._run != run_id or self.open.size >= LARGEST):
            self.close()
        while not self.open:
            moment = self._clock()
            self._count += 1
            name = f"run{run_id or 0:06d}-{moment:%Y%m%dT%H%M%SZ}-{os.getpid()}-{self._count:05d}.warc.gz"
            try:
                self.open = WarcFile(self.folder, name, moment)
            except FileExistsError:
                continue
            self._run = run_id
        return self.open


def exchange(capture: Capture, raw: Raw, digest: str, original: Original | None) -> tuple[bytes, ...]:
    """The gzip members of one exchange: the response (or revisit) record, and the request's where that is known."""
    head = _block(raw.status_line, raw.headers)
    response_id = _record_id()
    told = [("WARC-Target-URI", capture.url), ("WARC-Date", capture.captured_at)]
    response = [("WARC-Record-ID", response_id), *told, ("WARC-Payload-Digest", f"sha256:{digest}"), *raw.provenance]
    if original:
        response += [
            ("WARC-Profile", PROFILE),
            ("WARC-Refers-To-Target-URI", original.url),
            ("WARC-Refers-To-Date", original.captured_at),
        ]
    member = _member("revisit" if original else "response", response, head if original else head + raw.body)
    if not raw.request_line:
        return (member,)
    request = [("WARC-Record-ID", _record_id()), *told, ("WARC-Concurrent-To", response_id)]
    return member, _member("request", request, _block(raw.request_line, raw.request_headers))


def _block(first_line: str, headers: tuple[tuple[str, str], ...]) -> bytes:
    text = "".join(f"{line}\r\n" for line in (first_line, *(f"{name}: {value}" for name, value in headers), ""))
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape")


def _member(kind: str, headers: list[tuple[str, str]], block: bytes) -> bytes:
    types = {"warcinfo": "application/warc-fields", "request": "application/http; msgtype=request"}
    fields = [("WARC-Type", kind), *headers, ("WARC-Block-Digest", f"sha256:{hashlib.sha256(block).hexdigest()}")]
    content_type = types.get(kind, "application/http; msgtype=response")
    fields += [("Content-Type", content_type), ("Content-Length", str(len(block)))]
    head = "".join(f"{line}\r\n" for line in ("WARC/1.1", *(f"{name}: {value}" for name, value in fields), ""))
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packer.compress(head.encode() + block + b"\r\n\r\n") + packer.flush()


def _warcinfo(name: str, moment: datetime) -> bytes:
    from archive.naming import stamp

    lines = {"software": SOFTWARE, "format": "WARC File Format 1.1", "hostname": os.uname().nodename}
    block = "".join(f"{key}: {value}\r\n" for key, value in lines.items()).encode()
    headers = [("WARC-Record-ID", _record_id()), ("WARC-Date", stamp(moment)), ("WARC-Filename", name)]
    return _member("warcinfo", headers, block)


def _record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def sync_folder(folder: Path) -> None:
    """Make a new file's name durable, not only its bytes."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
