"""What crawlers are asked to leave alone, and where they hear of articles."""

from __future__ import annotations

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.web.show import STATIC_URL, absolute

# Each costs more than an article, and none holds words that an article's page does not.
COSTLY = ("/search", "/a/*/compare", "/raw/", "/-/")


async def robots(datasette: Datasette, request: Request) -> Response:
    """robots.txt (RFC 9309): articles may be had; tables, SQL and CSV, searches, comparisons and records not."""
    kept_off = [*COSTLY, *(f"/{name}" for name in datasette.databases if name != "_internal")]
    lines = ["User-agent: *", *(f"Disallow: {datasette.urls.path(path)}" for path in kept_off)]
    lines += [f"Allow: {datasette.urls.path(STATIC_URL)}", f"Allow: {datasette.urls.path('/a/')}"]
    # An Atom feed is a sitemap, too (sitemaps.org).
    lines += ["", f"Sitemap: {absolute(datasette, request, '/feeds/new.atom')}", ""]
    return Response.text("\n".join(lines), headers={"Cache-Control": "max-age=3600"})
