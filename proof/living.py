"""What a portal does month after month, as orders to a replica, and what an archive must know of it afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable


class Living(Protocol):
    """A portal that takes orders: tests.replica.running.Replica, or one in this process."""

    portal: str

    def order(self, do: str, **more: Any) -> Any:
        """An order of tests/replica/control.py."""

    def fault(self, kind: str, match: str = "", **more: Any) -> None:
        """A fault of tests/replica/faults.py."""

    def truth(self) -> Iterable[str]:
        """The articles that are there, by identity."""


GONE = ("404", "410", "soft404", "home")
CYCLE = 30
REMOVED_AFTER = 18
"""Days from a deletion to the look that makes it a removal: three looks over 14 days, the first of them tomorrow."""


@dataclass
class Told:
    """By the identity an article was first met at: its changes by kind, and when it went away, if it did."""

    changes: Counter[tuple[str, str]] = field(default_factory=Counter)
    gone: dict[str, int] = field(default_factory=dict)
    only_said: set[str] = field(default_factory=set)  # gone by a sentence under status 200: never a removal
    new: int = 0

    def states(self, day: int) -> dict[str, str]:
        """What an archive must say on a day of those that are not present."""
        removed = {key for key, since in self.gone.items() if day - since >= REMOVED_AFTER} - self.only_said
        return {key: "removed" if key in removed else "missing" for key in self.gone}

    @property
    def texts(self) -> int:
        """How many changes brought another text."""
        return sum(count for (_, kind), count in self.changes.items() if kind != "date_bump")


class Life:
    """Gives each day's orders. Each cycle of 30 days brings every kind of event, to articles young and old.

    Young articles may change at any time; old ones change early in a cycle, since each of 400 takes its turn within 25
    days. After `last` there is only news: of 2,000 each takes its turn within two months.
    """

    def __init__(self, portal: Living, begin: datetime, size: int, last: int = CYCLE) -> None:
        self.portal, self.told, self._begin, self._number, self._last = portal, Told(), begin, size, last
        self._old = sorted(portal.truth())  # in the order of their slugs: any fixed order does
        self._young: list[str] = []
        self._day, self._today = 0, begin
        self._at: dict[str, str] = {}

    def pass_to(self, day: int) -> str | None:
        """Let the portal live up to this day (0: of the first crawl); says what ails it today, if anything."""
        self._day, self._today = day, self._begin + timedelta(days=day)
        self.portal.order("mend")
        turn = day % CYCLE
        if day < 1:
            return None
        if turn == 1:
            self._young = []
        if turn in {1, 2, 3, 5, 7, 9, 10, 12, 15, 18, 20}:
            for _ in range(8 if turn == 1 else 1):
                self._publish()
        if day > self._last:
            return None
        self._happen(turn)
        if turn == 8:
            self.portal.fault("status", "", status=500)
            return "outage"
        if turn == 16:
            self.portal.fault("block", "html", block="vietnamese")
            return "block pages"
        return None

    def _happen(self, turn: int) -> None:
        happens = {
            2: lambda: [self._edit(self._old.pop(), "silent_edit"), self._edit(self._old.pop(), "edit")],
            3: lambda: [self._edit(self._old.pop(), "date_bump"), self._move(self._old.pop(), redirect=True)],
            4: lambda: [self._delete(self._young[n], how) for n, how in enumerate(GONE)],
            5: lambda: [self._publish("2009-03-04"), self._publish("2012-07-01")],
            6: lambda: [self._edit(self._young[4], "edit"), self._edit(self._young[5], "silent_edit")],
            9: lambda: [self._edit(self._young[6], "date_bump")],
            10: lambda: [self._publish(), self._publish(), self._publish()],
            11: lambda: [self._move(self._young[5], redirect=True), self._delete(self._young[7], "404")],
            14: lambda: [self._edit(self._young[4], "silent_edit")],
            13: lambda: [self._move(self._young[8], redirect=False)],
            17: lambda: [self._bring_back(self._young[7])],
            21: lambda: [self._delete(self._young[-1], "404")],
        }
        happens.get(turn, list)()

    def _publish(self, date: str | None = None) -> None:
        minutes = "T09:30" if self.portal.portal == "sct_bacgiang" else ""
        day = date or f"{self._today:%Y-%m-%d}"
        key = self.portal.order("make_up", number=self._number, date=day + minutes)
        self._number += 1
        self.told.new += 1
        if date is None:
            self._young.append(key)

    def _edit(self, key: str, kind: str) -> None:
        told = {} if kind == "date_bump" else {"body": f"Bổ sung ngày {self._today:%d/%m}: đơn vị đã gửi lại số liệu."}
        if kind != "silent_edit":
            minutes = "T10:45" if self.portal.portal == "sct_bacgiang" else ""
            told["date"] = f"{self._today + timedelta(days=1):%Y-%m-%d}{minutes}"
        self.portal.order("edit", key=self._at.get(key, key), **told)
        self.told.changes[key, kind] += 1

    def _delete(self, key: str, how: str) -> None:
        self.portal.order("delete", key=self._at.get(key, key), how=how)
        self.told.gone[key] = self._day
        if how == "soft404":
            self.told.only_said.add(key)

    def _bring_back(self, key: str) -> None:
        self.portal.order("bring_back", key=key)
        del self.told.gone[key]
        self.told.only_said.discard(key)

    def _move(self, key: str, *, redirect: bool) -> None:
        slug = f"dia-chi-moi-{self._number}-{len(self._at)}"
        self._at[key] = self.portal.order("move", key=key, slug=slug, redirect=redirect)
