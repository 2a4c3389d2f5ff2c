"""What DuckLake lacks, taken out of our scripts, so that migrations and marts are written once.

A lake has no ENUM types: their columns are VARCHAR there, and the loader's input is checked before, in the records.
It keeps comments of tables and their columns, but none of a view's columns and of macros.
"""

import re

import duckdb

from warehouse.database.vocabularies import ENUM_TYPES

_TYPES = "|".join(ENUM_TYPES)
_COLUMN_TYPE = re.compile(rf'((?:^|[\s(,])(?:"\w+"|\w+) )(?:{_TYPES})\b(?=\[\]|,|\)| not null|\s*$)', re.MULTILINE)
_CAST = re.compile(rf"::(?:{_TYPES})\b")
_LOST_COMMENT = re.compile(r"comment on (?:macro|column marts\.|view derived\.)", re.IGNORECASE)
_DEFINITION = re.compile(r"(?:--[^\n]*\n|\s)*(?:create (?:or replace )?(?:temp )?table|alter table)\b", re.IGNORECASE)


def is_lake(connection: duckdb.DuckDBPyConnection) -> bool:
    """Say whether the catalog that names without one mean is a lake."""
    found = connection.execute(
        "select type = 'ducklake' from duckdb_databases() where database_name = current_database()"
    ).fetchone()
    return bool(found and found[0])


def to_lake(statement: str) -> str:
    """Write a statement so that a lake understands it; empty where it has nothing to do there."""
    if _LOST_COMMENT.match(statement):
        return ""
    if _DEFINITION.match(statement):
        statement = _COLUMN_TYPE.sub(r"\1varchar", statement)
    return _CAST.sub("::varchar", statement)
