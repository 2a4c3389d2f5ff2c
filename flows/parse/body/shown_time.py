"""Read the time that readers see beside the headline, where the data has none or has its zone wrong."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from selectolax.lexbor import LexborNode

from flows.parse.body.phrases import is_time_line
from flows.parse.markup.marks import SIDE
from flows.parse.markup.plain import clean_text
from flows.parse.markup.walk import RawBlock
from flows.parse.metadata.choose import Metadata
from flows.parse.metadata.nearness import nearest
from flows.parse.metadata.times import is_of_change
from flows.text.moments import Moment

MOST: Final = 12  # such elements that are read: those of other articles come behind those of this one
MAX_LENGTH: Final = 120  # characters; a longer line that has a time in it is prose
MAX_DAY_LINE: Final = 60  # of a line that gives a day alone; a longer one may be a sentence that speaks of a day
FIRST_WEB_YEAR: Final = 1993  # a text that begins with an earlier day is of history
_OPENING: Final = re.compile(r"\W{0,2}(?P<day>[^\n–—|:]{6,40}?)\s*(?:[–—|:]|-\s|(?<=\d{4})\s(?=[„“\"«‹]))")
_DIGITS: Final = re.compile(r"\d{4}|\d{1,2}\.?\s[^\W\d]\S{1,11}\s\d\d(?!\d)|\d{1,2}\s?[./|-]\s?\d{1,2}\s?[./|-]\s?\d\d")
_CLOCK: Final = re.compile(r"\d\s?[:h時时시]\s?\d\d")
_CHANGED: Final = re.compile(
    r"cập nhật|sửa|updated?\b|modified|aktualisier|geändert|mis à jour|actualizado|aggiornato|atualizado|更新|수정"
    r"|oppdatert|uppdatera|opdateret|bijgewerkt|zaktualizowan|aktualizov|обновлен|güncellen|diperbarui|تحديث",
    re.IGNORECASE,
)


def take_shown_time(blocks: Iterable[RawBlock], found: Metadata) -> None:
    """Set the time of publication, or correct its zone, by the lines before the text.

    A shown time counts where the data gives no time of day, or the same clock in another zone than the line says.
    """
    _take(found, _read((block.text for block in blocks if block.mark not in SIDE), found))


def take_named_time(found: Metadata) -> None:
    """Set the time from the element nearest to the headline that is named a time, or from the lines beside it."""
    if not _is_open(found):
        return
    nodes = [node for node in found.marked.times()[: 4 * MOST] if not is_of_change(node)]
    near = nearest(nodes[: 2 * MOST], found.around)[:MOST]
    _take(found, _read((_said_by(node, found) for node in near), found))
    if _is_open(found):
        _take(found, _read(found.around.lines(), found))


def _said_by(node: LexborNode, found: Metadata) -> str:
    """Give the time that an element has for machines, as microformats do, where it has one; else what readers see."""
    said = node.attrs.get("datetime") or node.attrs.get("content") or node.attrs.get("title")
    moment = found.dating.read(said)
    return said if said and moment and moment.has_clock else clean_text(node.text(separator=" "))


def take_opening_day(paragraphs: Sequence[str], first: int, found: Metadata) -> None:
    """Set the day that one of the first paragraphs begins with, as a dateline does, where nothing else gives one.

    A text with several such beginnings is a chronicle.
    """
    if found.published_at is not None:
        return
    days = [match["day"] if (match := _OPENING.match(text)) else "" for text in paragraphs]
    openings = [(at, day) for at, day in enumerate(days) if _DIGITS.search(day) and not _CHANGED.search(day)]
    if len(openings) != 1 or openings[0][0] >= first:
        return
    moment = found.dating.read_shown(openings[0][1])
    if moment and moment.when.year >= FIRST_WEB_YEAR and found.dating.is_of_address(moment.when):
        _set(found, moment)


def take_closing_day(blocks: Sequence[RawBlock], found: Metadata) -> None:
    """Set the day that stands by itself in the last line, as below a letter, where nothing else gives one."""
    if found.published_at is None and blocks and is_time_line(blocks[-1].text):
        _take(found, _read((blocks[-1].text,), found))


def _is_open(found: Metadata) -> bool:
    """Tell whether no source has a time of day yet."""
    return found.provenance.get("published_at", ":day").endswith(":day")


def _take(found: Metadata, moments: Iterable[Moment]) -> None:
    for moment in moments:
        if _take_one(found, moment):
            return


def _take_one(found: Metadata, moment: Moment) -> bool:
    """Use a shown time where it says more than what is known; tell whether it settles the question."""
    source = found.provenance.get("published_at", "")
    known, when = found.published_at, moment.when
    if known is None:
        if found.dating.is_of_address(when):
            _set(found, moment)
            return moment.has_clock
        return False
    if source.endswith(":day"):
        if known.date() == when.date() and moment.has_clock:
            _set(found, moment)
            return True
        return False
    if when.tzinfo and known.tzinfo and moment.has_clock and _clock(when) == _clock(known):
        found.published_at = known.replace(tzinfo=when.tzinfo)
        found.provenance["published_at"] = source if when.utcoffset() == known.utcoffset() else f"{source}=shown"
        return True
    return False


def _set(found: Metadata, moment: Moment) -> None:
    found.published_at = moment.when
    found.provenance["published_at"] = "shown" if moment.has_clock else "shown:day"


def _read(texts: Iterable[str], found: Metadata) -> Iterator[Moment]:
    wanted = _DIGITS if _is_open(found) else _CLOCK
    for text in texts:
        if len(text) > MAX_LENGTH or not wanted.search(text) or _CHANGED.search(text):
            continue
        moment = found.dating.read_shown(text)
        if moment is None:
            continue
        if moment.when.hour or moment.when.minute or (not moment.has_clock and len(text) <= MAX_DAY_LINE):
            yield moment


def _clock(when: dt.datetime) -> dt.datetime:
    return when.replace(tzinfo=None, second=0, microsecond=0)
