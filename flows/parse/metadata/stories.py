"""Tell the article's own entry in a page's data from those of other stories."""

from collections.abc import Sequence
from typing import Final

from flows.addresses.links import absolute
from flows.addresses.urls import identify
from flows.parse.markup.plain import fold_text
from flows.parse.metadata.headings import is_home
from flows.parse.metadata.jsonld import Json, text_of

_KEYS: Final = ("headline", "datePublished", "author", "articleBody", "mainEntityOfPage", "dateModified")
MAX_STORIES: Final = 100
MIN_KEY: Final = 8  # letters of a headline that is looked for inside a title


def choose_story(stories: Sequence[Json], addresses: Sequence[str | None], titles: Sequence[str | None]) -> Json | None:
    """Return the entry that names this page or has its headline; the fullest where several do or none is denied.

    An entry whose address is another page's and whose headline stands in no title here is another story.
    """
    if not stories:
        return None
    keys = [fold_text(title) for title in titles if title]
    if len(stories) == 1 and _is_told(stories[0], keys):
        return stories[0]
    ids = {identity.article_id for address in addresses if address and (identity := identify(address))}
    own: list[tuple[int, int, Json]] = []
    for story in stories[:MAX_STORIES]:
        is_here, is_told = _is_here(story, ids, addresses[0]), _is_told(story, keys)
        if is_told or is_here or (is_here is None and (is_told is None or len(stories) == 1)):
            own.append((bool(is_here) + bool(is_told), fullness(story), story))
    return max(own, key=lambda entry: entry[:2])[2] if own else None


def fullness(story: Json) -> int:
    """Count the properties of an entry that are of use."""
    return sum(1 for key in _KEYS if story.get(key))


def _is_here(story: Json, ids: set[str], url: str | None) -> bool | None:
    """Tell whether an entry names this page; None where it names none, or only the home page."""
    named = [story.get(key) for key in ("mainEntityOfPage", "url", "@id")]
    places = [place.get("@id") or place.get("url") if isinstance(place, dict) else place for place in named]
    found = [absolute(place, url) for place in places if isinstance(place, str)]
    identities = {
        identity.article_id
        for address in found
        if address and not is_home(address, url) and (identity := identify(address))
    }
    return bool(identities & ids) if identities and ids else None


def _is_told(story: Json, keys: Sequence[str]) -> bool | None:
    """Tell whether the headline of an entry stands in a title of the page; None where one of them is missing."""
    key = fold_text(text_of(story.get("headline") or story.get("name")) or "")
    if not key or not keys:
        return None
    if any(key == other for other in keys):
        return True
    long = [other for other in keys if len(other) >= MIN_KEY]
    return any(other in key or (len(key) >= MIN_KEY and key in other) for other in long)
