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


OLD = "The old ferry closes after sixty years"
LEAD = "Sixty years of crossings ended this week, and hardly anybody in the village came to look."


def read(inside: str, *, title: str = "Ferry closes", **more: str) -> list[tuple[BlockKind, str]]:
    """Read an article with markup between its second and third paragraph; `more`: lead, start, end, authors."""
    lead, start, end = (more.get(name, "") for name in ("lead", "start", "end"))
    first, last = ("".join(f"<p>{text}</p>" for text in half) for half in (STORY[:2], STORY[2:]))
    head = f"<title>Ferry</title><meta name=author content='{more.get('authors', '')}'>"
    above = f"<h1>{title}</h1>" + (f"<p class=lead>{lead}</p>" if lead else "")
    page = f"{head}<body><main>{above}<div>{start}{first}{inside}{last}{end}</div></main>"
    return [(block.kind, block.text) for block in read_document(page, None).body.blocks]


def prose(inside: str, **where: str) -> list[str]:
    return [text for kind, text in read(inside, **where) if kind is not BlockKind.CAPTION]


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


def test_a_sentence_much_of_which_is_a_link_is_kept():
    text = "Tom Kang is said to be <a href=/k>the only man who knows the current below the old mill by night</a>."
    assert text.replace("<a href=/k>", "").replace("</a>", "") in prose(f"<p>{text}</p>")
    assert prose(
        "<p>More on this story: <a href=/k>The man who knows the current below the old mill by night</a></p>"
    ) == list(STORY)


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


def test_the_few_words_of_a_short_article_with_a_picture_are_its_text():
    first, second = (
        "The ferry at Lower Halk closed on Friday, after sixty years.",
        "The boat will be kept in the museum.",
    )
    markup = (
        f"<article><h1>Ferry closes</h1><div class=b><img src=/boat.jpg><p>{first}</p><p>{second}</p></div></article>"
    )
    body = read_document(f"<title>Ferry closes</title><body>{markup}", None).body
    assert [(block.kind, block.text) for block in body.blocks] == [
        (BlockKind.PARAGRAPH, first),
        (BlockKind.PARAGRAPH, second),
    ]


def test_a_long_text_in_a_box_with_a_picture_is_prose():
    text = (
        "The boat was built in 1971 by the ferryman's father, from one tree that a storm had felled near the landing. "
    )
    text += "He painted it green each spring, and it never had an engine, because the current carries it across."
    assert text in prose(f"<div><img src=/boat.jpg><p>{text}</p></div>")


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Lee, Lower Halk",
        "Ann Lee | 2 March 2024",
        "3 days ago",
        "vor 3 Stunden",
        "5 giờ trước",
        "(Reporting by Bob Day; Editing by Eve Fox)",
        "Email us at news@halk.example",
    ],
)
def test_lines_about_the_article_are_no_prose(line: str):
    assert prose(f"<p>{line}</p>", authors="Ann Lee") == list(STORY)


def test_a_line_set_off_that_announces_what_is_not_there_is_no_prose():
    card = "<article><a href=/v>Video</a></article>"
    assert prose("", end=f"<p><b>Watch the last crossing here:</b></p>{card}") == list(STORY)
    assert prose("", end=f"<p>Watch the last crossing <a href=/v>in our film</a>:</p>{card}") == list(STORY)


def test_a_last_sentence_that_ends_in_a_colon_is_kept():
    last = "These are the times of the bus that has taken over:"
    assert prose("", end=f"<p>{last}</p><img src=/t.png>") == [*STORY, last]


def test_a_colon_inside_the_text_announces_its_next_line():
    assert "This is what the ferryman said:" in prose("<p>This is what the ferryman said:</p>")


def test_a_list_named_as_a_summary_is_no_prose_where_there_is_a_lead():
    points = "<div class=article-summary><h2>In brief</h2><ul><li>Ferry closed</li><li>Boat kept</li></ul></div>"
    assert prose("", lead=LEAD, start=points) == list(STORY)
    assert "Ferry closed" in prose("", start=points)


def test_the_lead_of_an_article_without_a_heading_is_told_by_its_class():
    text = "".join(f"<p>{text}</p>" for text in STORY)
    markup = f"<article><header><p class=intro>{LEAD}</p></header><div>{text}</div></article>"
    body = read_document(f"<title>Ferry</title><body>{markup}</body>", None).body
    assert body.lead == LEAD
    assert [block.text for block in body.blocks] == list(STORY)


def test_a_paragraph_before_the_container_of_the_others_belongs_to_them():
    rest = "".join(f"<p>{text}</p>" for text in STORY[1:])
    head = f"<h1>Ferry closes</h1><h2 class=subtitle>{LEAD}</h2>"
    markup = f"<article>{head}<div><p>{STORY[0]}</p><div class=w>{rest}</div></div></article>"
    body = read_document(f"<title>Ferry</title><body>{markup}</body>", None).body
    assert body.lead == LEAD
    assert [block.text for block in body.blocks] == list(STORY)


def test_a_box_is_junk_by_its_id_too():
    assert prose(f"<div id='related-news'>{CARD}</div>") == list(STORY)


def test_the_headline_with_a_kicker_inside_the_body_is_no_prose():
    assert prose("", start="<h2>Lower Halk: The old ferry closes after sixty years</h2>", title=OLD) == list(STORY)
    assert prose("", start="<h2>old ferry closes after sixty years</h2>", title=f"Lower Halk: {OLD}") == list(STORY)
