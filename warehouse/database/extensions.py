"""DuckDB's extensions, loaded from the wheels of the extra `lake`: nothing is fetched at run time."""

import importlib.util
from pathlib import Path

import duckdb

from flows.errors import EnvironmentBrokenError
from warehouse.database.sql_files import quote_text


def find_extension(name: str) -> Path | None:
    """Find the file of an extension for this version of DuckDB; None where its wheel is not installed."""
    spec = importlib.util.find_spec(f"duckdb_extension_{name}")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0])
    path = folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    return path if path.exists() else None


def load_extension(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load an extension. Raises EnvironmentBrokenError where its wheel is missing or of another version."""
    path = find_extension(name)
    if path is None:
        raise EnvironmentBrokenError(
            f"DuckDB's extension {name} for version {duckdb.__version__} is not installed; "
            "install the extra `lake` (seedbank[lake])."
        )
    connection.execute(f"load {quote_text(str(path))}")
