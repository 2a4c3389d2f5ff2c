"""What the owner of seed files says of them: which column is what, their encoding, the order of day and month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import reduce

from flows.errors import UsageError
from flows.records import content_id
from flows.seedfiles.columns.names import Role

ORDERS = ("dmy", "mdy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is said of one source; empty where nothing is."""

    columns: tuple[tuple[str, str], ...] = ()  # (role, name of the column)
    encoding: str | None = None
    dates: str | None = None  # "dmy" or "mdy"

    @property
    def key(self) -> str:
        """Name what is said by its content: a file of which something else is said is read again."""
        said = (*(part for pair in self.columns for part in pair), self.encoding or "", self.dates or "")
        return content_id(*said) if any(said) else ""


NO_HINTS = Hints()


def _merge(first: Hints, later: Hints) -> Hints:
    """Let what is said later of a column, of the encoding or of dates stand in place of what was said before."""
    return Hints(
        columns=tuple((dict(first.columns) | dict(later.columns)).items()),
        encoding=later.encoding or first.encoding,
        dates=later.dates or first.dates,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HintBook:
    """What is said of all sources, and of those whose path fits a pattern; of each thing the last that fits counts."""

    general: Hints = NO_HINTS
    by_pattern: Mapping[str, Hints] = field(default_factory=dict)

    def of(self, source_path: str) -> Hints:
        """Give what is said of a source, thing by thing; what is said of all comes first."""
        fit = [hints for pattern, hints in self.by_pattern.items() if fnmatch(source_path, pattern)]
        return reduce(_merge, [*fit, self.general], NO_HINTS)


def read_hints(columns: Sequence[str], encoding: str | None, dates: str | None) -> Hints:
    """Read `title=judul`, an encoding and an order of dates. Raises UsageError."""
    pairs = []
    for written in columns:
        role, equals, name = written.partition("=")
        if not equals or role not in set(Role):
            raise UsageError(f"{written!r} names no column; write ROLE=NAME with a role of {', '.join(Role)}.")
        pairs.append((role, name))
    if dates is not None and dates not in ORDERS:
        raise UsageError(f"--dates is {dates!r}; write {' or '.join(ORDERS)}.")
    if encoding is not None:
        try:
            "".encode(encoding)
        except LookupError:
            raise UsageError(f"There is no encoding {encoding!r}.") from None
    return Hints(columns=tuple(pairs), encoding=encoding, dates=dates)


def read_hint_tables(tables: Mapping[str, object]) -> dict[str, Hints]:
    """Read the tables [seeds."PATTERN"] of seedbank.toml. Raises UsageError."""
    found = {}
    for pattern, table in tables.items():
        if not isinstance(table, dict) or not set(table) <= {"columns", "encoding", "dates"}:
            raise UsageError(f'[seeds."{pattern}"] may have columns, encoding and dates.')
        columns = table.get("columns", {})
        if not isinstance(columns, dict) or not all(isinstance(name, str) for name in columns.values()):
            raise UsageError(f'[seeds."{pattern}"]: columns is a table, such as {{ title = "judul" }}.')
        for key in ("encoding", "dates"):
            if not isinstance(table.get(key, ""), str):
                raise UsageError(f'[seeds."{pattern}"]: {key} is a text in quotes, not {table[key]!r}.')
        written = [f"{role}={name}" for role, name in columns.items()]
        found[pattern] = read_hints(written, table.get("encoding"), table.get("dates"))
    return found
