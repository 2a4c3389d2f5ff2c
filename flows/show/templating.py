"""The templates and the filters in them. Text from outside is always text: autoescape is on everywhere.

Every string that a template prints is brought to NFC, and characters that could steer the reader's screen
(controls, direction overrides) become U+FFFD, as in the terminal.
"""

import base64
import datetime as dt
import hashlib
import re
import unicodedata
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from flows.addresses.links import split_address
from flows.show import vocabulary

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
STYLE = "style.css"


def show_text(value: object) -> object:
    """Bring a printed string to NFC without control characters; markup of our own templates stays as it is."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return unicodedata.normalize("NFC", _CONTROL.sub("\ufffd", value))


def show_count(value: float | None) -> str:
    """Write 12345 as `12,345`; an en dash for None."""
    return "–" if value is None else f"{value:,.0f}"


def show_share(value: float | None) -> str:
    """Write a share of 0-1 in per cent; an en dash for None. Never 0 % or 100 % of what is only nearly so."""
    if value is None:
        return "–"
    rounded = round(value * 100, 1)
    if rounded == 0 < value:
        return "< 0.1 %"
    if rounded == 100 and value < 1:
        return "> 99.9 %"
    return f"{rounded:g} %"


def show_moment(value: dt.datetime | None) -> str:
    """Write a moment to the minute, UTC; an en dash for None."""
    return "–" if value is None else f"{value.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"


def show_day(value: dt.datetime | dt.date | None) -> str:
    """Write a day; an en dash for None."""
    return "–" if value is None else f"{value:%Y-%m-%d}"


def show_cell(value: object) -> str:
    """Write a value of a table of figures: counts with separators, floats to four digits, lists with commas."""
    if isinstance(value, list):
        return ", ".join(map(show_cell, value))
    if isinstance(value, dt.datetime):
        return show_moment(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if is_number(value):
        return f"{value:,}" if isinstance(value, int) else f"{value:.4g}"
    return "–" if value is None else str(value)


def show_heading(column: str) -> str:
    """Write the name of a column as a heading: `article_count` as `articles`, `lost_share` as `lost, share`."""
    name = column.replace("_", " ")
    if name == "article count":
        return "articles"
    return name.removesuffix(" count").replace(" share", ", share")


def is_number(value: object) -> bool:
    """Tell whether a cell is set to the right."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def web_address(value: str | None) -> str | None:
    """Give an address back where it may be a link: http and https only."""
    return value if split_address(value).scheme in {"http", "https"} else None


def language_tag(value: str | None) -> str:
    """Give a language for a `lang` attribute; empty (unknown) for what is no tag."""
    return value if value and _LANGUAGE.fullmatch(value) else ""


@cache
def read_style() -> Markup:
    """Read the style sheet."""
    return Markup(files(__package__).joinpath("templates", STYLE).read_text("utf-8"))  # noqa: S704 - our own file


def content_policy() -> str:
    """Write the Content-Security-Policy of a page that stands alone: its own style sheet, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(read_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


@cache
def templates() -> Environment:
    """Make the environment of all templates, once."""
    made = Environment(
        loader=PackageLoader("flows.show"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=show_text,
    )
    made.filters |= {
        "count": show_count,
        "share": show_share,
        "moment": show_moment,
        "day": show_day,
        "cell": show_cell,
        "heading": show_heading,
        "say": vocabulary.say,
        "say_figure": vocabulary.say_figure,
        "web": web_address,
        "lang": language_tag,
    }
    made.tests |= {"numeric": is_number}
    made.globals |= {
        "existence_meaning": vocabulary.EXISTENCE,
        "content_meaning": vocabulary.CONTENT,
        "relation_meaning": vocabulary.RELATION,
        "origin_meaning": vocabulary.ORIGIN,
        "precision_meaning": vocabulary.PRECISION,
        "issue_meaning": vocabulary.ISSUE,
    }
    return made
