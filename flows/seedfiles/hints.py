"""What the owner of seed files says of them: which column is what, their encoding, the order of day and month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch

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


@dataclass(frozen=True, slots=True, kw_only=True)
class HintBook:
    """What is said of all sources, and of those whose path fits a pattern; the last that fits counts."""

    general: Hints = NO_HINTS
    by_pattern: Mapping[str, Hints] = field(default_factory=dict)

    def of(self, source_path: str) -> Hints:
        """Give what is said of a source; what is said of all comes first."""
        if self.general.key:
            return self.general
        fit = [hints for pattern, hints in self.by_pattern.items() if fnmatch(source_path, pattern)]
        return fit[-1] if fit else NO_HINTS


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
        if not isinstance(columns, dict):
            raise UsageError(f'[seeds."{pattern}"]: columns is a table, such as {{ title = "judul" }}.')
        written = [f"{role}={name}" for role, name in columns.items()]
        found[pattern] = read_hints(written, table.get("encoding"), table.get("dates"))
    return found
