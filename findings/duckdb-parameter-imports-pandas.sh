#!/usr/bin/env bash
# One would guess: `connection.execute("select ?", [5])` costs what the query costs; a number is bound as it is, and
#   pandas is looked at by those who hand over or ask for a DataFrame.
# What happens: the first parameter that is bound in a process makes DuckDB import pandas where it is installed, and with
#   it numpy and, if it is there, pyarrow, to see whether the value is one of pandas' own: a quarter of a second of CPU,
#   with pyarrow more. A query without parameters imports nothing; where pandas is missing, nor does one with them.
# So: a short command that reads with parameters takes twice as long in an environment that also has pandas.
# Seen with duckdb 1.5.5 and pandas 3.1.1 from PyPI.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==1.5.5 pandas==3.1.1
"$folder/venv/bin/python" - <<'PY'
import sys
import time

import duckdb


def imported():
    return [name for name in ("numpy", "pandas") if name in sys.modules]


connection = duckdb.connect()
connection.execute("select 5").fetchall()
before = imported()
began = time.process_time()
rows = connection.execute("select ?", [5]).fetchall()
first = time.process_time() - began
after = imported()
began = time.process_time()
connection.execute("select ?", [6]).fetchall()
second = time.process_time() - began
print("imported after a query without a parameter:", before)
print("imported after one with a number bound:", after, rows)
print(f"CPU of the first: {1000 * first:.0f} ms, of the second: {1000 * second:.1f} ms")
sys.exit(not (before == [] and after == ["numpy", "pandas"] and rows == [(5,)] and first > 10 * second))
PY
