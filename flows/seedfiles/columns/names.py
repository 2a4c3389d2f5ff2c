"""What columns are called, in the languages that corpora are labelled in.

Names are compared without case, accents, spaces and signs. A name of several words (`article_link`, `Post URL`,
`datePublished`) is of the role that one of its words names. A name alone never decides: what is in the column has to
fit (see `content`).
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final


class Role(StrEnum):
    """What a column is taken for."""

    URL = "url"
    TITLE = "title"
    TEXT = "text"
    PUBLISHED = "published"
    AUTHORS = "authors"
    SECTION = "section"
    TAGS = "tags"
    LANGUAGE = "language"


_LISTED: Final = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
NAMES: Final[dict[Role, tuple[str, ...]]] = {role: tuple(_LISTED[role.value].split()) for role in Role}
_OF_ANOTHER: Final = frozenset(_LISTED["others"].split())
OTHERS: Final = _OF_ANOTHER | frozenset(_LISTED["scraping"].split())
_PARTS_OF_ARTICLE: Final = frozenset(_LISTED["wholes"].split())
_OF_KIND: Final = frozenset(_LISTED["kinds"].split())
_OF_SAVING: Final = frozenset(_LISTED["saved"].split())
_TIMES: Final = frozenset(_LISTED["times"].split())
# Letters that Unicode does not take apart.
_WHOLE_LETTERS: Final = str.maketrans(
    {"đ": "d", "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_ARABIC_THE: Final = "ال"
_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+")


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """Fold a name: no case, no accents, no signs."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_WHOLE_LETTERS))
    folded = "".join(char for char in plain if char.isalnum() and not unicodedata.combining(char))
    return folded.removeprefix(_ARABIC_THE) or folded


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """Give the folded words of a name: of `article_link`, `Post URL`, `datePublished`, `source.name`."""
    return tuple(filter(None, (fold_name(word) for word in _WORDS.findall(name))))


_RANKS: Final[dict[Role, dict[str, int]]] = {
    role: {fold_name(name): rank for rank, name in reversed(list(enumerate(names)))} for role, names in NAMES.items()
}


@lru_cache(maxsize=4096)
def rank_of(name: str, role: Role) -> float | None:
    """Say how well a name names a role, lower is better; None where it does not.

    The whole name comes before one of its words; a word that names something else counts against it.
    """
    ranks = _RANKS[role]
    whole = None if "." in name else ranks.get(fold_name(name))
    if whole is not None:
        return float(whole)
    for part in reversed(name.split(".")):  # of an object inside an object its own name comes first: byline.original
        if _names_something(part):
            words = words_of(part)
            break
    else:
        return None
    found = [ranks[word] for word in (fold_name(part), *words) if word in ranks]
    if not found or _is_part_of_article(words, role):
        return None
    others = sum(word in OTHERS for word in words_of(name))
    depth = name.count(".")
    return 100.0 + min(found) + 200.0 * others + 50.0 * depth


def _is_part_of_article(words: Iterable[str], role: Role) -> bool:
    """Tell `article_id` and `articleSection`, which are of the article, from the article itself."""
    others = [word for word in words if word not in _PARTS_OF_ARTICLE]
    if role is not Role.TEXT or len(others) == len(tuple(words)) or any(word in _RANKS[role] for word in others):
        return False
    return any(word in _OF_KIND or any(word in ranks for ranks in _RANKS.values()) for word in others)


def is_of_kind(name: str) -> bool:
    """Tell a name that says of what kind something is, or which in a list: `author.@type`, `section_id`."""
    words = words_of(name)
    return bool(words) and words[-1] in _OF_KIND


def is_whole_name(name: str, role: Role) -> bool:
    """Tell whether a name as a whole is one of a role's: `source_url`."""
    return "." not in name and fold_name(name) in _RANKS[role]


def _names_something(part: str) -> bool:
    """Tell whether a name or one of its words is of any role, or says that it is of something else."""
    words = (fold_name(part), *words_of(part))
    return any(word in OTHERS or any(word in ranks for ranks in _RANKS.values()) for word in words)


def number_repeated(names: Iterable[str]) -> list[str]:
    """Number the columns that repeat a name, so that none is lost."""
    written = list(names)
    taken = set(written)
    counts: dict[str, int] = {}
    unique = []
    for name in written:
        number = counts.get(name, 0) + 1
        shown = name
        while number > 1 and (shown := f"{name}_{number}") in taken:
            number += 1
        counts[name] = number
        taken.add(shown)
        unique.append(shown)
    return unique


def is_of_another(name: str) -> bool:
    """Tell whether a name says that it is of a picture, a site or a feed's source, and not of the article."""
    return any(word in _OF_ANOTHER for word in words_of(name))


def is_of_saving(name: str) -> bool:
    """Tell a column that lists of what somebody saved to read have."""
    return fold_name(name) in _OF_SAVING


def is_time_alone(name: str) -> bool:
    """Tell a time whose name does not say of what."""
    return fold_name(name) in _TIMES


def is_of_scraping(name: str) -> bool:
    """Tell whether a name is of another, or says when something was scraped, changed or added."""
    return any(word in OTHERS for word in words_of(name))
