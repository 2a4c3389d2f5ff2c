"""`seedbank diff`: one article, seed against page."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text

from flows.commands import _options
from flows.settings import read_settings
from flows.show import terminal
from flows.show.language import LANGUAGES

if TYPE_CHECKING:
    import duckdb

    from warehouse.read.dossier import ArticleRow
    from warehouse.read.status import ArticleChanges

DIM = frozenset({"apparatus", "cosmetic"})
REMOVED, ADDED = "red strike", "green"


def show_words(seed: str, page: str) -> Text:
    """Show two sentences as one: words only in the seed struck out, words only on the page in green."""
    from flows.show.words import Side, compare_words  # noqa: PLC0415 - imported when the command needs it

    styles = {Side.BOTH: "", Side.SEED: REMOVED, Side.PAGE: ADDED}
    return Text("").join(
        Text(terminal.safe(run.text).plain, style=styles[run.side]) for run in compare_words(seed, page)
    )


def _show_sentence(out: Console, relation: str, seed: str | None, page: str | None) -> None:
    label = Text(f"{relation:>10}  ", style="bold")
    if relation in DIM:
        out.print(label + Text(terminal.safe(seed or page).plain, style="dim"))
    elif seed is not None and page is not None:
        out.print(label + show_words(seed, page))
    else:
        out.print(label + Text(terminal.safe(seed or page).plain, style=ADDED if seed is None else REMOVED))


def _show_card(out: Console, card: "ArticleRow") -> None:
    out.print(Text(terminal.safe(card.title or "(no title)").plain, style="bold"))
    out.print(terminal.safe(f"{card.article_id}  {card.url}"))
    found = f" at {card.current_url}" if card.current_url and card.current_url != card.url else ""
    out.print(terminal.safe(f"existence  {card.existence}{found}  {card.existence_evidence or ''}"))
    alike = "" if card.similarity is None else f", similarity {card.similarity:.3f}"
    out.print(terminal.safe(f"content    {card.content} ({card.content_rule}{alike})"))
    day = "unknown" if card.published_at is None else f"{card.published_at:%Y-%m-%d %H:%M} UTC"
    out.print(terminal.safe(f"published  {day} (from {card.published_at_precision})"))
    if card.issues:
        out.print(terminal.safe(f"issues     {', '.join(card.issues)}"))


def _show(out: Console, card: "ArticleRow", changes: "ArticleChanges") -> None:
    _show_card(out, card)
    for kind, before, after in changes.facts:
        line = Text(f"{kind:>10}  ", style="bold").append(terminal.safe(before).plain, style=REMOVED)
        out.print(line.append(" → ").append(terminal.safe(after).plain, style=ADDED))
    if changes.sentences:
        out.print()
    for relation, seed, page in changes.sentences:
        _show_sentence(out, relation, seed, page)
    for caption, credit in changes.media:
        out.print(
            Text("   caption  ", style="bold")
            + Text(terminal.safe(f"{caption or ''} — {credit or ''}").plain, style="dim")
        )


@click.command("diff")
@click.argument("article")
@click.option("--html", type=click.Path(path_type=Path), help="Write the same, and all that it rests on, as a page.")
@_options.language_option(default="en", help_text="Language of the page that --html writes.")
@_options.home_option
@_options.json_option
def command(*, article: str, html: Path | None, lang: str, home: Path | None, as_json: bool) -> None:
    """Show what changed in ARTICLE (an id, its beginning, or a URL) between the seed and its page, word by word."""
    from flows.show.naming import find_article  # noqa: PLC0415 - imported when the command needs it
    from warehouse.read.dossier import read_article  # noqa: PLC0415 - the same
    from warehouse.read.status import read_changes  # noqa: PLC0415 - the same

    with _options.open_reader(read_settings(home=home)) as connection:
        article_id = find_article(connection, article)
        card, changes = read_article(connection, article_id), read_changes(connection, article_id)
        if html is not None:
            _write_page(connection, article_id, html, lang)
    assert card is not None  # noqa: S101 - it was found in this very snapshot
    if as_json:
        terminal.say_json({**asdict(card), **asdict(changes)})
    elif html is None:
        _show(terminal.console(), card, changes)
    else:
        terminal.console().print(f"{html}: {html.stat().st_size:,} bytes")


def _write_page(connection: "duckdb.DuckDBPyConnection", article_id: str, file: Path, lang: str) -> None:
    from flows.show.diff_page import render_diff  # noqa: PLC0415 - imported when the command needs it
    from warehouse.read.dossier import read_dossier  # noqa: PLC0415 - the same

    dossier = read_dossier(connection, article_id)
    assert dossier is not None  # noqa: S101 - it was found in this very snapshot
    file.write_text(render_diff(dossier, LANGUAGES[lang]), "utf-8")
