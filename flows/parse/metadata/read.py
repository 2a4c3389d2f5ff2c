"""Gather what a page says about its article outside the prose, and let the evidence vote.

Sources in the order in which they are believed: the publisher's own layout, JSON-LD of this article, microdata,
OpenGraph and other meta tags, `<time>`, visible text near the headline. Each chosen value keeps the name of its source.
"""

from selectolax.lexbor import LexborHTMLParser

from flows.parse.metadata.choose import Metadata, canonical_of, keep, read_claims
from flows.parse.metadata.dating import NOTHING, Known, make_dating
from flows.parse.metadata.head import Head, read_head
from flows.parse.metadata.jsonld import load_blocks
from flows.parse.metadata.marked import Marked
from flows.parse.metadata.nearness import Surroundings
from flows.parse.metadata.people import choose_authors
from flows.parse.metadata.stories import choose_story
from flows.parse.metadata.times import choose_times
from flows.parse.metadata.titles import choose_title


def read_metadata(
    tree: LexborHTMLParser, url: str | None, zone: str | None, known: Known = NOTHING
) -> tuple[Metadata, Head]:
    """Choose the metadata of a page: headline first, then times and people by what stands beside it.

    `zone` is the publisher's (IANA), `known` what seed and capture say.
    """
    head = read_head(tree)
    linked = load_blocks(head.scripts)
    titles = (head.title, head.value("og:title"), known.title, *(node.text() for node in head.headings[:3]))
    linked.article = choose_story(linked.stories, (url, canonical_of(head, url)[0]), titles)
    found = read_claims(tree, head, linked, url)
    choose_title(found, head, url, known.title)
    found.around = Surroundings(found.heading)
    found.marked = Marked(tree, found.heading)
    found.dating = make_dating(url, found.language, zone, known)
    choose_times(found, head, linked, found.around, found.dating)
    keep(found, "authors", choose_authors(found.marked, head, linked, found.around, (found.site_name, found.host)))
    return found, head
