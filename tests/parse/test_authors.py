"""Who wrote an article: people apart from roles, agencies, teasers and the site."""

import json

import pytest

from flows.parse.page import parse_page
from flows.text.names import looks_like_name, split_authors

TEXT = "".join(
    f"<p>{text}</p>"
    for text in (
        "The windmill at Garrow Fen ground its first flour in forty years on Sunday, and the village came to eat.",
        "The sails were made in a boatyard by the coast, for no carpenter of the county would cut them this year.",
        "The parish keeps the flour in the old school, where every household may fetch a bag until the winter.",
    )
)


def authors(beside: str = "", *, head: str = "", before: str = "", after: str = "", end: str = "") -> list[str]:
    markup = (
        f"<html lang='en'><head><title>Mill turns again</title>{head}</head><body>{before}"
        f"<main><h1>Mill turns again</h1>{beside}<div>{TEXT}{end}</div></main>{after}</body></html>"
    )
    return list(parse_page(markup.encode(), url="https://fen.example/n/1", headers={}).authors)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Nia Abara, Chief Correspondent", ["Nia Abara"]),
        ("Jorun Vik, journalist", ["Jorun Vik"]),
        ("Ilse Maat, redacteur", ["Ilse Maat"]),
        ("Рада Белова, корреспондент", ["Рада Белова"]),
        ("Biên tập viên Đỗ Thu An", ["Đỗ Thu An"]),
        ("박하늘 기자", ["박하늘"]),
        ("By Nia Abara, Per Lund and Jo Ek | AFP", ["Nia Abara", "Per Lund", "Jo Ek"]),
        ("Von Jork Holm und Wiebke Tamm (dpa)", ["Jork Holm", "Wiebke Tamm"]),
        ("Por Inés Duarte y Luis Peña", ["Inés Duarte", "Luis Peña"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Tom E Okri", ["Tom E Okri"]),
        ("Abara, Nia", ["Nia Abara"]),
        ("Nia Abara & Per Lund", ["Nia Abara", "Per Lund"]),
        ("Martin Luther King, Jr.", ["Martin Luther King"]),
        ("Anna von der Heide", ["Anna von der Heide"]),
        ("<a href='/nia'>Nia Abara</a>", ["Nia Abara"]),
        ("&lt;b&gt;Nia Abara&lt;/b&gt;", ["Nia Abara"]),
        ("Nia Abara nia@fen.example @nia", ["Nia Abara"]),
        ("https://fen.example/nia", []),
        ("admin", []),
        ("Editorial staff", ["Editorial staff"]),
        ("Bylund Moe", ["Bylund Moe"]),
        ("Theo Aspen", ["Theo Aspen"]),
        ("Di Stefano", ["Di Stefano"]),
        ("Edith Kuhn", ["Edith Kuhn"]),
        ("Theo Đỗ Thu An", ["Đỗ Thu An"]),
        ("dpa/Jork Holm", ["Jork Holm"]),
        ("Jork Holm/fenradio.example", ["Jork Holm"]),
        ("图/林桥生", ["林桥生"]),
        ("特约撰稿:林桥生", ["林桥生"]),
        ("Nia Abara, Lisbon", ["Nia Abara"]),
        ("本报记者 林小海", ["林小海"]),
        ("Chief Editor Nia Abara", ["Nia Abara"]),
        ("Theodor Aspen", ["Theodor Aspen"]),
        ("Nia Abara on 4 November 2018", ["Nia Abara"]),
    ],
)
def test_a_byline_gives_its_people(written: str, names: list[str]):
    assert split_authors([written]) == names


def test_people_are_named_before_organisations_and_once():
    assert split_authors(["Nia Abara", "Fen News Agency", "Nia Abara"]) == ["Nia Abara"]
    assert split_authors(["Fen News Agency"]) == ["Fen News Agency"]


@pytest.mark.parametrize("text", ["Nia Abara", "Anna von der Heide", "Đỗ Thu An", "Ο Νίκος Άνθης"])
def test_a_name_is_told_by_its_form(text: str):
    assert looks_like_name(text)


@pytest.mark.parametrize("text", ["Nia", "in the fen", "Fen News Agency", "Route 66 Diner", "Chief Reporter"])
def test_what_has_not_the_form_of_a_name_is_none(text: str):
    assert not looks_like_name(text)


TEASER = "<div class='newest'><h4>New</h4><a href='/o'>Lock sold</a><span class='author'>Per Lund</span></div>"


def test_the_author_of_a_teaser_is_not_this_article_s():
    assert authors("<span class='author'>Nia Abara</span>", before=TEASER) == ["Nia Abara"]
    assert authors("<span class='author'>Nia Abara</span>", after=TEASER) == ["Nia Abara"]


@pytest.mark.parametrize(
    "beside",
    [
        "<p class='x7'>By Nia Abara</p>",
        "<p>By Nia Abara, 4 November 2018</p>",
        "<div><b>Author:</b><span>Nia Abara</span></div>",
        "<p>Posted by <a href='/author/nia'>Nia Abara</a></p>",
        "<div class='author-box'><img alt='Nia'><span class='author-name'>Nia Abara</span><span>Reporter</span></div>",
        "<p><a href='/staff/nia-abara'>Nia Abara</a></p>",
        "<div class='post__author'>Nia Abara</div>",
        "<span class='vcard'><a class='url fn n' title='All posts by Nia Abara'>Nia Abara</a></span>",
    ],
)
def test_a_name_beside_the_headline_is_read(beside: str):
    assert authors(beside) == ["Nia Abara"]


def test_a_byline_at_the_end_of_the_text_is_read():
    assert authors(end="<p>By Nia Abara</p>") == ["Nia Abara"]


def test_the_name_that_a_system_knows_its_author_by_gives_way_to_the_whole_one():
    data = json.dumps({"@type": "NewsArticle", "headline": "Mill turns again", "author": {"name": "Nia"}})
    head = f"<script type='application/ld+json'>{data}</script>"
    assert authors("<span class='author'>Nia Abara</span>", head=head) == ["Nia Abara"]
    assert authors("<span class='author'>Per Lund</span>", head=head) == ["Nia"]


def test_nobody_is_named_where_a_sentence_begins_like_a_byline():
    assert authors("<p>By noon the whole village stood in the yard.</p>") == []


@pytest.mark.parametrize("box", ["factbox", "infobox", "related"])
def test_who_is_named_in_a_box_beside_the_article_did_not_write_it(box: str):
    assert authors(f"<div class='{box}'><a rel='author' class='author' href='/x'>Per Lund</a></div>") == []


@pytest.mark.parametrize(
    ("beside", "names"),
    [
        ("<p>03.02.2019 <span>- Redaktion: Wiebke Tamm</span></p>", ["Wiebke Tamm"]),
        ("<div>Door</div><div>Molenaar</div><div>Nieuws</div>", ["Molenaar"]),
        ("<p>- Sails were made in a boatyard</p>", []),
    ],
)
def test_a_byline_behind_a_sign_or_a_label_is_read(beside: str, names: list[str]):
    assert authors(beside) == names


FIRST_NAME = (
    '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"Nia"}}</script>'
)


def test_a_first_name_in_the_data_is_made_whole_by_the_page():
    assert authors(head=FIRST_NAME, end="<p>Nia Abara has milled for twenty years.</p>") == ["Nia Abara"]


@pytest.mark.parametrize("end", ["", "<p>Nia Abara and Nia Holm have milled for years.</p>", "<p>nia mills.</p>"])
def test_a_first_name_stays_alone_where_the_page_has_none_or_two(end: str):
    assert authors(head=FIRST_NAME, end=end) == ["Nia"]


def test_a_word_behind_a_name_without_capitals_is_no_part_of_it():
    data = FIRST_NAME.replace("Nia", "박다온")
    assert authors(head=data, end="<p>박다온 씨가 방앗간을 이십 년 지켰다.</p>") == ["박다온"]


def test_a_byline_that_gives_a_first_name_is_left_as_readers_see_it():
    assert authors("<p>Author: Nia</p>", end="<p>Nia Abara has milled for twenty years.</p>") == ["Nia"]


@pytest.mark.parametrize(
    "beside",
    [
        "<p>By Nia Abara</p>",
        "<p>26.11.2018 13:30 by Nia Abara</p>",
        "<p>26.11.2018 | 13:30 Uhr | von Nia Abara</p>",
        "<p>26.11.2018 klo 13.30 – text: Nia Abara</p>",
        "<p>26.11.2018, 13 giờ 30, tác giả: Nia Abara</p>",
        "<p>Author: Nia Abara, miller of the parish since 1998</p>",
    ],
)
def test_a_byline_stands_before_the_motto_of_the_site(beside: str):
    assert authors(beside, head="<meta name=author content='The magazine for millers'>") == ["Nia Abara"]


def test_the_link_behind_a_name_is_no_part_of_it():
    box = "<div class=author><div>Nia Abara</div><div><a href=/all>all articles</a></div></div>"
    assert authors(box) == ["Nia Abara"]


def test_a_byline_inside_a_heading_is_no_teaser():
    assert authors("<h3 class=byline><a href=/nia>Nia Abara</a></h3>") == ["Nia Abara"]
