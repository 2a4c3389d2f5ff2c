"""Values of a row as texts, and rows of objects inside objects as flat ones."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Final

_DEEPEST: Final = 4  # objects inside objects; what lies deeper stays as it is
_WRAPPERS: Final = ("$date", "$numberLong", "$oid", "#text", "_text", "value", "@value", "rendered", "__cdata")


def flatten(row: Mapping[str, object]) -> dict[str, object]:
    """Write the keys of objects inside a row as `source.name`; a list of one text is that text, as Scrapy writes it."""
    flat: dict[str, object] = {}
    _flatten(row, "", 0, flat)
    return flat


def _flatten(row: Mapping[str, object], prefix: str, depth: int, flat: dict[str, object]) -> None:
    for key, value in row.items():
        name = f"{prefix}{key}"
        plain = unwrap(value)
        if isinstance(plain, Mapping) and depth < _DEEPEST:
            _flatten(plain, f"{name}.", depth + 1, flat)
        else:
            flat[name] = plain


def unwrap(value: object) -> object:
    """Take a value out of what exports wrap around it: {"$date": …}, {"#text": …}, a list of one."""
    while True:
        if isinstance(value, Mapping) and len(value) <= 2:
            inner = next((value[key] for key in _WRAPPERS if key in value), None)
            if inner is None or (isinstance(inner, Mapping | list) and not inner):
                return value
            value = inner
        elif isinstance(value, list) and len(value) == 1:
            value = value[0]
        else:
            return value


def text_of(value: object) -> str:
    """Write a value as text: a list of texts as paragraphs, a time as ISO 8601; an empty text for none."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(filter(None, (text_of(unwrap(item)) for item in value)))
    if isinstance(value, Mapping):
        return next((text_of(value[key]) for key in ("name", "title", "text", "url") if value.get(key)), "")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


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
