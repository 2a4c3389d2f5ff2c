#!/usr/bin/env bash
# One would guess: on a page that names no day, a date finder says nothing.
# What happens: htmldate's default search gives the first of January of the year in the footer's copyright line, in the
#   form of a full day, with nothing that tells it from a real one. extensive_search=False says None.
# So: a year of copyright is no date of ours, and every date says how it was found.
# Seen with htmldate 1.11.0.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check htmldate==1.11.0
"$folder/venv/bin/python" - <<'PY'
import sys

from htmldate import find_date

page = (
    "<html><body><h1>Bridge opens in Riverton</h1><p>" + "The mayor opened the new bridge over the river. " * 12
    + "</p><footer>© 2019 Riverton Post</footer></body></html>"
)
found, careful = find_date(page), find_date(page, extensive_search=False)
print("default:", found, "| extensive_search=False:", careful)
sys.exit((found, careful) != ("2019-01-01", None))
PY
