"""`archive show ID`: one article, as a page to read or as JSON."""

from __future__ import annotations

from pathlib import Path

import click

from archive.commands.output import lines, one_line, print_json
from archive.opening import open_for_reading
from archive.showing import article_as_dict
from archive.wording import counted


@click.command()
@click.argument("article_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with pictures, attachments, versions and captures.")
@click.pass_obj
def show(path: Path, article_id: str, as_json: bool) -> None:
    """Show an article.

    The ID is the first column of `archive search`.
    """
    with open_for_reading(path) as db:
        article = article_as_dict(db, article_id)
    if as_json:
        print_json(article)
        return
    click.secho(one_line(article["title"]), bold=True)
    facts = [
        article["date_text"] or article["updated_at"],
        article["section"],
        article["author"],
        article["source_credit"],
    ]
    click.echo(" · ".join(one_line(fact) for fact in facts if fact))
    click.echo(one_line(article["url"]))
    click.echo()
    click.echo(lines(str(article["body_text"])))
    for kind, word in (("images", "caption"), ("attachments", "label")):
        for file in article[kind]:
            click.echo(f"[{kind[:-1]}] {one_line(file[word])} {one_line(file['url'])}".rstrip())
    click.echo()
    click.echo(
        f"{article['portal']}, {article['state']}; seen {article['first_seen_at']} to {article['last_seen_at']}, "
        f"{counted(article['version_count'], 'version')}, {counted(len(article['captures']), 'capture')}."
    )
