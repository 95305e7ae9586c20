"""`archive read FILE`: what the reading code makes of one page, each field with the rule that found it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.output import lines, one_line, print_json
from archive.errors import NotFound
from archive.kept import body_places, kept_page
from archive.naming import stamp
from archive.opening import open_for_reading
from archive.rawrecord import raw_at
from archive.sqlite import speaking_plainly

if TYPE_CHECKING:
    from archive.article import Article
    from archive.sqlite import Connection
    from crawler.portals.model import Portal
    from crawler.reading import Page, PageReading

FIELDS = ("title", "date_text", "updated_at", "section", "author", "source_credit", "summary")


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--portal", "name", help="Whose page it is (default: the portal whose hosts the page or --url names).")
@click.option("--url", help="The page's address (default: named after the file).")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def read(path: Path, file: str, name: str | None, url: str | None, *, as_json: bool) -> None:
    """Read a page: an html FILE, or the id of a kept capture."""
    from crawler.reading import read as read_page

    portal, page = _from_file(Path(file), name, url) if Path(file).is_file() else _from_archive(path, file, name)
    result = read_page(page, portal)
    if as_json:
        print_json(_as_dict(result))
    else:
        _show(result)


def _from_file(file: Path, name: str | None, url: str | None) -> tuple[Portal, Page]:
    from crawler.reading import Page
    from crawler.reading.charset import decode

    with speaking_plainly(file, reading=True):
        html = decode(file.read_bytes(), None).html
    portal = _portal(name, f"{url or ''} {html}")
    seen = stamp(datetime.fromtimestamp(file.stat().st_mtime, UTC))
    return portal, Page(url or f"{portal.home_url}{file.stem}.html", html, seen)


def _from_archive(path: Path, capture: str, name: str | None) -> tuple[Portal, Page]:
    from crawler.entity import entity
    from crawler.errors import PageError
    from crawler.reading import Page
    from crawler.reading.charset import decode

    if not path.exists():
        raise NotFound(f"There is no file {capture}, and no archive at {path} whose capture that could be.")
    with open_for_reading(path) as db:
        kept = kept_page(db, capture)
        if kept is None:
            raise _unread(db, path, capture)
        raw = raw_at(path.parent / "warc", kept.place, body_places(db))
    headers = {key.lower(): value for key, value in raw.headers}
    try:
        body = entity(raw.headers, raw.body)
    except PageError as error:
        raise NotFound(
            f"The kept body of {one_line(kept.url)} holds no page that can be read: {error.reason}."
        ) from error
    html = decode(body, headers.get("content-type")).html
    return _portal(name or kept.portal, html), Page(kept.url, html, kept.captured_at, kept.source)


def _unread(db: Connection, path: Path, capture: str) -> NotFound:
    """Why there is no page to read behind this word."""
    row = db.execute("SELECT url, status, media_type, warc_file FROM captures WHERE id = ?", (capture,)).fetchone()
    if row is None:
        return NotFound(f"{capture!r} is neither a file nor the id of a capture kept in {path}")
    url, status, media_type, warc_file = row
    why = f"it is no page (answer {status}, {media_type or 'no type'})" if warc_file else "only its facts are kept"
    return NotFound(f"Capture {capture} of {one_line(url)} cannot be read: {why}.")


def _portal(name: str | None, page: str) -> Portal:
    """The portal of this name, or without one that whose hosts the page or its address names most."""
    from crawler.portals import PORTALS, portal

    if name is not None:
        try:
            return portal(name)
        except LookupError as error:
            raise NotFound(str(error)) from error
    named = {each.name: sum(map(page.count, each.hosts)) for each in PORTALS.values()}
    if not any(named.values()):
        raise click.UsageError(f"the page names no portal's host; say whose it is: --portal {' | '.join(PORTALS)}")
    return PORTALS[max(named, key=lambda name: named[name])]


def _as_dict(result: PageReading) -> dict[str, object]:
    reading = result.reading
    article = None if reading.article is None else asdict(reading.article) | {"rules": dict(reading.article.rules)}
    links = [{"url": link.url, "role": link.role, "text": link.text} for link in result.links]
    return {
        "parser": reading.parser,
        "outcome": reading.outcome,
        "reason": reading.reason,
        "identity": reading.identity,
        "article": article,
        "links": links,
    }


def _show(result: PageReading) -> None:
    reading = result.reading
    if reading.article is None:
        click.echo(f"No article: {reading.reason} ({len(result.links)} links)")
        return
    _show_article(reading.article)
    click.echo(f"{len(result.links)} links · identity {one_line(reading.identity)} · reading code {reading.parser}")


def _show_article(article: Article) -> None:
    rules = {**article.rules, "date_text": article.rules.get("date"), "updated_at": article.date_rule}
    for name in FIELDS:
        if (value := getattr(article, name)) is not None:
            click.echo(f"{name:13} {one_line(value)}" + (f"  [{rule}]" if (rule := rules.get(name)) else ""))
        elif name == "updated_at":
            click.echo(
                f"{name:13} (left empty: no certain date)" + (f"  [{article.date_rule}]" if article.date_rule else "")
            )
    click.echo(f"\n{lines(article.body_text)}\n")
    for image in article.images:
        click.echo(f"[image] {one_line(image.url)} {one_line(image.caption or '')}".rstrip())
    for attachment in article.attachments:
        click.echo(f"[file] {one_line(attachment.url)} {one_line(attachment.label)}")
    click.echo(f"[body] {article.rules.get('body', '')}")
