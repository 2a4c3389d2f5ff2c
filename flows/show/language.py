"""The languages of the pages: messages from a catalogue, and numbers, shares and days as each language writes them.

English is the language of the messages themselves. Another language has its catalogue in messages/, in the form that
translators' programs read and write (gettext's .po). The words of a vocabulary stay beside what a language calls them,
because SQL uses them.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from flows.show.vocabulary import FIGURES, HEADINGS, say_word

Message = tuple[str | None, str]  # what it is about, and its English
NOT_KNOWN = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language of the pages."""

    code: str  # BCP 47
    name: str  # in the language itself
    day_form: str  # as strftime reads it
    month_form: str
    separators: str = ",."  # of thousands, and of decimals
    percent: str = " %"

    # -- messages ---------------------------------------------------------------------------

    def say(self, message: str, /, **values: object) -> str:
        """Give a message with its values; a per cent sign in it is written twice."""
        return self.find(None, message)[0] % values

    def choose_form(self, one: str, many: str, number: int) -> str:
        """Give the form of a message that goes with a number, without its values; a language may have only one."""
        forms = self.find(None, one)
        return forms[min(number != 1, len(forms) - 1)] if forms != (one,) else (one if number == 1 else many)

    def find(self, about: str | None, message: str) -> tuple[str, ...]:
        """Give the forms of a message; itself where the catalogue has none."""
        return _read_catalogue(self.code).get((about, message)) or (message,)

    def word(self, about: str, value: str) -> str:
        """Give what the language calls a word of ours, such as a value of a vocabulary or the heading of a column."""
        return self.find(about, value)[0]

    def gloss(self, vocabulary: str, value: object) -> str:
        """Give what the language calls a value of a vocabulary; in English the value, written as words."""
        return self.word(vocabulary, say_word(str(value)))

    def figure(self, name: str) -> str:
        """Give what the language calls an estimated share: `fact:number` as `changed number`."""
        kind, _, value = name.partition(":")
        if name in FIGURES or kind == "existence":
            return self.word("figure", FIGURES[name]) if name in FIGURES else self.gloss("existence", value)
        if kind == "content":
            return self.say("text %(verdict)s", verdict=self.gloss("content", value))
        return self.say("changed %(fact)s", fact=self.gloss("fact", value))

    def heading(self, column: str) -> str:
        """Give the heading of a column of a figure: `article_count` as `articles`."""
        return self.word("column", HEADINGS.get(column) or say_heading(column))

    # -- values -----------------------------------------------------------------------------

    def count(self, value: float | None) -> str:
        """Write 12345 as `12,345`; an en dash for None."""
        return NOT_KNOWN if value is None else self._separate(f"{value:,.0f}")

    def decimal(self, value: float, form: str = ",.4g") -> str:
        """Write a number in a form of Python's."""
        return self._separate(format(value, form))

    def share(self, value: float | None) -> str:
        """Write a share of 0-1 in per cent; an en dash for None. Never 0 % or 100 % of what is only nearly so."""
        if value is None:
            return NOT_KNOWN
        rounded = round(value * 100, 1)
        if rounded == 0 < value:
            return f"< {self._separate('0.1')}{self.percent}"
        if rounded == 100 and value < 1:
            return f"> {self._separate('99.9')}{self.percent}"
        return f"{self._separate(f'{rounded:g}')}{self.percent}"

    def day(self, value: dt.date | None) -> str:
        """Write a day, or the day of a moment; an en dash for None."""
        return NOT_KNOWN if value is None else value.strftime(self.day_form)

    def month(self, value: dt.date) -> str:
        """Write a month."""
        return value.strftime(self.month_form)

    def moment(self, value: dt.datetime | None) -> str:
        """Write a moment to the minute, UTC; an en dash for None."""
        return NOT_KNOWN if value is None else value.astimezone(dt.UTC).strftime(f"{self.day_form} %H:%M UTC")

    def cell(self, value: object) -> str:
        """Write a value of a table of figures: counts with separators, floats to four digits, lists with commas."""
        writers: tuple[tuple[type, Callable[[Any], str]], ...] = (
            (list, lambda items: ", ".join(map(self.cell, items))),
            (dt.datetime, self.moment),
            (dt.date, self.day),
            (bool, lambda is_true: self.say("yes") if is_true else self.say("no")),
            (int, self.count),
            (float, self.decimal),
        )
        for kind, write in writers:
            if isinstance(value, kind):
                return write(value)
        return NOT_KNOWN if value is None else str(value)

    def chart_locale(self) -> dict[str, object]:
        """Give the forms of numbers as the drawer of charts reads them."""
        return {
            "decimal": self.separators[1], "thousands": self.separators[0], "grouping": [3], "currency": ["", ""],
        }  # fmt: skip

    def _separate(self, number: str) -> str:
        return number.translate(str.maketrans(",.", self.separators))


ENGLISH = Language(code="en", name="English", day_form="%Y-%m-%d", month_form="%Y-%m")
VIETNAMESE = Language(
    code="vi", name="Tiếng Việt", day_form="%d/%m/%Y", month_form="%m/%Y", separators=".,", percent="%"
)
LANGUAGES: Mapping[str, Language] = {language.code: language for language in (ENGLISH, VIETNAMESE)}


@cache
def _read_catalogue(code: str) -> Mapping[Message, tuple[str, ...]]:
    """Read the translations of a language; none of that of the messages themselves."""
    place = files(__package__).joinpath("messages", f"{code}.po")
    if not place.is_file():
        return {}
    from babel.messages.pofile import read_po  # noqa: PLC0415 - for those alone who read another language

    with place.open("rb") as file:
        catalogue = read_po(file, locale=code)
    found = ((item.context, item.id, item.string) for item in catalogue if item.id)
    return {
        (context, message if isinstance(message, str) else message[0]): (text,)
        if isinstance(text, str)
        else tuple(text)
        for context, message, text in found
        if text and any(text)
    }


def say_heading(column: str) -> str:
    """Write the name of a column as a heading: `lost_count` as `lost`, `lost_share` as `lost, share`."""
    return say_word(column).removesuffix(" count").replace(" share", ", share")


def choose_language(wish: str | None) -> Language:
    """Choose the language of a reader by what a browser wishes (RFC 9110, 12.5.4); else English."""
    ranked = sorted(_read_wish(wish or ""), key=lambda item: item[1], reverse=True)
    return next((LANGUAGES[code] for code, weight in ranked if weight > 0 and code in LANGUAGES), ENGLISH)


def _read_wish(wish: str) -> Iterable[tuple[str, float]]:
    """Read `vi-VN,vi;q=0.9,en;q=0.8` as main languages with their weights; what cannot be read is left out."""
    for part in wish.split(","):
        name, _, weight = part.partition(";")
        value = weight.strip().removeprefix("q=") or "1"
        if value.replace(".", "", 1).isdecimal():
            yield name.strip().partition("-")[0].lower(), float(value)
