"""The control port: JSON orders that move a portal in time and make it misbehave."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.replica import answer
from tests.replica.answer import Answer, Asked
from tests.replica.faults import Fault
from tests.replica.filler import made_up
from tests.replica.server import Host
from tests.replica.story import parse


class Control:
    """Orders for one host: POST {"do": name, ...} and its answer is {"ok": result} or {"error": sentence}."""

    def __init__(self, host: Host) -> None:
        self.host, self.site = host, host.portal.site
        self.held: list[Any] = []

    def give(self, _asked: Asked, body: bytes) -> Answer:
        """The answer to one order."""
        try:
            order = json.loads(body)
            result = getattr(self, f"do_{order.pop('do')}")(**order)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return answer.text(json.dumps({"error": f"{type(error).__name__}: {error}"}), 400)
        return answer.text(json.dumps({"ok": result}, ensure_ascii=False))

    def do_truth(self) -> dict[str, Any]:
        """What the archive must hold now, by identity."""
        return {key: asdict(one) for key, one in self.site.truth().items()}

    def do_requests(self, *, clear: bool = False) -> list[dict[str, Any]]:
        """The request log so far."""
        rows = list(self.host.requests)
        if clear:
            self.host.requests.clear()
        return rows

    def do_add(self, text: str) -> str:
        """A new article from the text of an article file; its identity."""
        return self.site.add(parse(text, f"added-{self.site.changes}"))

    def do_add_file(self, path: str) -> str:
        """A new article from an article file."""
        return self.site.add(parse(Path(path).read_text("utf-8"), Path(path).stem))

    def do_publish(self, count: int = 1) -> list[str]:
        """Show the next of the articles held back at the start."""
        chosen, self.held = self.held[:count], self.held[count:]
        return [self.site.add(story) for story in chosen]

    def do_make_up(self, number: int, date: str | None = None) -> str:
        """A new synthetic article; its identity."""
        return self.site.add(made_up(self.site.portal, number, date))

    def do_edit(self, key: str, **changes: str) -> None:
        """Append a paragraph (body), set the title, set the date: a silent edit leaves the date."""
        self.site.edit(key, **changes)

    def do_delete(self, key: str, how: str = "404") -> None:
        """Take an article away."""
        self.site.delete(key, how)

    def do_bring_back(self, key: str) -> None:
        """Show it again."""
        self.site.bring_back(key)

    def do_move(self, key: str, slug: str, *, redirect: bool = True) -> str:
        """Move it; the new identity."""
        return self.site.move(key, slug, redirect=redirect)

    def do_set(self, **options: Any) -> None:
        """Set switches of `Options`."""
        self.site.set(**options)

    def do_fault(self, kind: str, match: str = "", times: int | None = None, skip: int = 0, **more: Any) -> None:
        """Add a fault."""
        self.host.faults.append(Fault(kind, match, times, skip, more))

    def do_mend(self) -> None:
        """Take all faults away."""
        self.host.faults.clear()
