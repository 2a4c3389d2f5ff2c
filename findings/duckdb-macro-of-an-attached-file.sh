#!/usr/bin/env bash
# One would guess: a table macro that a DuckDB file carries works like a view of it: attached under any name, it finds
#   the tables beside which it was made.
# What happens: the view does; the macro, called by its full name (news.main.seen()), looks for its tables in the
#   catalog in use, and is an error, or reads a table of that name in the reader's own database. After USE it works.
# So: warehouse/README.md tells who attaches the published file to USE it before a macro, and what matters is in views.
# Seen with duckdb 2.0.1 and 1.5.5 from PyPI.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
for version in 2.0.1 1.5.5; do
    "$folder/venv/bin/pip" install --quiet --disable-pip-version-check "duckdb==$version"
    "$folder/venv/bin/python" - "$folder/$version.duckdb" <<'PY'
import sys

import duckdb

with duckdb.connect(sys.argv[1]) as file:
    file.execute("create table article as select 'of the file' as title")
    file.execute("create view as_view as select title from article")
    file.execute("create macro as_macro() as table select title from article")
reader = duckdb.connect()
reader.execute(f"attach '{sys.argv[1]}' as news (read_only)")
view = reader.execute("from news.main.as_view").fetchall()
try:
    alone = reader.execute("from news.main.as_macro()").fetchall()
except duckdb.CatalogException as error:
    alone = "refused: " + str(error).splitlines()[0]
reader.execute("create table article as select 'of the reader' as title")
beside_own = reader.execute("from news.main.as_macro()").fetchall()
reader.execute("use news")
in_use = reader.execute("from news.main.as_macro()").fetchall()
print(duckdb.__version__, "view:", view, "- macro:", alone, "- beside a table of that name:", beside_own, "- after USE:", in_use)
ours = [("of the file",)]
sys.exit(not (view == ours and str(alone).startswith("refused") and beside_own == [("of the reader",)] and in_use == ours))
PY
done
