"""Hold batch files against the tables that they are loaded into, and say in a sentence what does not fit.

A batch may have been written by another version of Seedbank. A column that it lacks cannot be invented, and one that
this version does not know would be lost without a word: both are refused before anything is loaded.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.errors import BatchUnfitError
from warehouse.database.sql_files import read_sql

_MADE_BY_THE_LOADER = frozenset({"body_length"})


def require_columns(connection: duckdb.DuckDBPyConnection, files: Iterable[Path]) -> None:
    """Check the columns of batch files, which are named after their tables. Raises BatchUnfitError."""
    known = {table: set(columns) for table, columns in connection.execute(read_sql("load/fact_columns")).fetchall()}
    for path in files:
        expected = known[path.stem] - _MADE_BY_THE_LOADER
        found = _read_columns(path)
        if missing := sorted(expected - found):
            raise BatchUnfitError(f"{path} lacks {', '.join(missing)}: another version of Seedbank wrote it.")
        if unknown := sorted(found - expected):
            named = ", ".join(unknown)
            raise BatchUnfitError(f"{path} has {named}, which this version does not know: use the one that wrote it.")


def _read_columns(path: Path) -> set[str]:
    try:
        return set(pq.read_schema(path).names)
    except (pa.ArrowInvalid, OSError) as error:
        raise BatchUnfitError(
            f"{path} cannot be read ({error}): it was cut off or changed after it was written. Move its folder away "
            "and run the same command again."
        ) from error


@contextmanager
def explain_values(folders: Sequence[Path]) -> Iterator[None]:
    """Turn values that the tables do not take, such as a word outside a vocabulary, into a sentence."""
    try:
        yield
    except (duckdb.ConversionException, duckdb.ConstraintException) as error:
        first_line = str(error).splitlines()[0]
        named = ", ".join(map(str, folders))
        raise BatchUnfitError(
            f"{named} cannot be loaded ({first_line}): another version of Seedbank wrote it."
        ) from error
