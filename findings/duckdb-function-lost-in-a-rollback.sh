#!/usr/bin/env bash
# One would guess: after a rollback, a Python function that was created in the transaction is not there, and can be
#   created again; or else the connection keeps it. `remove_function` at least clears the way.
# What happens: both halves disagree for good. SQL no longer knows the function, create_function refuses because "a
#   function by the name … is already created", and remove_function refuses too, so the connection can never have it
#   again. A function that was created before the transaction survives its rollback.
# So: what a transaction may roll back declares its functions before it begins (warehouse/read/estimates.py).
# Seen with duckdb 1.5.5 from PyPI.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==1.5.5 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import sys

import duckdb


def attempt(what, work):
    try:
        work()
        answer = "done"
    except duckdb.Error as error:
        answer = f"refused ({type(error).__name__}: {str(error).splitlines()[0]})"
    print(f"{what}: {answer}")
    return answer == "done"


def create(connection):
    connection.create_function("twice", lambda number: number * 2, ["BIGINT"], "BIGINT")


connection = duckdb.connect()
connection.begin()
create(connection)
inside = connection.execute("select twice(21)").fetchone()
print("inside the transaction:", inside)
connection.rollback()
called = attempt("called after the rollback", lambda: connection.execute("select twice(21)"))
created = attempt("created again", lambda: create(connection))
removed = attempt("removed", lambda: connection.remove_function("twice"))
created_later = attempt("created after that", lambda: create(connection))

before = duckdb.connect()
create(before)
before.begin()
before.rollback()
survived = attempt("created before the transaction, called after it", lambda: before.execute("select twice(21)"))
sys.exit(not (inside == (42,) and not called and not created and not removed and not created_later and survived))
PY
