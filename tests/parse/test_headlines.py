"""The headline is what readers see over the article: no logo, no section, no kicker, no name of the site."""

import json

import pytest
from factories import seed_at as make_seed

from flows.parse.page import parse_page
from flows.records import ParsedPage

TITLE = "Windmill at Garrow Fen turns again"
TEXT = "".join(
    f"<p>{text}</p>"
    for text in (
        "The windmill at Garrow Fen ground its first flour in forty years on Sunday, and the village came to eat.",
        "Nia Abara, the miller, had the sails made in a boatyard, for no carpenter of the county would cut them.",
        "The parish keeps the flour in the old school, where every household may fetch a bag until the winter.",
        "Children of the three schools painted the door, and a barge brought the new millstones from the coast.",
        "By the evening the queue reached the churchyard wall, and the last loaf went to the man who rings the bells.",
    )
)
SITE = "<meta property='og:site_name' content='Fen Post'>"


def parse(body: str, *, head: str = "", window: str = f"{TITLE} | Fen Post", **more: object) -> ParsedPage:
    markup = f"<html lang='en'><head><title>{window}</title>{head}</head><body>{body}<div>{TEXT}</div></body></html>"
    return parse_page(markup.encode(), url="https://fen.example/n/1", headers={}, **more)  # type: ignore[arg-type]  # what parse_page takes


@pytest.mark.parametrize(
    "body",
    [
        f"<header><h1><a href='/'>Fen Post</a></h1></header><main><h2>{TITLE}</h2>",
        f"<a href='https://www.fen.example/index.html'><h1>Fen Post</h1></a><main><h1>{TITLE}</h1>",
        f"<header><h1>From the county</h1></header><main><h2>{TITLE}</h2>",
        f"<header><h1>Fen Post</h1></header><main><h2>{TITLE}</h2>",
        f"<div class='menu'><h1>Menu</h1></div><main><h1>{TITLE}</h1>",
        f"<main><h1><span class='k'>County</span><span>{TITLE}</span></h1>",
        f"<main><h1><small>County</small><br>{TITLE}</h1>",
        f"<main><h1><small>County</small>{TITLE}</h1>",
        f"<div><h1>Fen Post</h1></div><div><h2>{TITLE}</h2></div>",
        f"<h1><a href='/'>Fen Post</a></h1><main><h3>{TITLE}</h3>",
        f"<main><h1>{TITLE}<span class='sub'>After forty years of silence</span></h1>",
        "<main><h1>Windmill at Garrow Fen<br>turns again</h1>",
        "<main><h1><div>Windmill at</div><div>Garrow Fen turns again</div></h1>",
        "<main><h1>Wind<b>mill</b> at <i>Garrow</i> Fen turns again</h1>",
    ],
)
def test_the_heading_that_the_window_has_too_is_the_headline(body: str):
    assert parse(body).title == TITLE


@pytest.mark.parametrize(
    "window",
    [
        f"{TITLE} - Fen Post",
        f"Fen Post - {TITLE}",
        f"Fen Post » {TITLE}",
        f"{TITLE} | County | Fen Post",
        f"{TITLE} (Fen Post)",
        f"Fen Post: {TITLE}",
        f"Fen Post :: {TITLE}",
        f"{TITLE} &lt; County &lt; Fen Post",
        f"{TITLE}_County_Fen Post",
        f"{TITLE}－Fen Post",
        "\n  Windmill at Garrow\n  Fen turns again\n  :: Fen Post\n",
        TITLE,
    ],
)
def test_a_window_alone_loses_the_site_and_the_sections_beside_it(window: str):
    assert parse("<main>", head=SITE, window=window).title == TITLE


@pytest.mark.parametrize("title", ["Mill – lock: a long quarrel", "Mill | lock and weir", "Nia: a miller's life"])
def test_a_separator_inside_the_headline_stays(title: str):
    assert parse(f"<main><h1>{title}</h1>", window=f"{title} | Fen Post").title == title
    if "|" not in title:
        assert parse("<main>", head=SITE, window=f"{title} | Fen Post").title == title


@pytest.mark.parametrize(
    "og",
    [
        "Windmill at Garrow…",
        "Windmill at Garrow Fen",
        "Fen Post",
        f"County: {TITLE}",
        f"{TITLE} - Fen Post",
        "Start - Fen Post",
    ],
)
def test_titles_for_sharing_that_are_cut_or_dressed_leave_the_headline_alone(og: str):
    page = parse(f"<main><h1>{TITLE}</h1>", head=f"<meta property='og:title' content='{og}'>")
    assert page.title == TITLE


def test_the_data_s_headline_in_a_second_heading_stands_before_the_crumbs():
    data = json.dumps({"@type": "NewsArticle", "headline": TITLE})
    crumbs = "<nav><ol><li><h1>Flour after forty years: what to know</h1></li></ol></nav>"
    page = parse(
        f"{crumbs}<main><h2>{TITLE}</h2>",
        head=f"<script type='application/ld+json'>{data}</script>",
        window="Flour after forty years: what to know | Fen Post",
    )
    assert page.title == TITLE


def test_a_title_written_for_search_engines_leaves_the_only_heading_alone():
    page = parse(f"<main><h1>{TITLE}</h1>", window="Fen windmill: opening times, flour and more")
    assert page.title == TITLE


def test_the_seed_tells_which_heading_is_the_headline():
    seed = make_seed("https://fen.example/n/1", title=TITLE, body=None)
    page = parse(f"<main><h1>Welcome to our paper of record</h1><h2>{TITLE}</h2>", window="Fen Post", seed=seed)
    assert page.title == TITLE


def test_the_site_s_name_is_found_in_its_host():
    page = parse_page(
        f"<title>{TITLE} - Fenpost.example</title><main>{TEXT}".encode(),
        url="https://www.fenpost.example/n/1",
        headers={},
    )
    assert page.title == TITLE


def test_a_title_for_sharing_that_ends_in_the_middle_of_the_window_s_is_cut():
    page = parse("<main>", head="<meta property='og:title' content='Windmill at Garrow F'>", window=TITLE)
    assert page.title == TITLE


def test_a_kicker_of_two_signs_is_parted_from_a_chinese_headline():
    markup = f"<title>旧风车重新转动 | 样本报</title><main><h1><span>社会</span><span>旧风车重新转动</span></h1>{TEXT}"
    assert parse_page(markup.encode(), url="https://fen.example/n/1", headers={}).title == "旧风车重新转动"


@pytest.mark.parametrize("box", ["factbox", "info-box", "related"])
def test_the_heading_of_a_box_beside_the_article_is_no_headline(box: str):
    shown = parse(f"<div class='{box}'><h1>Windmills in figures</h1></div><main><h2>{TITLE}</h2>", window="Fen Post")
    assert shown.title != "Windmills in figures"


@pytest.mark.parametrize(
    "hiding",
    [
        "style='font-size: 0'",
        "style='text-indent:-9999px'",
        "style='position:absolute; left: -4000px'",
        "style='max-height:0;overflow:hidden'",
        "style='clip-path: inset(50%)'",
        "hidden",
        "aria-hidden=true",
    ],
)
def test_a_heading_that_nobody_sees_is_no_headline(hiding: str):
    shown = parse(f"<h1 {hiding}>Windmills in figures</h1><main><h2>{TITLE}</h2>", window="Fen Post")
    assert shown.title != "Windmills in figures"


def test_a_heading_that_a_search_on_the_page_finds_is_shown():
    assert parse(f"<main><h1 hidden='until-found'>{TITLE}</h1>", window="Fen Post").title == TITLE


def test_how_a_word_is_read_is_no_part_of_the_headline():
    title = "風車が四十年ぶりに回る"
    shown = (
        "<ruby>風車<rp>(</rp><rt>ふうしゃ</rt><rp>)</rp></ruby>が<ruby>四十年<rt>よんじゅうねん</rt></ruby>ぶりに回る"
    )
    assert parse(f"<main><h1>{shown}</h1>", window=title).title == title


def test_a_short_beginning_in_an_element_of_its_own_is_glued_as_readers_see_it():
    assert parse("<main><h1><b>Mc</b>Garrow mills again</h1>", window="Fen Post").title == "McGarrow mills again"


def test_the_first_line_of_a_page_without_heading_is_the_seed_s_title_and_no_prose():
    seed = make_seed("https://fen.example/n/1", title=TITLE, body=None)
    page = parse(f"<main><div><p class='big'>{TITLE}</p>{TEXT}</div>", window="", seed=seed)
    assert TITLE not in [block.text for block in page.blocks]
