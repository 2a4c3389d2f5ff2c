"""What is known of single publishers: one file each, found without registration.

A publisher file is data: it imports this module and nothing that parses or fetches, so that every
stage may read it (addresses and clocks while reading, layouts while parsing, moves while fetching).
"""

import datetime as dt
import importlib
import pkgutil
from dataclasses import dataclass, field
from functools import cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """CSS selectors of one layout of one publisher. The first selector that matches wins; empty means unknown.

    Validity says when articles first appeared in it (`valid_from`, `valid_to`, days of publication). A page is told
    by its fingerprint alone, for old articles are served in newer layouts; one that is younger than its layout is
    noted in the page's provenance.
    """

    name: str  # "era_d"
    fingerprint: tuple[str, ...]  # a page has this layout when one of these matches
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    title: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()  # of a picture, where it stands in an element of its own
    author: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    photo: tuple[str, ...] = ()  # lead photo outside the body
    drop: tuple[str, ...] = ()  # inside the body, but no prose
    title_affixes: tuple[str, ...] = ()  # what stands before or behind the headline in its element: "Bản in : "


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRule:
    """A change of addresses that keeps host and folder, so that it holds wherever the old form is found."""

    pattern: str  # on the last parts of a path, with groups slug and number
    target: str  # "{slug}-post{number}.vnp"
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """One publisher: its addresses, its clock and its layouts."""

    name: str  # the main host without www.: "vietnamplus.vn"
    hosts: tuple[str, ...]  # every host without www./m./amp.; each has article numbers of its own
    former_hosts: tuple[str, ...] = ()  # earlier names of the main host, and parts of it: they share its numbers
    article_number: tuple[str, ...] = ()  # regular expressions on path and query with a group `number`
    moved: tuple[str, ...] = ()  # where an article may be now: "https://www.vietnamplus.vn/{slug}-post{number}.vnp"
    moved_paths: tuple[PathRule, ...] = ()  # wherever such addresses are found: editions, partners, copies
    zone: str | None = None  # IANA zone of times written without one
    language: str | None = None  # BCP 47, of the main host
    clock: tuple[tuple[int, dt.date], ...] = ()  # (article number, day) anchors of the main host, ascending
    url_time: tuple[str, ...] = ()  # regular expressions with groups year, month, day[, hour, minute, second]
    layouts: tuple[Layout, ...] = field(default=())
    sitemaps: tuple[str, ...] = ()  # "https://www.vietnamplus.vn/sitemaps/news-{year}-{month}.xml"


def clock_pattern(ending: str, *, prefix: str = "") -> str:
    """Write the pattern of a moment at the end of an address: `-20260307075519174.htm`, or `-` prefix `260307….htm`.

    `ending` is the file's, without its dot. For `Publisher.url_time`.
    """
    year = r"\d\d" if prefix else r"20\d\d"
    day = rf"(?P<year>{year})(?P<month>[01]\d)(?P<day>[0-3]\d)"
    return rf"-{prefix}{day}(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)\d{{2,3}}(?=\.{ending})"


@cache
def all_publishers() -> tuple[Publisher, ...]:
    """Import every file of this folder and collect its `PUBLISHER`, sorted by name."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}").PUBLISHER
        for module in pkgutil.iter_modules(__path__)
        if not module.ispkg
    ]
    return tuple(sorted(found, key=lambda publisher: publisher.name))


@cache
def _by_host() -> dict[str, Publisher]:
    return {host: publisher for publisher in all_publishers() for host in (*publisher.hosts, *publisher.former_hosts)}


def find_publisher(host: str) -> Publisher | None:
    """Find the publisher of a bare host (no www., m., amp.); None for a host that has no file."""
    return _by_host().get(host)


# Countries with a single zone (IANA), by their domain, and languages that are written in one alone.
_ZONES_OF_DOMAINS = {"vn": "Asia/Ho_Chi_Minh"}
_ZONES_OF_LANGUAGES = {"vi": _ZONES_OF_DOMAINS["vn"]}


def host_zone(host: str) -> str | None:
    """Return the zone (IANA) that times without one are in on a host, where its domain tells."""
    return _ZONES_OF_DOMAINS.get(host.rpartition(".")[2])


def language_zone(language: str | None) -> str | None:
    """Return the zone (IANA) that times without one are in on pages of a language, where it tells."""
    return _ZONES_OF_LANGUAGES.get((language or "")[:2])
