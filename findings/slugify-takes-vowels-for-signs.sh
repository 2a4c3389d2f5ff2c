#!/usr/bin/env bash
# A name for an address made of a Hindi, Bengali or Thai headline has no vowels any more, or is cut up at each of them,
# although both libraries were told to allow Unicode; so one headline has two names, and neither has its words.
#
# One would guess: `slugify(…, allow_unicode=True)` leaves the letters of other scripts as they are, words whole, and is
# the same in Django and in python-slugify, whose option has Django's name.
# What happens: the vowel signs of these scripts are combining marks (categories Mn and Mc), which `\w` of Python's `re`
# does not match. Django drops them, python-slugify puts a hyphen in the place of each. Scripts whose vowels are letters
# are left alone, so tests with Vietnamese, Russian or Chinese headlines show nothing.
# Version: django 5.2.8, python-slugify 9.0.0. Source: django/utils/text.py (slugify), slugify/slugify.py (the patterns of
# what is disallowed), Python's documentation of `re` (\w: str.isalnum() and the underscore).
# So: where a site made its addresses in one of these ways, its articles are not found by the words of their headlines.
# Rules that are learned of addresses know names with the marks and without (flows/addresses/moves/names.py).
#
# Prints the names; ends with 0 where they are as said here.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check django==5.2.8 python-slugify==9.0.0
"$folder/venv/bin/python" - <<'END'
import sys

from django.utils.text import slugify as of_django
from slugify import slugify as of_python_slugify

HEADLINES = {
    "Hindi": ("नदी का पुल", "नद-क-पल", "नद-क-प-ल"),
    "Thai": ("สะพาน ใหม่", "สะพาน-ใหม", "สะพาน-ใหม"),
    "Bengali": ("নদী সেতু", "নদ-সত", "নদ-স-ত"),
    "Vietnamese": ("Cầu mới", "cầu-mới", "cầu-mới"),
}
names = {
    language: (of_django(text, allow_unicode=True), of_python_slugify(text, allow_unicode=True))
    for language, (text, *_) in HEADLINES.items()
}
for language, (text, *_) in HEADLINES.items():
    print(f"{language:11} {text!r:16} Django {names[language][0]!r:16} python-slugify {names[language][1]!r}")
sys.exit(0 if names == {language: (left, right) for language, (_, left, right) in HEADLINES.items()} else 1)
END
