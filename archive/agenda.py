"""What of the ledger a run asks for: reads beside the store, and the three small writes that steer later looks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from archive.alike import Like, likest
from archive.article import FOR_NOW, MOVED
from archive.joining import article_known, is_anothers, may_have_moved
from archive.ledger import address_id
from archive.sqlite import Connection, transaction
from archive.visit import ASK_FIRST, COLUMNS, Address

if TYPE_CHECKING:
    from archive.article import Article
    from archive.visit import Kind

Place = tuple[str, str, str]
"""An address where an article stands: its identity, its state, when it was last looked at."""


class Agenda:
    """One portal's addresses of one kind, as a run works through them."""

    def __init__(self, db: Connection, portal: str, kind: Kind = "page") -> None:
        self._db, self._portal, self._kind = db, portal, kind

    def has_articles(self) -> bool:
        """Whether the archive holds any article of the portal."""
        return (
            self._db.execute("SELECT 1 FROM articles WHERE portal = ? LIMIT 1", (self._portal,)).fetchone() is not None
        )

    def queued(self, limit: int, before: str = "9") -> list[Address]:
        """Never asked for, or asked for again: high priority first, then ASK_FIRST, unless looked at by `before`."""
        rows = self._rows("state = 'queued' ORDER BY priority DESC, first_seen_at, rowid LIMIT ?", limit)
        if len(rows) < limit:
            # by the index over what is asked again: asked of every page, and hardly any row is such a one
            first = (
                "state <> 'queued' AND state IN ('done', 'refused') AND check_again_at = ?"
                " AND coalesce(checked_at, '') < ? ORDER BY rowid LIMIT ?"
            )
            rows += self._rows(first, ASK_FIRST, before, limit - len(rows), index="addresses_again")
        return rows

    def failed(self, before: str) -> list[Address]:
        """Those whose last look, before this time, failed: all are due, whatever their back-off."""
        return self._rows("state = 'failed' AND checked_at <= ? ORDER BY priority DESC, checked_at", before)

    def tops(self, before: str, bred: range) -> list[Address]:
        """Lists due in every run (of those bred, what led to articles), last seen by then: the longest unseen first."""
        leading = "SELECT found_on FROM addresses WHERE portal = ? AND article_id IS NOT NULL"
        return self._rows(
            "state IN ('done', 'refused') AND checked_at <= ? AND (check_again_at <= checked_at AND check_again_at <> ?"
            f" OR state = 'done' AND priority >= ? AND priority < ? AND article_id IS NULL AND url IN ({leading}))"
            " ORDER BY checked_at",
            *(before, ASK_FIRST, bred.start, bred.stop, self._portal),
        )

    def killed_crawl(self, run: int, earliest: str) -> str | None:
        """When the crawl began that nobody ended and this run goes on with; None if the run before it came to its end.

        Several may have been killed in a row: the first of them counts that began at `earliest` or later.
        """
        ended = "SELECT max(id) FROM runs WHERE portal = ? AND source = 'live' AND id < ? AND finished_at IS NOT NULL"
        sql = (
            "SELECT min(started_at) FROM runs WHERE portal = ? AND source = 'live' AND id < ? AND started_at >= ?"
            f" AND id > coalesce(({ended}), 0)"
        )
        began = self._db.execute(sql, (self._portal, run, earliest, self._portal, run)).fetchone()[0]
        return None if began is None else str(began)

    def due(self, now: str, limit: int) -> list[Address]:
        """Known addresses whose time has come: missing articles, then the longest overdue beside their pause."""
        waited, pause = (f"(julianday({until}) - julianday(checked_at))" for until in ("?", "check_again_at"))
        missing = "coalesce((SELECT state = 'missing' FROM articles WHERE articles.id = article_id), 0)"
        return self._rows(
            "state IN ('done', 'refused') AND check_again_at <= ? AND check_again_at > checked_at"
            f" ORDER BY {missing} DESC, {waited} / {pause} DESC LIMIT ?",
            now,
            now,
            limit,
        )

    def in_turn(self, before: str, one_in: int, fewest: int, most: int) -> list[Address]:
        """One in so many of the articles' pages and inner list pages, so many at least and at most: the longest unseen.

        Lists unseen for most of that time go first, up to half of the turn: only they name what nobody has seen.
        """
        standing = "(article_id IS NOT NULL AND reason IS NULL OR reason LIKE 'list:%')"
        known = f"state = 'done' AND check_again_at > checked_at AND {standing}"
        turn = min(max(fewest, -(-self._count(known) // one_in)), most)
        then = "strftime('%Y-%m-%dT%H:%M:%SZ', ?, ?)"
        late = f"{known} AND reason LIKE 'list:%' AND checked_at <= {then} ORDER BY checked_at LIMIT ?"
        lists = self._rows(late, before, f"-{0.8 * one_in} days", turn // 2)
        rest = self._rows(f"{known} AND checked_at <= ? ORDER BY checked_at LIMIT ?", before, turn)
        return list(dict.fromkeys([*lists, *rest]))[:turn]

    def looked_again(self, since: str) -> int:
        """How many known addresses were asked for again since then, tops of lists left out."""
        return self._count("state = 'done' AND tries > 1 AND checked_at > ? AND check_again_at > checked_at", since)

    def all_known(self, before: str, after: str, limit: int) -> list[Address]:
        """Every known address last looked at before a time, in order of identity, beginning after one."""
        return self._rows(
            "state IN ('done', 'refused') AND checked_at <= ? AND identity > ? ORDER BY identity LIMIT ?",
            before,
            after,
            limit,
        )

    def count(self, *states: str) -> int:
        """How many addresses are in these states."""
        return self._count(f"state IN ({', '.join('?' * len(states))})", *states)

    def unknown(self, identities: Iterable[str]) -> set[str]:
        """Those of these identities that the ledger does not hold."""
        wanted = set(identities)
        return wanted - self._held(wanted)

    def history(self, article_id: str) -> tuple[int, str, str, str | None] | None:
        """How many texts an article has had, when the last came, its state, its date; None if there is no such one."""
        sql = "SELECT version_count, changed_at, state, updated_at FROM articles WHERE id = ?"
        row = self._db.execute(sql, (article_id,)).fetchone()
        return None if row is None else (int(row[0]), str(row[1]), str(row[2]), row[3])

    def known(self) -> Iterator[Address]:
        """Every address, in the order in which they were found."""
        sql = f"SELECT {COLUMNS} FROM addresses WHERE portal = ? AND kind = ? ORDER BY rowid"
        for row in self._db.execute(sql, (self._portal, self._kind)):
            yield Address(*row)

    def articles(self, identities: Iterable[str]) -> set[str]:
        """Those of these identities at which an article stands."""
        return self._held(identities, "article_id IS NOT NULL")

    def row(self, identity: str) -> Address | None:
        """The ledger's row of an address; None if there is none."""
        return next(iter(self._rows("id = ?", address_id(self._portal, identity))), None)

    def has_capture(self, identity: str, captured_at: str) -> bool:
        """Whether a capture of this address was kept at this time; a look that kept none sorts before it."""
        sql = "SELECT 1 FROM captures WHERE address_id = ? AND +captured_at = ? LIMIT 1"
        return self._db.execute(sql, (address_id(self._portal, identity), captured_at)).fetchone() is not None

    def is_no_article(self, identity: str) -> bool:
        """Whether this address is known and was read as something that is not an article: the home page, a list.

        Not by its last look, which may have said that all is as it was; nor where no other look is known.
        """
        sql = """SELECT article_id IS NULL AND EXISTS (SELECT 1 FROM captures CROSS JOIN readings
            ON capture_id = captures.id WHERE address_id = addresses.id)
        FROM addresses WHERE portal = ? AND identity = ? AND state = 'done'"""
        row = self._db.execute(sql, (self._portal, identity)).fetchone()
        return row is not None and bool(row[0])

    def knows(self, identity: str, article: Article) -> bool:
        """Whether the archive will take this, at an address without an article, for one that it has."""
        return article_known(self._db, self._portal, identity, article) is not None

    def same_text(self, identity: str, article: Article) -> str | None:
        """The identity of an article that shows this very text at other addresses, and may have moved; or None."""
        return may_have_moved(self._db, self._portal, identity, article)

    def is_anothers(self, address: Address, article: Article) -> bool:
        """Whether an address shows, in the place of its own article, another one that stands elsewhere."""
        return is_anothers(self._db, self._portal, (address.identity, address.article_id), article)

    def has_unseen(self, since: str) -> bool:
        """Whether the archive holds an article of the portal that was last seen before then."""
        sql = "SELECT 1 FROM articles WHERE portal = ? AND last_seen_at < ? LIMIT 1"
        return self._db.execute(sql, (self._portal, since)).fetchone() is not None

    def like(self, article: Article, before: str) -> Like | None:
        """The article, not seen since then, that this may be: edited or retitled, and moved; or None."""
        return likest(self._db, self._portal, article, before)

    def stands_at(self, article: str) -> list[Place]:
        """The addresses that an article has not left or lost."""
        sql = (
            "SELECT addresses.identity, addresses.state, coalesce(checked_at, '') FROM addresses JOIN articles"
            " ON articles.id = article_id WHERE articles.portal = ? AND articles.identity = ? AND kind = 'page'"
            " AND coalesce(reason, '') NOT LIKE 'gone:%' AND coalesce(reason, '') NOT LIKE ? || '%'"
            " AND coalesce(reason, '') NOT LIKE ? || '%' ORDER BY addresses.id"
        )
        rows = self._db.execute(sql, (self._portal, article, MOVED, FOR_NOW))
        return [(str(row[0]), str(row[1]), str(row[2])) for row in rows]

    def ask_again(self, identities: Iterable[str], priority: int = 0) -> None:
        """Put known addresses back into the queue, from now on with this priority at least."""
        self._set(f"state = 'queued', reason = NULL, priority = max(priority, {priority:d})", identities)

    def ask_first(self, identities: Iterable[str]) -> None:
        """Have the next run ask for these as for new ones: what they answered in this one is doubted."""
        self._set(f"check_again_at = '{ASK_FIRST}'", identities)

    def _set(self, change: str, identities: Iterable[str]) -> None:
        with transaction(self._db):
            self._db.execute(
                f"UPDATE addresses SET {change} WHERE portal = ? AND +state IN ('done', 'refused')"
                " AND identity IN (SELECT value FROM json_each(?))",
                (self._portal, json.dumps(sorted(set(identities)))),
            )

    def pause(self, until: str, reason: str) -> None:
        """Remember across restarts that the portal asked to be left alone until then."""
        with transaction(self._db):
            self._db.execute(
                "INSERT INTO pauses (portal, until, reason) VALUES (?, ?, ?)"
                " ON CONFLICT (portal) DO UPDATE SET until = excluded.until, reason = excluded.reason",
                (self._portal, until, reason),
            )

    def paused(self, now: str) -> tuple[str, str] | None:
        """Until when and why the portal is to be left alone; None if it is not."""
        sql = "SELECT until, reason FROM pauses WHERE portal = ? AND until > ?"
        row = self._db.execute(sql, (self._portal, now)).fetchone()
        return None if row is None else (str(row[0]), str(row[1]))

    def _held(self, identities: Iterable[str], where: str = "TRUE") -> set[str]:
        those = "identity IN (SELECT value FROM json_each(?))"
        sql = f"SELECT identity FROM addresses WHERE portal = ? AND {where} AND {those}"
        return {str(row[0]) for row in self._db.execute(sql, (self._portal, json.dumps(sorted(set(identities)))))}

    def _count(self, where: str, *values: object) -> int:
        sql = f"SELECT count(*) FROM addresses WHERE portal = ? AND kind = ? AND {where}"
        return int(self._db.execute(sql, (self._portal, self._kind, *values)).fetchone()[0])

    def _rows(self, where: str, *values: object, index: str | None = None) -> list[Address]:
        how = f"INDEXED BY {index} " if index else ""
        sql = f"SELECT {COLUMNS} FROM addresses {how}WHERE portal = ? AND kind = ? AND {where}"
        return [Address(*row) for row in self._db.execute(sql, (self._portal, self._kind, *values))]
