"""Scrapy's HTTP/1.1 handler, keeping each exchange as received and refusing what is cut off or too large."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers import http11
from scrapy.exceptions import DownloadCancelledError
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future

from archive.article import Raw
from crawler.entity import ASKED_FOR, uncoded
from crawler.errors import CutOff, TooLarge
from crawler.fetching.body import ends_like_a_document
from crawler.filetypes import ends_like_a_file

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import HTTP11ClientProtocol
    from twisted.web._newclient import Request as TxRequest
    from twisted.web.iweb import IResponse

HEAD_LIMIT = 256 * 1024
"""Bytes of status line and headers we listen to. Twisted limits one line only, so endless headers would fill memory."""

KEPT = 1
"""Seconds that a connection waits for the next request: less than any portal's own patience."""


class RawHandler(http11.HTTP11DownloadHandler):
    """Answers with the decoded body; `request.meta["raw"]` holds the exchange as an archive.article.Raw."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # For the whole answer, despite its name below; without it Scrapy's handler takes 10 s, whatever the setting.
        self._timeout = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        # Twisted would ask again at once where a kept connection breaks, past every pause. So that none breaks because
        # the portal closes it just then, none is kept for longer than between two requests without delay.
        self._pool.retryAutomatically, self._pool.cachedConnectionTimeout = False, KEPT
        self._pool._factory = _Factory  # noqa: SLF001  the only door to the protocol Scrapy 2.19 leaves

    async def download_request(self, request: Request) -> Response:
        """Ask, receive, decode. Raises PageError for what must not be kept, Scrapy's own errors for the network's."""
        agent = _Agent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            connectTimeout=self._timeout,
            fail_on_dataloss=True,
            crawler=self._crawler,
        )
        limit = request.meta.get("download_maxsize", self._default_maxsize)
        try:
            with wrap_twisted_exceptions():
                response = await maybe_deferred_to_future(agent.download_request(request))
        except DownloadCancelledError as error:  # Scrapy cancels for this reason only
            raise TooLarge(f"more than {limit} bytes") from error
        return _whole(request, response, limit)


def _whole(request: Request, response: Response, limit: int) -> Response:
    if request.meta.get("as_captured") and "partial" not in response.flags:
        return response  # its codings are the capture's, and so is what is wrong with them
    encodings = ",".join(value.decode("latin-1") for value in response.headers.getlist("Content-Encoding"))
    body = uncoded(response.body, encodings, limit, ASKED_FOR) if response.body else b""
    # An old server's robots.txt may end with the connection and has no end of its own to show.
    open_ended = "partial" in response.flags and not encodings and not request.meta.get("robots")
    if open_ended and not (ends_like_a_document(body) or ends_like_a_file(body)):
        raise CutOff("connection closed before the document's end")
    request.meta["received"] = len(response.body)
    return response.replace(body=body) if encodings else response


class _Agent(http11._ScrapyAgent):  # noqa: SLF001  Scrapy 2.19 offers no public class here; pyproject pins the minor
    _asked: Request

    def download_request(self, request: Request) -> Deferred[Response]:
        self._asked = request
        return super().download_request(request)

    def _cb_bodydone(self, result: Any, url: str) -> Response:
        head: _Head = result["txresponse"].exchange_head
        self._asked.meta["raw"] = Raw(
            head.request_line, head.request_headers, head.status_line, head.headers(), result.get("body", b"")
        )
        return super()._cb_bodydone(result, url)


class _Head:
    """Head lines of one exchange, in the order they passed."""

    def __init__(self, request: TxRequest) -> None:
        self.request_line = f"{request.method.decode()} {request.uri.decode()} HTTP/1.1"
        sent = [(k.decode(), v.decode("latin-1")) for k, vs in request.headers.getAllRawHeaders() for v in vs]
        self.request_headers = (*sent,) if request.persistent else (*sent, ("Connection", "close"))
        self.forget()

    def forget(self) -> None:
        """Start anew: what came so far was a 1xx answer."""
        self.lines: list[str] = []
        self.size = 0

    def hear(self, line: bytes) -> None:
        """Keep one line; a line that begins with white space continues the one before."""
        self.size += len(line)
        if self.size > HEAD_LIMIT:
            raise TooLarge(f"more than {HEAD_LIMIT} bytes of headers")
        text = line.removesuffix(b"\r").decode("latin-1")
        if text[:1] in {" ", "\t"} and len(self.lines) > 1:
            self.lines[-1] += " " + text.strip()
        elif text:
            self.lines.append(text)

    @property
    def status_line(self) -> str:
        """The first line as the server wrote it, reason phrase included."""
        return self.lines[0]

    def headers(self) -> tuple[tuple[str, str], ...]:
        """Header names and values with order, case and repeats kept; lines without a colon are left out."""
        pairs = (line.partition(":") for line in self.lines[1:] if ":" in line)
        return tuple((name, value.strip()) for name, _, value in pairs)


class _Parser(http11._LenientHTTPClientParser):  # noqa: SLF001  see _Agent
    exchange_head: _Head

    def lineReceived(self, line: bytes) -> None:  # noqa: N802  Twisted's name
        self.exchange_head.hear(line)
        super().lineReceived(line)

    def allHeadersReceived(self) -> None:  # noqa: N802  Twisted's name
        if 100 <= self.response.code < 200:
            self.exchange_head.forget()
        else:
            self.response.exchange_head = self.exchange_head
        super().allHeadersReceived()  # type: ignore[no-untyped-call]


class _Protocol(http11._LenientHTTP11ClientProtocol):  # noqa: SLF001  see _Agent
    def request(self, request: TxRequest) -> Deferred[IResponse]:
        answer = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = _Parser
            self._parser.exchange_head = _Head(request)  # type: ignore[attr-defined]  # it is a _Parser now
        return answer


class _Factory(http11._LenientHTTP11ClientFactory):  # noqa: SLF001  see _Agent
    noisy = False

    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: N802, ARG002  Twisted's signature
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]  # Twisted's
