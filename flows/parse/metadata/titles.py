"""Choose the title: the sources vote, the name of the site taken off first."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from flows.parse.markup.plain import clean_text
from flows.parse.metadata.choose import Metadata
from flows.parse.metadata.head import Head, clean_value

# Weights, measured on the open half of 134 pages with a known title: the visible heading and the data agree with
# the truth most often, the title of the window hardly ever without another source.
_HEADING: Final = 2.0
_DATA: Final = 2.1
_SOCIAL: Final = 1.5
_TWITTER: Final = 0.4
_WINDOW: Final = 0.5
_QUOTES: Final = str.maketrans(
    dict.fromkeys("‘’‚‛′", "'") | dict.fromkeys("“”„«»″", '"') | {"–": "-", "—": "-", "\u00a0": " "}
)
_SUFFIX: Final = re.compile(r"[|｜ㅣ：]|\s[–—•·»*-]\s|\s::\s")
_CLEAN: Final = ("h1", "jsonld")  # sources that seldom carry the site's name
_WORD: Final = re.compile(r"\w+")
_CUT_OFF: Final = ("…", "...")
MIN_TITLE: Final = 20  # characters of a title for sharing that is believed alone
MAX_TITLE: Final = 1000  # characters; what is longer is no title, and would be searched for minutes
MAX_SITE: Final = 40  # characters; what follows the last separator is a site's name only if shorter

Ballot = tuple[str, str, float]  # text, source, weight


def title_key(text: str) -> str:
    """Make a key in which two spellings of one title are equal."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold().split())


def strip_site(title: str, site: str | None, others: Sequence[str]) -> str:
    """Take the site's name off the end of a title: where it is that name, or where another source has the rest."""
    if len(title) > MAX_TITLE:
        return title
    for match in _SUFFIX.finditer(title):
        head, tail = title[: match.start()].rstrip(), title[match.end() :].strip()
        if not head:
            continue
        if (len(tail) <= MAX_SITE and _is_site(tail, site)) or title_key(head) in others:
            return head
    return title


def _is_site(tail: str, site: str | None) -> bool:
    words = set(_WORD.findall(tail.casefold()))
    known = set(_WORD.findall((site or "").casefold()))
    return bool(words) and bool(known) and (words <= known or known <= words)


def _candidates(found: Metadata, head: Head) -> Iterator[tuple[str | None, str, float]]:
    seen: set[str] = set()
    for node in head.headings[:6]:
        text = clean_text(node.text())
        if text and text not in seen:
            weight = _HEADING if not seen else _HEADING / 2
            seen.add(text)
            yield text, "h1", weight
    yield found.headline, "jsonld", _DATA
    yield clean_value(head.value("og:title")), "meta:og:title", _SOCIAL
    yield clean_value(head.value("twitter:title")), "meta:twitter:title", _TWITTER
    yield head.title, "title", _WINDOW


def choose_title(found: Metadata, head: Head) -> None:
    """Count the votes; a spelling is taken from the first source that has it.

    A title for sharing that no other source repeats was written by hand: it is the title, and the voted one is
    `shown_title` (9 of 11 such pages of the open half; where the tags for Twitter repeat it, 6 of 12).
    """
    ballots = [(text, source, weight) for text, source, weight in _candidates(found, head) if text]
    keys = [title_key(text) for text, source, _ in ballots if source in _CLEAN]
    votes: dict[str, float] = {}
    spelled: dict[str, tuple[str, str]] = {}
    for text, source, weight in ballots:
        bare = text if source == "h1" else strip_site(text, found.site_name, keys)
        key = title_key(bare)
        votes[key] = votes.get(key, 0.0) + weight
        spelled.setdefault(key, (bare, source))
    if votes:
        best = max(votes, key=lambda key: votes[key])
        found.shown_title = spelled[best][0]
        own = _written_for_sharing(found, votes, ballots)
        found.title, found.provenance["title"] = spelled[own or best]
        if own and own != best:
            found.provenance["shown_title"] = spelled[best][1]


def _written_for_sharing(found: Metadata, votes: Mapping[str, float], ballots: Sequence[Ballot]) -> str | None:
    """Return the key of a title for sharing that is whole, free of the site's name, and in no other source."""
    shared = next((text for text, source, _ in ballots if source == "meta:og:title"), None)
    if shared is None or len(shared) < MIN_TITLE or shared.endswith(_CUT_OFF):
        return None
    key = title_key(shared)
    return key if votes.get(key) == _SOCIAL and not _is_site(shared, found.site_name) else None


def prefer_shown_title(found: Metadata, known: str) -> None:
    """Take the headline that the page shows where the seed has that one, not the one written for sharing."""
    if found.shown_title and found.shown_title != found.title and title_key(found.shown_title) == title_key(known):
        found.title = found.shown_title
        found.provenance["title"] = "shown:located_by_seed"
