"""Where the body of an article stands, on pages whose markup says little of it, or says it wrongly."""

import time

import pytest
from factories import make_seed

from flows.parse.page import parse_page

TITLE = "Mlyn na Garrow znovu mele"
SENTENCES = (
    "Větrný mlýn na Garrow semlel v neděli první mouku po čtyřiceti letech a celá ves se přišla najíst.",
    "Lopatky vyrobila loděnice na pobřeží, protože žádný tesař z kraje se do takové práce letos nepustil.",
    "Farnost uloží mouku ve staré škole, kde si každá domácnost smí do zimy vyzvednout jeden plný pytel.",
)
PROSE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
LOOSE = "".join(f"<div>{sentence}</div>" for sentence in SENTENCES)
READERS = "".join(
    f"<li><p>Čtenář {n}: o mlýně se u nás ve vsi mluví od jara a každý k tomu má něco docela jiného.</p></li>"
    for n in range(16)
)


def read(body: str, head: str = "") -> list[str]:
    markup = f"<html lang=cs><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"
    page = parse_page(markup.encode(), url="https://garrow.example/zpravy/mlyn", headers={})
    return [
        *([page.lead] if page.lead else []),
        *(block.text for block in page.blocks if block.kind.value != "caption"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            f"<main><h1>{TITLE}</h1><div class=text>{LOOSE}</div></main><ul class=comments>{READERS}</ul>",
            id="text without paragraphs, above many comments",
        ),
        pytest.param(
            f"<h1>{TITLE}</h1><div class='page page--withSidebar'><div>{PROSE}</div></div>"
            f"<div><p>Redakce: Náměstí 1, Garrow. {'Píšeme z kraje pro kraj každý den. ' * 4}</p></div>",
            id="a page with a sidebar is none",
        ),
        pytest.param(
            f"<header><p><style>{'.a{color:red} ' * 90}</style></p></header>"
            f"<div class='row--sidebar'><h1>{TITLE}</h1><div class=sidebar>{PROSE}</div></div>",
            id="style sheets are no prose",
        ),
        pytest.param(
            f"<main><h1>{TITLE}</h1><div class='entry-content'>{PROSE}<p>{TITLE}</p></div></main>",
            id="the title again below the text",
        ),
        pytest.param(
            f"<main><h1>{TITLE}</h1><div class='byline-post meta'>{PROSE}</div></main>",
            id="the container has a byline's name",
        ),
        pytest.param(
            f"<main><h1>{TITLE}</h1><div><div class=caption><div>{PROSE}</div></div></div></main>",
            id="the container has a caption's name",
        ),
        pytest.param(
            f"<main><h1>{TITLE}</h1><div><figure><img src=a.jpg><div>{PROSE}</div></figure></div></main>",
            id="a figure that was not closed",
        ),
        pytest.param(
            f"<main><h1>{TITLE}</h1><div class=story>{PROSE}</div>"
            + "".join(f"<a href=/{n}><p>{n}. zpráva. {sentence}</p></a>" for n in range(9) for sentence in SENTENCES)
            + "</main>",
            id="cards that are links as a whole",
        ),
    ],
)
def test_the_text_is_found(body: str):
    found = read(body)
    assert found[:3] == list(SENTENCES)
    assert len(found) <= 4  # a line of the page may be beside it


def test_a_single_paragraph_beside_a_picture_is_the_body_where_its_box_says_so():
    story = f"<div class=entry-content><img src=a.jpg><p>{SENTENCES[0]}</p></div>"
    teaser = "<div><p>Čtenář píše: o mlýně se u nás mluví od jara a každý má k tomu něco jiného.</p></div>"
    assert SENTENCES[0] in read(f"<div><h1>{TITLE}</h1>{story}{teaser}</div>")


def test_captions_that_repeat_the_title_take_no_text_away():
    pictures = "".join(
        f"<figure><img src={n}.jpg alt='{TITLE}'><figcaption>{TITLE}</figcaption></figure>" for n in "ab"
    )
    body = f"<main><h1>{TITLE}</h1><div class=entry-content>{PROSE}{pictures}</div></main>"
    assert read(body) == list(SENTENCES)


def read_with_seed(body: str, text: str) -> list[str]:
    markup = f"<html lang=cs><head><title>{TITLE}</title></head><body>{body}</body></html>"
    seed = make_seed(1, title=TITLE, body=text)
    page = parse_page(markup.encode(), url="https://garrow.example/zpravy/mlyn", headers={}, seed=seed)
    return [block.text for block in page.blocks if block.kind.value != "caption"]


def test_a_teaser_is_none_of_the_article_for_a_sentence_that_both_have():
    teaser = f"<p><a href=/2>Mlyn na Brdech stojí</a>: {SENTENCES[1]} Stavbu tam zdrželo jaro.</p>"
    body = f"<h1>{TITLE}</h1><div class=text><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p>{{}}<p>{SENTENCES[2]}</p></div>"
    box = f"<div class=k7>{teaser}<p>{SENTENCES[0]}</p></div>"
    assert read_with_seed(body.format(box), " ".join(SENTENCES)) == list(SENTENCES)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<table><tr><td><font>{}{}</font></table>", id="in a cell"),
        pytest.param("<div class=a>{}{}</div>", id="at the end"),
        pytest.param(
            "<div class=a>{}</div><div class=b><p>Pošlete nám adresu.</p></div><div class=a>{}</div>", id="behind an ad"
        ),
    ],
)
def test_a_line_of_two_short_pieces_is_not_lost_where_page_and_seed_have_it(markup: str):
    line = "Foto: Vltava"
    body = markup.format("".join(f"<p>{sentence}</p>" for sentence in SENTENCES), f"<p>{line}</p>")
    assert read_with_seed(f"<h1>{TITLE}</h1>{body}", " ".join((*SENTENCES, line)))[-1] == line


def test_a_teaser_that_resembles_a_sentence_that_is_whole_around_it_is_a_stranger():
    head, items = "Členové rady města Garrow v roce 1904 byli tito", ("1. Bedřich Holub", "2. Ota Janda", "3. Jan Kos")
    box = "<div class=k7><p>+<p>Členové rady města Garrow v roce 1908 byli tito</div>"
    body = f"<div class=text><p>{SENTENCES[0]}</p><p>{head}</p>{box}{''.join(f'<p>{item}</p>' for item in items)}</div>"
    assert read_with_seed(f"<h1>{TITLE}</h1>{body}", " ".join((SENTENCES[0], head, *items))) == [
        SENTENCES[0],
        head,
        *items,
    ]


@pytest.mark.parametrize("headlines", [1, 2])
def test_a_headline_is_a_line_of_the_text_as_often_as_the_seed_has_it(headlines: int):
    rows = [*[TITLE] * headlines, *SENTENCES, TITLE]
    table = "".join(f"<tr><td><p>{row}</p></td></tr>" for row in rows)
    assert read_with_seed(f"<table>{table}</table>", " ".join((*SENTENCES, TITLE))) == [*SENTENCES, TITLE]


@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "\ufeff", "\u200c", "\u2066"])
def test_a_sentence_with_signs_that_nobody_sees_is_put_back(hidden: str):
    last = f"Star{hidden}osta pak{hidden} poděkoval mly{hidden}nářům."
    body = f"<div class=text>{PROSE}</div><div class=promo><p>{last}</p></div>"
    found = read_with_seed(f"<h1>{TITLE}</h1>{body}", " ".join((*SENTENCES, last.replace(hidden, ""))))
    assert found[-1].replace(hidden, "") == last.replace(hidden, "")


def test_a_letter_that_looks_like_another_is_the_same_to_the_search_for_the_text():
    own = ("Ðoàn công tác đã tới thăm cánh đồng muối.", "Ðiều đó làm bà con vui, vì mùa này mưa rất ít.")
    teaser = "<div class=k7><p>Ðoàn công tác đã tới thăm cánh đồng bông, nơi mùa này mưa rất nhiều.</p></div>"
    body = f"<h1>{TITLE}</h1><div class=text><p>{own[0]}</p>{teaser}<p>{own[1]}</p></div>"
    assert read_with_seed(body, " ".join(own).replace("Ð", "Đ")) == list(own)


def test_a_text_that_says_one_thing_over_and_over_costs_no_more_than_its_length():
    line = "Mlyn mele mouku, mouku mele mlyn."
    blocks = "".join(f"<p>{line}</p>" for _ in range(4_000))
    started = time.process_time()
    found = read_with_seed(f"<h1>{TITLE}</h1><div class=text>{blocks}<p>Jinak nic.</p></div>", " ".join([line] * 4_000))
    assert time.process_time() - started < 5
    assert found[:4_000] == [line] * 4_000
