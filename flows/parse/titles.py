"""Choose the title: the sources vote, the name of the site taken off first."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from flows.parse.metadata import Head, Metadata, clean_value
from flows.parse.plain import clean_text

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
_SUFFIX: Final = re.compile(r"\s+[|–—•·»-]\s+|\s*[|｜ㅣ]\s*|\s+::\s+")
_WORD: Final = re.compile(r"\w+")
MAX_SITE: Final = 40  # characters; what follows the last separator is a site's name only if shorter


def title_key(text: str) -> str:
    """Make a key in which two spellings of one title are equal."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold().split())


def strip_site(title: str, site: str | None, others: Sequence[str]) -> str:
    """Take the site's name off the end of a title: where it is that name, or where another source has the rest."""
    cut = title
    for match in _SUFFIX.finditer(title):
        head, tail = title[: match.start()].rstrip(), title[match.end() :].strip()
        if not head or len(tail) > MAX_SITE:
            continue
        if _is_site(tail, site) or any(title_key(head) == other for other in others):
            cut = head
            break
    return cut


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
    """Count the votes; a spelling is taken from the first source that has it."""
    ballots = [(text, source, weight) for text, source, weight in _candidates(found, head) if text]
    keys = [title_key(text) for text, source, _ in ballots if source == "h1"]
    votes: dict[str, float] = {}
    spelled: dict[str, tuple[str, str]] = {}
    for text, source, weight in ballots:
        bare = text if source == "h1" else strip_site(text, found.site_name, keys)
        key = title_key(bare)
        votes[key] = votes.get(key, 0.0) + weight
        spelled.setdefault(key, (bare, source))
    if votes:
        best = max(votes, key=lambda key: votes[key])
        found.title, found.provenance["title"] = spelled[best]
