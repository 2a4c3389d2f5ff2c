"""Rows to seeds: what a plan takes from each, and what else the row has."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from flows.records import Reason, Rejection, SeedArticle
from flows.seedfiles.columns.names import Role
from flows.seedfiles.columns.plan import ColumnPlan
from flows.seedfiles.columns.rows_text import flatten, is_told_whole, text_of, to_json, unwrap
from flows.seedfiles.documents import RawDocument, make_seed, reject
from flows.text.names import is_organisation, split_authors

__all__ = ["flatten", "make_row_seed"]

KNOWN: Final = "@seed"  # key of `extra` under which stands what the columns were taken for
TOO_DEEP: Final = "lists or objects are nested too deeply inside each other"
_SHOWN_NAMES: Final = 20
_UNDECODABLE: Final = re.compile("[\udc80-\udcff]")  # bytes that surrogateescape kept
# What programs write for nothing: JSON and SQL, Python, pandas, JavaScript, spreadsheets.
_NOTHING: Final = frozenset({"null", "NULL", "None", "nan", "NaN", "NaT", "<NA>", "undefined", "N/A", "n/a"})
_NOTE_LINK: Final = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")  # of a wiki or a notebook: [[Ann Reed]]
_TAG_PARTS: Final = re.compile(r"[,;|\n、，；]")
_QUOTED: Final = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")  # of a list as Python writes it
_LIST: Final = re.compile(r"\s*\[.*\]\s*", re.DOTALL)


def make_row_seed(
    document: RawDocument, plan: ColumnPlan, row: Mapping[str, object], line: int
) -> SeedArticle | Rejection:
    """Make a seed of a row, or say why it is none."""
    flat = flatten(row)
    texts = {role: _first(flat, plan.of(role)) for role in (Role.URL, Role.TITLE, Role.TEXT)}
    url = texts[Role.URL][1]
    if not url:
        names = ", ".join(list(flat)[:_SHOWN_NAMES])
        return reject(document, Reason.MISSING_URL, f"no column holds an address; there are {names}"[:500], line)
    if "\n" in url.strip():
        detail = f"the column of addresses holds {len(url.split())}, not one"
        return reject(document, Reason.INVALID_URL, detail, line, url.split()[0])
    used = {name for name, _ in texts.values() if name and is_told_whole(flat[name])}
    used |= {name for role in texts for name in plan.of(role) if says_nothing(flat.get(name))}
    for name, text in texts.values():
        if not text.isascii() and (found := _UNDECODABLE.search(text)):
            byte = len(text[: found.start()].encode("utf-8", "surrogateescape")) + 1
            return reject(document, Reason.INVALID_UTF8, f"byte {byte} of column {name!r} is no UTF-8", line)
    extra = {name: _readable(value) for name, value in flat.items() if name not in used and value is not None}
    if known := what_is_known(flat, plan):
        extra[KNOWN] = known
    try:
        others = to_json(extra)
    except RecursionError:
        return reject(document, Reason.MALFORMED_SEED, TOO_DEEP, line)
    return make_seed(
        document,
        url=url,
        title=texts[Role.TITLE][1] or None,
        body=texts[Role.TEXT][1] or None,
        extra=others,
        line=line,
    )


def is_empty(text: str) -> bool:
    """Tell a text that is none: nothing, blanks, or the word null."""
    return not text or text.isspace() or text == "null"


def _is_unset(text: str) -> bool:
    """Tell what programs write for a value that is none; as a title or a text it may be what somebody wrote."""
    return is_empty(text) or text.strip() in _NOTHING


def says_nothing(value: object) -> bool:
    """Tell a value that is none; a picture among the paragraphs has no text and is something."""
    return is_empty(text_of(value)) and is_told_whole(value)


def _readable(value: object) -> object:
    """Show bytes that are no UTF-8 in a column that is kept as it is."""
    if isinstance(value, str) and not value.isascii() and _UNDECODABLE.search(value):
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return value


def _first(flat: Mapping[str, object], names: tuple[str, ...]) -> tuple[str, str]:
    """Give the first column that is not empty, with its text; two empty texts where all are."""
    for name in names:
        text = text_of(flat.get(name))
        if not is_empty(text):
            return name, text
    return "", ""


def what_is_known(flat: Mapping[str, object], plan: ColumnPlan) -> dict[str, object]:
    """Read what a row says of its article beside title and text."""
    known: dict[str, object] = {}
    published = _first(flat, plan.of(Role.PUBLISHED))[1]
    if not _is_unset(published):
        known["published"] = published
        known |= {"date_order": plan.date_order} if plan.date_order else {}
    for role, read in ((Role.AUTHORS, _people), (Role.TAGS, _tags)):
        found = next((items for name in plan.of(role) if (items := read(flat.get(name)))), [])
        if found:
            known[role.value] = found
    section = next((items[0] for name in plan.of(Role.SECTION) if (items := _tags(flat.get(name)))), "")
    language = _first(flat, plan.of(Role.LANGUAGE))[1].strip()
    return known | {
        name: value for name, value in (("section", section), ("language", language)) if not _is_unset(value)
    }


def _items(value: object) -> list[str]:
    """Give the texts of a list, also of one that is written as JSON or as Python writes it."""
    if isinstance(value, str) and _LIST.fullmatch(value):
        written = value
        try:
            value = json.loads(written)
        except ValueError:
            if found := _NOTE_LINK.fullmatch(written.strip()):
                return [found[1].strip()]
            return [left or right for left, right in _QUOTED.findall(written)]
    values = value if isinstance(value, list) else [value]
    texts = (_NOTE_LINK.sub(r"\1", text_of(unwrap(item)).strip()) for item in values)
    return [text for text in texts if not _is_unset(text)]


def _people(value: object) -> list[str]:
    """Give the names of a column of authors; "Reed, Ann" is one, "Ann Reed, Bo Lane" are two, as are two agencies."""
    return list(_names_in(tuple(_items(value))))


@lru_cache(maxsize=4096)  # a newsroom writes its names again and again
def _names_in(items: tuple[str, ...]) -> tuple[str, ...]:
    pieces = [piece.strip() for item in items for piece in item.split(",")]
    if all(piece.isalpha() for piece in pieces) and any(map(is_organisation, pieces)):
        return tuple(dict.fromkeys(pieces))
    return tuple(split_authors(items))


def _tags(value: object) -> list[str]:
    found = _items(value)
    if len(found) == 1:
        found = _TAG_PARTS.split(found[0])
    return list(dict.fromkeys(filter(None, (item.strip() for item in found))))
