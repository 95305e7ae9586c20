"""From what is visible on a page to the one article it states, or None where it states none."""

from __future__ import annotations

from dataclasses import dataclass

from archive.article import Article
from crawler.portals.model import Portal
from crawler.reading.blocks import Block, Sheet
from crawler.reading.byline import take_above
from crawler.reading.dates import DateReading, read_date
from crawler.reading.edges import Edges
from crawler.reading.extent import Region
from crawler.reading.files import attachments
from crawler.reading.headline import Choice, Chooser
from crawler.reading.labels import is_furniture
from crawler.reading.lead import lead_of
from crawler.reading.media import pictures_of, without_badge
from crawler.reading.metadata import Head
from crawler.reading.page import Page
from crawler.reading.pictures import under_picture
from crawler.reading.region import Sweep
from crawler.reading.render import body_html, body_text, pieces_of
from crawler.reading.section import section_of
from crawler.reading.signing import closing_line
from crawler.reading.statements import DateLine
from crawler.reading.tables import data_tables
from crawler.reading.tail import Tail, split_tail
from crawler.reading.targets import Targets
from crawler.reading.verse import is_verse

_LINE, _NAME = 40, 20


@dataclass(frozen=True, slots=True)
class Seen:
    """One page opened for reading: what is visible, what its head says, where its links lead."""

    page: Page
    portal: Portal
    sheet: Sheet
    head: Head
    targets: Targets


def choice_of(seen: Seen, lines: list[DateLine]) -> Choice | None:
    """The title and date line of the page's one article, if it has them."""
    chooser = Chooser(seen.sheet, seen.head, seen.portal, seen.targets.elsewhere, seen.page.captured_at)
    return chooser.choose(lines)


def region_of(seen: Seen, choice: Choice, lines: list[DateLine]) -> Region | None:
    """The text around a title and a date line; None where what was found is not theirs."""
    region = Sweep(seen.sheet, choice, lines, seen.portal, seen.targets).run()
    Edges(seen.sheet, choice, region, seen.targets, seen.portal).trim()
    if any(choice.title.last < widget.start < choice.date.first for widget in region.widgets):
        return None  # a vote between a heading and a date: the date is of another box
    return region if owned(seen, choice, region) else None


def article_from(seen: Seen, choice: Choice, region: Region) -> Article:
    """The article of a title, a date line and the text that is theirs."""
    sheet, targets = seen.sheet, seen.targets
    outside = frozenset(range(choice.title.first, choice.title.last + 1)) | frozenset(
        range(choice.date.first, choice.date.last + 1)
    )
    tables = data_tables(sheet, region.body, outside)
    cells = frozenset(block.index for block in region.body if block.box.table in tables)
    tail = split_tail(region.body, cells, closing_line(sheet, choice, region, seen.portal))
    take_above(sheet, choice, tail)
    pieces = pieces_of(sheet, tail.body, tables)
    section = section_of((sheet, seen.head, seen.portal, targets), choice, region.stop)
    images, shown = pictures_of(sheet, choice, region, tail.body, targets)
    date = read_date(choice.date.text, seen.page.captured_at, seen.portal.date_labels)
    captions = {picture.caption_block.index for picture in shown if picture.caption_block}
    lead = lead_of(sheet, [block for block in tail.body if block.index not in captions], seen.head, tables)
    stated = isinstance(date, DateReading)
    return Article(
        url=seen.page.url,
        title=choice.title.text,
        body_text=body_text(pieces),
        body_html=body_html(pieces, shown, targets),
        summary=lead[0] if lead else None,
        section=section[0] if section else None,
        author=tail.author,
        source_credit=tail.credit,
        updated_at=date.iso if isinstance(date, DateReading) else None,
        date_text=choice.date.text,
        date_rule=date.rule if isinstance(date, DateReading) else f"refused:{date.reason}",
        images=tuple(without_badge(images, section)),
        attachments=attachments(
            sheet,
            sorted([*region.body, *region.files], key=lambda block: block.index),
            [frame for frame in sheet.frames if choice.title.last < frame.at <= region.stop],
            targets,
        ),
        rules=_rules(choice, region, tail, (lead, section, stated)),
    )


def owned(seen: Seen, choice: Choice, region: Region) -> bool:
    """Whether the text belongs to its title: one that nothing confirms must have it near, without links between."""
    rule = choice.title.rule
    if _begins_another(seen, choice, region):
        return False
    sure = rule in ("h2", "h3") or (choice.date.labelled and choice.date.first == choice.title.last + 1)
    if rule.startswith("h1") or "+" in rule or (sure and len(choice.title.text) >= 30):
        return True
    found = [block.index for block in region.body if len(block.text) >= 40] + [block.index for block in region.files]
    found += [picture.at for picture in seen.sheet.pictures if region.start <= picture.at <= region.stop]
    if not found and (rule == "near-date" or not is_verse([block.text for block in region.body])):
        return False  # the first line of verse is no title
    nearest = min(found) if found else region.body[0].index
    blocks, start = seen.sheet.blocks, region.start
    home = seen.sheet.around(blocks[choice.title.first].box, blocks[choice.date.first].box)
    apart = not home.start <= nearest < home.end
    inside = [block for block in region.body if home.start <= block.index < home.end]
    if apart and (len(inside) > 1 or any(not _may_be_section(block) for block in inside)):
        return False
    first = min(choice.title.first, choice.date.first)
    above = (block for block in blocks[home.start : first] if not block.link and not is_furniture(block.text))
    if apart and len(list(above)) > 1:
        return False  # the last lines of a box of the weather, of counters, beside the text
    if choice.is_posted(seen.sheet):
        start = max(start, choice.date.last + 1)
    date = range(choice.date.first - 1, choice.date.last + 2)
    between = (block for block in blocks[start:nearest] if not is_furniture(block.text))
    links = (block for block in between if seen.targets.elsewhere(block))
    return all(block.index in date and len(block.text) <= _LINE for block in links)  # the section beside the date


def _may_be_section(block: Block) -> bool:
    """Whether a line is as short as the name of a section, and no sentence or price."""
    return block.size < _NAME and block.text[-1] not in ".!?" and not any(map(str.isdigit, block.text))


def _begins_another(seen: Seen, choice: Choice, region: Region) -> bool:
    """Whether the text found is that of another box: a bare date ends a title's own, and a line begins the next."""
    if choice.date.labelled or "+" in choice.title.rule or choice.title.rule == "h1" or not region.body:
        return False
    blocks, first = seen.sheet.blocks, region.body[0]
    home = seen.sheet.around(blocks[choice.title.first].box, blocks[choice.date.first].box)
    if home.start <= first.index < home.end or under_picture(seen.sheet, first.index, seen.targets):
        return False
    if any(not is_furniture(block.text) for block in blocks[choice.title.last + 1 : choice.date.first]):
        return True
    return first.size < _LINE and not first.text.endswith(".")


def _rules(
    choice: Choice, region: Region, tail: Tail, found: tuple[tuple[str, str] | None, tuple[str, str] | None, bool]
) -> dict[str, str]:
    lead, section, _ = found
    kind = "labelled" if choice.date.labelled else "whole-line"
    rules = {"title": choice.title.rule, "date": kind, "body": f"ends:{region.why}"}
    optional = {
        "summary": lead[1] if lead else None,
        "section": section[1] if section else None,
        "author": tail.author_rule,
        "source_credit": "last-line" if tail.credit else None,
    }
    return rules | {name: rule for name, rule in optional.items() if rule}
