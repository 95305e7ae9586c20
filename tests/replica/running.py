"""A rebuilt portal in a process of its own, as a context manager with methods that steer it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.request import Request, urlopen

from tests.replica.truth import Truth

ROOT = Path(__file__).resolve().parents[2]


class Replica:
    """`with Replica("sct_bentre") as portal:` serves until the block ends; `portal.url` is its address.

    `scale` synthetic articles instead of the texts; `hold` the newest N back for `publish`; `options` are the switches
    of tests/replica/site.py. Every order of tests/replica/control.py: `portal.order("delete", key=…)`.
    """

    def __init__(self, portal: str, *, scale: int = 0, hold: int = 0, log: Path | None = None, **options: Any) -> None:
        self.portal = portal
        self._command = [sys.executable, "-m", "tests.replica", "--tied", "--portal", portal]
        self._command += ["--scale", str(scale), "--hold", str(hold), "--options", json.dumps(options)]
        self._command += ["--log", str(log)] if log else []
        self.url = self.control = ""
        self._port, self._control_port = 0, 0
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        """Start it and wait until it listens."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End its process."""
        self.stop()

    def start(self) -> None:
        """Start the process (again, on the same ports, after `stop`)."""
        command = [*self._command, "--port", str(self._port), "--control-port", str(self._control_port)]
        pipe = subprocess.PIPE  # its stdin ends when we end, however we end: then it ends too
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, process_group=0)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the replica of {self.portal} did not start: see its message above")
        said = json.loads(line)
        self.url, self.control = said["url"], said["control"]
        self._port, self._control_port = (int(at.rstrip("/").rpartition(":")[2]) for at in (self.url, self.control))

    def stop(self) -> None:
        """End the process: from now on connections are refused. What was changed by orders is forgotten."""
        if self._process is not None:
            self._process.terminate()
            self._process.communicate()
            self._process = None

    def order(self, do: str, **more: Any) -> Any:
        """Give an order of tests/replica/control.py and return its result."""
        body = json.dumps({"do": do, **more}).encode()
        with urlopen(Request(self.control, body)) as reply:
            return json.load(reply)["ok"]

    def set(self, **options: Any) -> None:
        """Set switches, such as markup="html5" (a redesign), shuffle=True, robots="forbid", outage="reset"."""
        self.order("set", **options)

    def fault(self, kind: str, match: str = "", **more: Any) -> None:
        """Misbehave on addresses that match: see tests/replica/faults.py."""
        self.order("fault", kind=kind, match=match, **more)

    def requests(self, *, clear: bool = False) -> list[dict[str, Any]]:
        """Every request so far: time, method, path, headers."""
        return list(self.order("requests", clear=clear))

    def truth(self) -> dict[str, Truth]:
        """What the archive must hold for the articles that are there now, by identity."""
        rows: dict[str, dict[str, Any]] = self.order("truth")
        pairs = ("images", "attachments")
        return {
            key: Truth(**{name: tuple(map(tuple, value)) if name in pairs else value for name, value in row.items()})
            for key, row in rows.items()
        }
