"""Cells of text that a spreadsheet would run or change, and the apostrophe that keeps them as they are.

A spreadsheet runs what begins like a formula, and rewrites text that reads as a number, a date, a time or a truth
value: `12e4567890123456` becomes infinite, `00123` loses its zeros, `3-4` becomes a day. One apostrophe in front
keeps a cell; so that it can be taken off again, a cell that begins with an apostrophe gets one too.
"""

import re
from typing import Final

MAX_CELL: Final = (
    32_767  # characters; Excel's specifications and limits, "Total number of characters that a cell can contain"
)
_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# In the syntax that Python and RE2 (DuckDB) share.
GUARDED: Final = (
    r"(?i)^(?:[-=+@\t\r\n'].*"  # run, or read as a sign
    r"|[-\s.,:/%$€£¥()+]*\d[-\d\s.,:/%$€£¥()+]*(?:e[-+]?\d+\s*|[ap]m\s*)?"  # number, date, time
    rf"|\s*(?:\d{{1,4}}[-\s./]*)?{_MONTH}[-\s./,]*\d{{1,4}}(?:[-\s./,]+\d{{2,4}})?\s*"  # a day with a month's name
    rf"|\s*\d{{1,4}}[-\s./]*{_MONTH}\s*"
    r"|\s*(?:true|false)\s*)$"
)
_GUARDED: Final = re.compile(GUARDED, re.DOTALL)


def guard_cell(text: str) -> str:
    """Put an apostrophe in front of a text that a spreadsheet would run or change."""
    return f"'{text}" if _GUARDED.match(text) else text
