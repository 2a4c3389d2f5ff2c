#!/usr/bin/env bash
# One would guess: `pip install duckdb` can fetch what DuckDB can select.
# What happens: fetching one TIMESTAMPTZ raises InvalidInputException, because the module pytz is not there; the wheel
#   does not name it as a dependency. Cast to TIMESTAMP or VARCHAR, or fetched as Arrow, the same value comes.
# So: pytz is a dependency of ours, and who reads our files with duckdb alone is told in warehouse/README.md.
# Seen with duckdb 1.5.5 from PyPI.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==1.5.5
"$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import requires

import duckdb

moment = "timestamptz '2016-10-05 08:30:00+07'"
try:
    duckdb.sql(f"select {moment}").fetchall()
    answer = "fetched"
except duckdb.InvalidInputException as error:
    answer = "refused: " + str(error).splitlines()[0]
plain = duckdb.sql(f"select ({moment})::timestamp").fetchall()
named = [name for name in requires("duckdb") or [] if name.startswith("pytz") and "extra" not in name]
print("fetchall:", answer)
print("as TIMESTAMP:", plain)
print("dependencies of the wheel that name pytz:", named)
sys.exit(not (answer.startswith("refused") and "pytz" in answer and len(plain) == 1 and not named))
PY
