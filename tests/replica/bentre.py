"""Bến Tre rebuilt: articles and sections at the root, five kinds of pager."""

from __future__ import annotations

import re

from tests.replica import answer, others
from tests.replica.answer import Answer, Asked
from tests.replica.portal import Portal
from tests.replica.site import Shown
from tests.replica.story import Story

_NUMBER = re.compile(r"(?:^|&)(?:page|p|trang|start|tuan)=(-?\d+)")
_PAGED = re.compile(r"^/(?P<section>[a-z0-9-]+)/page-(?P<number>\d+)\.html$")
CALENDAR = "/lich-cong-tac.html"


class Bentre(Portal):
    """The portal of Bến Tre."""

    def route(self, asked: Asked, visit: int) -> Answer:
        """Home, section, static page, print view or article."""
        path = asked.path
        if path in ("/", "/index.html", "/index.php"):
            return answer.page(self.pages.home() + self._traps())
        paged = _PAGED.match(path)
        number = int(found[1]) if (found := _NUMBER.search(asked.query)) else 1
        if paged and paged["section"] in self.site.sections():
            return answer.page(self.pages.listing(paged["section"], int(paged["number"])))
        if path == CALENDAR and self.site.options.traps:
            return answer.page(self.pages.static(*others.calendar(CALENDAR, number)))
        if path.startswith("/in/"):
            one = self.site.shown.get(path[3:])
            return self.print_view(one) if one else self.missing(404)
        name = path[1:].removesuffix(".html")
        if name in self.site.sections():
            if "start=" in asked.query:
                number = number // self.site.options.per_page + 1
            return answer.page(self.pages.listing(name, number))
        return self.static(name) or self.shown(path, visit)

    def article_path(self, one: Shown) -> str:
        """/<slug>.html"""
        return f"/{one.place.slug}.html"

    def article_href(self, one: Shown, back: str) -> str:  # noqa: ARG002 - the other portal needs it
        """The bare address: this portal adds nothing."""
        return self.article_path(one)

    def list_path(self, section: str) -> str:
        """/<section>.html"""
        return f"/{section}.html"

    def list_href(self, section: str, number: int, style: str) -> str:
        """?page=N, ?p=N, ?trang=N, ?start=<first>, or /<section>/page-N.html."""
        if style == "path":
            return f"/{section}/page-{number}.html"
        value = (number - 1) * self.site.options.per_page if style == "start" else number
        return f"/{section}.html?{style}={value}"

    def stamp(self, story: Story) -> str:
        """(Cập nhật: dd/mm/yyyy)"""
        return f"(Cập nhật: {story.date[8:10]}/{story.date[5:7]}/{story.date[:4]})"

    def _traps(self) -> str:
        return f'<a href="{CALENDAR}">Lịch công tác</a>' if self.site.options.traps else ""
