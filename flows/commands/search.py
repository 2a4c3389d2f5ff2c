"""`seedbank search`: find articles by their words."""

from dataclasses import asdict
from pathlib import Path

import click

from flows.commands import _options
from flows.settings import read_settings
from flows.show import terminal

DAYS = "select article_id, published_at::date from marts.article where article_id in (select unnest($ids::varchar[]))"


@click.command("search")
@click.argument("text")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many articles.")
@_options.home_option
@_options.json_option
def command(*, text: str, limit: int, home: Path | None, as_json: bool) -> None:
    """Find published articles that hold all words of TEXT, with or without diacritics; "a phrase" in quotes."""
    from warehouse.database.connect import open_published  # noqa: PLC0415 - imported when the command needs it
    from warehouse.read.search import search  # noqa: PLC0415 - the same

    folder = read_settings(home=home).home
    hits = search(folder, text, limit)
    with open_published(folder) as connection:
        days = dict(connection.execute(DAYS, {"ids": [hit.article_id for hit in hits]}).fetchall())
    if as_json:
        found = [{**asdict(hit), "published_on": days.get(hit.article_id)} for hit in hits]
        terminal.say_json({"query": text, "hits": found})
        return
    rows = [(hit.title, days.get(hit.article_id), hit.publisher, hit.article_id) for hit in hits]
    out = terminal.console()
    out.print(terminal.table("", ("title", "day", "publisher", "article_id"), rows) if rows else "No article found.")
