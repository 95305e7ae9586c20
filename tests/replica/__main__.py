"""`python -m tests.replica --portal sct_bentre`: serve one rebuilt portal on loopback until stopped."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import sys
import threading
from pathlib import Path

from tests.replica.bacgiang import Bacgiang
from tests.replica.bentre import Bentre
from tests.replica.control import Control
from tests.replica.filler import made_up
from tests.replica.markup import markups
from tests.replica.server import Host, serve
from tests.replica.site import Options, Site
from tests.replica.story import stories


def main() -> None:
    """Serve until interrupted; the first line on stdout says where, as JSON."""
    args = _arguments()
    if args.tied:
        threading.Thread(target=_end_with_stdin, daemon=True).start()
    told = [made_up(args.portal, n) for n in range(args.scale)] if args.scale else list(stories(args.portal))
    told.sort(key=lambda story: story.date)
    shown, held = told[: len(told) - args.hold], told[len(told) - args.hold :]
    site = Site.of(args.portal, shown, Options(**json.loads(args.options)))
    if args.markup:
        site.set(markup=args.markup)
    with contextlib.ExitStack() as stack:
        log = stack.enter_context(Path(args.log).open("a", encoding="utf-8")) if args.log else None
        host = Host((Bentre if args.portal == "sct_bentre" else Bacgiang)(site), log)
        control = Control(host)
        control.held = held
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(host, args.port, control.give, args.control_port))


def _end_with_stdin() -> None:
    """Leave no server behind a test that was killed."""
    sys.stdin.read()
    os._exit(0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.replica", description=main.__doc__)
    parser.add_argument("--portal", choices=("sct_bentre", "sct_bacgiang"), required=True)
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--control-port", type=int, default=0, help="where orders are taken")
    parser.add_argument("--scale", type=int, default=0, help="serve that many synthetic articles instead of the texts")
    parser.add_argument("--hold", type=int, default=0, help="hold the newest N articles back for later")
    parser.add_argument("--markup", help="one markup for every page instead of a mixture")
    parser.add_argument("--options", default="{}", help="switches of tests/replica/site.py as JSON")
    parser.add_argument(
        "--tied", action="store_true", help="end when stdin ends, that is with the process that started it"
    )
    parser.add_argument("--log", help="append every request to this file as JSON lines")
    args = parser.parse_args()
    if args.markup and args.markup not in markups(args.portal):
        parser.error(f"no markup {args.markup!r}; there are: {', '.join(markups(args.portal))}")
    return args


if __name__ == "__main__":
    main()
