"""Which columns of a table, or keys of an object, are address, title, text, time, people, section, tags, language.

The first rows of a source come in, a `ColumnPlan` goes out, with a reason for each choice; `rows` applies it.
"""

from flows.seedfiles.columns.content import is_web_address
from flows.seedfiles.columns.names import Role, number_repeated, rank_of
from flows.seedfiles.columns.plan import ColumnPlan, find_plan, missing_url_column, read_plan, write_plan
from flows.seedfiles.columns.rows import flatten, make_row_seed

__all__ = [
    "ColumnPlan",
    "Role",
    "find_plan",
    "flatten",
    "is_web_address",
    "make_row_seed",
    "missing_url_column",
    "number_repeated",
    "rank_of",
    "read_plan",
    "write_plan",
]
