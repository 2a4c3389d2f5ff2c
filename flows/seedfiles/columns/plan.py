"""The choice of columns: by their names and by what is in them, never by name against content."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Final

from flows.seedfiles.columns.content import Content, describe, order_of
from flows.seedfiles.columns.names import (
    Role,
    is_of_another,
    is_of_kind,
    is_of_saving,
    is_of_scraping,
    is_time_alone,
    is_whole_name,
    rank_of,
)
from flows.seedfiles.columns.rows_text import text_of
from flows.seedfiles.hints import NO_HINTS, Hints

SAMPLE_ROWS: Final = 2_000
SAMPLE_BYTES: Final = 4 << 20  # of a source, that are looked at before its first row is read
_BY_CONTENT: Final = "by what is in it"
_HALF: Final = 0.5
_MOST: Final = 0.9
_SHARED: Final = 0.05
_OF_KIND: Final = 400.0  # how much worse than all others a name is that says of what kind something is
_TYPE: Final = ".@type"
_NEVER_OF_ANOTHER: Final = frozenset({Role.TITLE, Role.AUTHORS})


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPlan:
    """The columns of each role, the preferred one first: of a row, the first that is not empty counts."""

    columns: Mapping[str, tuple[str, ...]]  # by role
    reasons: Mapping[str, str]  # by role: why, in words
    date_order: str = ""  # "dmy", "mdy", "ambiguous"; empty where no day is written so
    names: tuple[str, ...] = ()  # all columns of the source, for messages
    missing: tuple[str, ...] = ()  # columns that its owner names and that are not there

    def of(self, role: Role) -> tuple[str, ...]:
        """Give the columns of a role."""
        return self.columns.get(role.value, ())

    def names_role(self, role: Role) -> bool:
        """Tell whether a column of a role is called so, and not only like it in what it holds."""
        return role.value in self.columns and not self.reasons[role.value].startswith(_BY_CONTENT)


NO_PLAN: Final = ColumnPlan(columns={}, reasons={})


def write_plan(plan: ColumnPlan) -> bytes:
    """Write a plan for the header of a piece."""
    return json.dumps(asdict(plan), ensure_ascii=False, sort_keys=True).encode()


@lru_cache(maxsize=64)
def read_plan(data: bytes) -> ColumnPlan:
    """Read what `write_plan` wrote."""
    values = json.loads(data)
    values["columns"] = {role: tuple(names) for role, names in values["columns"].items()}
    values["names"], values["missing"] = tuple(values["names"]), tuple(values["missing"])
    return ColumnPlan(**values)


def find_plan(rows: Sequence[Mapping[str, object]], header: Sequence[str] = (), hints: Hints = NO_HINTS) -> ColumnPlan:
    """Choose the columns of some rows, flat as `flatten` makes them; `header` names columns that need no row."""
    names = list(dict.fromkeys([*header, *(name for row in rows for name in row)]))
    values = {name: [text_of(row.get(name)) for row in rows] for name in names}
    contents = {name: describe(values[name]) for name in names}
    choice = _Choice(names, contents)
    for role, name in hints.columns:
        if name in values:
            choice.take(role, [name], "as its owner says")
    for role in Role:
        if role.value not in choice.columns:
            choice.choose(role)
    choice.find_title()
    missing = [(role, name) for role, name in hints.columns if name not in values]
    for role, name in () if header else missing:  # a later row may have it
        choice.columns[role] = (name, *choice.columns.get(role, ()))
        choice.reasons.setdefault(role, "as its owner says")
    days = choice.columns.get(Role.PUBLISHED.value, ())
    found = (order_of(values[name]) for name in days if name in values)
    order = hints.dates or next(filter(None, found), "")
    missing_names = tuple(name for _, name in missing)
    return ColumnPlan(
        columns=choice.columns,
        reasons=choice.reasons,
        date_order=order,
        names=tuple(names),
        missing=missing_names,
    )


class _Choice:
    """Columns that are taken, role by role; none is taken for two."""

    def __init__(self, names: Sequence[str], contents: Mapping[str, Content]) -> None:
        self._names = names
        self._contents = contents
        self._taken: set[str] = set()
        self._own_name = _own_names(names, contents)
        self._is_of_saving = any(map(is_of_saving, names))
        self.columns: dict[str, tuple[str, ...]] = {}
        self.reasons: dict[str, str] = {}

    def choose(self, role: Role) -> None:
        named = self._own([name for name in self._names if self._is_named(name, role)], role)
        named.sort(key=lambda name: self._order(name, role))
        found, reason = named, "by its name"
        if not named:
            found, reason = self._by_content(role), _BY_CONTENT
        elif role is Role.URL and self._is_of_site(named[0]):
            articles = [name for name in self._by_content(role) if name not in named and not is_of_scraping(name)]
            found, reason = (articles, _BY_CONTENT) if articles else (named, reason)
        if not found:
            return
        self.take(role.value, found, reason)

    def _own(self, named: list[str], role: Role) -> list[str]:
        """Leave out what is of a picture, a site or a scraper: it takes the place of nothing that a row lacks.

        So does `title.type` beside `title`. A picture's title is none where the article has no column of its own.
        """
        named = [name for name in named if not any(name.startswith(f"{other}.") for other in named)]
        own_name = self._own_name
        if own := [name for name in named if is_whole_name(own_name[name], role) or not is_of_scraping(own_name[name])]:
            return own
        return [name for name in named if role not in _NEVER_OF_ANOTHER or not is_of_another(own_name[name])]

    def _is_of_site(self, name: str) -> bool:
        """Tell a column in which nearly all rows share an address, which is not that of an article."""
        content = self._contents[name]
        return content.filled > 1 and content.distinct * content.filled <= max(1.0, _SHARED * content.filled)

    def take(self, role: str, names: Sequence[str], reason: str) -> None:
        """Take columns for a role."""
        self.columns[role] = tuple(names)
        self._taken.update(names)
        self.reasons[role] = reason

    def _is_named(self, name: str, role: Role) -> bool:
        own_name = self._own_name[name]
        return name not in self._taken and rank_of(own_name, role) is not None and self._fits(name, role)

    def _order(self, name: str, role: Role) -> tuple[float, ...]:
        content, rank = self._contents[name], rank_of(self._own_name[name], role) or 0.0
        rank += _OF_KIND * (role is not Role.URL and is_of_kind(name))
        if role is Role.URL:  # an address that every row shares is the site's, not the article's
            return (float(self._is_of_site(name)), float(content.filled == 0), rank)
        if role is Role.TEXT:  # a summary is shorter than the text
            return (float(content.filled == 0), rank)
        return (float(content.filled == 0), rank)

    def _fits(self, name: str, role: Role) -> bool:
        content = self._contents[name]
        match role:
            case Role.URL:
                return content.filled == 0 or content.is_address
            case Role.PUBLISHED:
                if is_of_scraping(self._own_name[name]) or (self._is_of_saving and is_time_alone(name)):
                    return False
                return content.filled == 0 or content.is_day
            case Role.TITLE | Role.TEXT:
                return content.is_words
            case Role.AUTHORS | Role.SECTION:
                is_named = content.addresses < _HALF and content.bare_numbers < _HALF
                return content.filled == 0 or (is_named and not name.endswith(_TYPE))
            case _:
                return content.filled == 0 or content.addresses < _HALF

    def _is_written_day(self, name: str) -> bool:
        """Tell days that nothing but days look like: a bare number may be an id as well as a time."""
        content = self._contents[name]
        return content.days >= _MOST and content.bare_numbers < _HALF

    def _by_content(self, role: Role) -> list[str]:
        """Find the one column that is like the role; two that are alike decide nothing, but for addresses and prose."""
        free = [name for name in self._names if name not in self._taken]
        match role:
            case Role.URL:
                fit = [name for name in free if self._contents[name].is_address and not is_of_scraping(name)]
                fit = fit or [name for name in free if self._contents[name].is_address]
                return sorted(fit, key=lambda name: -self._contents[name].distinct)[:1]
            case Role.TEXT:
                fit = [name for name in free if self._contents[name].is_prose]
                return sorted(fit, key=lambda name: -self._contents[name].mean_length)[:1]
            case Role.PUBLISHED:
                fit = [name for name in free if self._is_written_day(name) and not is_of_scraping(name)]
                return fit if len(fit) == 1 else []
            case _:
                return []

    def find_title(self) -> None:
        """Take for the title the one column of short texts, each another, that no name says to be anything else."""
        texts = self.columns.get(Role.TEXT.value, ())
        if Role.TITLE.value in self.columns or not texts:
            return
        longest = self._contents[texts[0]].mean_length * _HALF
        free = [name for name in self._names if name not in self._taken and not self._says_something(name)]
        fit = [name for name in free if self._contents[name].is_titles and self._contents[name].mean_length < longest]
        if len(fit) == 1:
            self.take(Role.TITLE.value, fit, _BY_CONTENT)

    def _says_something(self, name: str) -> bool:
        own_name = self._own_name[name]
        is_named = any(rank_of(own_name, role) is not None for role in Role)
        return is_named or is_of_scraping(own_name) or is_of_kind(own_name)


def _own_names(names: Sequence[str], contents: Mapping[str, Content]) -> dict[str, str]:
    """Give the names without that of an object in which all addresses and all prose stand: `_source.link` is a link."""
    tellers = [name for name in names if contents[name].is_address or contents[name].is_prose]
    objects = zip(*(name.split(".")[:-1] for name in tellers), strict=False)
    around = [parts[0] for parts in takewhile(lambda parts: len(set(parts)) == 1, objects)]
    kinds = {contents[name].is_address for name in tellers}
    prefix = ".".join([*around, ""]) if len(kinds) > 1 else ""
    return {name: name.removeprefix(prefix) for name in names}


def missing_url_column(names: Sequence[str]) -> str:
    """Say which columns there are when none of them holds addresses."""
    shown = ", ".join(repr(name[:40]) for name in list(names)[:20])
    return f"no column holds addresses or is named url or link; there are {shown or 'none'}"


_ASKED: Final = (Role.TITLE, Role.TEXT, Role.PUBLISHED)  # what a user misses first


def describe_plan(plan: ColumnPlan) -> str:
    """Say in a sentence what was not found, or found by content alone; empty where all is plain."""
    said = [f"no column is called {name!r}, as its owner says" for name in plan.missing]
    said += [f"{role}: not found" for role in _ASKED if not plan.of(role)]
    guessed = [role for role in Role if plan.reasons.get(role.value, "").startswith(_BY_CONTENT)]
    there = {role: [name for name in plan.of(role) if name not in plan.missing] for role in guessed}
    said += [f"{role}: {there[role][0]!r}, {plan.reasons[role.value]}" for role in guessed]
    if plan.date_order == "ambiguous":
        said.append(f"{plan.of(Role.PUBLISHED)[0]!r}: no day tells whether days or months come first; --dates says it")
    if not said:
        return ""
    return f"{'; '.join(said)}; columns are {', '.join(plan.names[:20])}"
