#!/usr/bin/env bash
# One would guess: a DuckDB file may lie in any folder that the file system can name.
# What happens: in a folder with a question mark in its name the file is made, and the first commit fails: the name of
#   the write-ahead log is made by putting ".wal" in front of the question mark, as if the path were an address with a
#   query, and so lies in another folder, which is not there.
# So: a home with a question mark in its path is refused with a sentence (warehouse/database/connect.py).
# Seen with duckdb 1.5.5.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==1.5.5
mkdir "$folder/news?2016" "$folder/news#2016"
"$folder/venv/bin/python" - "$folder" <<'PY'
import sys

import duckdb


def commit_in(folder: str) -> str:
    connection = duckdb.connect(f"{sys.argv[1]}/{folder}/warehouse.duckdb")
    try:
        connection.execute("create table article (title varchar)")
    except duckdb.Error as error:
        return "refused: .wal?" + ("2016" if "news.wal?2016" in str(error) else "")
    return "committed"


answers = {folder: commit_in(folder) for folder in ("news#2016", "news?2016")}
print(answers)
sys.exit(answers != {"news#2016": "committed", "news?2016": "refused: .wal?2016"})
PY
