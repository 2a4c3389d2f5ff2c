"""What a new address can be made of: the pieces of an old address, and of its seed's title and day, by name.

Such are scheme, host, label, suffix, name, slug, number last, folder 1, query id, date %Y (of the address),
day %Y (of the seed), title ascii -.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from flows.addresses.moves.names import in_ascii, title_words
from flows.addresses.moves.parts import AddressParts

Pieces = Mapping[str, str]
MOMENT = "moment"  # when the story appeared, for days by another clock than UTC
HIDDEN = re.compile(rf"kind|{MOMENT}|words\b.*|title .*")  # pieces that nothing is built of as they stand

# The formats in which news sites write days into addresses.
DAY_FORMATS = ("%Y", "%m", "%d", "%y", "%-m", "%-d", "%Y%m%d", "%Y%m", "%y%m%d", "%d%m%Y")
_FARTHEST_HOURS = (-11, 14)  # from UTC: the day of a site is that of UTC, or one of these
_MONTH_FORMATS = ("%Y", "%m", "%y", "%-m", "%Y%m")
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[/_.-]?)(?P<month>0?[1-9]|1[0-2])(?:(?P=mark)(?P<day>0?[1-9]|[12]\d|3[01]))?(?!\d)"
)
_DATE_OF_NUMBER = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?P<rest>\d{1,12})(?!\d)"
)
# A number that names the article stands before or behind the words, or with a short mark such as "post" before it.
_NUMBER_BEFORE = re.compile(r"\A[a-zA-Z]{0,4}\d{3,}+[-_.,~]++(?=.*[^\W\d_])")
_NUMBER_BEHIND = re.compile(r"(?<![-_.,~])[-_.,~]++[a-zA-Z]{0,6}\d{3,}+\Z")
_BETWEEN_WORDS = re.compile(r"[-_+.,\s]+")


def read_pieces(old: AddressParts, title: str | None, published_at: dt.datetime | None) -> dict[str, str]:
    """Give the pieces of an old address and its seed; those that it lacks are not in it."""
    pieces = dict(_of_address(old))
    pieces |= dict(_of_name(old.name))
    pieces |= dict(_words_of(old))
    pieces |= dict(_date_of(old))
    pieces |= {f"title {way}": words for way, words in title_words(title)} if title else {}
    if published_at and dt.MINYEAR < published_at.year < dt.MAXYEAR:
        pieces |= dict(_day_of(published_at.astimezone(dt.UTC)))
    return {name: value for name, value in pieces.items() if value}


def _of_address(old: AddressParts) -> Iterator[tuple[str, str]]:
    yield from (("scheme", old.scheme), ("host", old.host), ("suffix", old.suffix))
    labels = old.host.split(".")
    if len(labels) > 2:
        yield "label", labels[0]
    for number, folder in enumerate(old.folders, 1):
        yield f"folder {number}", folder
        yield f"folder {number} lower", folder.lower()
        yield from _numbers(f"folder {number} number", folder)
    for name, value in old.query:
        yield f"query {name}", value
        yield from _numbers(f"query {name} number", value)


def _numbers(piece: str, text: str) -> Iterator[tuple[str, str]]:
    """Give the runs of digits in a text that is more than one of them."""
    if text.isdigit():
        yield f"{piece} bare", text.lstrip("0")
        return
    runs = re.findall(r"\d+", text)
    for place, run in enumerate(runs, 1):
        yield f"{piece} {place}", run


def _of_name(name: str) -> Iterator[tuple[str, str]]:
    yield from (("name", name), ("name lower", name.lower()), ("kind", _kind_of(name)))
    runs = re.findall(r"\d+", name)
    for place, run in enumerate(runs[:-1], 1):
        yield f"number {place}", run
    if runs:
        yield "number last", runs[-1]
        yield "number last bare", runs[-1].lstrip("0")


def _words_of(old: AddressParts) -> Iterator[tuple[str, str]]:
    """Give the name of the article: the last part of several words, else the last of all."""
    slugs = [_without_numbers(part) for part in (*old.folders, old.name)]
    slug = next((part for part in reversed(slugs) if _BETWEEN_WORDS.search(part)), slugs[-1])
    if slug and not slug.isdigit():
        yield from (("slug", slug), ("words", " ".join(_BETWEEN_WORDS.split(slug)).lower()))
        yield "words ascii", in_ascii(slug)


def _without_numbers(name: str) -> str:
    return _NUMBER_BEHIND.sub("", _NUMBER_BEFORE.sub("", name))


def _kind_of(name: str) -> str:
    """Say what a name is made of; tells forms of one site apart, and is nothing to build with."""
    if name.isdigit():
        return "number"
    before, behind = bool(_NUMBER_BEFORE.match(name)), bool(_NUMBER_BEHIND.search(name))
    words = "words" if _BETWEEN_WORDS.search(_without_numbers(name)) else "word"
    return f"{'number ' if before else ''}{words}{' number' if behind else ''}"


def _date_of(old: AddressParts) -> Iterator[tuple[str, str]]:
    """Give the day, or the month, that an old path carries, and what of a number stands behind its day."""
    path = "/".join((*old.folders, old.name))
    found = _DATE.search(path) or _DATE_OF_NUMBER.search(path)
    if found is None:
        return
    try:
        day = dt.date(int(found["year"]), int(found["month"]), int(found["day"] or 1))
    except ValueError:
        return
    yield from ((f"date {form}", write_day(day, form)) for form in (DAY_FORMATS if found["day"] else _MONTH_FORMATS))
    if found.re is _DATE_OF_NUMBER:
        yield "number rest", found["rest"]


def write_day(moment: dt.date, form: str, hours: int = 0) -> str:
    """Write the day of a moment where clocks are so many hours ahead; %-m and %-d have no zeros on any platform."""
    day = moment + dt.timedelta(hours=hours)
    if form in {"%-m", "%-d"}:
        return str(day.month if form == "%-m" else day.day)
    return day.strftime(form)


def _day_of(published_at: dt.datetime) -> Iterator[tuple[str, str]]:
    yield MOMENT, published_at.isoformat()
    yield from ((f"day {form}", write_day(published_at, form)) for form in DAY_FORMATS)
    for hours in _FARTHEST_HOURS:
        yield from ((f"day {form} {hours:+d}", write_day(published_at, form, hours)) for form in DAY_FORMATS)
