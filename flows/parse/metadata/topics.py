"""Find the section and the tags."""

import re
from collections.abc import Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from flows.parse.markup.plain import clean_text, fold_text
from flows.parse.metadata.head import Head, clean_value
from flows.parse.metadata.jsonld import Json, LinkedData, text_of
from flows.text.names import is_site

_SECTION_META: Final = (
    "article:section",
    "og:article:section",
    "section",
    "its_section",
    "parsely-section",
    "dcterms.subject",
)
_TAG_META: Final = ("article:tag", "og:article:tag", "news_keywords", "keywords", "sailthru.tags", "parsely-tags")
_TAG_LISTS: Final = "a[rel=tag], .tags, .topics, .article-tags, .post-tags"
MAX_TAG: Final = 80  # characters; what is longer is a description in the wrong place

Site = tuple[str | None, str]  # name, host
Chosen = tuple[str | None, str]  # value, source


def choose_section(head: Head, linked: LinkedData, title: str | None, found_on: Site) -> Chosen:
    """Take the section from data or meta tags, else the step before the article in the data's breadcrumbs."""
    article = linked.article or {}
    claims = [(clean_value(text_of(article.get("articleSection"))), "jsonld")]
    claims += [(clean_value(head.value(name)), f"meta:{name}") for name in _SECTION_META]
    for section, source in claims:
        if section and not is_site(section, *found_on):
            return section, source
    return _last_crumb(linked.crumbs, title), "jsonld:breadcrumbs"


def _last_crumb(crumbs: Sequence[str], title: str | None) -> str | None:
    """Return the last step that is neither the article itself nor the first one, the home page."""
    key = fold_text(title or "")
    steps = [step for step in crumbs[1:] if fold_text(step) != key]
    return steps[-1] if steps else None


def choose_tags(tree: LexborHTMLParser, head: Head, article: Json) -> tuple[tuple[str, ...], str]:
    """Take the tags from data or meta tags, else those that the page shows."""
    tags, source = _tags(head, article)
    if tags:
        return tags, source
    shown = (clean_text(link.text()) for found in tree.css(_TAG_LISTS) for link in found.css("a"))
    return tuple(dict.fromkeys(tag for tag in shown if tag)), "shown"


def _tags(head: Head, article: Json) -> tuple[tuple[str, ...], str]:
    words = article.get("keywords")
    values: list[str] = (
        [entry for entry in words if isinstance(entry, str)]
        if isinstance(words, list)
        else [words]
        if isinstance(words, str)
        else []
    )
    source = "jsonld"
    if not values:
        for name in _TAG_META:
            values = head.meta.get(name, [])
            source = f"meta:{name}"
            if values:
                break
    parts = values if len(values) > 1 else [part for value in values for part in re.split(r"[,;]", value)]
    cleaned = dict.fromkeys(text for part in parts if (text := clean_value(part)) and len(text) <= MAX_TAG)
    return tuple(cleaned), source
