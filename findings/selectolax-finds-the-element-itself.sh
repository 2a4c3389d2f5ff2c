#!/usr/bin/env bash
# One would guess: asked of an element, a CSS selector finds what is inside of it, as querySelectorAll does in browsers
#   and select in Beautiful Soup; so article.css_first("article") is a card inside of the article, or nothing.
# What happens: selectolax's lexbor counts the element itself too: css_first gives the article back, and whoever removes
#   "the cards in it" removes the article. `:scope >`, which would say it, is refused as no selector.
# So: what is found is compared with what was asked (mem_id), or asked of a selector that the element cannot fit.
# Seen with selectolax 1.0.2; beautifulsoup4 4.14.2 beside it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check selectolax==1.0.2 beautifulsoup4==4.14.2
"$folder/venv/bin/python" - <<'PY'
import sys

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

page = "<article id=story><p>Text</p><article id=card><p>Other</p></article></article>"
story = LexborHTMLParser(page).css_first("#story")
here = [node.attributes["id"] for node in story.css("article")]
there = [node["id"] for node in BeautifulSoup(page, "html.parser").select_one("#story").select("article")]
try:
    story.css(":scope > article")
    scope = "taken"
except SelectolaxError as error:
    scope = f"refused: {error}"
print("selectolax:", here, "| Beautiful Soup:", there, "| :scope", scope)
sys.exit(not (here == ["story", "card"] and there == ["card"] and scope.startswith("refused")))
PY
