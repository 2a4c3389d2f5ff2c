"""What is known of an article beside its text, and from which evidence."""

import json

import pytest

from flows.parse.page import parse_page
from flows.records import ParsedPage
from flows.text.moments import parse_time

TEXT = "".join(
    f"<p>{text}</p>"
    for text in (
        "The ferry at Lower Halk closed after sixty years, because the new bridge opened to traffic this week.",
        "Tom Kang, the last ferryman, made his last crossing at five in the afternoon with his son beside him.",
        "The village keeps the boat in its museum, together with three books of passengers begun in 1962.",
    )
)


def parse(head: str = "", above: str = "", url: str = "https://halk.example/a/1", **data: object) -> ParsedPage:
    linked = json.dumps({"@type": "NewsArticle", "headline": "Ferry closes", **data})
    script = f"<script type='application/ld+json'>{linked}</script>" if data else ""
    markup = (
        f"<html><head><title>Ferry closes</title>{head}{script}</head>"
        f"<body><main><h1>Ferry closes</h1>{above}<div>{TEXT}</div></main></body></html>"
    )
    return parse_page(markup.encode(), url=url, headers={})


def when(page: ParsedPage) -> str | None:
    return page.published_at.isoformat() if page.published_at else None


def source(page: ParsedPage, name: str) -> str | None:
    return dict(page.provenance).get(name)


def test_a_time_that_only_readers_see_is_read():
    page = parse(above="<p class='c7'>Thursday, 29/9/2022, 12:40 (GMT+7)</p>")
    assert when(page) == "2022-09-29T05:40:00+00:00"
    assert source(page, "published_at") == "shown"


def test_a_shown_clock_completes_a_day():
    page = parse(above="<div class='x'>29/9/2022 12:40 UTC+2</div>", datePublished="2022-09-29")
    assert when(page) == "2022-09-29T10:40:00+00:00"


def test_a_shown_zone_corrects_the_same_clock():
    page = parse(above="<div class='x'>29/9/2022 12:40 GMT+7</div>", datePublished="2022-09-29T12:40:25+08:00")
    assert when(page) == "2022-09-29T05:40:25+00:00"
    assert source(page, "published_at") == "jsonld=shown"


def test_a_shown_clock_on_a_vietnamese_host_is_in_vietnam():
    page = parse(
        above="<div class='x'>12:40 29/09/2022</div>",
        url="https://halk.example.vn/a/1",
        datePublished="2022-09-29T12:40Z",
    )
    assert when(page) == "2022-09-29T05:40:00+00:00"


@pytest.mark.parametrize(
    "shown",
    ["29/9/2022 15:10 GMT+7", "Updated 29/9/2022 12:40 GMT+7", "The ferry of 29/9/2022 12:40 GMT+7 " + "x " * 60],
)
def test_another_clock_an_update_and_prose_correct_nothing(shown: str):
    page = parse(above=f"<div class='x'>{shown}</div>", datePublished="2022-09-29T12:40:25+08:00")
    assert when(page) == "2022-09-29T04:40:25+00:00"


def test_a_time_in_an_element_named_so_is_the_last_resort():
    page = parse(above="<div class='author-share-top'><span class='post-time'> - 07/03/2026 08:47</span></div>")
    assert when(page) == "2026-03-07T08:47:00+00:00"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("06/01/2026 - 14:16 UTC+1", "2026-01-06T14:16:00+01:00"),
        ("2026-01-06 14:16:29 UTC+2", "2026-01-06T14:16:29+02:00"),
        ("January 6, 2026 14:16 UTC+1", "2026-01-06T14:16:00+01:00"),
        ("06/01/2026 14:16 UTC", "2026-01-06T14:16:00+00:00"),
    ],
)
def test_an_offset_from_utc_is_read(text: str, want: str):
    found = parse_time(text)
    assert found is not None
    assert found.isoformat() == want


@pytest.mark.parametrize("site", ["Halk Post", "halk.example", "Halk"])
def test_the_site_is_no_author_where_another_source_names_one(site: str):
    named = "<meta property='og:site_name' content='Halk Post - News'><meta name='author' content='Ann Lee'>"
    assert parse(named, author={"name": site}).authors == ("Ann Lee",)


def test_the_site_is_the_author_where_nobody_else_is_named():
    assert parse("<meta property='og:site_name' content='Halk Post'>", author="Halk Post").authors == ("Halk Post",)


def test_a_description_among_the_keywords_is_no_tag():
    page = parse(f"<meta name='keywords' content='ferry, {'Sixty years of crossings ended this week ' * 3}, bridge'>")
    assert page.tags == ("ferry", "bridge")


def test_the_last_step_before_the_article_is_its_section():
    steps = [{"@type": "ListItem", "name": name} for name in ("Home", "News", "Transport", "Ferry closes")]
    crumbs = json.dumps({"@type": "BreadcrumbList", "itemListElement": steps})
    page = parse(f"<script type='application/ld+json'>{crumbs}</script>")
    assert page.section == "Transport"
    assert source(page, "section") == "jsonld:breadcrumbs"


def test_the_name_of_the_site_is_no_section():
    assert parse("<meta name='its_section' content='halk'>").section is None


def test_the_headline_of_a_page_without_a_first_heading_is_what_is_named_a_title():
    lead = "Sixty years of crossings ended this week, and hardly anybody in the village came to look."
    markup = (
        "<html><head><title>Ferry closes</title><meta property='og:title' content='Ferry closes'></head><body>"
        f"<div class=page><div class='title-detail'>Ferry closes</div><div>{lead}</div><div id=body>{TEXT}</div></div>"
    )
    page = parse_page(markup.encode(), url="https://halk.example/a/1", headers={})
    assert page.lead == lead


MICRODATA = """<div itemscope itemtype="https://schema.org/NewsArticle"><h2 itemprop="headline">Ferry closes</h2>
<time itemprop="datePublished" datetime="2022-09-29T12:40:00+02:00">Thursday</time><time itemprop="dateModified"
datetime="2022-09-30T08:00:00+02:00">yesterday</time><span itemprop="author">Ann Lee</span>
<meta itemprop="isAccessibleForFree" content="False"></div>"""


def test_microdata_is_evidence():
    page = parse(above=MICRODATA)
    assert when(page) == "2022-09-29T10:40:00+00:00"
    assert page.modified_at is not None
    assert page.modified_at.isoformat() == "2022-09-30T06:00:00+00:00"
    assert page.authors == ("Ann Lee",)
    assert page.is_paywalled is True
    names = ("published_at", "modified_at", "authors", "is_paywalled")
    assert {source(page, name) for name in names} == {"microdata"}


@pytest.mark.parametrize(
    ("data", "head", "want"),
    [
        ({"isAccessibleForFree": "False"}, "", True),
        ({"isAccessibleForFree": True}, "", False),
        ({"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}}, "", True),
        ({}, "<meta property='article:content_tier' content='locked'>", True),
        ({}, "<meta property='article:content_tier' content='free'>", False),
        ({}, "", None),
    ],
)
def test_a_page_says_whether_it_is_free(data: dict[str, object], head: str, want: object):
    assert parse(head, **data).is_paywalled is want


def test_every_field_says_where_it_came_from():
    head = """<link rel=canonical href=/a/1><meta property="og:site_name" content="Halk Post"><meta name=keywords
        content="ferry, bridge"><meta property="article:section" content="Transport"><meta http-equiv=content-language
        content=en><meta property="og:title" content="Ferry closes">"""
    dates = {"datePublished": "2022-09-29T12:40:00Z", "dateModified": "2022-09-29T13:40:00Z"}
    lead = "<p class=lead>Sixty years of crossings ended this week, and hardly anybody came to look.</p>"
    page = parse(head, lead, author=["Ann Lee"], isAccessibleForFree=True, **dates)
    fields = (
        *("title", "lead", "published_at", "modified_at", "authors", "section", "tags", "language"),
        *("canonical_url", "site_name", "is_paywalled"),
    )
    assert all(getattr(page, name) is not None for name in fields)
    assert page.blocks
    assert {name for name, _ in page.provenance} >= {*fields, "body"}
