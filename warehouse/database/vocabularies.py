"""The closed vocabularies as ENUM types, taken from the StrEnums of `flows.records`.

A vocabulary may grow between two versions: `sync_enums` then widens the type and every column of it.
"""

from enum import StrEnum

import duckdb

from flows import records


class DuplicateKind(StrEnum):
    """Why a seed is a duplicate."""

    SAME_SEED = "same_seed"  # URL, title and text are those of a seed that is loaded from another place
    READ_AGAIN = "read_again"  # it was loaded from this very place: its file grew or was touched


class Severity(StrEnum):
    """What an offending row of a check means."""

    TORN = "torn"  # the warehouse itself is broken: stops the publish
    ERROR = "error"  # sets the article of the row aside
    WARNING = "warning"  # is reported


ENUM_TYPES: dict[str, type[StrEnum]] = {
    "batch_kind": records.BatchKind,
    "block_kind": records.BlockKind,
    "capture_source": records.Source,
    "content": records.Content,
    "date_precision": records.DatePrecision,
    "difference_origin": records.DifferenceOrigin,
    "duplicate_kind": DuplicateKind,
    "existence": records.Existence,
    "fact_kind": records.FactKind,
    "issue": records.Issue,
    "left_out_kind": records.LeftOutKind,
    "media_kind": records.MediaKind,
    "outcome": records.Outcome,
    "page_kind": records.PageKind,
    "reason": records.Reason,
    "relation": records.Relation,
    "seed_format": records.SeedFormat,
    "severity": Severity,
    "stage": records.Stage,
    "text_source": records.TextSource,
}


def stored_enums(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Map each ENUM type of the warehouse to its members, in order."""
    rows = connection.execute(
        "select type_name, labels from duckdb_types() where not internal and logical_type = 'ENUM'"
    ).fetchall()
    return dict(rows)


def sync_enums(connection: duckdb.DuckDBPyConnection) -> bool:
    """Create the types that are missing and widen those that lack a member; say whether any was widened."""
    stored = stored_enums(connection)
    is_widened = False
    for name, vocabulary in ENUM_TYPES.items():
        members = [member.value for member in vocabulary]
        if name not in stored:
            connection.execute(_create_type(name, members))
        elif not set(members) <= set(stored[name]):
            _widen(connection, name, stored[name] + [item for item in members if item not in stored[name]])
            is_widened = True
    return is_widened


def _create_type(name: str, members: list[str]) -> str:
    labels = ", ".join(f"'{member}'" for member in members)
    return f'create type "{name}" as enum ({labels})'


def _widen(connection: duckdb.DuckDBPyConnection, name: str, members: list[str]) -> None:
    """Replace a type by one with more members, in each table column that is made of it."""
    old_labels = ", ".join(f"'{label}'" for label in stored_enums(connection)[name])
    old_type = f"ENUM({old_labels})"
    columns = connection.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns() "
        "where schema_name in ('raw', 'core', 'ops') and contains(data_type, $old_type)",
        {"old_type": old_type},
    ).fetchall()
    connection.execute(f'drop type "{name}"')
    connection.execute(_create_type(name, members))
    for schema, table, column, data_type in columns:
        new_type = data_type.replace(old_type, f'"{name}"')
        connection.execute(f'alter table {schema}."{table}" alter column "{column}" type {new_type}')
