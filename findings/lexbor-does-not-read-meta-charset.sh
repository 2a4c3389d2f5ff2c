#!/usr/bin/env bash
# One would guess: a parser after the HTML standard that is given bytes finds <meta charset> in them, as browsers do.
# What happens: selectolax's lexbor takes bytes for UTF-8 whatever the page declares; each letter of a windows-1251
#   page becomes U+FFFD, without an error.
# So: bytes are decoded before they are parsed (flows/parse/markup/charset.py).
# Seen with selectolax 1.0.2.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check selectolax==1.0.2
"$folder/venv/bin/python" - <<'PY'
import sys

from selectolax.lexbor import LexborHTMLParser

page = '<!doctype html><html><head><meta charset="windows-1251"></head><body><p>Новости</p></body></html>'
as_bytes = LexborHTMLParser(page.encode("windows-1251")).css_first("p").text()
as_text = LexborHTMLParser(page.encode("windows-1251").decode("windows-1251")).css_first("p").text()
print("from bytes:", as_bytes, "| decoded first:", as_text)
sys.exit(not (as_text == "Новости" and set(as_bytes) == {"\ufffd"}))
PY
