"""Gather what a page says about its article outside the prose, and let the evidence vote.

Sources in the order in which they are believed: the publisher's own layout, JSON-LD, microdata,
OpenGraph and other meta tags, `<time>`, visible text. Each chosen value keeps the name of its source.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.addresses.links import absolute, host_of
from flows.parse.metadata.head import Head, clean_value, read_head
from flows.parse.metadata.jsonld import Json, LinkedData, load_blocks, text_of
from flows.parse.metadata.people import choose_authors
from flows.parse.metadata.timestamps import has_clock, parse_time
from flows.parse.metadata.topics import choose_section, choose_tags

_PUBLISHED_META: Final = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date.created",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "date",
    "sailthru.date",
    "parsely-pub-date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "published_time_telegram",
    "last-published",
    "dcterms.date",
    "rnews:datepublished",
    "cxenseparse:publishtime",
    "article:publish_date",
)
_MODIFIED_META: Final = (
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
)
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
    is_paywalled: bool | None = None
    article_body: str | None = None
    headline: str | None = None
    types: frozenset[str] = frozenset()
    provenance: dict[str, str] = field(default_factory=dict)


def read_metadata(tree: LexborHTMLParser, url: str | None, zone: str | None) -> tuple[Metadata, Head]:
    """Choose title-independent metadata of a page; the title needs the visible heading too, see `choose_title`."""
    head = read_head(tree)
    linked = load_blocks(head.scripts)
    found = Metadata(types=linked.types, host=host_of(url))
    article = linked.article or {}
    _keep(found, "canonical_url", _canonical(head, url))
    _keep(found, "site_name", _site_name(head, linked))
    _keep(found, "language", _language(tree, head, article))
    found.description = clean_value(
        head.value("og:description") or head.value("description") or text_of(article.get("description"))
    )
    found.article_body = text_of(article.get("articleBody")) if isinstance(article.get("articleBody"), str) else None
    found.headline = clean_value(text_of(article.get("headline")) or head.item("headline"))
    _keep(found, "is_paywalled", _paywalled(head, article))
    _choose_times(found, head, linked, zone)
    _keep(found, "authors", choose_authors(tree, head, linked, found.site_name, found.host))
    _keep(found, "section", choose_section(head, linked, found.headline or head.title, (found.site_name, found.host)))
    _keep(found, "tags", choose_tags(tree, head, article))
    return found, head


def _keep(found: Metadata, name: str, chosen: Chosen) -> None:
    value, source = chosen
    if value is not None and value != ():
        setattr(found, name, value)
        found.provenance[name] = source


def _canonical(head: Head, url: str | None) -> Chosen:
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


# -- times --------------------------------------------------------------------------------------


def _choose_times(found: Metadata, head: Head, linked: LinkedData, zone: str | None) -> None:
    article = linked.article or {}
    page = linked.page or {}
    candidates = [
        (text_of(article.get("datePublished")), "jsonld"),
        *_meta_times(head, _PUBLISHED_META),
        *_item_times(head, "datePublished"),
    ]
    candidates += [
        (text_of(page.get("datePublished") or page.get("uploadDate")), "jsonld:page"),
        (text_of(article.get("dateCreated")), "jsonld:created"),
        *_tag_times(head),
    ]
    _keep_time(found, "published_at", candidates, zone)
    changed = [
        (text_of(article.get("dateModified")), "jsonld"),
        *_meta_times(head, _MODIFIED_META),
        *_item_times(head, "dateModified"),
    ]
    _keep_time(found, "modified_at", changed, zone)


def _keep_time(found: Metadata, name: str, candidates: Sequence[tuple[str | None, str]], zone: str | None) -> None:
    """Keep the first time with a time of day, else the first day."""
    best: tuple[dt.datetime, str] | None = None
    for text, source in candidates:
        when = parse_time(text, zone)
        if when is None or text is None:
            continue
        if has_clock(text):
            best = (when, source)
            break
        best = best or (when, f"{source}:day")
    if best:
        setattr(found, name, best[0])
        found.provenance[name] = best[1]


def _meta_times(head: Head, names: Sequence[str]) -> list[tuple[str | None, str]]:
    return [(values[0], f"meta:{name}") for name in names if (values := head.meta.get(name))]


def _item_times(head: Head, name: str) -> list[tuple[str | None, str]]:
    nodes = head.items.get(name, ())
    return [(node.attrs.get("datetime") or node.attrs.get("content") or node.text(), "microdata") for node in nodes]


def _tag_times(head: Head) -> list[tuple[str | None, str]]:
    return [(node.attrs.get("datetime") or node.text(), "time") for node in head.times[:3]]
