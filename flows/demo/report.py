"""What the demo prints: a corpus whose pages were checked twice, read by SQL from the published snapshot."""

import json
import re
import shlex
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb
from rapidfuzz.distance import Indel
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows.show.terminal import safe
from warehouse.database.connect import open_published

Row = tuple[object, ...]

REPAIRS_SHOWN = 8

STYLES = {
    "live": "green",
    "moved": "cyan",
    "gone": "red",
    "missing": "red",
    "blocked": "yellow",
    "unreachable": "yellow",
    "refused": "yellow",
    "identical": "green",
    "cosmetic": "green",
    "extended": "cyan",
    "shortened": "magenta",
    "edited": "bold magenta",
    "rewritten": "bold magenta",
    "replaced": "bold red",
    "seed_truncated": "cyan",
}
NEXT = (
    ("sql", "select existence, content, count(*) from marts.article group by all order by all"),
    ("sql", "select title, kind, before, after from marts.fact_change join marts.article using (article_id)"),
    ("status",),
)
# A run of letters or digits with what joins numbers and dates, one ideograph, or any other single sign.
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+(?:[.,/:'-][^\W\u3400-\u9fff]+)*|\s+|[^\w\s]")


def _ask(connection: duckdb.DuckDBPyConnection, queries: Path, name: str) -> list[Row]:
    return connection.execute((queries / f"{name}.sql").read_text("utf-8")).fetchall()


def _verdict(word: object) -> Text:
    return Text(str(word), style=STYLES.get(str(word), "dim"))


def mark_words(before: str, after: str) -> tuple[Text, Text]:
    """Show two wordings of one sentence, with the words that only one has in colour."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    left, right = Text(), Text()
    for step in Indel.opcodes(old, new):
        left.append_text(_styled(old[step.src_start : step.src_end], "" if step.tag == "equal" else "bold red strike"))
        right.append_text(_styled(new[step.dest_start : step.dest_end], "" if step.tag == "equal" else "bold green"))
    return left, right


def _styled(words: Sequence[str], style: str) -> Text:
    text = safe("".join(words))
    if style:
        text.stylize(style)
    return text


def _heading(console: Console, words: str) -> None:
    console.print()
    console.print(words, style="bold underline")


def _print_articles(console: Console, articles: list[Row]) -> None:
    _heading(console, f"{len(articles)} articles after the second look")
    table = Table(box=None, pad_edge=False)
    for column in ("existence", "content", "publisher", "title"):
        table.add_column(column, overflow="ellipsis", no_wrap=True)
    for publisher, title, _url, existence, content, _current_url in articles:
        table.add_row(_verdict(existence), _verdict(content), safe(publisher), safe(title or "(no title)"))
    console.print(table, soft_wrap=False)
    counts = Counter(str(row[3]) for row in articles)
    parts = _joined(Text.assemble(f"{count} ", _verdict(name)) for name, count in counts.items())
    console.print(Text.assemble(*parts), soft_wrap=False)


def _joined(parts: Iterable[Text]) -> list[Text]:
    joined: list[Text] = []
    for part in parts:
        joined += [Text(" · "), part] if joined else [part]
    return joined


def _sentence_lines(relation: object, before: object, after: object) -> list[Text]:
    if relation == "edited":
        left, right = mark_words(str(before), str(after))
        return [Text.assemble(("- ", "red"), left), Text.assemble(("+ ", "green"), right)]
    if relation == "added":
        return [Text.assemble(("+ ", "green"), _styled([str(after)], "green"))]
    return [Text.assemble(("- ", "red"), _styled([str(before)], "red"))]


def _print_indented(console: Console, line: Text, columns: int) -> None:
    console.print(Padding(line, (0, 0, 0, columns), expand=False), soft_wrap=False)


def _print_changes(console: Console, changes: list[Row], facts: list[Row]) -> None:
    _heading(console, "What changed, sentence by sentence")
    facts_of: dict[object, list[Row]] = {}
    for article_id, *fact in facts:
        facts_of.setdefault(article_id, []).append(tuple(fact))
    for (article_id, title, content), rows in groupby(changes, key=itemgetter(0, 1, 2)):
        console.print()
        console.print(Text.assemble(_verdict(content), "  ", _styled([str(title)], "bold")), soft_wrap=False)
        for kind, before, after in facts_of.get(article_id, []):
            pair = f"{before or '(nothing)'} → {after or '(nothing)'}"
            _print_indented(console, Text.assemble((f"{kind}: ", "yellow"), safe(pair)), 2)
        for row in rows:
            for line in _sentence_lines(*row[3:]):
                _print_indented(console, line, 4)


def _print_headlines(console: Console, headlines: list[Row]) -> None:
    if not headlines:
        return
    _heading(console, "Headlines that were changed")
    for before, after in headlines:
        left, right = mark_words(str(before), str(after))
        _print_indented(console, Text.assemble(("- ", "red"), left), 2)
        _print_indented(console, Text.assemble(("+ ", "green"), right), 2)


def _print_repairs(console: Console, repairs: list[Row]) -> None:
    _heading(console, f"What was wrong with {len(repairs)} seeds, and was repaired or set aside")
    table = Table(box=None, pad_edge=False)
    for column in ("found in the seed", "title", "caption and credit, now in marts.media"):
        table.add_column(column, overflow="fold")
    for title, issues, captions in repairs[:REPAIRS_SHOWN]:
        names = ", ".join(map(str, issues)) if isinstance(issues, list) else str(issues)
        table.add_row(Text(names, style="cyan"), safe(title or "(no title)"), safe(captions))
    console.print(table, soft_wrap=False)
    if len(repairs) > REPAIRS_SHOWN:
        console.print(f"… and {len(repairs) - REPAIRS_SHOWN} more.", style="dim")


def _print_unreadable(console: Console, unreadable: list[Row]) -> None:
    _heading(console, "What could not be compared, and why")
    table = Table(box=None, pad_edge=False)
    for column in ("existence", "title", "evidence"):
        table.add_column(column, overflow="fold")
    for existence, title, evidence in unreadable:
        table.add_row(_verdict(existence), safe(title or "(no title)"), safe(evidence))
    console.print(table, soft_wrap=False)


def _accepts(accepted: object, found: object) -> bool:
    return isinstance(accepted, list) and found in accepted


def find_disagreements(articles: list[Row], truth: Path) -> list[str]:
    """Compare the verdicts with the site's own truth; one sentence for each that differs."""
    found = {row[2]: row for row in articles}
    sentences = []
    for entry in json.loads(truth.read_text("utf-8")):
        row = found.get(entry["url"])
        if row is None:
            sentences.append(f"{entry['key']}: not in the warehouse")
        elif not (_accepts(entry["existence"][1], row[3]) and _accepts(entry["content"], row[4])):
            wanted = f"{'/'.join(entry['existence'][1])} and {'/'.join(entry['content'])}"
            sentences.append(f"{entry['key']} ({entry['about']}): found {row[3]} and {row[4]}, true is {wanted}")
    return sentences


def _print_score(console: Console, articles: list[Row], truth: Path) -> None:
    _heading(console, "Is it true?")
    wrong = find_disagreements(articles, truth)
    if not wrong:
        console.print(f"All {len(articles)} verdicts agree with what the site did to its articles.", style="green")
        return
    console.print(f"{len(wrong)} of {len(articles)} verdicts differ from what the site did:", style="red")
    for sentence in wrong:
        _print_indented(console, safe(sentence), 2)


def _print_next(console: Console, home: Path) -> None:
    _heading(console, "Where to look next")
    for arguments in NEXT:
        command = shlex.join(["seedbank", *arguments, "--home", str(home)])
        console.print(Text(f"  {command}", style="cyan"), soft_wrap=True)
    console.print(
        Text(f"The seeds are in {home / 'site' / 'seeds'}; truth.json beside that folder says what became of each.")
    )


def print_report(home: Path, console: Console, *, queries: Path, truth: Path) -> None:
    """Print what the published snapshot in `home` says; `queries` holds the SQL, `truth` the site's own account."""
    with open_published(home) as connection:
        articles = _ask(connection, queries, "articles")
        changes, facts = _ask(connection, queries, "changes"), _ask(connection, queries, "facts")
        headlines = _ask(connection, queries, "headlines")
        repairs, unreadable = _ask(connection, queries, "repairs"), _ask(connection, queries, "unreadable")
    _print_articles(console, articles)
    _print_changes(console, changes, facts)
    _print_headlines(console, headlines)
    _print_repairs(console, repairs)
    _print_unreadable(console, unreadable)
    _print_score(console, articles, truth)
    _print_next(console, home)
