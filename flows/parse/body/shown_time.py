"""Read the time that readers see beside the headline, where the data has none or has its zone wrong."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from flows.parse.markup.marks import Mark
from flows.parse.markup.plain import clean_text
from flows.parse.markup.walk import PARAGRAPH, RawBlock
from flows.parse.metadata.choose import Metadata
from flows.parse.metadata.timestamps import has_clock, host_zone, parse_time

NAMED: Final = "[class*=time], [class*=date], [class*=Time], [class*=Date]"
MOST: Final = 12  # such elements that are read: those of other articles come behind those of this one
MAX_LENGTH: Final = 120  # characters; a longer line that has a time in it is prose
_DIGITS: Final = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d\d")
_CHANGED: Final = re.compile(
    r"cập nhật|sửa|updated|modified|aktualisiert|mis à jour|actualizado|aggiornato|atualizado|更新|수정", re.IGNORECASE
)


def take_shown_time(blocks: Iterable[RawBlock], found: Metadata) -> None:
    """Set the time of publication, or correct its zone, by the lines around the headline.

    A shown time counts where the data gives no time of day, or the same clock in another zone than the line says. On
    Vietnamese hosts a line without a zone is in Vietnam's.
    """
    source = found.provenance.get("published_at", "")
    for when in _times(blocks, host_zone(found.host)):
        known = found.published_at
        if known is None or (source.endswith(":day") and known.date() == when.date()):
            found.published_at = when
            found.provenance["published_at"] = "shown"
            return
        if when.tzinfo and known.tzinfo and _clock(when) == _clock(known):
            found.published_at = known.replace(tzinfo=when.tzinfo)
            found.provenance["published_at"] = source if when.utcoffset() == known.utcoffset() else f"{source}=shown"
            return


def take_named_time(tree: LexborHTMLParser, found: Metadata) -> None:
    """Set the time from the first element that is named a time, where no other source has a time of day."""
    source = found.provenance.get("published_at", ":day")
    if not source.endswith(":day"):
        return
    named = [RawBlock(PARAGRAPH, clean_text(node.text()), 0, 0, Mark.NONE, None) for node in tree.css(NAMED)[:MOST]]
    take_shown_time(named, found)


def _times(blocks: Iterable[RawBlock], zone: str | None) -> Iterator[dt.datetime]:
    for block in blocks:
        text = block.text
        if len(text) > MAX_LENGTH or not _DIGITS.search(text) or _CHANGED.search(text) or not has_clock(text):
            continue
        when = parse_time(text, zone)
        if when is not None and (when.hour or when.minute):
            yield when


def _clock(when: dt.datetime) -> dt.datetime:
    return when.replace(tzinfo=None, second=0, microsecond=0)
