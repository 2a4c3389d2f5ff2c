"""The messages of the pages: those that templates and code write, and those that come from values and files."""

import re
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from flows import show
from flows.records import FactKind, LeftOutKind, MediaKind, Source, TextSource
from flows.records.reconciliations import DifferenceOrigin
from flows.show.asked import DAMAGED
from flows.show.figure_links import GROUPS
from flows.show.language import say_heading
from flows.show.vocabulary import CELLS, CONTENT, EXISTENCE, FIGURES, HEADINGS, ISSUE, MEANINGS, RELATION, say_word
from warehouse.database.sql_files import list_sql

ROOM = Path(str(files(show)))
IN_CODE = {"say": None, "PageProblem": (2,)}
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")
NO_TABLES = {"headline", "survival_undated", "snapshot", "most_changed", "repair_examples", "changed_facts"}
ROLES = ("title", "lead", "body", "caption", "author", "published", "photo", "drop")
CHANGED_FACTS = list_sql("report")["changed_facts"].read_text("utf-8")
Message = tuple[str | None, str]


def written() -> Iterator[Message]:
    """Give the messages that stand in templates and in code."""
    for template in sorted(ROOM.joinpath("templates").iterdir()):
        options = {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}
        found = babel_extract(BytesIO(template.read_bytes()), ("_", "gettext", "ngettext"), [], options)
        for _, _, message, _ in found:
            yield None, message if isinstance(message, str) else message[0]
    for module in sorted(ROOM.glob("*.py")):
        for _, message, _, _ in extract("python", BytesIO(module.read_bytes()), IN_CODE):
            if isinstance(message, str) and message:
                yield None, message
    yield None, DAMAGED


def tables() -> dict[str, str]:
    """Map the figures that are shown as tables of cells to their SQL."""
    return {name: file.read_text("utf-8") for name, file in list_sql("report").items() if name not in NO_TABLES}


def looked_up(columns: set[str]) -> Iterator[Message]:
    """Give the messages that values, columns and files are looked up by."""
    by_name = {
        "existence": EXISTENCE, "content": CONTENT, "relation": RELATION, "issue": ISSUE, "fact": FactKind,
        "origin": DifferenceOrigin, "left out": LeftOutKind, "media": MediaKind, "source": {*Source, *TextSource},
        "role": ROLES, "dated": ("page", "look"), "year": ("unknown",),
    }  # fmt: skip
    for name, values in by_name.items():
        yield from ((name, say_word(value)) for value in values)
    yield from (("meaning", text) for meanings in MEANINGS.values() for text in meanings.values())
    yield from (("figure", text) for text in FIGURES.values())
    yield from (("group", text) for group in GROUPS.values() for text in group)
    yield from (("cell", text) for text in CELLS)
    yield from (("column", HEADINGS.get(column) or say_heading(column)) for column in columns)
    yield from (
        ("question", sql.splitlines()[0].removeprefix("--").strip()) for sql in (*tables().values(), CHANGED_FACTS)
    )


def catalogue(code: str) -> Catalog:
    """Read the catalogue of a language."""
    with ROOM.joinpath("messages", f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)
