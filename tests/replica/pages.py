"""Pages from stories: article, list, home and static pages put into a markup's templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from itertools import islice
from typing import Any, Protocol

from tests.replica.addresses import file_path, picture_path
from tests.replica.markup import NOTICE, Markup
from tests.replica.site import Shown, Site, laid_out
from tests.replica.truth import credit_of


class Addresses(Protocol):
    """Where a portal's links lead."""

    def article_path(self, one: Shown) -> str:
        """The bare address of an article."""

    def article_href(self, one: Shown, back: str) -> str:
        """The address as a list or a related link gives it, `back` being the page it stands on."""

    def list_path(self, section: str) -> str:
        """The first page of a section."""

    def list_href(self, section: str, number: int, style: str) -> str:
        """A further page of a section, in the pager's own style."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Writes pages of one site with the addresses of its portal."""

    site: Site
    at: Addresses
    _written: dict[object, Any] = field(default_factory=dict)

    def article(self, one: Shown, turn: int = 0) -> str:
        """The page of an article; `turn` rotates its related lists."""
        markup, story = self.site.markup_of(one), laid_out(self.site, one)
        portal, path = self.site.portal, self.at.article_path(one)
        slots = self._slots(one, path)
        slots["picture"] = slots["caption"] = ""
        if story.lead_image:
            slots["src"] = picture_path(portal, story.lead_image)
            slots["picture"] = markup.picture.substitute(slots)
            if story.lead_caption:
                slots["caption"] = markup.caption.substitute(caption=escape(story.lead_caption))
        slots["body"] = markup.body(story, lambda name: picture_path(portal, name))
        slots["byline"] = markup.byline.substitute(author=escape(story.author)) if story.author else ""
        credit = credit_of(story)
        slots["credit"] = markup.credit.substitute(credit=escape(credit)) if credit else ""
        files = (
            markup.attachment.substitute(href=file_path(portal, name), label=escape(label))
            for label, name in story.attachments
        )
        items = "\n".join(files)
        slots["attachments"] = markup.attachments.substitute(items=items) if items else ""
        slots["related"] = self._related(markup, one, turn)
        main = markup.article.substitute(slots)
        head = markup.head.safe_substitute(slots)
        crumbs = self._crumbs(story.section)
        return self._shell(markup, story.title, main, head=head, crumbs=crumbs)

    def listing(self, section: str, number: int) -> str:
        """A page of a section's list; beyond the end it is the last page again."""
        markup = self.site.markup_of(None, section)
        every, size = self.site.listed(section), self.site.options.per_page
        last = max(1, -(-len(every) // size))
        number = min(max(1, number), last)
        here = self.at.list_path(section) if number == 1 else self.at.list_href(section, number, markup.pager_style)
        entries = self._entries(markup, every[(number - 1) * size : number * size], here)
        name = self.site.sections()[section]
        pager = self._pager(markup, section, number, last) if last > 1 else ""
        main = markup.listing.substitute(name=name, items=entries, pager=pager)
        return self._shell(markup, name, main, crumbs=self._crumbs(section))

    def home(self) -> str:
        """The home page: the newest articles."""
        markup = self.site.markup_of(None)
        entries = self._entries(markup, self.site.listed()[: self.site.options.per_page], "/")
        main = markup.listing.substitute(name="Tin mới", items=entries, pager="")
        return self._shell(markup, "Trang chủ", main)

    def static(self, heading: str, html: str, lang: str = "vi") -> str:
        """A page that is no article."""
        markup = self.site.markup_of(None, heading)
        return self._shell(markup, heading, markup.static.substitute(heading=heading, text=html), lang=lang)

    def _once(self, key: object, write: Callable[[], Any]) -> Any:
        """What was written before for this state of the site, or what `write` gives."""
        if self._written.get("changes") != self.site.changes:
            self._written.clear()
            self._written["changes"] = self.site.changes
        if key not in self._written:
            self._written[key] = write()
        return self._written[key]

    def _slots(self, one: Shown, here: str) -> dict[str, str]:
        facts = self._once(("facts", id(one)), lambda: self._facts(one))
        return {**facts, "href": escape(self.at.article_href(one, here))}

    def _facts(self, one: Shown) -> dict[str, str]:
        """The slots of an article that are the same on every page."""
        story = one.story
        day = f"{story.date[8:10]}/{story.date[5:7]}/{story.date[:4]}"
        moment = f"{day} , {story.date[11:16]} GMT+7" if len(story.date) > 10 else day
        lead = next((block.lines[0] for block in story.blocks if block.kind == "text"), "")
        return {
            "title": escape(" ".join(story.title.split())),
            "alt": escape(story.title),
            "day": day,
            "moment": moment,
            "stamp": f"Đăng ngày: {moment}",
            "iso": story.date if len(story.date) == 10 else f"{story.date}:00+07:00",
            "src": picture_path(self.site.portal, story.lead_image or "khong-anh.png"),
            "teaser": escape(" ".join(lead.split()[:24]) + " ..."),
            "slug": one.place.slug,
            "path": self.at.article_path(one),
            "back": escape(self.at.list_path(story.section)),
            "entry": str(40000 + len(story.title) * 7),
            "instance": self.at.list_path(story.section).strip("/"),
            "section": self.site.sections().get(story.section, ""),
        }

    def _entries(self, markup: Markup, chosen: list[Shown], here: str) -> str:
        return "\n".join(markup.entry.substitute(self._slots(one, here)) for one in chosen)

    def _related(self, markup: Markup, one: Shown, turn: int) -> str:
        """The lists at the article's end: its section's neighbours, and the newest of another section."""
        near = list(islice((o for o in self.site.listed(one.story.section) if o is not one), 5))
        far = list(islice((o for o in self.site.listed() if o.story.section != one.story.section), 4))
        groups = (("Tin liên quan", near), ("Tin Khác", far))
        out, here = "", self.at.article_path(one)
        for heading, chosen in groups:
            cut = turn % max(1, len(chosen))
            items = "\n".join(markup.related.substitute(self._slots(o, here)) for o in chosen[cut:] + chosen[:cut])
            if items and (self.site.portal == "sct_bacgiang" or heading == "Tin liên quan"):
                out += markup.related_block.substitute(heading=heading, items=items) + "\n"
        return out

    def _pager(self, markup: Markup, section: str, number: int, last: int) -> str:
        def link(text: str, target: int, rel: str = "") -> str:
            if target == number or not 1 <= target <= last:
                return markup.pager_here.substitute(text=text)
            href = escape(self.at.list_href(section, target, markup.pager_style))
            return markup.pager_link.safe_substitute(href=href, text=text, rel=rel)

        if self.site.portal == "sct_bacgiang":
            names = (("Trang đầu", 1), ("Trước", number - 1), ("Tiếp theo", number + 1), ("Cuối", last))
            items = "".join(link(text, target) for text, target in names)
        else:
            shown = [n for n in range(1, last + 1) if abs(n - number) < 3 or n in (1, last)]
            items = "".join(link(str(n), n) for n in shown)
            items += link("Sau »", number + 1, ' rel="next"') if number < last else ""
        return markup.pager.substitute(items=items)

    def _crumbs(self, section: str) -> str:
        name = self.site.sections().get(section, section)
        return f'<a href="/">Trang chủ</a> &raquo; <a href="{escape(self.at.list_path(section))}">{escape(name)}</a>'

    def _shell(
        self, markup: Markup, title: str, main: str, *, head: str = "", crumbs: str = "", lang: str = "vi"
    ) -> str:
        return markup.shell.substitute(
            title=escape(" ".join(title.split())),
            lang=lang,
            head=head,
            crumbs=crumbs,
            main=main,
            menu=self._once(("menu", markup.name), lambda: self._menu(markup)),
            newest=self._once(("newest", markup.name), lambda: self._newest(markup)),
            notice=NOTICE,
            charset=markup.charset,
            instance="hT5sWq",
        )

    def _newest(self, markup: Markup) -> str:
        return "".join(markup.newest.substitute(self._slots(one, "/")) for one in self._beside())

    def _beside(self) -> list[Shown]:
        return self.site.listed()[: 5 + self.site.options.links // 2]

    def _menu(self, markup: Markup) -> str:
        menu = [("/", "Trang chủ"), ("/gioi-thieu" + self._ending, "Giới thiệu")]
        menu += [(self.at.list_path(slug), name) for slug, name in self.site.sections().items()]
        menu += [
            (f"/{slug}{self._ending}", name)
            for slug, name in (("thu-vien-anh", "Thư viện ảnh"), ("lien-he", "Liên hệ"))
        ]
        others = range(1, 1 + self.site.options.links // 2)
        menu += [(f"https://don-vi-{number}.example/", f"Đơn vị liên kết số {number}") for number in others]
        return "".join(markup.menu.substitute(path=escape(path), name=escape(name)) for path, name in menu)

    @property
    def _ending(self) -> str:
        return ".html" if self.site.portal == "sct_bentre" else ""
