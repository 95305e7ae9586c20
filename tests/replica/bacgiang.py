"""Bắc Giang rebuilt: Liferay's addresses with their twins, and a pager that repeats its last page."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote
from zlib import crc32

from tests.replica import answer, others
from tests.replica.addresses import GROUP, instance_of
from tests.replica.answer import Answer, Asked
from tests.replica.portal import Portal
from tests.replica.site import Shown
from tests.replica.story import Story

_CONTENT = re.compile(
    r"^/[\w-]+/-/asset_publisher/\w+/(?:content|document|id)/(?P<slug>[^/]+)(?:/(?P<group>\d+))?(?P<view>/pop_up|/maximized)?$"
)
_SEVEN = "com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet_INSTANCE_"
_CUR = re.compile(r"_cur=(\d+)")
_TITLE = re.compile(r"_urlTitle=([^&]+)")
_GROUP = re.compile(r"_groupId=(\d+)")
CALENDAR = "/lich-cong-tac"


class Bacgiang(Portal):
    """The portal of Bắc Giang."""

    def route(self, asked: Asked, visit: int) -> Answer:
        """Home, list page, static page, or an article under any of its addresses."""
        path = re.sub(r";jsessionid=[^/?]*", "", asked.path)
        if path.startswith("/c/portal/"):
            return answer.redirect("/", 302)
        if found := _CONTENT.match(path):
            return self._content(found["slug"], found["group"], found["view"] or "", visit)
        if found := _TITLE.search(asked.query):
            group = _GROUP.search(asked.query)
            return self._content(found[1], group[1] if group else None, "", visit)
        return self._page(path, asked.query)

    def article_path(self, one: Shown) -> str:
        """/chi-tiet-tin-tuc/-/asset_publisher/<instance>/content/<slug>, with the group of another site."""
        tail = f"/{one.place.group}" if one.place.group else ""
        return f"/chi-tiet-tin-tuc/-/asset_publisher/{instance_of(one.story.section)}/content/{one.place.slug}{tail}"

    def article_href(self, one: Shown, back: str) -> str:
        """One of the many addresses that Liferay prints for an article, by the page it stands on."""
        path, kind = self.article_path(one), crc32((back + one.place.slug).encode()) % 7
        if kind == 0:
            return path
        if kind == 1 and not one.place.group:
            return f"{path}/{GROUP}?inheritRedirect=false"
        if kind == 2:
            return self._twin(one, back)
        if kind == 3:
            return f"{path};jsessionid=A1B2C3D4E5F60718293A4B5C6D7E8F90.node1?redirect={quote(back, safe='')}"
        return f"{path}?inheritRedirect=false&redirect={quote('@@BASE@@' + back, safe='@')}"

    def list_path(self, section: str) -> str:
        """/<page name>"""
        return f"/{section}"

    def list_href(self, section: str, number: int, style: str) -> str:
        """Liferay's pager addresses: the full one, the short one, or that of 7.x."""
        instance = instance_of(section)
        if style == "short":
            return f"/{section}?_101_INSTANCE_{instance}_cur={number}"
        name = f"{_SEVEN}{instance}" if style == "seven" else f"101_INSTANCE_{instance}"
        delta = self.site.options.per_page
        return (
            f"@@BASE@@/{section}?p_p_id={name}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view&p_p_col_id=column-1"
            f"&p_p_col_count=1&_{name}_delta={delta}&_{name}_keywords=&_{name}_advancedSearch=false"
            f"&_{name}_andOperator=true&p_r_p_564233524_resetCur=false&_{name}_cur={number}"
        )

    def stamp(self, story: Story) -> str:
        """Đăng ngày: dd/mm/yyyy , hh:mm GMT+7"""
        day = f"{story.date[8:10]}/{story.date[5:7]}/{story.date[:4]}"
        return f"Đăng ngày: {day} , {story.date[11:16]} GMT+7" if len(story.date) > 10 else f"Đăng ngày: {day}"

    def _twin(self, one: Shown, back: str) -> str:
        """The address with p_p_id that portlets print when they have no friendly one."""
        name = f"101_INSTANCE_{instance_of(one.story.section)}"
        group = one.place.group or GROUP
        return (
            f"/chi-tiet-tin-tuc?p_p_id={name}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view"
            f"&_{name}_struts_action=%2Fasset_publisher%2Fview_content&_{name}_type=content"
            f"&_{name}_urlTitle={one.place.slug}&_{name}_groupId={group}&redirect={quote(back, safe='')}"
        )

    def _content(self, slug: str, group: str | None, view: str, visit: int) -> Answer:
        plain, with_group = f"content/{slug}", f"content/{slug}/{group}"
        key = with_group if group and (with_group in self.site.shown or with_group in self.site.moved) else plain
        one = self.site.shown.get(key)
        if view == "/pop_up" and one is not None and one.state == "present":
            return self.print_view(one)
        return self.shown(key, visit)

    def _page(self, path: str, query: str) -> Answer:
        name = path.strip("/")
        if name in ("", "web/guest", "trang-chu"):
            return answer.page(self.pages.home() + self._traps())
        if name in self.site.sections():
            cur = _CUR.search(query)
            return answer.page(self.pages.listing(name, int(cur[1]) if cur else 1))
        if path == CALENDAR and self.site.options.traps:
            week = parse_qs(query).get("tuan", ["1"])[0]
            return answer.page(self.pages.static(*others.calendar(CALENDAR, int(week))))
        return self.static(name) or self.missing(404)

    def _traps(self) -> str:
        return f'<a href="{CALENDAR}">Lịch công tác</a>' if self.site.options.traps else ""
