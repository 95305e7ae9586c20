"""Settings that cannot be meant are found before anything is asked or written: exit 2, and a sentence."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.errors import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scrapy.settings import BaseSettings

SWITCH = {"0": False, "no": False, "false": False, "1": True, "yes": True, "true": True}
"""How a yes or no may be typed, in any case of letters."""


def switched(given: str) -> bool:
    """What a yes or no means; ValueError for anything else."""
    if (told := SWITCH.get(given.strip().lower())) is None:
        raise ValueError(f"{given!r} is no {' or '.join(SWITCH)}")
    return told


def is_address(value: str) -> bool:
    """Whether this is an http(s) address with a host and nothing that no address holds (RFC 3986)."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and value.isprintable() and " " not in value


def _is_number(value: Any) -> bool:
    try:
        return math.isfinite(float(value)) and float(value) >= 0
    except (TypeError, ValueError):
        return False


def _is_whole(value: Any) -> bool:
    return (isinstance(value, int) or (isinstance(value, str) and value.strip().isdecimal())) and _is_number(value)


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool) or str(value).strip().lower() in {"0", "1", "true", "false"}  # as Scrapy reads them


Kind = tuple[str, "Callable[[Any], bool]"]
WHOLE: Kind = ("no whole number of 0 or more", _is_whole)
RATE: Kind = ("no whole number of 1 or more", lambda value: _is_whole(value) and int(value) > 0)
NUMBER: Kind = ("no number of 0 or more", _is_number)
ON_OFF: Kind = ("neither 0 nor 1", _is_switch)
ADDRESS: Kind = ("no http(s) address", lambda value: is_address(str(value)))
MAY_BE_ADDRESS: Kind = ("no http(s) address", lambda value: not value or is_address(str(value)))
TOLD: Kind = (
    "neither an http(s) address nor a command",
    lambda value: not str(value).startswith(("http:", "https:")) or is_address(str(value)),
)

KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("BUDGET_REQUESTS", "BUDGET_BYTES", "MEDIA_MAXSIZE", "OUTAGE_AFTER", "REDIRECT_MAX_TIMES"), WHOLE),
    **dict.fromkeys(("DOWNLOAD_MAXSIZE", "DOWNLOAD_WARNSIZE", "CONCURRENT_REQUESTS_PER_DOMAIN"), WHOLE),
    **dict.fromkeys(("WAYBACK_CDX_PER_MINUTE", "WAYBACK_CAPTURES_PER_SECOND"), RATE),
    **dict.fromkeys(("DOWNLOAD_DELAY", "DOWNLOAD_DELAY_JITTER", "DOWNLOAD_TIMEOUT", "BUDGET_SECONDS"), NUMBER),
    **dict.fromkeys(("LONGEST_WAIT", "MEDIA_TIMEOUT", "WAYBACK_PAUSE"), NUMBER),
    **dict.fromkeys(("FETCH_IMAGES", "FETCH_ATTACHMENTS", "DOWNLOAD_VERIFY_CERTIFICATES", "ROBOTSTXT_OBEY"), ON_OFF),
    **dict.fromkeys(("COOKIES_ENABLED", "REFERER_ENABLED", "HTTPPROXY_ENABLED"), ON_OFF),
    **dict.fromkeys(("WAYBACK_CDX_URL", "WAYBACK_REPLAY_URL"), ADDRESS),
    "PING_URL": MAY_BE_ADDRESS,
    "NOTIFY": TOLD,
}
"""What each setting must be that a person may change (the first two parts of crawler/settings.py)."""


def check_settings(settings: BaseSettings) -> None:
    """Raises WrongUsage for the first setting that is not of its kind; one that is not set is left to Scrapy."""
    for name, (what, good) in KINDS.items():
        value = settings.get(name)
        if value is not None and not good(value):
            raise WrongUsage(f"Setting {name}={value!r} is {what}.")
