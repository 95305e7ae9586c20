"""What both rebuilt portals have in common: files, robots.txt, sitemap, feed, gone articles, page cache."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import unquote

from tests.replica import answer, others
from tests.replica.answer import Answer, Asked
from tests.replica.media import media
from tests.replica.pages import Pages
from tests.replica.site import Shown, Site
from tests.replica.story import Story

MEDIA = re.compile(r"\.(png|jpg|pdf|docx?|xlsx?|pptx?|zip|rar)(/|$)", re.IGNORECASE)


class Portal:
    """One rebuilt portal; a subclass knows its addresses."""

    english = "/en/"

    def __init__(self, site: Site) -> None:
        self.site = site
        self.pages = Pages(site, self)
        self._kept: dict[tuple[str, int, int], str] = {}

    def answer(self, asked: Asked, base: str, visit: int = 0) -> Answer:
        """The answer of a portal that works, marks not yet filled in."""
        path = asked.path
        if path == "/robots.txt":
            status, body, kind = others.robots(self.site.options.robots, base)
            return answer.text(body, status, kind)
        if path in ("/sitemap.xml", "/rss.xml"):
            return self._feeds(path, base)
        if MEDIA.search(path):
            return self._file(path)
        if path.startswith(self.english):
            return self._static(others.ENGLISH, path[len(self.english) :].removesuffix(".html"), lang="en")
        return self.route(asked, visit)

    def route(self, asked: Asked, visit: int) -> Answer:
        """The answer for an address of the portal's own."""
        raise NotImplementedError

    def article_path(self, one: Shown) -> str:
        """The bare address of an article."""
        raise NotImplementedError

    def list_path(self, section: str) -> str:
        """The first page of a section."""
        raise NotImplementedError

    def shown(self, key: str, visit: int) -> Answer:
        """The page of the article with that identity, or the way it is gone."""
        one = self.site.shown.get(key)
        if one is None and key in self.site.moved:
            return answer.redirect(self.article_path(self.site.shown[self._final(key)]))
        if one is None or one.state == "404":
            return self.missing(404)
        if one.state == "410":
            return self.missing(410)
        if one.state == "home":
            return answer.redirect("/", 302)
        if one.state == "soft404":
            return self.missing(200)
        turn = visit % 3 if self.site.options.shuffle else 0
        return answer.page(self.kept(key, turn, one))

    def kept(self, key: str, turn: int, one: Shown) -> str:
        """The article's page, written once for each state of the site."""
        at = (key, turn, self.site.changes)
        if at not in self._kept:
            if len(self._kept) > 1000:
                self._kept.clear()
            self._kept[at] = self.pages.article(one, turn)
        return self._kept[at]

    def missing(self, status: int) -> Answer:
        """The portal's own page for what is not there; with status 200 it is a soft 404."""
        return answer.page(self.pages.static("Thông báo", others.SOFT_404), status)

    def static(self, name: str) -> Answer | None:
        """A page that is no article, if there is one of that name."""
        return self._static(others.STATIC, name) if name in others.STATIC else None

    def print_view(self, one: Shown) -> Answer:
        """The print view of an article."""
        return answer.page(others.print_view(one.story, self.stamp(one.story)))

    def stamp(self, story: Story) -> str:
        """The date line as the portal writes it."""
        raise NotImplementedError

    def _final(self, key: str) -> str:
        while key in self.site.moved:
            key = self.site.moved[key]
        return key

    def _static(self, pages: dict[str, tuple[str, str]], name: str, lang: str = "vi") -> Answer:
        found = pages.get(name or "index")
        return answer.page(self.pages.static(*found, lang=lang)) if found else self.missing(404)

    def _file(self, path: str) -> Answer:
        name = unquote(path).replace("+", " ")
        ending = re.split(r"/(?=[0-9a-f]{8}-)", name)[0].rpartition("/")[2]
        body, kind = media(re.sub(r"^\d{13}_|-x480(?=\.)", "", ending))
        return Answer(200, body, kind)

    def _feeds(self, path: str, base: str) -> Answer:
        options, present = self.site.options, self.site.listed()
        if path == "/sitemap.xml" and options.sitemap:
            rows = "".join(f"<url><loc>{base}{escape(self.article_path(one))}</loc></url>" for one in present)
            head = '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            return answer.text(f"{head}{rows}</urlset>", media_type="application/xml")
        if path == "/rss.xml" and options.rss:
            rows = "".join(
                f"<item><title>{escape(one.story.title)}</title><link>{base}{escape(self.article_path(one))}</link></item>"
                for one in present[:20]
            )
            head = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Tin mới</title>'
            return answer.text(f"{head}{rows}</channel></rss>", media_type="application/rss+xml")
        return self.missing(404)
