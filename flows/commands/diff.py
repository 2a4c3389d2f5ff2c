"""`seedbank diff`: one article, seed against page."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text

from flows import terminal
from flows.errors import UsageError

if TYPE_CHECKING:
    import duckdb

    from warehouse.read import ArticleCard, ArticleChanges

DIM = frozenset({"apparatus", "cosmetic"})
REMOVED, ADDED = "red strike", "green"


def find_article(connection: "duckdb.DuckDBPyConnection", name: str) -> str:
    """Find an article by id, by the beginning of its id, or by URL. Raises UsageError where it is none or several."""
    from flows.text.urls import identify  # noqa: PLC0415 - imported when the command needs it
    from warehouse.read import find_articles  # noqa: PLC0415 - the same

    identity = identify(name)
    found = find_articles(connection, identity.article_id if identity else name)
    if len(found) == 1:
        return found[0][0]
    if not found:
        raise UsageError(
            f"No article {name} in the published snapshot. Name it by id, by the start of its id, or by URL."
        )
    listed = ", ".join(f"{article_id} ({url})" for article_id, url in found)
    raise UsageError(f"{name} is the beginning of several ids: {listed}, …")


def compare_words(seed: str, page: str) -> Text:
    """Show two sentences as one: words only in the seed struck out, words only on the page in green."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - imported when the command needs it

    left, right = seed.split(), page.split()
    line = Text()
    for step in Levenshtein.opcodes(left, right):
        before = terminal.safe(" ".join(left[step.src_start : step.src_end]))
        after = terminal.safe(" ".join(right[step.dest_start : step.dest_end]))
        if step.tag == "equal":
            line.append_text(before).append(" ")
            continue
        for words, style in ((before, REMOVED), (after, ADDED)):
            if words:
                line.append(words.plain, style=style).append(" ")
    return line


def _show_sentence(out: Console, relation: str, seed: str | None, page: str | None) -> None:
    label = Text(f"{relation:>10}  ", style="bold")
    if relation in DIM:
        out.print(label + Text(terminal.safe(seed or page).plain, style="dim"))
    elif seed is not None and page is not None:
        out.print(label + compare_words(seed, page))
    else:
        out.print(label + Text(terminal.safe(seed or page).plain, style=ADDED if seed is None else REMOVED))


def _show_card(out: Console, card: "ArticleCard") -> None:
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


def _show(out: Console, card: "ArticleCard", changes: "ArticleChanges") -> None:
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
@terminal.home_option
@terminal.json_option
def command(*, article: str, home: Path | None, as_json: bool) -> None:
    """Show what changed in ARTICLE (an id, its beginning, or a URL) between the seed and its page, word by word."""
    from warehouse.connect import open_published  # noqa: PLC0415 - imported when the command needs it
    from warehouse.read import read_article, read_changes  # noqa: PLC0415 - the same

    with open_published(terminal.read_settings(home=home).home) as connection:
        article_id = find_article(connection, article)
        card, changes = read_article(connection, article_id), read_changes(connection, article_id)
    assert card is not None  # noqa: S101 - it was found in this very snapshot
    if as_json:
        terminal.say_json({**asdict(card), **asdict(changes)})
    else:
        _show(terminal.console(), card, changes)
