#!/usr/bin/env bash
# One would guess: a mark of a Vega-Lite chart whose `href` is a path, such as /list?kind=a, leads to that path of the
#   site that shows the drawing, as a relative link in a page does; a mark whose href is null leads nowhere.
# What happens: vl-convert writes both as links to another site: https://vega.github.io/vega-datasets/ is put before the
#   path, and null becomes https://vega.github.io/vega-datasets/null. So a page with such a drawing sends its readers,
#   and what their addresses say, to a host that it never named. An address with a host of its own stays as it is.
# So: marks get an address with a placeholder for the host, which is taken off again (flows/show/charts.py).
# Seen with vl-convert-python 1.9.0.post1 from PyPI.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check vl-convert-python==1.9.0.post1
"$folder/venv/bin/python" - <<'PY'
import re
import sys

import vl_convert

rows = [
    {"kind": "a", "count": 3, "href": "/list?kind=a"},
    {"kind": "b", "count": 5, "href": None},
    {"kind": "c", "count": 4, "href": "https://own.example/list?kind=c"},
]
chart = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": rows},
    "mark": "bar",
    "encoding": {
        "y": {"field": "kind", "type": "nominal"},
        "x": {"field": "count", "type": "quantitative"},
        "href": {"field": "href", "type": "nominal"},
    },
}
links = re.findall(r'<a xlink:href="([^"]*)"', vl_convert.vegalite_to_svg(chart))
print("the drawing leads to:", *links, sep="\n  ")
elsewhere = "https://vega.github.io/vega-datasets/"
relative, null, own = links
sys.exit(not (relative.startswith(elsewhere) and null == elsewhere + "null" and own == rows[2]["href"]))
PY
