"""Why a download failed, in a word or two that the ledger keeps and people read."""

from __future__ import annotations

import re

from OpenSSL import SSL
from scrapy.exceptions import DownloadFailedError
from service_identity import VerificationError

from crawler.errors import PageError


def reason_of(error: BaseException | None) -> str:
    """The reason with its kind before it; what Twisted and Scrapy wrapped around it is taken off."""
    causes = [inner.value for inner in getattr(error.__cause__ if error else None, "reasons", ())]
    for cause in (error, *causes):
        if isinstance(cause, PageError):
            return cause.reason
        if isinstance(cause, SSL.Error):
            return f"tls:{_said(cause)}"
        if isinstance(cause, VerificationError):
            return "tls:the certificate is another host's"
    # "Failed" says nothing; what Twisted had to say, the last thing first, is ConnectionLost or ConnectionDone.
    told = causes[-1] if isinstance(error, DownloadFailedError) and causes else error
    name = type(told).__name__.removeprefix("Download").removesuffix("Error")
    words = re.sub("(?<=[a-z])(?=[A-Z])", " ", name).lower()  # ConnectionRefused: connection refused
    return f"unreachable:{words or 'error'}"


def _said(error: SSL.Error) -> str:
    """OpenSSL's own words, such as "certificate verify failed"."""
    told = error.args[0] if error.args and isinstance(error.args[0], list) else []
    return "; ".join(words for *_, words in told) or "connection broken"
