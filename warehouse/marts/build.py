"""Define the marts from their files and refresh them, no more of them than has changed.

A file in `marts/` starts with `-- kind: table|view|macro` and, where it reads other marts, `-- needs: a, b`.
Then come its definition and its comments; a table's refresh follows a line `-- refresh` and builds the
articles of temp table `touched` again. `columns.toml` describes the columns that several marts have.
Each view has a second one in schema `main` under its plain name (`sql/plain_view.sql`).
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from warehouse.database.migrate import checksum
from warehouse.database.sql_files import list_sql, quote_text, read_sql, run_script
from warehouse.marts.clock_curve import CLOCK_VERSION
from warehouse.marts.clock_functions import declare_clock_functions
from warehouse.marts.duplicate_functions import declare_duplicate_functions
from warehouse.near_duplicates.sketch import SKETCH_VERSION

COLUMNS = Path(__file__).with_name("columns.toml")
PLAIN_VIEW = "For programs that see only this schema; times are TIMESTAMP in UTC, not TIMESTAMPTZ: the same as marts."
VERDICTS = "current_article"
_REFRESH_MARK = "\n-- refresh\n"
# Of the articles: past this share all are built again. A deleted row costs about as much as an inserted one, so the
# two ways meet below one half; the exact share was not measured.
FULL_REFRESH_SHARE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class MartFile:
    """One file of `marts/`."""

    name: str
    kind: str  # "table", "view" or "macro"
    needs: tuple[str, ...]
    definition: str
    refresh: str  # empty where there is nothing to refresh

    @property
    def checksum(self) -> str:
        """Hash the file, and the versions of DuckDB, whose hash() may differ in the next, of sketches and of clocks."""
        versions = duckdb.__version__ + SKETCH_VERSION + CLOCK_VERSION
        shared = COLUMNS.read_text("utf-8") + read_sql("marts/plain_view") + versions
        return checksum(self.definition + self.refresh + shared)


def _header(script: str, key: str) -> str:
    found = re.search(rf"^-- {key}: (.+)$", script, re.MULTILINE)
    return found[1] if found else ""


def read_marts() -> list[MartFile]:
    """Read all files of `marts/`, each after those that it needs."""
    files: dict[str, MartFile] = {}
    for name, path in list_sql("marts").items():
        definition, _, refresh = path.read_text("utf-8").partition(_REFRESH_MARK)
        needs = tuple(filter(None, re.split(r",\s*", _header(definition, "needs"))))
        files[name] = MartFile(
            name=name, kind=_header(definition, "kind"), needs=needs, definition=definition, refresh=refresh
        )
    order = TopologicalSorter({name: sorted(file.needs) for name, file in sorted(files.items())}).static_order()
    return [files[name] for name in order]


@cache
def described_columns() -> dict[str, str]:
    """Map the names of columns that several marts have to what they mean."""
    return tomllib.loads(COLUMNS.read_text("utf-8"))


def _describe_columns(connection: duckdb.DuckDBPyConnection, mart: MartFile) -> None:
    """Give the columns of a table or view that its file says nothing of their description."""
    known = described_columns()
    for schema, column in connection.execute(read_sql("marts/columns_without_text"), {"name": mart.name}).fetchall():
        if column in known:
            run_script(
                connection, f'comment on column {schema}."{mart.name}"."{column}" is {quote_text(known[column])}'
            )


def _define_plain_view(connection: duckdb.DuckDBPyConnection, mart: MartFile) -> None:
    """Show a mart's view in schema `main` too, where programs look that know no other."""
    row = connection.execute(read_sql("marts/plain_view"), {"name": mart.name}).fetchone()
    if mart.kind != "view" or row is None:
        return
    connection.execute(row[0])
    about = f"{PLAIN_VIEW}{mart.name}."
    run_script(connection, f'comment on view main."{mart.name}" is {quote_text(about)}')


def _stored_checksums(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(connection.execute("select mart_name, checksum from ops.mart").fetchall())


def _drop(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    for kind, schema in (("view", "main"), ("view", "marts"), ("table", "derived"), ("macro table", "marts")):
        connection.execute(f'drop {kind} if exists {schema}."{name}"')


def define_marts(connection: duckdb.DuckDBPyConnection) -> frozenset[MartFile]:
    """Define the marts whose file changed, with those that need them, drop those without a file; return the new."""
    marts = read_marts()
    stored = _stored_checksums(connection)
    changed: dict[str, MartFile] = {}
    for mart in marts:
        if stored.get(mart.name) != mart.checksum or changed.keys() & set(mart.needs):
            changed[mart.name] = mart
            _drop(connection, mart.name)
            run_script(connection, mart.definition)
            _describe_columns(connection, mart)
            _define_plain_view(connection, mart)
    for name in set(stored) - {mart.name for mart in marts}:
        _drop(connection, name)
    if changed or len(stored) != len(marts):
        connection.execute("delete from ops.mart")
        connection.executemany("insert into ops.mart values (?, ?)", [(mart.name, mart.checksum) for mart in marts])
    return frozenset(changed.values())


def ensure_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Define the marts as this version has them, and fill those that are new; where none is, nothing is done."""
    if any(mart.kind == "table" for mart in define_marts(connection)):
        refresh_marts(connection, since_load_no=0)


def refresh_marts(connection: duckdb.DuckDBPyConnection, *, since_load_no: int, also: Sequence[str] = ()) -> int:
    """Build what the batches after `since_load_no` touched again, and the articles `also`; 0 builds all.

    Return the number of articles.
    """
    connection.execute(read_sql("marts/touched"), {"load_no": since_load_no, "also": list(also)})
    touched, total = _row(connection, read_sql("marts/count_touched"))
    is_full = since_load_no == 0 or touched > total * FULL_REFRESH_SHARE
    if is_full and touched < total:
        connection.execute(read_sql("marts/touched"), {"load_no": 0, "also": []})
    declare_duplicate_functions(connection)
    declare_clock_functions(connection)
    _refresh(connection, is_full=is_full)
    return total if is_full else touched


def refresh_articles(connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str], *, last_load_no: int) -> None:
    """Build these articles alone again; `last_load_no` is that of the newest batch."""
    connection.execute(read_sql("marts/touched"), {"load_no": last_load_no, "also": list(article_ids)})
    _refresh(connection, is_full=False)


def refresh_verdicts(connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str], *, last_load_no: int) -> None:
    """Build of these articles what is known of their pages, and nothing that hangs on other articles."""
    connection.execute(read_sql("marts/touched"), {"load_no": last_load_no, "also": list(article_ids)})
    (verdicts,) = (mart for mart in read_marts() if mart.name == VERDICTS)
    run_script(connection, verdicts.refresh)


def _refresh(connection: duckdb.DuckDBPyConnection, *, is_full: bool) -> None:
    for mart in read_marts():
        if mart.refresh:
            if is_full:
                connection.execute(f'truncate derived."{mart.name}"')
            run_script(connection, mart.refresh)


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, int]:
    found = connection.execute(query).fetchone()
    return found if found is not None else (0, 0)
