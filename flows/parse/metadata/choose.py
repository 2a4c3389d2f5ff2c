"""Hold the metadata chosen for a page, and read what it states once: address, site, language, section, tags, access."""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.addresses.links import absolute, host_of
from flows.parse.metadata.dating import Dating
from flows.parse.metadata.head import Head, clean_value
from flows.parse.metadata.jsonld import Json, LinkedData, text_of
from flows.parse.metadata.marked import Marked
from flows.parse.metadata.nearness import Surroundings
from flows.parse.metadata.topics import choose_section, choose_tags
from flows.text.moments import Writing

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_NO: Final = ("false", "0", "no", "http://schema.org/false", "https://schema.org/false")
_PAID_TIERS: Final = ("locked", "metered", "premium", "paid")

Chosen = tuple[object, str]  # value, source


@dataclass(slots=True)
class Metadata:
    """The chosen values; `provenance` says where each came from."""

    title: str | None = None
    shown_title: str | None = None  # the headline as the page shows it, where `title` was written for sharing
    description: str | None = None
    published_at: dt.datetime | None = None
    modified_at: dt.datetime | None = None
    authors: tuple[str, ...] = ()
    byline: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    canonical_url: str | None = None
    site_name: str | None = None
    host: str = ""
    heading: LexborNode | None = None  # the element that shows the headline
    around: Surroundings = field(default_factory=lambda: Surroundings(None))
    marked: Marked = field(default_factory=lambda: Marked(None))
    dating: Dating = field(default_factory=lambda: Dating(Writing()))
    is_paywalled: bool | None = None
    article_body: str | None = None
    headline: str | None = None
    types: frozenset[str] = frozenset()
    provenance: dict[str, str] = field(default_factory=dict)


def read_claims(tree: LexborHTMLParser, head: Head, linked: LinkedData, url: str | None) -> Metadata:
    """Choose what needs no judgement of the headline: addresses, names, language, what the data holds."""
    found = Metadata(types=linked.types, host=host_of(url))
    article = linked.article or {}
    keep(found, "canonical_url", canonical_of(head, url))
    keep(found, "site_name", _site_name(head, linked))
    keep(found, "language", _language(tree, head, article))
    found.description = clean_value(
        head.value("og:description") or head.value("description") or text_of(article.get("description"))
    )
    found.article_body = text_of(article.get("articleBody")) if isinstance(article.get("articleBody"), str) else None
    found.headline = clean_value(text_of(article.get("headline")) or head.item("headline"))
    keep(found, "is_paywalled", _paywalled(head, article))
    keep(found, "section", choose_section(head, linked, found.headline or head.title, (found.site_name, found.host)))
    keep(found, "tags", choose_tags(tree, head, article))
    return found


def keep(found: Metadata, name: str, chosen: Chosen) -> None:
    """Set a value and its source, where there is one."""
    value, source = chosen
    if value is not None and value != ():
        setattr(found, name, value)
        found.provenance[name] = source


def canonical_of(head: Head, url: str | None) -> tuple[str | None, str]:
    """Return the address that the page gives as its own, and where."""
    if head.canonical:
        return absolute(head.canonical, url), "link:canonical"
    return absolute(head.value("og:url"), url), "meta:og:url"


def _site_name(head: Head, linked: LinkedData) -> Chosen:
    named = clean_value(head.value("og:site_name"))
    if named:
        return named, "meta:og:site_name"
    return clean_value(text_of(linked.resolve((linked.article or {}).get("publisher")))), "jsonld:publisher"


def _language(tree: LexborHTMLParser, head: Head, article: Json) -> Chosen:
    root = tree.css_first("html")
    claims = (
        (root.attrs.get("lang") if root is not None else None, "html:lang"),
        (head.value("content-language"), "meta:content-language"),
        (text_of(article.get("inLanguage")), "jsonld"),
        (head.value("og:locale"), "meta:og:locale"),
    )
    claimed, source = next(((text.strip(), source) for text, source in claims if text), ("", ""))
    return (claimed.replace("_", "-") if _LANGUAGE.fullmatch(claimed) else None), source


def _paywalled(head: Head, article: Json) -> Chosen:
    """Tell whether the article is for subscribers: by schema.org's property of it or of a part, or by its tier."""
    parts = article.get("hasPart")
    part = next((item for item in (parts if isinstance(parts, list) else [parts]) if isinstance(item, dict)), {})
    claims = (
        (article.get("isAccessibleForFree"), "jsonld"),
        (part.get("isAccessibleForFree"), "jsonld:hasPart"),
        (head.item("isAccessibleForFree"), "microdata"),
    )
    for free, source in claims:
        if free is not None:
            return str(free).strip().lower() in _NO, source
    tier = head.value("article:content_tier")
    return (tier.strip().lower() in _PAID_TIERS if tier else None), "meta:article:content_tier"
