"""Which column of a table, or key of an object, is the URL, the title, the text."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import NamedTuple

# In order of preference; compared without case, spaces, "_" and "-".
_URL = ("url", "link", "href", "targeturi", "canonicalurl", "uri", "articleurl", "pageurl", "sourceurl", "weburl")
_TITLE = ("title", "headline", "heading", "articletitle")
_TEXT = (
    "text", "body", "content", "article", "maintext", "articlebody", "articletext", "fulltext", "plaintext", "story",
)  # fmt: skip
_FOLD = str.maketrans("", "", " _-\t\ufeff")


class Columns(NamedTuple):
    """The names of the three columns, as the source writes them."""

    url: str | None
    title: str | None
    text: str | None


def find_columns(names: Iterable[str]) -> Columns:
    """Choose the columns by their names; None for one that is not there."""
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(name.translate(_FOLD).lower(), name)
    return Columns(*(next((folded[alias] for alias in aliases if alias in folded), None) for aliases in _ALL))


_ALL = (_URL, _TITLE, _TEXT)


def missing_url_column(names: Iterable[str]) -> str:
    """Say which columns there are when none of them is the URL."""
    shown = ", ".join(repr(name[:40]) for name in list(names)[:20])
    return f"no column is named url, link or href; there are {shown or 'none'}"


def to_json(values: dict[str, object]) -> str | None:
    """Write the other columns as one JSON object, None where there are none.

    Empty ones are left out, NaN becomes null, times are ISO 8601 and everything else is text.
    """
    kept = {key: value for key, value in values.items() if value is not None}
    if not kept:
        return None
    try:
        return json.dumps(kept, ensure_ascii=False, default=_as_text, allow_nan=False)
    except ValueError:
        text = json.dumps(kept, ensure_ascii=False, default=_as_text)
        return json.dumps(json.loads(text, parse_constant=lambda _: None), ensure_ascii=False)


def _as_text(value: object) -> str:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return str(value)
