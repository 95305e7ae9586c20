"""How a page is written: one file a markup, each a `Markup` value; a redesign is another value for the same story."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from tests.replica.body import BodyStyle

NOTICE = (
    "Đây là cổng thông tin được dựng lại để kiểm thử phần mềm, không phải cổng thật của cơ quan nào. "
    "This is a rebuilt portal for tests, not the real one."
)


_NOTHING = Template("")
_BYLINE = Template("<p><strong>$author</strong></p>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """One design of a portal: templates with $slots, and the way its editor writes a body.

    The marks @@BASE@@, @@NOW@@, @@TOKEN@@ and @@VISITS@@ in a page stand for what is filled in on each visit.
    """

    name: str
    body: BodyStyle
    shell: Template
    article: Template
    entry: Template
    listing: Template
    menu: Template
    newest: Template
    related: Template
    related_block: Template
    pager: Template
    pager_link: Template
    pager_here: Template
    credit: Template
    attachments: Template
    attachment: Template
    static: Template
    picture: Template = _NOTHING  # above the title; Bắc Giang shows its pictures between the paragraphs
    caption: Template = _NOTHING
    byline: Template = _BYLINE
    pager_style: str = "page"
    head: Template = _NOTHING
    charset: str = "utf-8"


def markups(portal: str) -> dict[str, Markup]:
    """Every markup of a portal by name, the first being the one that its list pages wear."""
    if portal == "sct_bentre":
        from tests.replica.markup import bentre_html5, bentre_shop, bentre_soup, bentre_tables, bentre_webforms

        modules = (bentre_soup, bentre_tables, bentre_webforms, bentre_shop, bentre_html5)
    else:
        from tests.replica.markup import bacgiang_breaks, bacgiang_seven, bacgiang_stock, bacgiang_theme

        modules = (bacgiang_stock, bacgiang_theme, bacgiang_seven, bacgiang_breaks)
    return {module.MARKUP.name: module.MARKUP for module in modules}
