#!/usr/bin/env bash
# One would guess: a Python function that DuckDB calls with Arrow arrays sees no row that holds a NULL (its answer is NULL
#   without asking), and where every row holds one, the function is not called at all.
# What happens: it is called with arrays of no rows. A function that joins what it made of its rows then fails, as
#   pyarrow.concat_arrays does for no arrays, and with it the query, whose every answer would have been NULL.
# So: such a function begins with an empty array (warehouse/marts/clock_functions.py).
# Seen with duckdb 1.5.5 and pyarrow 26.0.1.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==1.5.5 pyarrow==26.0.1 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import sys

import duckdb
import pyarrow as pa
from duckdb.func import PythonUDFType

seen = []


def double(numbers: pa.ChunkedArray) -> pa.Array:
    seen.append(len(numbers))
    return pa.concat_arrays([pa.array([2 * number.as_py()]) for number in numbers])


connection = duckdb.connect()
connection.create_function("double_it", double, ["BIGINT"], "BIGINT", type=PythonUDFType.ARROW)
some = connection.execute("select double_it(x) from (values (1), (null)) as t(x)").fetchall()
try:
    none = str(connection.execute("select double_it(x) from (values (null::bigint), (null)) as t(x)").fetchall())
except duckdb.Error as error:
    none = "fails: at least one array" if "at least one array" in str(error) else str(error)
print({"with a number": some, "all NULL": none, "rows of each call": seen})
sys.exit((some, none, seen) != ([(2,), (None,)], "fails: at least one array", [1, 0]))
PY
