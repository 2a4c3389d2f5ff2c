"""The address of a list of articles: what it asks for, read and written."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import partial
from typing import Any, Literal, TypeVar, cast
from urllib.parse import urlencode

from starlette.exceptions import HTTPException

from flows.records import Content, DifferenceOrigin, Existence, FactKind, Issue
from flows.show.language import Language
from warehouse.read.browse import ANY, Filters, ListedArticle, PageCursor, Sorting

DAMAGED = "The address of this page is damaged."  # a message
MOST_LETTERS = 200  # of the words to search
LIST = "/articles"
E_ = TypeVar("E_", bound=StrEnum)


class PageProblem(HTTPException):
    """Why a page cannot be shown, as a message that is said in the reader's language."""

    def __init__(self, status: int, message: str, **values: object) -> None:
        super().__init__(status, message % values)
        self._message, self._values = message, values

    def sentence(self, language: Language) -> str:
        """Say it."""
        return language.say(self._message, **self._values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address of a list says. Every part of it may be missing."""

    words: str
    filters: Filters
    sorting: Sorting
    after: PageCursor | None
    root: str = ""  # what stands before the path: the language, where the address names one

    def address(self, after: PageCursor | None = None, *, path: str = LIST, **changed: object) -> str:
        """Write the address of another page of the same list, or of a list with other filters."""
        values = {field.name: getattr(self.filters, field.name) for field in fields(Filters)}
        values |= {"words": self.words, "sorting": self.sorting if self.sorting is not Sorting.NEWEST else None}
        values |= changed
        values |= {"after": f"{after.key or ''}~{after.article_id}"} if after else {}
        return write_address(values, path=self.root + path)

    def written(self, name: str) -> str:
        """Write one filter as it stands in the address; empty where it is not there."""
        value = getattr(self.filters, name)
        return "" if value in {None, False} else _write(value)

    def without(self, name: str) -> str:
        """Write the address of the list without one filter."""
        changed: dict[str, Any] = {name: None}
        return self.address(**changed)


def write_address(filters: Mapping[str, object], *, path: str = LIST) -> str:
    """Write the address of a list; None, False and empty parts are left out."""
    given = {name: value for name, value in filters.items() if value not in {None, "", ()} and value is not False}
    written = urlencode({name: _write(value) for name, value in given.items()}, safe=",")
    return f"{path}?{written}" if written else path


def _write(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list | frozenset):
        return ",".join(map(str, value))
    return "yes" if value is True else str(value)


def _choose(kind: type[E_], value: str | None) -> E_ | None:
    """Read a value of a vocabulary; raises PageProblem 400 for one that is not in it."""
    if not value:
        return None
    try:
        return kind(value)
    except ValueError:
        raise PageProblem(400, "No filter has the value “%(value)s”.", value=value) from None


def _choose_some(kind: type[E_], value: str | None) -> tuple[E_, ...] | None:
    chosen = [_choose(kind, part) for part in (value or "").split(",") if part]
    return tuple(part for part in chosen if part is not None) or None


def _choose_or_any(kind: type[E_], value: str | None) -> E_ | str | None:
    return ANY if value == ANY else _choose(kind, value)


def _read_year(value: str | None) -> int | Literal["unknown"] | None:
    if not value or value == "unknown":
        return "unknown" if value else None
    if not (value.isascii() and value.isdigit() and len(value) == 4 and int(value) < dt.MAXYEAR):
        raise PageProblem(400, "“%(value)s” is no year.", value=value)
    return int(value)


def _read_day(value: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError:
        raise PageProblem(400, "“%(value)s” is no day.", value=value) from None


def _read_age(value: str | None) -> int | None:
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 4):
        raise PageProblem(400, "“%(value)s” is no age.", value=value)
    return int(value)


def _read_dated(value: str | None) -> Literal["page", "look"] | None:
    if value and value not in {"page", "look"}:
        raise PageProblem(400, DAMAGED)
    return cast("Literal['page', 'look'] | None", value or None)


def _read_text(value: str | None) -> str | None:
    return (value or "").strip() or None


_READERS: dict[str, Callable[[str | None], object]] = {
    "publisher": _read_text,
    "existence": partial(_choose_some, Existence),
    "content": partial(_choose_some, Content),
    "issue": partial(_choose_or_any, Issue),
    "year": _read_year,
    "fact": partial(_choose_or_any, FactKind),
    "origin": partial(_choose, DifferenceOrigin),
    "month": _read_day,
    "dated": _read_dated,
    "age": _read_age,
    "since": _read_day,
    "rule": _read_text,
    "text_rule": _read_text,
    "layout": _read_text,
    "sampled": bool,
}


def read_asked(query: Mapping[str, str], root: str = "") -> Asked:
    """Read the address of a list. Raises PageProblem 400 where a part cannot be read."""
    values = {name: read(query.get(name)) for name, read in _READERS.items()}
    return Asked(
        words=query.get("words", "").strip()[:MOST_LETTERS],
        filters=Filters(**values),  # type: ignore[arg-type] # each reader gives what its filter takes
        sorting=_choose(Sorting, query.get("sorting")) or Sorting.NEWEST,
        after=_read_place(query.get("after")),
        root=root,
    )


def _read_place(text: str | None) -> PageCursor | None:
    if not text:
        return None
    key, mark, article_id = text.partition("~")
    if not mark:
        raise PageProblem(400, DAMAGED)
    return PageCursor(key=key or None, article_id=article_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPage:
    """The rows of one page of a list, and the addresses of its first and its next page, where there are any."""

    rows: list[ListedArticle]
    first_page: str | None
    next_page: str | None


def shown_page(asked: Asked, rows: list[ListedArticle], most: int, path: str) -> ShownPage:
    """Cut the rows of a page from those that were read, one more than it shows at most."""
    shown = rows[:most]
    last = shown[-1].place if len(rows) > len(shown) else None
    return ShownPage(
        rows=shown,
        first_page=asked.address(path=path) if asked.after else None,
        next_page=asked.address(last, path=path) if last else None,
    )
