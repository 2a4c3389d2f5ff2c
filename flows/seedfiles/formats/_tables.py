"""Which tables of a database hold articles, whatever program keeps it; and their rows as pieces."""

from collections.abc import Iterator
from itertools import islice
from typing import Final, Protocol

from flows.records import Reason
from flows.seedfiles.columns import Role, find_plan
from flows.seedfiles.databases import BrokenViewError
from flows.seedfiles.documents import Pieces, Problem, Remark
from flows.seedfiles.formats._rows import Row, table_pieces
from flows.seedfiles.hints import Hints

TABLE: Final = 0
VIRTUAL: Final = 1  # an index of full text
VIEW: Final = 2
_SAMPLE_ROWS: Final = 200


class Tables(Protocol):
    """An open database."""

    def names(self) -> list[tuple[int, str]]:
        """List what can be selected from with its kind, tables first."""

    def rows(self, table: str) -> Iterator[Row]:
        """Give the rows of a table. Raises BrokenViewError for a view that cannot be read."""


def read_tables(database: Tables, documents: int, hints: Hints) -> Pieces:
    """Read the tables that are as much of an article as the best one; the others with addresses are named."""
    chosen, others = _choose(database)
    if not chosen:
        names = ", ".join(name for kind, name in database.names() if kind == TABLE)[:300] or "none"
        yield Problem(Reason.MISSING_COLUMN, f"no table has addresses; there are {names}")
    elif others:
        yield Remark(f"tables with addresses that are not read: {', '.join(others)[:300]}")
    yield from table_pieces((database.rows(table) for table in chosen), documents, hints)


def _choose(database: Tables) -> tuple[list[str], list[str]]:
    """Choose the tables to read; those that are not read although they have addresses come second.

    An index and a view show again what is in tables, and are read where no table has addresses.
    """
    kinds: dict[tuple[int, str], tuple[bool, bool]] = {}
    for kind, name in database.names():
        try:
            plan = find_plan(list(islice(database.rows(name), _SAMPLE_ROWS)))
        except BrokenViewError:
            continue
        if plan.of(Role.URL):
            kinds[kind, name] = (bool(plan.of(Role.TEXT)), plan.names_role(Role.TITLE))
    only = min((kind for kind, _ in kinds), default=TABLE)
    best = max((parts for (kind, _), parts in kinds.items() if kind == only), default=None)
    chosen = [name for (kind, name), parts in kinds.items() if kind == only and parts == best]
    return chosen, [name for _, name in kinds if name not in chosen]
