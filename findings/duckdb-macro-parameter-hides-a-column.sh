#!/usr/bin/env bash
# One would guess: inside a DuckDB macro a bare name means the nearest column of that name, as in a subquery; or the
#   macro is refused, as `create macro m(word) as (select word from text)` is ("Conflicting column names").
# What happens: the same written as a table macro is taken, and the parameter is put in the column's place without a
#   word, so that the query answers with the argument instead of the rows. Written text.word, it is the column.
# So: the parameters of our macros have names that no column inside has (tests/warehouse/marts/test_without_extensions.py).
# Seen with duckdb 2.0.1 and 1.5.5 from PyPI.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
for version in 2.0.1 1.5.5; do
    "$folder/venv/bin/pip" install --quiet --disable-pip-version-check "duckdb==$version"
    "$folder/venv/bin/python" - <<'PY'
import sys

import duckdb

connection = duckdb.connect()
connection.execute("create table text as select 'column' as word")
try:
    connection.execute("create macro scalar(word) as (select word from text)")
    scalar = "taken"
except duckdb.BinderException as error:
    scalar = "refused: " + str(error).splitlines()[0]
connection.execute("create macro bare(word) as table select word from text")
connection.execute("create macro named(word) as table select text.word from text")
bare = connection.execute("from bare('argument')").fetchall()
named = connection.execute("from named('argument')").fetchall()
print(duckdb.__version__, "scalar macro:", scalar, "- table macro:", bare, "- with the table's name:", named)
sys.exit(not (scalar.startswith("refused") and bare == [("argument",)] and named == [("column",)]))
PY
done
