"""Judge the times of a page by what else is known: the address, when the page was seen, the seed, its language."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from flows.addresses.links import host_of
from flows.addresses.urls import url_date
from flows.publishers import host_zone
from flows.text.calendars import date_order
from flows.text.moments import PLAIN, Moment, Writing, read_moment

DAY: Final = dt.timedelta(days=1)
_COUNTRY_LETTERS: Final = 2
_COUNTRIES: Final = {"UK": "GB", "EU": None, "IO": None, "ME": None, "TV": None, "CO": None, "AI": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an article before its page is read: by its seed, and by the capture."""

    title: str | None = None
    columns: str = ""  # the seed's other columns as text; a day of one of them settles which number is the month
    seen_at: dt.datetime | None = None  # aware: nothing was published after that


NOTHING: Final = Known()


@dataclass(slots=True)
class Dating:
    """How times of one page are read, and the days that settle what is not plain."""

    writing: Writing
    known: Known = NOTHING
    url_day: dt.date | None = None
    shown: Writing = PLAIN  # of times that readers see: without a zone, in that of the host's country
    days: list[dt.date] = field(default_factory=list)  # that other sources of the page name without doubt

    def read_shown(self, text: str) -> Moment | None:
        """Read a time that readers see."""
        return self._judge(read_moment(text, self.shown))

    def read(self, text: str | None) -> Moment | None:
        """Read a time; None for one that cannot be a day of publication."""
        return self._judge(read_moment(text, self.writing))

    def _judge(self, found: Moment | None) -> Moment | None:
        if found is None:
            return None
        found = self.settle(found)
        return None if self._is_later(found.when) else found

    def settle(self, found: Moment) -> Moment:
        """Take the other reading of day and month where it is the day that something else names."""
        other = found.swapped
        if other is None:
            return found
        if self._is_named(other) and not self._is_named(found.when):
            return replace(found, when=other, swapped=None)
        if self._is_later(found.when) and not self._is_later(other):
            return replace(found, when=other, swapped=None)
        return found

    def _is_named(self, when: dt.datetime) -> bool:
        days = [*self.days, *([self.url_day] if self.url_day else [])]
        return any(abs(day - when.date()) <= DAY for day in days) or when.date().isoformat() in self.known.columns

    def _is_later(self, when: dt.datetime) -> bool:
        """Tell a time after the page was seen."""
        seen = self.known.seen_at
        if seen is None:
            return False
        return (when if when.tzinfo else when.replace(tzinfo=dt.UTC)) > seen + DAY

    def note(self, moments: Iterable[Moment | None]) -> None:
        """Keep the days of times that can be read in one way only."""
        self.days += [moment.when.date() for moment in moments if moment and moment.swapped is None]

    def is_of_address(self, when: dt.datetime) -> bool:
        """Tell whether a time is of the day that the address names, where it names one."""
        return self.url_day is None or abs(self.url_day - when.date()) <= DAY


def make_dating(url: str | None, language: str | None, zone: str | None, known: Known) -> Dating:
    """Find how a page writes its times, and the day that its address names."""
    host = host_of(url)
    top = host.rpartition(".")[2].upper()
    region = _COUNTRIES.get(top, top) if len(top) == _COUNTRY_LETTERS and top.isalpha() else None
    named = url_date(url) if url else None
    writing = Writing(language=language, order=date_order(language, region), zone=zone)
    day = named.date() if isinstance(named, dt.datetime) else named
    return Dating(writing, known, day, replace(writing, zone=zone or host_zone(host)))
