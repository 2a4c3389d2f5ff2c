"""Collect what a page says of itself outside the prose: meta tags, JSON-LD, microdata, times, headings."""

import re
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.parse.markup.plain import clean_text
from flows.parse.metadata.jsonld import unescape_twice

_HEAD: Final = (
    'meta, link[rel="canonical"], script[type*="ld+json" i], [itemprop], time, [property][content], h1, h2, title'
)

_TIME_IN_RDFA: Final = re.compile(r"(?:^|[\s:/])(?:date|created|issued|datePublished)(?:\s|$)")


@dataclass(slots=True)
class Head:
    """What one pass over a page's metadata found, unjudged."""

    meta: dict[str, list[str]] = field(default_factory=dict)
    canonical: str | None = None
    scripts: list[str] = field(default_factory=list)
    items: dict[str, list[LexborNode]] = field(default_factory=dict)
    times: list[LexborNode] = field(default_factory=list)
    headings: list[LexborNode] = field(default_factory=list)
    second_headings: list[LexborNode] = field(default_factory=list)
    title: str | None = None

    def value(self, name: str) -> str | None:
        """Return the first value of a meta tag."""
        values = self.meta.get(name)
        return values[0] if values else None

    def item(self, name: str) -> str | None:
        """Return the first value of a microdata property: of its attribute, else its text."""
        for node in self.items.get(name, ()):
            return node.attrs.get("content") or node.attrs.get("href") or clean_text(node.text()) or None
        values = self.meta.get(name.lower())
        return values[0] if values else None


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
    elif tag == "h2":
        head.second_headings.append(node)
    elif tag == "time" or _TIME_IN_RDFA.search(node.attrs.get("property") or ""):
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
    item = attrs.get("itemprop")
    if item and not attrs.get("property") and not attrs.get("name") and not _is_in_head(node):
        head.items.setdefault(item, []).append(node)  # of the story around it, which may be another
        return
    name = attrs.get("property") or attrs.get("name") or attrs.get("itemprop") or attrs.get("http-equiv")
    if name:
        head.meta.setdefault(name.lower(), []).append(content)


def _is_in_head(node: LexborNode) -> bool:
    return node.parent is not None and node.parent.tag == "head"


def clean_value(text: str | None) -> str | None:
    """Unescape and fold a value of an attribute; None where nothing is left."""
    if not text:
        return None
    if text.isascii() and text.isprintable() and "&" not in text:
        return " ".join(text.split()) or None
    return clean_text(unescape_twice(text)) or None
