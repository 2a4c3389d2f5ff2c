"""What stands inside the body and is none of it: told by structure, whatever the classes say."""

import pytest

from flows.parse.page import read_document
from flows.records import BlockKind

STORY = (
    "The ferry at Lower Halk closed after sixty years, because the new bridge opened to traffic this week.",
    "Tom Kang, the last ferryman, made his last crossing at five in the afternoon with his son beside him.",
    "The village keeps the boat in its museum, together with three books of passengers begun in 1962.",
    "On the busiest day the ferry carried 840 people, most of them pupils and traders on their way to market.",
)
CARD = "<h3>Bamboo harvest is late</h3><p>Prices at the farm rose by half within a year, growers say.</p>"


def read(inside: str) -> list[tuple[BlockKind, str]]:
    """Read an article with some markup between its second and third paragraph."""
    first, last = ("".join(f"<p>{text}</p>" for text in half) for half in (STORY[:2], STORY[2:]))
    page = f"<title>Ferry</title><body><main><h1>Ferry closes</h1><div>{first}{inside}{last}</div></main>"
    return [(block.kind, block.text) for block in read_document(page, None).body.blocks]


def prose(inside: str) -> list[str]:
    return [text for kind, text in read(inside) if kind is not BlockKind.CAPTION]


@pytest.mark.parametrize(
    "markup",
    [
        f"<a href=/other>{CARD}</a>",
        f"<div class=c7><a href=/other><div class=x><div>{CARD}</div></div></a></div>",
        f"<article class=c9>{CARD}</article>",
        f"<section class=q1><article><div>{CARD}</div></article></section>",
        f"<div class='my-factbox green'>{CARD}</div>",
        f"<blockquote><p>“{STORY[1]}”</p></blockquote>",
        "<blockquote><p>made his last crossing at five in the afternoon</p><p>Tom Kang</p></blockquote>",
    ],
    ids=[
        "linked heading",
        "linked box",
        "card",
        "card in a section",
        "fact box",
        "pulled paragraph",
        "pulled words with a name",
    ],
)
def test_boxes_inside_the_body_are_no_prose(markup: str):
    assert prose(markup) == list(STORY)


def test_a_quote_that_the_text_does_not_have_is_kept():
    said = "Nobody will row across again, and I shall sell the oars, said the ferryman's son."
    assert (BlockKind.QUOTE, said) in read(f"<blockquote><p>{said}</p></blockquote>")


def test_a_linked_word_does_not_make_its_paragraph_a_link():
    text = "He built the boat in 1971 from the wood of a single tree, and painted it green every spring."
    assert text in prose("<p>" + text.replace("the boat", "<a href=/boat>the boat</a>") + "</p>")


def test_text_beside_a_link_around_a_block_is_not_linked():
    text = "He built the boat in 1971 from the wood of a single tree, and painted it green every spring."
    assert text in prose(f"<div>{text} <a href=/boat><div>The boat</div></a></div>")


def test_the_entries_of_a_live_blog_are_its_text():
    entries = "".join(f"<article><p>{text}</p></article>" for text in STORY)
    page = f"<title>Ferry</title><body><main><h1>Ferry closes</h1><div>{entries}</div></main>"
    assert [block.text for block in read_document(page, None).body.blocks] == list(STORY)


def test_the_few_words_in_a_box_with_a_picture_are_its_caption():
    blocks = read(
        "<div class=k3><div><img src=/boat.jpg></div><div>The boat on its last day.</div><p>Tom Kang</p></div>"
    )
    captions = [text for kind, text in blocks if kind is BlockKind.CAPTION]
    assert captions == ["The boat on its last day.", "Tom Kang"]


def test_a_long_text_in_a_box_with_a_picture_is_prose():
    text = (
        "The boat was built in 1971 by the ferryman's father, from one tree that a storm had felled near the landing. "
    )
    text += "He painted it green each spring, and it never had an engine, because the current carries it across."
    assert text in prose(f"<div><img src=/boat.jpg><p>{text}</p></div>")
