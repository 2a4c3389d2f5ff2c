"""Read JSON-LD as publishers write it: graphs, arrays, references, broken JSON, text escaped twice."""

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

Json = dict[str, object]

_ARTICLE_TYPES: Final = re.compile(
    r"(?:^|[/:])(?:\w*NewsArticle|\w*Article|BlogPosting|LiveBlogPosting|Report|Review|Recipe|OpinionPiece|SocialMediaPosting|DiscussionForumPosting|HowTo|CreativeWork)$"
)
_PAGE_TYPES: Final = re.compile(
    r"(?:^|[/:])(?:WebPage|ItemPage|VideoObject|ImageGallery|MediaGallery|AudioObject|PodcastEpisode)$"
)
_COMMENTS: Final = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_NOTES: Final = re.compile(r"\A\s*/\*.*?\*/|^[^\S\n]*+//[^\n]*$", re.MULTILINE | re.DOTALL)
_BEGINNING: Final = re.compile(r"[{\[]")
_DECODER: Final = json.JSONDecoder(strict=False)
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")
_RAW_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BAD_ESCAPE: Final = re.compile(r'\\(?!["\\/bfnrtu])')
_FIELD: Final = re.compile(
    r'"(headline|datePublished|dateModified|articleBody|articleSection|@type|inLanguage|isAccessibleForFree)"\s*:\s*(?:"((?:[^"\\]|\\.)*)"|(true|false))',
    re.DOTALL,
)
_AUTHOR: Final = re.compile(r'"author"\s*+:[\[{\s]*+(?:"@?\w+"\s*:\s*"[^"]*"\s*,\s*){0,12}"name"\s*:\s*"([^"\\]+)"')
_MAX_DEPTH: Final = 12


@dataclass(slots=True)
class LinkedData:
    """The articles of a page's JSON-LD, and what else its graph says of pages, videos and people."""

    stories: list[Json]  # in their order; see `choose_story`
    page: Json | None
    by_id: dict[str, Json]
    types: frozenset[str]
    article: Json | None = None  # the one that the page is about
    crumbs: tuple[str, ...] = ()  # names of the steps from the home page to the article

    def resolve(self, value: object) -> object:
        """Follow a reference {"@id": …} into the graph."""
        if isinstance(value, dict) and "name" not in value and "@id" in value:
            return self.by_id.get(str(value["@id"]), value)
        return value


def load_blocks(sources: Sequence[str]) -> LinkedData:
    """Read all JSON-LD scripts of a page together."""
    by_id: dict[str, Json] = {}
    articles: list[Json] = []
    pages: list[Json] = []
    types: set[str] = set()
    crumbs: tuple[str, ...] = ()
    for source in sources:
        for item in _items(load_json(source), 0):
            kinds = _types(item)
            types.update(kinds)
            if "BreadcrumbList" in kinds:
                crumbs = crumbs or _crumbs(item)
            identity = item.get("@id")
            if isinstance(identity, str) and len(item) > 2:
                by_id[identity] = item
            if any(_ARTICLE_TYPES.search(kind) for kind in kinds):
                articles.append(item)
            elif any(_PAGE_TYPES.search(kind) for kind in kinds):
                pages.append(item)
    pages.sort(key=lambda page: sum(map(bool, page.values())), reverse=True)
    return LinkedData(
        stories=articles, page=pages[0] if pages else None, by_id=by_id, types=frozenset(types), crumbs=crumbs
    )


def _crumbs(item: Json) -> tuple[str, ...]:
    steps = item.get("itemListElement")
    names = (
        text_of(step.get("name")) or text_of(step.get("item"))
        for step in (steps if isinstance(steps, list) else ())
        if isinstance(step, dict)
    )
    return tuple(name for name in names if name and not name.startswith("http"))


def _types(item: Json) -> list[str]:
    kind = item.get("@type")
    return (
        [entry for entry in kind if isinstance(entry, str)]
        if isinstance(kind, list)
        else [kind]
        if isinstance(kind, str)
        else []
    )


def _items(value: object, depth: int) -> Iterator[Json]:
    """Yield every object of a graph that has a type of its own, outermost first."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for entry in value:
            yield from _items(entry, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "headline" in value:
            yield value
        for key in (
            "@graph",
            "mainEntity",
            "mainEntityOfPage",
            "itemListElement",
            "item",
            "hasPart",
            "liveBlogUpdate",
            "subjectOf",
        ):
            nested = value.get(key)
            if isinstance(nested, (dict, list)) and key not in ("liveBlogUpdate", "hasPart", "itemListElement", "item"):
                yield from _items(nested, depth + 1)


def load_json(source: str) -> object:
    """Parse one script; what is broken in the usual ways is mended, else single fields are picked out."""
    try:
        value = json.loads(source)
        return json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        pass
    text = _NOTES.sub("", _COMMENTS.sub("", source.strip("\ufeff \t\r\n"))).strip()
    for mend in (_keep, _mend_escapes):
        try:
            return _decode_all(mend(text))
        except (ValueError, RecursionError):
            continue
    return _pick_fields(text)


def _decode_all(text: str) -> object:
    """Decode the values of a script: one, or several without a comma between; what assigns them is no part of them."""
    values: list[object] = []
    start = _BEGINNING.search(text)
    while start is not None:
        value, end = _DECODER.raw_decode(text, start.start())
        values.append(value)
        start = _BEGINNING.search(text, end)
    if not values:
        raise ValueError(text[:40])
    return values[0] if len(values) == 1 else values


def _keep(text: str) -> str:
    return _TRAILING_COMMA.sub(r"\1", text)


def _mend_escapes(text: str) -> str:
    text = _BAD_ESCAPE.sub(r"\\\\", _RAW_CONTROL.sub(" ", text))
    if "&quot;" in text and '"' not in text:
        text = html.unescape(text)
    return _TRAILING_COMMA.sub(r"\1", text)


def _pick_fields(text: str) -> Json:
    found: Json = {}
    for match in _FIELD.finditer(text):
        key, string, boolean = match.groups()
        if key in found:
            continue
        if boolean:
            found[key] = boolean == "true"
            continue
        try:
            found[key] = json.loads(f'"{string}"', strict=False)
        except ValueError:
            found[key] = string
    author = _AUTHOR.search(text)
    if author:
        found["author"] = author.group(1)
    return found


def unescape_twice(text: str) -> str:
    """Undo HTML entities until nothing changes, at most twice: some CMS escape twice."""
    for _ in range(2):
        if "&" not in text:
            break
        text = html.unescape(text)
    return text


def text_of(value: object) -> str | None:
    """Take the text of a JSON-LD value: a string, the first of a list, or the name of an object."""
    if isinstance(value, str):
        return unescape_twice(value).strip() or None
    if isinstance(value, list):
        for entry in value:
            found = text_of(entry)
            if found:
                return found
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value") or value.get("url"))
    return None
