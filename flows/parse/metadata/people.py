"""Find the authors: the first source that names people, and the site itself only where none does."""

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from flows.parse.markup.plain import clean_text
from flows.parse.metadata.head import Head
from flows.parse.metadata.jsonld import LinkedData, text_of, unescape_twice
from flows.parse.metadata.names import is_site, split_authors

_AUTHOR_META: Final = (
    "author",
    "dable:author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "cxenseparse:author",
    "og:article:author",
    "article.author",
)
_SHOWN_AUTHORS: Final = ("a[rel=author]", ".author-name", ".byline", ".author")
_WRITTEN_BY: Final = re.compile(
    r"written by|geschrieben von|verfasst von|écrit par|escrito por|scritto da|geschreven door|skrevet av|tác giả",
    re.IGNORECASE,
)
MAX_SHOWN: Final = 3  # elements with an author's class that are believed; more are a list of people
MAX_BYLINE: Final = 100  # characters


Claim = tuple[tuple[str, ...], str]  # names, source


def choose_authors(tree: LexborHTMLParser, head: Head, linked: LinkedData, site: str | None, host: str) -> Claim:
    """Take the authors from the first source that names anybody but the site."""
    fallback: Claim = ((), "")
    for names, source in _author_claims(tree, head, linked):
        if names and not is_site(names[0], site, host):
            return tuple(names), source
        if names and not fallback[0]:
            fallback = (tuple(names), source)
    return fallback


def _author_claims(tree: LexborHTMLParser, head: Head, linked: LinkedData) -> Iterator[tuple[list[str], str]]:
    yield authors_of(linked), "jsonld"
    for name in _AUTHOR_META:
        values = [unescape_twice(value) for value in head.meta.get(name, ()) if not value.startswith("http")]
        yield split_authors(values), f"meta:{name}"
    for number in ("1", "2"):
        if _WRITTEN_BY.match(head.value(f"twitter:label{number}") or ""):
            yield split_authors([unescape_twice(head.value(f"twitter:data{number}") or "")]), "meta:twitter:data"
    yield split_authors([node.text() for node in head.items.get("author", ())]), "microdata"
    for selector in _SHOWN_AUTHORS:
        shown = [clean_text(node.text()) for node in tree.css(selector)]
        yield split_authors([text for text in shown[:MAX_SHOWN] if text and len(text) <= MAX_BYLINE]), "shown"


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
