#!/usr/bin/env bash
# One would guess: of two transactions that MERGE the same new key into one lake, the second to commit is refused,
#   as two UPDATEs of one row are.
# What happens: both commit, and the key is there twice. A lake knows no PRIMARY KEY, and two inserts never conflict.
# So: exactly one committer, and a check for doubled keys after it (warehouse/database/committer.py).
# Seen with DuckDB 1.5.5 and its DuckLake extension 1.5.5. See also ducklake issue 1393.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==1.5.5 duckdb-extension-ducklake==1.5.5
"$folder/venv/bin/python" - "$folder" <<'PY'
import pathlib
import sys

import duckdb
import duckdb_extension_ducklake

(extension,) = pathlib.Path(list(duckdb_extension_ducklake.__path__)[0]).rglob("ducklake.duckdb_extension")
lake = duckdb.connect(config={"autoinstall_known_extensions": "false"})
lake.execute(f"load '{extension}'")
lake.execute(f"attach 'ducklake:{sys.argv[1]}/catalog.ducklake' as lake (data_path '{sys.argv[1]}/data')")
lake.execute("create table lake.article (article_id integer, title varchar)")
first, second = lake.cursor(), lake.cursor()
for connection, title in ((first, "first"), (second, "second")):
    connection.execute("begin")
    connection.execute(
        "merge into lake.article using (select 7 as article_id, $title as title) as new using (article_id) "
        "when matched then update set title = new.title when not matched then insert by name",
        {"title": title},
    )
first.execute("commit")
second.execute("commit")
rows = lake.execute("from lake.article order by title").fetchall()
print("rows with article_id 7:", rows)
sys.exit(rows != [(7, "first"), (7, "second")])
PY
