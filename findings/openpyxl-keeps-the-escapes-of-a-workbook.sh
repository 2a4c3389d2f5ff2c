#!/usr/bin/env bash
# An article whose text was written into a workbook by one well-known library comes back from another one with `_x000D_`
# at the end of each line; and a text with `x005F_` in it comes back without those letters.
#
# One would guess: what XlsxWriter writes, openpyxl reads, letter for letter. Both follow ECMA-376, and openpyxl has a
# module with the two functions for it (openpyxl.utils.escape).
# What happens: XML has no place for most control characters, and turns a carriage return into a line feed, so the
# standard (ST_Xstring) writes them as `_x000D_`, and a typed `_x000D_` as `_x005F_x000D_`. XlsxWriter does so, as Excel
# does, and python-calamine reads it. openpyxl calls its own functions for other parts, not for the texts of cells: there
# it takes `x005F_` out wherever it stands and leaves the rest. So an escaped carriage return and the typed letters
# `_x000D_` are one text, and `box005F_7`, which is no escape, loses six letters.
# Version: openpyxl 3.1.5, XlsxWriter 3.2.9, python-calamine 0.6.1. Source: openpyxl/reader/strings.py
# (read_string_table), xlsxwriter/sharedstrings.py, ECMA-376 part 1, 22.9.2.19.
# So: workbooks are read through a table of texts of our own (flows/seedfiles/formats/_shared_strings.py).
#
# Prints what each reader gives; ends with 0 where it is as said here.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    openpyxl==3.1.5 XlsxWriter==3.2.9 python-calamine==0.6.1
"$folder/venv/bin/python" - "$folder/news.xlsx" <<'END'
import sys

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

path = sys.argv[1]
TEXTS = ("First line.\r\nSecond line.", "typed _x000D_", "box005F_7")
WANT = ("First line._x000D_\nSecond line.", "typed _x000D_", "bo7")

with xlsxwriter.Workbook(path) as book:
    sheet = book.add_worksheet("news")
    for row, text in enumerate(TEXTS):
        sheet.write_string(row, 0, text)

found = tuple(row[0] for row in openpyxl.load_workbook(path, read_only=True)["news"].iter_rows(values_only=True))
other = tuple(row[0] for row in CalamineWorkbook.from_path(path).get_sheet_by_name("news").to_python())
for text, left, right in zip(TEXTS, found, other, strict=True):
    print(f"written {text!r:34} openpyxl {left!r:38} calamine {right!r}")
sys.exit(0 if found == WANT and other == TEXTS else 1)
END
