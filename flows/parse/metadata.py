"""Gather what a page says about its article outside the prose, and let the evidence vote.

Sources in the order in which they are believed: the publisher's own layout, JSON-LD, microdata,
OpenGraph and other meta tags, `<time>`, visible text. Each chosen value keeps the name of its source.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.parse.jsonld import Json, LinkedData, load_blocks, text_of, unescape_twice
from flows.parse.media import absolute
from flows.parse.names import split_authors
from flows.parse.plain import clean_text
from flows.parse.timestamps import has_clock, parse_time

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
_SHOWN_AUTHORS: Final = ("a[rel=author]", ".author-name", ".byline", ".author")
_WRITTEN_BY: Final = re.compile(
    r"written by|geschrieben von|verfasst von|écrit par|escrito por|scritto da|geschreven door|skrevet av|tác giả",
    re.IGNORECASE,
)
MAX_SHOWN: Final = 3  # elements with an author's class that are believed; more are a list of people
MAX_BYLINE: Final = 100  # characters
_HEAD: Final = 'meta, link[rel="canonical"], script[type="application/ld+json"], [itemprop], time, h1, title'


@dataclass(slots=True)
class Head:
    """What one pass over a page's metadata found, unjudged."""

    meta: dict[str, list[str]] = field(default_factory=dict)
    canonical: str | None = None
    scripts: list[str] = field(default_factory=list)
    items: dict[str, list[LexborNode]] = field(default_factory=dict)
    times: list[LexborNode] = field(default_factory=list)
    headings: list[LexborNode] = field(default_factory=list)
    title: str | None = None

    def first(self, names: Sequence[str]) -> tuple[str, str] | None:
        """Return (value, name) of the first of these meta tags that the page has."""
        for name in names:
            values = self.meta.get(name)
            if values:
                return values[0], name
        return None

    def value(self, name: str) -> str | None:
        """Return the first value of a meta tag."""
        values = self.meta.get(name)
        return values[0] if values else None


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
    is_paywalled: bool | None = None
    article_body: str | None = None
    headline: str | None = None
    types: frozenset[str] = frozenset()
    provenance: dict[str, str] = field(default_factory=dict)


def read_head(tree: LexborHTMLParser) -> Head:
    """Collect all metadata of a page in one pass."""
    head = Head()
    for node in tree.css(_HEAD):
        tag = node.tag
        if tag == "meta":
            _read_meta(head, node)
        elif tag == "script":
            head.scripts.append(node.text())
        elif tag == "link":
            head.canonical = head.canonical or node.attrs.get("href")
        else:
            _read_visible(head, node, tag)
    return head


def _read_visible(head: Head, node: LexborNode, tag: str | None) -> None:
    if tag == "h1":
        head.headings.append(node)
    elif tag == "time":
        head.times.append(node)
    elif tag == "title" and head.title is None:
        head.title = clean_text(node.text())
    name = node.attrs.get("itemprop")
    if name:
        head.items.setdefault(name, []).append(node)


def _read_meta(head: Head, node: LexborNode) -> None:
    attrs = node.attributes
    content = attrs.get("content")
    if not content:
        return
    name = attrs.get("property") or attrs.get("name") or attrs.get("itemprop") or attrs.get("http-equiv")
    if name:
        head.meta.setdefault(name.lower(), []).append(content)


def read_metadata(tree: LexborHTMLParser, url: str | None, zone: str | None) -> tuple[Metadata, Head]:
    """Choose title-independent metadata of a page; the title needs the visible heading too, see `choose_title`."""
    head = read_head(tree)
    linked = load_blocks(head.scripts)
    found = Metadata(types=linked.types)
    article = linked.article or {}
    found.canonical_url = absolute(head.canonical or head.value("og:url"), url)
    found.site_name = _site_name(head, linked)
    found.description = clean_value(
        head.value("og:description") or head.value("description") or text_of(article.get("description"))
    )
    found.language = _language(tree, head, article)
    found.article_body = text_of(article.get("articleBody")) if isinstance(article.get("articleBody"), str) else None
    found.headline = clean_value(text_of(article.get("headline")))
    found.is_paywalled = _paywalled(article)
    _choose_times(found, head, linked, zone)
    _choose_authors(tree, found, head, linked)
    _choose_section(tree, found, head, article)
    return found, head


def clean_value(text: str | None) -> str | None:
    """Unescape and fold a value of an attribute; None where nothing is left."""
    return (clean_text(unescape_twice(text)) or None) if text else None


def _site_name(head: Head, linked: LinkedData) -> str | None:
    article = linked.article or {}
    publisher = linked.resolve(article.get("publisher"))
    return clean_value(head.value("og:site_name") or text_of(publisher))


def _language(tree: LexborHTMLParser, head: Head, article: Json) -> str | None:
    root = tree.css_first("html")
    claimed = (
        (root.attrs.get("lang") if root is not None else None)
        or head.value("content-language")
        or text_of(article.get("inLanguage"))
        or head.value("og:locale")
    )
    if not claimed or not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", claimed.strip()):
        return None
    return claimed.strip().replace("_", "-")


def _paywalled(article: Json) -> bool | None:
    free = article.get("isAccessibleForFree")
    if free is None:
        return None
    return str(free).strip().lower() in ("false", "0", "no")


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


# -- people and places ----------------------------------------------------------------------------


def _choose_authors(tree: LexborHTMLParser, found: Metadata, head: Head, linked: LinkedData) -> None:
    """Take the authors from the first source that names any."""
    for names, source in _author_claims(tree, head, linked):
        if names:
            found.authors = tuple(names)
            found.provenance["authors"] = source
            return


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


def _choose_section(tree: LexborHTMLParser, found: Metadata, head: Head, article: Json) -> None:
    section = clean_value(text_of(article.get("articleSection")))
    source = "jsonld"
    if not section:
        pair = head.first(_SECTION_META)
        section, source = (clean_value(pair[0]), f"meta:{pair[1]}") if pair else (None, "")
    if section:
        found.section = section
        found.provenance["section"] = source
    found.tags, tag_source = _tags(head, article)
    if not found.tags:
        shown = (clean_text(node.text()) for found in tree.css(_TAG_LISTS) for node in found.css("a"))
        found.tags, tag_source = tuple(dict.fromkeys(tag for tag in shown if tag)), "shown"
    if found.tags:
        found.provenance["tags"] = tag_source


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
    cleaned = dict.fromkeys(text for part in parts if (text := clean_value(part)))
    return tuple(cleaned), source
