"""Whether a date belongs to what stands before or beside a title: a clock, another box, the page's side."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from crawler.portals.model import Portal
from crawler.reading.blocks import Block, Box, Sheet
from crawler.reading.date_parts import VIETNAM
from crawler.reading.date_shapes import DIGIT
from crawler.reading.dates import DateReading, moment, read_date
from crawler.reading.labels import is_end, is_furniture
from crawler.reading.metadata import names_the_site
from crawler.reading.posters import without_poster
from crawler.reading.statements import DateLine
from crawler.reading.tail import author_of, credit_of
from crawler.reading.titles import Title

OWN_BOX, TITLE = 6, 20
_FACTS, _SHORT, _BELOW = 6, 40, 40
# Minutes: a time so far past is no clock's, unless it is whole hours but for so many.
_PAST, _STALE = 60, 5
_READ = re.compile(r"\b(?:xem|đọc|views?|hits?|bài|tin)\b")


class Above:
    """What dates are asked for by where they stand."""

    sheet: Sheet
    portal: Portal
    dated: set[int]
    prose: list[int]  # how much of it stands above each block
    elsewhere: Callable[[Block], bool]
    now: str

    def closes_another(self, title: Title, line: DateLine, *, opened: bool) -> bool:
        """Whether a date above a title belongs to what stands before it: a clock, or the last line of another box."""
        sheet, sure = self.sheet, title.rule.startswith("h") or "+" in title.rule
        clock = line.seconds and not line.labelled and not opened
        if clock or (not sure and title.text.endswith(".")):
            return True
        above = sheet.blocks[line.first - 1] if line.first else None
        if not line.labelled and above and len(above.hrefs) == 1 and above.size >= 20 and self.elsewhere(above):
            return not names_the_site(above.text, self.portal)  # the last of a list of articles
        mine = sheet.blocks[line.first].box
        home = sheet.around(mine, sheet.blocks[title.first].box)
        side = sheet.child_towards(home, mine)
        before = [] if side is home and home.parent > 0 and line.labelled else sheet.blocks[side.start : line.first]
        between, facts = without_poster(sheet, sheet.blocks[line.last + 1 : title.first]), self.facts(line)
        if line.labelled and "+head" in title.rule:
            between = [block for block in between if not self.captions(block)]  # of the article's own picture
        return not all(b.index in facts or self.counts(b) for b in between) or any(
            not (b.link or b.index in facts or self.counts(b) or b.index in self.dated or self.captions(b))
            for b in before
        )

    def apart(self, title: Title, line: DateLine) -> bool:
        """Whether a date above the box of a title and its text stands in another one, and opens no box of both."""
        blocks = self.sheet.blocks
        home = self.sheet.around(blocks[line.first].box, blocks[title.first].box)
        if home.tag != "body" and home.start == line.first:
            return False  # the bar above a forum's post
        text = next((b for b in blocks[title.last + 1 : title.last + _BELOW] if b.size >= _SHORT and not b.link), None)
        return text is not None and self.sheet.around(blocks[title.first].box, text.box).start > line.last

    def in_aside(self, title: Title, line: DateLine) -> bool:
        """Whether a date stands in a box that says of itself that it is beside the matter, and the title does not."""
        box = self.sheet.blocks[line.first].box
        home = self.sheet.around(box, self.sheet.blocks[title.first].box)
        while box is not home:
            if box.tag in ("aside", "nav") or (box.tag == "footer" and not self.is_articles(box, title, line)):
                return True
            box = self.sheet.boxes[box.parent]
        return False

    def is_articles(self, footer: Box, title: Title, line: DateLine) -> bool:
        """Whether a footer is an article's: of the element that holds its title, or right below a sure one, above text.

        HTML allows both, and Drupal's stock template prints author and date in a footer above the text. Comments are
        articles of their own, under other lines.
        """
        around, sure = self.sheet.boxes[footer.parent], title.rule.startswith("h1") or "+" in title.rule
        if around.tag in ("article", "section") and around.start <= title.first < around.end:
            return True
        above = self.sheet.blocks[title.last + 1 : line.first]
        near = title.last < footer.start and all(self.counts(b) and not is_end(b.text, self.portal) for b in above)
        return sure and near and around.tag != "body" and self.prose[around.end] > self.prose[footer.end]

    def facts(self, line: DateLine) -> list[int]:
        """The few short lines of a row or a list that a date is one of: section, counter; names beside a bare one."""
        box, boxes, blocks = self.sheet.blocks[line.first].box, self.sheet.boxes, self.sheet.blocks
        number = max(box.row, boxes[box.item].parent if box.item >= 0 else -1)
        facts = blocks[boxes[number].start : boxes[number].end] if number >= 0 else []
        if len(facts) > _FACTS or any(block.size >= _SHORT for block in facts):
            return []
        return [block.index for block in facts if line.labelled or author_of(block.text)]

    def shows_now(self, title: Title, line: DateLine) -> bool:
        """Whether a bare date is the day of the capture, as clocks show it, and nothing ties it to a title."""
        tied = title.rule in ("h1", "h2") and line.first == title.last + 1
        near = self.sheet.around(self.sheet.blocks[line.first].box, self.sheet.blocks[title.first].box)
        own = near.end - near.start <= OWN_BOX
        if tied or ("+" in title.rule and (own or title.first < line.first)):
            return False
        told, now = read_date(line.text, self.now, self.portal.date_labels), moment(self.now)
        if not isinstance(told, DateReading) or now is None or told.iso[:10] != str(now.astimezone(VIETNAM).date()):
            return False
        return not self.states_day(title, line, told, now)

    def states_day(self, title: Title, line: DateLine, told: DateReading, now: datetime) -> bool:
        """Whether a bare date of the capture's day, which opens the box of title and text, is no clock.

        It counts who read what stands below (no visitors), or names a time past: a clock, also of another zone, of half
        days or from a cache some minutes old, shows about the minutes of the capture.
        """
        blocks, between = self.sheet.blocks, self.sheet.blocks[line.last + 1 : title.first]
        home = self.sheet.around(blocks[line.first].box, blocks[title.first].box)
        if home.tag in ("html", "body") or home.start != min(line.first, title.first) or len(title.text) < TITLE:
            return False
        if not all(map(self.counts, between)) or self.prose[home.end] == self.prose[title.last + 1]:
            return False
        beside = (text for text in (*line.rest, *(b.text for b in between)) if is_furniture(text))
        if any(DIGIT.search(text) and _READ.search(text.casefold()) for text in beside):
            return True
        past = (now - datetime.fromisoformat(told.iso)).total_seconds() / 60 if "T" in told.iso else 0
        return past > _PAST and _STALE < past % 60 < 60 - _STALE

    def captions(self, block: Block) -> bool:
        """Whether a line stands right under a picture that is no link."""
        return any(picture.at == block.index and picture.href is None for picture in self.sheet.pictures)

    def counts(self, block: Block) -> bool:
        """Whether a line is a tool, a counter or its number, or says who wrote, sent or publishes what stands here."""
        text = block.text
        by = author_of(text)
        known = is_furniture(text) or text.isdigit() or (by is not None and by[1] == "label")
        return known or credit_of(text) is not None or names_the_site(text, self.portal)
