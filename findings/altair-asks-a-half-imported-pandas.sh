#!/usr/bin/env bash
# One would guess: a chart whose data are plain rows can be made in one thread whatever other threads import; Altair does
#   not need pandas, and is not given any of it.
# What happens: Altair looks whether pandas is among the loaded modules, and asks it for pandas.Timestamp to tell what the
#   rows are. A module is among them from the first moment of its import: while another thread imports pandas, which takes
#   some tenths of a second, making a chart fails ("partially initialized module 'pandas' has no attribute 'Timestamp'").
#   Nobody needs to write that import: DuckDB does it by the way where pandas is installed, when it binds parameters.
#   So a server that draws in one thread and asks DuckDB in another fails now and then in its first second.
# So: what draws imports pandas to the end before, where it is installed (flows/show/charts.py).
# Seen with altair 6.3.0 and pandas 3.1.1 from PyPI.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check altair==6.3.0 pandas==3.1.1
"$folder/venv/bin/python" - <<'PY'
import sys
import threading

import altair


def make_chart() -> str:
    """Make a chart of one row, and say how that ended."""
    try:
        altair.Chart(altair.Data(values=[{"kind": "a", "count": 3}])).mark_bar().encode(x="count:Q", y="kind:N").to_json()
    except AttributeError as error:
        return str(error)
    return "made"


print("before pandas is imported:", make_chart())
importing = threading.Thread(target=__import__, args=("pandas",))
importing.start()
meanwhile = set()
while importing.is_alive():
    meanwhile.add(make_chart())
print("meanwhile:", *sorted(meanwhile), sep="\n  ")
print("afterwards:", after := make_chart())
failed = any("partially initialized module 'pandas'" in ended for ended in meanwhile)
sys.exit(not (failed and after == "made"))
PY
