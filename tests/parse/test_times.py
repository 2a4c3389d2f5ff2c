"""When an article was published: which of all the times on its page is its own."""

import datetime as dt
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
    )
)
URL = "https://fen.example/news/windmill-31.html"
OWN = "2018-11-04T09:30:00Z"
STORY = {"@type": "NewsArticle", "headline": TITLE, "datePublished": OWN, "author": {"name": "Nia Abara"}, "url": URL}
OTHER = {
    "@type": "NewsArticle",
    "headline": "Council sells the old lock",
    "datePublished": "2011-02-03T04:05:00Z",
    "dateModified": "2011-02-04T00:00:00Z",
    "articleBody": "The council sold the old lock to a brewery.",
    "author": {"name": "Per Lindqvist"},
    "mainEntityOfPage": "https://fen.example/news/lock-7.html",
}


def parse(
    *,
    head: str = "",
    before: str = "",
    beside: str = "",
    after: str = "",
    url: str = URL,
    lang: str = "en",
    **more: object,
) -> ParsedPage:
    """Parse a page with these pieces of markup around headline and text."""
    markup = (
        f"<html lang='{lang}'><head><title>{TITLE} | Fen Post</title>{head}</head><body>{before}"
        f"<main><h1>{TITLE}</h1>{beside}<div>{TEXT}</div></main>{after}</body></html>"
    )
    return parse_page(markup.encode(), url=url, headers={}, **more)  # type: ignore[arg-type]  # what parse_page takes


def linked(*entries: object) -> str:
    return (
        f"<script type=' application/ld+json '>{json.dumps(list(entries) if len(entries) > 1 else entries[0])}</script>"
    )


def day(page: ParsedPage) -> str | None:
    return page.published_at.date().isoformat() if page.published_at else None


def source(page: ParsedPage) -> str | None:
    return dict(page.provenance).get("published_at")


@pytest.mark.parametrize(
    "entries",
    [
        (OTHER, STORY),
        (STORY, OTHER),
        ({"@graph": [OTHER, STORY]},),
        ({"@type": "ItemList", "itemListElement": [{"item": OTHER}]}, STORY),
    ],
)
def test_another_story_of_the_data_gives_neither_day_nor_author(entries: tuple[object, ...]):
    page = parse(head=linked(*entries))
    assert (day(page), page.authors) == ("2018-11-04", ("Nia Abara",))


PLAIN = json.dumps(STORY)


@pytest.mark.parametrize(
    "written",
    [
        f"\ufeff{PLAIN}",
        f"{PLAIN};",
        f"/* made by a plugin */ {PLAIN}",
        f"// made by a plugin\n{PLAIN}",
        f"<!--\n{PLAIN}\n-->",
        f"var data = {PLAIN};",
        f"{json.dumps(OTHER)}\n{PLAIN}",
        f"{PLAIN[:-1]},}}",
        PLAIN.replace("Garrow", "Garrow\t"),
        PLAIN.replace("again", 'again" they say "'),
        PLAIN[:-1],
        json.dumps(PLAIN),
        PLAIN.replace("NewsArticle", "schema:NewsArticle"),
        json.dumps({"@type": "WebPage", "datePublished": "2001-01-01", "mainEntity": STORY}),
        json.dumps({**STORY, "datePublished": [OWN]}),
        json.dumps({**STORY, "datePublished": 1541323800000}),
    ],
)
def test_data_is_read_as_publishers_write_it(written: str):
    page = parse(head=f"<script type='application/ld+json'>{written}</script>")
    assert (day(page), page.authors) == ("2018-11-04", ("Nia Abara",))


def test_data_of_another_story_alone_says_nothing():
    page = parse(head=linked(OTHER))
    assert (day(page), page.authors, page.title) == (None, (), TITLE)


def test_a_headline_written_anew_is_the_same_story():
    assert day(parse(head=linked({**STORY, "headline": "After 40 years: flour!"}))) == "2018-11-04"


@pytest.mark.parametrize("unset", ["1970-01-01T00:00:00+00:00", "0001-01-01T00:00:00", "{{ post.date }}", "null"])
def test_a_placeholder_leaves_the_word_to_the_next_source(unset: str):
    meta = f"<meta property='article:published_time' content='{OWN}'>"
    assert day(parse(head=linked({**STORY, "datePublished": unset}) + meta)) == "2018-11-04"
    assert day(parse(head=linked({**STORY, "datePublished": unset}))) is None


def test_nothing_was_published_after_it_was_seen():
    seen = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    late = linked({**STORY, "datePublished": "2088-08-08T08:08:08Z"})
    meta = f"<meta name='pubdate' content='{OWN}'>"
    assert day(parse(head=late + meta, seen_at=seen)) == "2018-11-04"
    assert day(parse(head=late, seen_at=seen)) is None
    assert day(parse(head=linked({**STORY, "datePublished": "2019-12-31T23:00:00Z"}), seen_at=seen)) == "2019-12-31"


def test_a_vague_name_gives_way_to_the_data_and_completes_its_day():
    story = linked({**STORY, "datePublished": "2018-11-04"})
    assert day(parse(head="<meta name='date' content='2026-05-05T12:00:00Z'>" + story)) == "2018-11-04"
    page = parse(head="<meta name='date' content='2018-11-04T09:30:00Z'>" + story)
    assert page.published_at == dt.datetime(2018, 11, 4, 9, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "clock",
    [
        {"before": "<header><div><time datetime='2026-05-05T12:00:00Z'>5 May</time></div></header>"},
        {"after": "<footer><p>© 2026 Fen Post</p><time datetime='2026-05-05'>5 May 2026</time></footer>"},
        {"after": "<div class='comments'><p>Al <time datetime='2026-05-05T12:00:00Z'>5 May</time>: Bravo!</p></div>"},
        {"before": "<div class='newest'><h4>+</h4><a href='/x'>Mill</a><time datetime='2026-05-05'>5.5.</time></div>"},
    ],
)
def test_clocks_feet_comments_and_teasers_give_no_day(clock: dict[str, str]):
    assert day(parse(**clock)) is None
    assert day(parse(beside=f"<p><time datetime='{OWN}'>4 Nov</time></p>", **clock)) == "2018-11-04"


@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("<p class='x1'>Sunday, 4 November 2018</p>", "en"),
        ("<ul><li>Aus dem Fenn</li><li>04.11.2018</li></ul>", "de"),
        ("<p>Nia Abara | 4. listopadu 2018</p>", "cs"),
        ("<span>2018년 11월 4일</span>", "ko"),
        ("<em class='datum'>4.11.18</em>", "nb"),
        ("<p>Updated: 9 December 2019</p><p>Posted 4 November 2018</p>", "en"),
    ],
)
def test_a_day_beside_the_headline_is_read(line: str, lang: str):
    page = parse(beside=line, lang=lang)
    assert day(page) == "2018-11-04"
    assert (source(page) or "").startswith("shown:day")


def test_the_time_of_a_change_comes_behind_that_of_publication():
    times = (
        "<time class='updated' datetime='2019-12-09'>9</time><time class='entry-date' datetime='2018-11-04'>4</time>"
    )
    assert day(parse(beside=times)) == "2018-11-04"


def test_a_day_that_a_sentence_speaks_of_is_no_day_of_publication():
    assert (
        day(parse(beside="<p>The mill had stood still since 4 November 1978, when a storm took its sails off.</p>"))
        is None
    )


def test_the_address_names_the_day_where_nothing_else_does():
    page = parse(url="https://fen.example/2018/11/04/windmill/")
    assert (day(page), source(page)) == ("2018-11-04", "url:day:zone_assumed")


def test_the_address_outvotes_vague_times_that_differ_among_themselves():
    times = "<time datetime='2011-01-01'>1</time><time datetime='2012-02-02'>2</time>"
    assert day(parse(beside=times, url="https://fen.example/2018/11/04/windmill/")) == "2018-11-04"


PUBLISHED = "<meta property='article:published_time' content='{}'>"


@pytest.mark.parametrize(
    ("lang", "host", "want"),
    [
        ("en-US", "fen.example", "2018-04-11"),
        ("en-GB", "fen.example", "2018-11-04"),
        ("en", "fen.co.nz", "2018-11-04"),
        ("es", "fen.example", "2018-11-04"),
    ],
)
def test_day_and_month_are_in_the_order_of_language_and_country(lang: str, host: str, want: str):
    page = parse(head=PUBLISHED.format("04/11/2018 10:00 AM"), lang=lang, url=f"https://{host}/news/1")
    assert day(page) == want


def test_what_else_is_known_settles_day_and_month():
    head = PUBLISHED.format("04/11/2018 10:00")
    assert day(parse(head=head, lang="en-US", url="https://fen.example/2018/11/04/mill")) == "2018-11-04"
    assert day(parse(head=head, lang="en-US", beside="<time datetime='2018-11-04'>x</time>")) == "2018-11-04"
    seed = make_seed(URL, title=TITLE, body=None, extra='{"scraped_date": "2018-11-04"}')
    assert day(parse(head=head, lang="en-US", seed=seed)) == "2018-11-04"
    seen = dt.datetime(2018, 6, 1, tzinfo=dt.UTC)
    assert day(parse(head=head, lang="en-GB", seen_at=seen)) == "2018-04-11"


@pytest.mark.parametrize("name", ["updateTime", "aktualisiert-am", "aggiornato", "actualizado", "bijgewerkt"])
def test_the_name_of_a_change_is_known_in_other_languages(name: str):
    times = f"<time class='{name}' datetime='2019-12-09T08:00:00Z'>9</time><time datetime='{OWN}'>4</time>"
    assert day(parse(beside=times)) == "2018-11-04"


@pytest.mark.parametrize(
    ("opening", "lang"),
    [
        ("Nakskov, 3. februar 2019 – ", "da"),
        ("03.02.2019 – ", "cs"),
        ("3 février 2019 - ", "fr"),
        ("2019/02/03 | ", "ja"),
    ],
)
def test_the_day_that_the_text_begins_with_is_of_publication(opening: str, lang: str):
    text = f"<p>{opening}The sails of the mill at Garrow Fen came by barge, and half of the village hauled them up.</p>"
    assert day(parse(beside=text, lang=lang)) == "2019-02-03"
    assert day(parse(beside=text, lang=lang, head=linked(STORY))) == "2018-11-04"


@pytest.mark.parametrize(
    "text",
    [
        "<p>3 February 1947 – The sea took the old mill, and the village hauled its stones up from the beach.</p>",
        (
            "<p>3 February 2019 – The barge with the sails came in and half of the village was on the quay.</p>"
            "<p>9 February 2019 – The sails are up, and the miller would not let any of the children under them.</p>"
        ),
        "<p>Since 3 February 2019, when the barge came in, half of the village was on the quay every day.</p>",
    ],
)
def test_days_of_history_and_of_a_chronicle_are_not_of_publication(text: str):
    assert day(parse(beside=text)) is None


def test_the_one_time_outside_of_lists_of_stories_is_the_pages():
    others = "".join(
        f"<li><a href='/n/{number}'><h3>Barge {number} came in</h3></a>"
        f"<time datetime='2012-0{number}-09'>9.{number}.</time></li>"
        for number in (1, 2, 3)
    )
    banner = "<div class='banner'><div><time datetime='2018-11-04 12:22'>4.11.2018 12:22</time></div></div>"
    markup = (
        f"<html lang='et'><head><title>{TITLE}</title></head><body><div>{banner}</div>"
        f"<div><section><h1>{TITLE}</h1>{TEXT}</section><ul>{others}</ul></div></body></html>"
    )
    assert day(parse_page(markup.encode(), url=URL, headers={})) == "2018-11-04"


@pytest.mark.parametrize("kind", ["DiscussionForumPosting", "HowTo"])
def test_data_of_a_forum_or_of_instructions_is_an_articles(kind: str):
    page = parse(head=linked({**STORY, "@type": kind}))
    assert (day(page), page.authors) == ("2018-11-04", ("Nia Abara",))


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param({"beside": "<table><tr><td>26 | 11 | 2018 </td><td>Mills</td></tr></table>"}, id="bars"),
        pytest.param({"after": "<footer><p itemprop=datePublished>2018-11-26</p></footer>"}, id="microdata, far away"),
        pytest.param(
            {"after": "<aside><time itemprop=datePublished datetime=2018-11-26>x</time></aside>" * 2},
            id="the same twice",
        ),
        pytest.param({"url": "https://fen.example/news/26-11-2018"}, id="address"),
    ],
)
def test_a_day_that_only_one_place_gives_is_the_articles(markup: dict[str, str]):
    assert day(parse(**markup)) == "2018-11-26"


def test_days_of_several_stories_are_nobodys():
    stories = "".join(f"<aside><time itemprop=datePublished datetime=2018-11-{n}>x</time></aside>" for n in (20, 26))
    assert day(parse(after=stories)) is None


def written(text: str) -> ParsedPage:
    """Parse a page that has nothing but a headline and this text."""
    markup = f"<html lang=de><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>{text}</div></body></html>"
    return parse_page(markup.encode(), url="https://fen.example/letter", headers={})


@pytest.mark.parametrize("last", ["<p>Nia Abara<br>26 November 2018</p>", "<p>26.11.2018</p>"])
def test_a_day_below_the_text_is_its_day(last: str):
    assert day(written(TEXT + last)) == "2018-11-26"


def test_a_text_may_begin_with_its_day_and_a_quotation():
    first = "<p>26.11.2018 „Die Mühle mahlt wieder“, sagt der Müller von Garrow, und das Dorf kommt zum Essen.</p>"
    assert day(written(first + TEXT)) == "2018-11-26"


LIST = (
    "<ul><li itemscope itemtype='https://schema.org/NewsArticle'><h3><a itemprop='url' href='/lock'>The lock</a></h3>"
    "<meta itemprop='datePublished' content='2011-02-03T04:05:00Z'></li></ul>"
)


def test_microdata_of_a_list_before_the_article_is_of_another_story():
    own = f"<meta itemprop='datePublished' content='{OWN}'>"
    assert day(parse(before=LIST, beside=own)) == "2018-11-04"
    assert day(parse(after=LIST, beside=own)) == "2018-11-04"


@pytest.mark.parametrize(
    "beside",
    [
        f"<abbr class='published' title='{OWN}'>4.11.2018</abbr>",
        f"<span property='dc:date dc:created' content='{OWN}' datatype='xsd:dateTime'>4.11.2018</span>",
        f"<div><span class='date' content='{OWN}'>yesterday</span></div>",
    ],
)
def test_what_an_element_has_for_machines_is_read_before_its_words(beside: str):
    page = parse(beside=beside)
    assert page.published_at is not None
    assert page.published_at.isoformat() == "2018-11-04T09:30:00+00:00"


def test_a_day_with_two_digits_of_the_year_behind_a_month_in_words_is_shown():
    assert day(parse(beside="<span class='date'>4 พ.ย. 61 09:30 น.</span>", lang="th")) == "2018-11-04"
