"""A real Chromium, and what its pages do besides showing themselves."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from typing import Any

import pytest

MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("TEST_BROWSER"), reason="runs in `make test-browser` only"),
    pytest.mark.timeout(900),  # crawls and a thousand pages: minutes on a busy machine
]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
# What Playwright switches off (our list replaces its), and two popups of the address bar, which Chromium loads as pages
# of their own for each window and runs at each step of ours: of 0.22 s of CPU a page, 0.15 are left without them.
SWITCHED_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
)  # fmt: skip
# Without the background flags Chromium asks hosts of its own maker at every start.
FLAGS = [
    f"--disable-features={','.join(SWITCHED_OFF)}",
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip


@dataclass
class Seen:
    """What a page did besides showing itself."""

    base: str
    console: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def watch(self, page: Any) -> None:
        page.on("console", lambda message: self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.on("request", self._asked)
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(self.base):
            self.outside.append(request.url)
