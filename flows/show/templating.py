"""The templates of each language, and the filters in them.

Text from outside is always text: autoescape is on everywhere.

Every string that a template prints is brought to NFC, and characters that could steer the reader's screen
(controls, direction overrides) become U+FFFD, as in the terminal.
"""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from flows.addresses.links import split_address
from flows.show import vocabulary
from flows.show.language import LANGUAGES, Language

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
STYLE = "style.css"


def show_text(value: object) -> object:
    """Bring a printed string to NFC without control characters; markup of our own templates stays as it is."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return unicodedata.normalize("NFC", _CONTROL.sub("\ufffd", value))


def is_number(value: object) -> bool:
    """Tell whether a cell is set to the right."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def web_address(value: str | None) -> str | None:
    """Give an address back where it may be a link: http and https only."""
    return value if split_address(value).scheme in {"http", "https"} else None


def language_tag(value: str | None) -> str:
    """Give a language for a `lang` attribute; empty (unknown) for what is no tag."""
    return value if value and _LANGUAGE.fullmatch(value) else ""


def _bind(choose: Callable[..., str]) -> Callable[..., Markup]:
    """Make a function that gives messages to templates; a message is ours, what is put into it is from outside."""

    def give(*message: str | int, **values: object) -> Markup:
        shown = {name: show_text(value) for name, value in values.items()}
        return Markup(choose(*message)) % shown  # noqa: S704 - of our own catalogue

    return give


@cache
def read_style(language: Language) -> Markup:
    """Read the style sheet, with the words in it."""
    return Markup(templates(language).get_template(STYLE).render())  # noqa: S704 - our own file


def content_policy(language: Language) -> str:
    """Write the Content-Security-Policy of a page that stands alone: its own style sheet, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(read_style(language).encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


@cache
def templates(language: Language) -> Environment:
    """Make the environment of all templates of a language, once."""
    made = Environment(
        loader=PackageLoader("flows.show"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=show_text,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.newstyle_gettext = True  # type: ignore[attr-defined] # of the extension: values are named in each message
    say = _bind(lambda message: language.find(None, message)[0])
    made.globals |= {"_": say, "gettext": say, "ngettext": _bind(language.choose_form), "language": language}
    made.globals |= {"languages": tuple(LANGUAGES.values()), "our_cells": vocabulary.CELLS}
    made.filters |= {
        "count": language.count,
        "share": language.share,
        "moment": language.moment,
        "day": language.day,
        "cell": language.cell,
        "heading": language.heading,
        "word": lambda value, about: language.word(about, value),
        "gloss": lambda value, name: language.gloss(name, value),
        "say": vocabulary.say_word,
        "say_figure": language.figure,
        "web": web_address,
        "lang": language_tag,
    }
    made.tests |= {"numeric": is_number}
    made.globals |= {
        f"{name}_meaning": {value: language.word("meaning", told) for value, told in meanings.items()}
        for name, meanings in vocabulary.MEANINGS.items()
    }
    return made
