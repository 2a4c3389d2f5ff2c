"""Articles that a page does not show: their text is in the state that a script hands to the browser."""

import json

from flows.parse.page import parse_page
from flows.records import BlockKind, PageKind, ParsedPage

STORY = (
    "The ferry at Lower Halk closed after sixty years, because the new bridge opened to traffic this week.",
    "Tom Kang, the last ferryman, made his last crossing at five in the afternoon with his son beside him.",
    "The village keeps the boat in its museum, together with three books of passengers begun in 1962.",
    "On the busiest day the ferry carried 840 people, most of them pupils and traders on their way to market.",
    "The bridge is four hundred metres long, has two lanes for cars, and a path for those who go on foot.",
)
MARKUP = "".join(f"<p class='a'>{text}</p>" for text in STORY)


def parse(state: object, title: str = "Ferry at Lower Halk closes") -> ParsedPage:
    script = json.dumps(state).replace("<", "\\u003c").replace(">", "\\u003e")
    markup = (
        f"<html><head><title>{title}</title><meta property='og:title' content='{title}'></head>"
        f"<body><div id=app></div><script>window.__STATE__ = {script};</script></body></html>"
    )
    return parse_page(markup.encode(), url="https://halk.example/a/1", headers={})


def test_the_body_is_read_from_the_state():
    page = parse({"article": {"title": "Ferry at Lower Halk closes", "html": MARKUP, "teasers": ["<p>Short</p>"]}})
    assert [block.text for block in page.blocks] == list(STORY)
    assert page.kind is PageKind.ARTICLE
    assert dict(page.provenance)["body"] == "script"


def test_the_state_of_another_article_is_not_read():
    page = parse({"trending": [{"title": "Bamboo harvest is late", "html": MARKUP}]}, title="Page is lost in space")
    assert page.blocks == ()


def test_captions_in_the_state_are_captions():
    picture = "<figure><img src='/a.jpg'><figcaption>The boat on its last day.</figcaption></figure>"
    page = parse({"title": "Ferry at Lower Halk closes", "html": picture + MARKUP})
    assert [block.text for block in page.blocks if block.kind is BlockKind.CAPTION] == ["The boat on its last day."]
