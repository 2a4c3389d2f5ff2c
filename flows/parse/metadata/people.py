"""Find the authors: the first source that names people, and the site itself only where none does."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from selectolax.lexbor import LexborNode

from flows.parse.markup.plain import clean_text, fold_text
from flows.parse.metadata.head import Head
from flows.parse.metadata.jsonld import LinkedData, text_of, unescape_twice
from flows.parse.metadata.marked import Marked
from flows.parse.metadata.nearness import Surroundings, nearest
from flows.text.names import is_organisation, is_site, looks_like_name, split_authors

_AUTHOR_META: Final = (
    "author",
    "dable:author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "byl",
    "cxenseparse:author",
    "og:article:author",
    "article.author",
)
_LINKED: Final = "a[rel=author], .fn, .author-name, a[href*='/aut'], a[href*='/staff/']"
_WRITTEN_BY: Final = re.compile(
    r"written by|geschrieben von|verfasst von|écrit par|escrito por|scritto da|geschreven door|skrevet av|tác giả",
    re.IGNORECASE,
)
MAX_SHOWN: Final = 3  # elements with an author's class that are believed; more are a list of people
MOST: Final = 10  # that are looked at
MAX_BYLINE: Final = 100  # characters
_LINE: Final = "\x1f"


Claim = tuple[tuple[str, ...], str]  # names, source


def choose_authors(
    marked: Marked, head: Head, linked: LinkedData, around: Surroundings, names_of_site: tuple[str | None, str]
) -> Claim:
    """Take the authors from the first source that names a person; an organisation, or the site, where none does.

    A single word is the name that a system knows its author by: a later source may have the whole name.
    """
    site, host = names_of_site
    weak: list[tuple[bool, Claim]] = []
    short: Claim | None = None
    for names, source in _author_claims(marked, head, linked, around):
        if not names:
            continue
        claim = tuple([name for name in names if not is_site(name, site, host)] or names), source
        if is_site(names[0], site, host) or is_organisation(names[0]):
            weak.append((is_site(names[0], site, host), claim))
        elif short is None and " " not in names[0]:
            short = claim
        elif short is None or _is_whole(names[0], short[0][0]):
            return claim
    if short is None and weak:
        return min(weak, key=lambda entry: entry[0])[1]
    return short or ((), "")


def _is_whole(name: str, word: str) -> bool:
    """Tell whether a name is the whole of which a single word is the first name, or a spelling without the spaces."""
    return looks_like_name(name) and (name.startswith(f"{word} ") or fold_text(name) == fold_text(word))


def _author_claims(
    marked: Marked, head: Head, linked: LinkedData, around: Surroundings
) -> Iterator[tuple[list[str], str]]:
    yield authors_of(linked), "jsonld"
    for name in _AUTHOR_META:
        values = [unescape_twice(value) for value in head.meta.get(name, ()) if not value.startswith("http")]
        yield split_authors(values), f"meta:{name}"
    for number in ("1", "2"):
        if _WRITTEN_BY.match(head.value(f"twitter:label{number}") or ""):
            yield split_authors([unescape_twice(head.value(f"twitter:data{number}") or "")]), "meta:twitter:data"
    yield _shown(head.items.get("author", ()), around), "microdata"
    named, loosely = marked.authors()
    yield _shown(named, around), "shown"
    said, links = marked.links()
    yield _shown(said, around), "shown"
    yield _if_people(_shown(loosely, around)), "shown"
    yield _if_people(_shown(links, around)), "shown:link"


def _if_people(names: list[str]) -> list[str]:
    """Keep names that all have the form of a person's."""
    return names if all(map(looks_like_name, names)) else []


def _shown(nodes: Sequence[LexborNode], around: Surroundings) -> list[str]:
    """Read the names in the elements that are equally near to the headline."""
    near = nearest(list(nodes[:MOST]), around)
    if not near:
        own = [node for node in nodes[:MOST] if not around.is_of_page(node)]
        named = {tuple(split_authors(_values(node))) for node in own}
        return list(named.pop()) if len(named) == 1 else []
    best = around.distance(near[0])
    values: list[str] = []
    for node in near:
        if around.distance(node) != best or len(values) >= MAX_SHOWN:
            break
        values += _values(node)
    return split_authors(values)


def _values(node: LexborNode) -> list[str]:
    """Return what an author's element says: its links or marked names, else its first line."""
    content = node.attrs.get("content")
    if content:
        return [] if content.startswith("http") else [content]
    inner = [clean_text(link.text()) for link in node.css(_LINKED)]
    inner = [text for text in inner if text and len(text) <= MAX_BYLINE]
    if inner:
        return list(dict.fromkeys(inner))[:MAX_SHOWN]
    lines = [line for line in map(clean_text, node.text(separator=_LINE).split(_LINE)) if line]
    whole = clean_text(node.text(separator=" "))
    if len(lines) > 1 and looks_like_name(lines[0]) and not any(map(looks_like_name, (whole, *lines[1:]))):
        return [lines[0]]
    if len(whole) <= MAX_BYLINE // 2 or len(lines) < 2:
        return [whole] if len(whole) <= MAX_BYLINE else []
    return [line for line in lines[:2] if len(line) <= MAX_BYLINE][:1]


def authors_of(linked: LinkedData) -> list[str]:
    """List the people that JSON-LD names as authors; organisations only where no person is named."""
    article = linked.article or {}
    value = linked.resolve(article.get("author") or article.get("creator"))
    entries = value if isinstance(value, list) else [value]
    people: list[str] = []
    for entry in entries:
        resolved = linked.resolve(entry)
        name = text_of(resolved.get("name")) if isinstance(resolved, dict) else text_of(resolved)
        if isinstance(resolved, dict) and isinstance(resolved.get("name"), list):
            people += [text for part in resolved["name"] if (text := text_of(part))]
        elif name and not name.startswith("http"):
            people.append(name)
    return split_authors(people)
