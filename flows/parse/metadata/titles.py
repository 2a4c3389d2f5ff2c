"""Choose the headline: the heading that readers see over the article, which the page's data corroborates.

A heading counts where another source has it too: the title of the window, the tags for sharing, the data, the seed.
Those carry the site's name, a section or a kicker around it, or are cut; a heading has none of these.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from flows.addresses.links import host_of
from flows.parse.markup.plain import fold_text
from flows.parse.metadata.choose import Metadata
from flows.parse.metadata.head import Head, clean_value
from flows.parse.metadata.headings import MAX_HEADINGS, MAX_TITLE, Heading, Place, place_of, read_headings

# What agreement with another source is worth. The headline in the page's data is the newsroom's own; tags for sharing
# are often written anew, the window's title for search engines.
_SEED: Final = 4.0
_DATA: Final = 4.5
_SOCIAL: Final = 2.0
_WINDOW: Final = 2.0
_TWITTER: Final = 0.5
_FIRST_RANK: Final = 1.0  # of an <h1> over an <h2>
# The last of the breadcrumbs is often an <h1>, and the headline below an <h2>; the page's head has the site's name.
_BY_PLACE: Final = {Place.ARTICLE: 1.0, Place.HEAD: 0.7, Place.ASIDE: 0.6}
_SPELLED: Final = ("jsonld",)  # whose spelling is the headline's: it parts the kicker by a sign
_IN_ARTICLE: Final = (Place.ARTICLE, Place.HEAD)
_PART: Final = 0.8  # agreement with a part of a source
_QUOTES: Final = str.maketrans(
    dict.fromkeys("‘’‚‛′", "'") | dict.fromkeys("“”„«»″", '"') | {"–": "-", "—": "-", "\u00a0": " "}
)
_CRUMB: Final = re.compile(r"\s*[|｜ㅣ│¦ǀ_]\s*|\s+[<>]+\s+")
_SEPARATOR: Final = re.compile(
    r"\s*[|｜ㅣ│¦ǀ：_－]\s*|\s+(?:[–—·•»›«‹*/<>~-]+|::|//)\s+|:\s+|\s+:\s+|\s+\((?=[^()]*\)$)"
)
_SITE_SEPARATOR: Final = re.compile(
    r"\s*[|｜ㅣ│¦ǀ：_－]\s*|\s+(?:[–—·•»›«‹*/<>~-]+|::|//)\s+|\s+:\s+|\s+\((?=[^()]*\)$)"
)
_COLON: Final = re.compile(r"\s*([^:：]{2,80}?)\s*[:：]+\s*")
_WORD: Final = re.compile(r"\w+")
_CUT_OFF: Final = ("…", "...")
MAX_FIRST: Final = 8  # headings of the first rank that are looked at
MAX_PARTS: Final = 6  # separators of a title that are looked at
MIN_KEY: Final = 3  # letters of a heading that counts
# Bytes of UTF-8 (a sign of Chinese says as much as three letters) of a title that is believed alone.
MIN_TITLE: Final = 20
MIN_HOST: Final = 4  # letters of a host's name that are looked for in a title
MAX_SITE: Final = 40  # characters; what follows the last separator is a site's name only if shorter
MAX_SITE_NAME: Final = 80  # characters, its motto included
_MAX_SECTION_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class Source:
    """A title that the page gives outside its text, with its key and the places in the key where separators stood."""

    text: str
    name: str
    weight: float
    whole: str
    joints: frozenset[int]

    def has_part(self, key: str) -> bool:
        """Tell whether a key is what stands before, behind or between separators."""
        at = self.whole.find(key)
        return at >= 0 and at in self.joints and at + len(key) in self.joints


@lru_cache(maxsize=256)
def _key(text: str) -> str:
    """Fold a title; remembered, for a page gives the same one in many places."""
    return fold_text(text)


def _is_long(text: str) -> bool:
    return len(text.encode()) >= MIN_TITLE


def title_key(text: str) -> str:
    """Make a key in which two spellings of one title are equal."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold().split())


def choose_title(found: Metadata, head: Head, url: str | None = None, known: str | None = None) -> None:
    """Set the title, where it came from, and the heading that has it; `known` is the seed's title."""
    sources = list(_sources(found, head, known))
    site = Site(found.site_name or _name_in_link_home(head, url), url)
    shown = _choose_heading(head, sources, site, url)
    if shown is None:
        _take_from_data(found, sources, site)
        return
    heading, text = shown
    found.heading = heading.node
    found.title = found.shown_title = text
    found.provenance["title"] = heading.rank
    if _data_agrees(sources, _key(text)):
        _take_from_data(found, sources, site)
        found.shown_title, found.provenance["shown_title"] = text, heading.rank
        return
    shared = _written_for_sharing(_key(text), sources, site)
    if shared is not None:
        found.title = shared.text
        found.provenance["title"] = shared.name
        found.provenance["shown_title"] = heading.rank


def _name_in_link_home(head: Head, url: str | None) -> str | None:
    """Return the words of a first heading that leads to the home page: they are the site's name."""
    for heading in read_headings(head.headings[:MAX_FIRST], "h1"):
        if len(heading.text) <= MAX_SITE and place_of(heading, url) is Place.LINK_HOME:
            return heading.text
    return None


def prefer_shown_title(found: Metadata, known: str) -> None:
    """Take the headline that the page shows where the seed has that one, not the one written for sharing."""
    if found.shown_title and found.shown_title != found.title and title_key(found.shown_title) == title_key(known):
        found.title = found.shown_title
        found.provenance["title"] = "shown:located_by_seed"


def _sources(found: Metadata, head: Head, known: str | None) -> Iterator[Source]:
    claims = (
        (known, "seed", _SEED),
        (found.headline, "jsonld", _DATA),
        (clean_value(head.value("og:title")), "meta:og:title", _SOCIAL),
        (clean_value(head.value("twitter:title")), "meta:twitter:title", _TWITTER),
        (clean_value(head.title), "title", _WINDOW),
    )
    for text, name, weight in claims:
        if text and len(text) <= MAX_TITLE:
            yield _make_source(text, name, weight)


def _make_source(text: str, name: str, weight: float) -> Source:
    whole, joints = _fold_parts(text)
    return Source(text, name, weight, whole, joints)


@lru_cache(maxsize=64)
def _fold_parts(text: str) -> tuple[str, frozenset[int]]:
    """Make the key of a title; remembered, for most pages give one title several times."""
    pieces = [_key(piece) for piece in _SEPARATOR.split(text, maxsplit=MAX_PARTS)]
    return "".join(pieces), frozenset(accumulate(map(len, pieces), initial=0))


# -- headings -----------------------------------------------------------------------------------


def _choose_heading(head: Head, sources: Sequence[Source], site: "Site", url: str | None) -> tuple[Heading, str] | None:
    """Return the heading that the other sources corroborate most, else the first that looks like a headline."""
    first = list(read_headings(head.headings[:MAX_FIRST], "h1"))
    scored = [entry for heading in first if (entry := _weigh(heading, sources, site, url))]
    if not any(_is_plain(heading, text, sources) for _, heading, text in scored):
        second = [node for node in head.second_headings[:MAX_HEADINGS] if _may_be_told(node.text(), sources)]
        scored += [entry for heading in read_headings(second, "h2") if (entry := _weigh(heading, sources, site, url))]
    scored = [entry for entry in scored if not any(_is_lesser(entry[2], other[2], sources) for other in scored)]
    if scored:
        _, heading, text = max(scored, key=lambda entry: entry[0])
        return heading, text
    return _only_heading(first, site, url)


def _weigh(
    heading: Heading, sources: Sequence[Source], site: "Site", url: str | None
) -> tuple[float, Heading, str] | None:
    """Weigh one heading; None where no other source has it, or it is the site's name."""
    score, text = _corroborate(heading, sources)
    if not score or site.is_name(text):
        return None
    place = place_of(heading, url)
    if place is Place.LINK_HOME:
        return None
    if heading.rank == "h1" and place is not Place.HEAD:
        score += _FIRST_RANK
    return score * _BY_PLACE[place], heading, text


def _is_plain(heading: Heading, text: str, sources: Sequence[Source]) -> bool:
    """Tell a heading that the page's data has whole: where that has none, one of two other sources."""
    key = _key(text)
    whole = {source.name for source in sources if source.whole == key}
    has_data = any(source.name == "jsonld" for source in sources)
    return ("jsonld" in whole if has_data else bool(whole)) and heading.place in _IN_ARTICLE


def _is_lesser(text: str, other: str, sources: Sequence[Source]) -> bool:
    """Tell the site's name or a section, which one source has beside another heading, from that headline."""
    key, longer = _key(text), _key(other)
    if len(key) * 2 > len(longer):
        return False
    return any(source.has_part(key) and source.has_part(longer) and source.whole != longer for source in sources)


def _may_be_told(text: str, sources: Sequence[Source]) -> bool:
    """Tell at a glance whether a heading, or what it holds besides a kicker, is in another source."""
    if len(text) > MAX_TITLE:
        return False
    key = _key(text)
    return any(key in source.whole or (_is_long(source.whole) and source.whole in key) for source in sources)


def _corroborate(heading: Heading, sources: Sequence[Source]) -> tuple[float, str]:
    """Weigh the sources that have a heading, or the heading without the kicker in an element of its own."""
    key = _key(heading.text)
    for text in heading.parts:
        if any(source.whole == _key(text) for source in sources):
            return sum(_agreement(source, _key(text)) for source in sources), text
    score = sum(_agreement(source, key) for source in sources) if len(key) >= MIN_KEY else 0.0
    whole = next((source for source in sources if source.whole == key and source.name in _SPELLED), None)
    if whole is not None:
        return score, whole.text
    if any(source.whole == key for source in sources):
        return score, heading.text
    for text in heading.parts:
        part = sum(_agreement(source, _key(text)) for source in sources)
        if part > score and _is_long(text) and len(text) * 2 > len(heading.text) and text[-1] not in ":：":
            return part, text
    return score, heading.text


def _agreement(source: Source, key: str) -> float:
    if key == source.whole:
        return source.weight
    if source.has_part(key) or (source.text.endswith(_CUT_OFF) and key.startswith(source.whole)):
        return source.weight * _PART
    if _is_long(source.whole) and key.startswith(source.whole):
        return source.weight * _PART / 2  # cut without a mark
    if len(key) * 2 >= len(source.whole) and key in source.whole:
        return source.weight * _PART / 2  # with words for search engines around it
    return 0.0


def _data_agrees(sources: Sequence[Source], headline: str) -> bool:
    """Tell whether the newsroom's data, the tags for sharing and the window have one title, and it is not this one."""
    by_name = {source.name: source for source in sources}
    data, shared, window = by_name.get("jsonld"), by_name.get("meta:og:title"), by_name.get("title")
    if data is None or shared is None or window is None or any(_agreement(source, headline) for source in sources):
        return False
    return bool(_agreement(shared, data.whole)) and bool(_agreement(window, data.whole))


def _only_heading(first: Sequence[Heading], site: "Site", url: str | None) -> tuple[Heading, str] | None:
    """Return the first <h1> that looks like a headline: the other titles were written for search and sharing."""
    for heading in first:
        if not _is_long(heading.text) and len(first) > 1:
            continue
        if not site.is_name(heading.text) and place_of(heading, url) in _IN_ARTICLE:
            return heading, heading.text
    return None


# -- the page's data ----------------------------------------------------------------------------


class Site:
    """The names of a site: its own, and its host's."""

    def __init__(self, name: str | None, url: str | None) -> None:
        """Take the name that the page gives its site, and the page's address."""
        self.words = set(_WORD.findall((name or "").casefold()))
        labels = host_of(url).removeprefix("www.").split(".")
        self.labels = [fold_host(label) for label in labels[:-1] if len(label) >= MIN_HOST]

    def is_name(self, text: str) -> bool:
        """Tell whether a part of a title is nothing but the site's name."""
        if len(text) > MAX_SITE_NAME:
            return False
        words = set(_WORD.findall(text.casefold()))
        if words and self.words and (words <= self.words or (self.words <= words and len(text) <= MAX_SITE)):
            return True
        key = fold_host(text)
        return any(key == label or ("." in text and key.removeprefix("www").startswith(label)) for label in self.labels)

    def is_all_of(self, text: str) -> bool:
        """Tell whether a text has no word that is not one of the site's name."""
        words = set(_WORD.findall(text.casefold()))
        return bool(words) and words <= self.words

    def is_near(self, text: str) -> bool:
        """Tell whether a part of a title is the site's name, or has the host's in it."""
        key = fold_host(text)
        is_like_host = any(label in key or (len(key) >= MIN_HOST and key in label) for label in self.labels)
        return is_like_host or self.is_name(text)


def fold_host(text: str) -> str:
    """Fold a name as hosts are spelled: without marks, spaces and signs."""
    plain = text.casefold().replace("ß", "ss").replace("đ", "d")
    for letter, pair in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        plain = plain.replace(letter, pair)
    return _key("".join(char for char in unicodedata.normalize("NFD", plain) if not unicodedata.combining(char)))


def strip_site(title: str, site: Site, others: frozenset[str]) -> str:
    """Take the site's name, and the sections beside it, off the ends of a title.

    `others` are the keys of what other sources have: a title that stands there whole is left as it is.
    """
    colon = _COLON.match(title)
    if colon and site.is_all_of(colon.group(1)):
        return title[colon.end() :]
    cuts = list(_SITE_SEPARATOR.finditer(title))
    if not cuts or len(title) > MAX_TITLE:
        return title
    for cut in cuts:
        if _key(title[: cut.start()]) in others:
            return title[: cut.start()].rstrip()
        if _key(title[cut.end() :]) in others:
            return title[cut.end() :].lstrip()
    return _strip_ends(title, cuts, site, others)


def _strip_ends(title: str, cuts: Sequence[re.Match[str]], site: Site, others: frozenset[str]) -> str:
    last, first = cuts[-1], cuts[0]
    tail, front = title[last.end() :].rstrip(")"), title[: first.start()]
    if len(tail) <= MAX_SITE and site.is_near(tail):
        rest = strip_site(title[: last.start()].rstrip(), site, others)
        return _without_sections(rest) if _CRUMB.fullmatch(last.group()) else rest
    if len(front) <= MAX_SITE and site.is_near(front):
        return strip_site(title[first.end() :].lstrip(), site, others)
    return title


def _without_sections(title: str) -> str:
    """Take off the sections that stand behind bars or angles before the site's name."""
    cuts = list(_CRUMB.finditer(title))
    while cuts:
        section = title[cuts[-1].end() :]
        if len(section.split()) > _MAX_SECTION_WORDS or len(section) >= cuts[0].start():
            break
        title = title[: cuts.pop().start()]
    return title


def _take_from_data(found: Metadata, sources: Sequence[Source], site: Site) -> None:
    """Take the title from the data, the tags for sharing or the window: the one that most of them have."""
    votes: dict[str, float] = {}
    spelled: dict[str, Source] = {}
    bare: dict[str, str] = {}
    own = [source for source in sources if source.name != "seed"]
    for source in own:
        others = frozenset(other.whole for other in sources if other is not source)
        text = strip_site(source.text, site, others)
        if site.is_name(text):
            continue
        key = _key(text)
        backing = sum(_agreement(other, key) for other in own if other is not source)
        votes[key] = votes.get(key, 0.0) + source.weight + backing
        spelled.setdefault(key, source)
        bare.setdefault(key, text)
    votes = {key: weight for key, weight in votes.items() if not _is_cut(bare[key], own)}
    if votes:
        best = max(votes, key=lambda key: votes[key])
        found.title = found.shown_title = bare[best]
        found.provenance["title"] = spelled[best].name
    elif own:
        found.title = found.shown_title = own[0].text  # nothing but the site's name
        found.provenance["title"] = own[0].name


def _is_cut(text: str, sources: Sequence[Source]) -> bool:
    """Tell a title that another one begins with, where it is marked as cut or ends in the middle of a part."""
    key = _key(text)
    longer = [source for source in sources if source.whole != key and source.whole.startswith(key)]
    return bool(longer) and (text.endswith(_CUT_OFF) or not any(source.has_part(key) for source in longer))


def _written_for_sharing(headline: str, sources: Sequence[Source], site: Site) -> Source | None:
    """Return the title for sharing where it is whole, free of the site's name, and in no other source.

    It was written by hand where the headline stands in the page's data or window too, and Twitter is not given that.
    """
    by_name = {source.name: source for source in sources}
    shared = by_name.get("meta:og:title")
    if shared is None or not _is_long(shared.text) or shared.text.endswith(_CUT_OFF):
        return None
    others = [source for source in sources if source.name in ("jsonld", "title")]
    if headline.startswith(shared.whole):
        return None
    is_alone = not any(_agreement(source, shared.whole) or _agreement(shared, source.whole) for source in others)
    twitter = by_name.get("meta:twitter:title")
    has_headline = any(_agreement(source, headline) for source in others)
    if not is_alone or not has_headline or _agreement(shared, headline):
        return None
    if twitter is not None and (_agreement(twitter, headline) or twitter.whole == shared.whole):
        return None
    parts = _SITE_SEPARATOR.split(shared.text)
    besides = [key for part in parts if len(parts) > 1 and (key := _key(part)) not in headline]
    if any(source.has_part(key) for source in others for key in besides):
        return None  # what it shares with the window besides the headline is the site's name
    return None if any(site.is_near(part) for part in parts[1:]) else shared
