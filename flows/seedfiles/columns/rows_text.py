"""Values of a row as texts, and rows of objects inside objects as flat ones."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Final

_DEEPEST: Final = 4  # objects inside objects; what lies deeper stays as it is
_DEEPEST_TEXT: Final = 12  # lists and objects around a text
_WRAPPED: Final = 2  # keys of an object that wraps a value: the value's, and one that says of what kind it is
_DAY: Final = (range(1000, 3000), range(1, 13), range(1, 32))  # year, month and day as a list of numbers
_NAMES: Final = (("given", "family"), ("firstname", "lastname"), ("first_name", "last_name"), ("firstName", "lastName"))
_WRAPPERS: Final = ("$date", "$numberLong", "$oid", "#text", "_text", "value", "@value", "rendered", "__cdata")


def flatten(row: Mapping[str, object]) -> dict[str, object]:
    """Write the keys of objects inside a row as `source.name`; a list of one text is that text, as Scrapy writes it."""
    flat: dict[str, object] = {}
    _flatten(row, "", 0, flat)
    return flat


def _flatten(row: Mapping[str, object], prefix: str, depth: int, flat: dict[str, object]) -> None:
    for key, value in row.items():
        name = f"{prefix}{key}"
        if isinstance(value, str):  # as nearly all are
            flat[name] = value
            continue
        plain = unwrap(value)
        if not isinstance(plain, Mapping) or depth >= _DEEPEST:
            flat[name] = plain
            continue
        if person := _person_of(plain):
            flat[name] = person
        elif wrapper := _wrapper_of(plain):  # what is wrapped has the name; what stands beside it, its own
            flat[name] = unwrap(plain[wrapper])
            plain = {inner: beside for inner, beside in plain.items() if inner != wrapper}
        _flatten(plain, f"{name}.", depth + 1, flat)


def _wrapper_of(value: Mapping[str, object]) -> str | None:
    """Name the key under which an export puts a value itself: {"$date": …}, {"value": …, "currency": …}."""
    if len(value) > _WRAPPED and not {"name", "value"} <= value.keys():  # the name says then what is valued
        return None
    return next((key for key in _WRAPPERS if value.get(key) not in (None, [], {})), None)


def _person_of(value: Mapping[str, object]) -> str:
    """Write the name of a person whose given and family names stand apart, as bibliographies have them."""
    for given, family in _NAMES:
        if isinstance(value.get(given), str) and isinstance(value.get(family), str):
            return f"{value[given]} {value[family]}".strip()
    return ""


def unwrap(value: object) -> object:
    """Take a value out of what exports wrap around it alone: {"$date": …}, {"#text": …}, a list of one."""
    while True:
        if isinstance(value, Mapping) and len(value) == 1 and (key := _wrapper_of(value)):
            value = value[key]
        elif isinstance(value, list) and len(value) == 1:
            value = value[0]
        else:
            return value


def is_told_whole(value: object, depth: int = 0) -> bool:
    """Tell whether `text_of` says all that is in a value: not of a list of objects that have more than their text."""
    if isinstance(value, str):
        return True
    if isinstance(value, list):
        return depth < _DEEPEST_TEXT and all(is_told_whole(unwrap(item), depth + 1) for item in value)
    return not isinstance(value, Mapping)


def text_of(value: object, depth: int = 0) -> str:
    """Write a value as text: a list of texts as paragraphs, a time as ISO 8601; an empty text for none."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list | Mapping):
        return _text_of_parts(value, depth + 1) if depth < _DEEPEST_TEXT else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _text_of_parts(value: list[object] | Mapping[str, object], depth: int) -> str:
    if isinstance(value, list):
        if len(value) == len(_DAY) and all(
            isinstance(part, int) and part in fit for part, fit in zip(value, _DAY, strict=True)
        ):
            return "-".join(f"{part:02}" for part in value)
        return "\n".join(filter(None, (text_of(unwrap(item), depth) for item in value)))
    if person := _person_of(value):
        return person
    keys = (_wrapper_of(value) or "", "name", "title", "text", "url")
    return next((text_of(value[key], depth) for key in keys if value.get(key)), "")


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
