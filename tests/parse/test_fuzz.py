"""No markup and no bytes make the parser crash, hang, or say what is no valid text."""

import time
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.parse.page import parse_page
from flows.records import ParsedPage

TAGS = st.sampled_from(
    [
        "p",
        "div",
        "span",
        "b",
        "a",
        "br",
        "img",
        "table",
        "tr",
        "td",
        "li",
        "ul",
        "h1",
        "h2",
        "figure",
        "figcaption",
        "article",
        "blockquote",
        "script",
        "style",
        "title",
        "meta",
        "time",
        "font",
        "svg",
        "template",
        "noscript",
        "form",
    ]
)
NAMES = st.sampled_from(
    ["", "article__body", "cms-body", "related", "caption", "sapo", "comments", "hidden", "afcbc-body"]
)
TEXT = st.text(max_size=80) | st.sampled_from(
    [
        "Một câu dài vừa đủ để thành một đoạn văn của bài.",
        "07/03/2026 08:01",
        "&#x1ec1;&#0;",
        "\u0302\u0300",
        "\ufeff\u200b",
    ]
)


@st.composite
def markup(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 40))):
        tag = draw(TAGS)
        part = draw(st.sampled_from(["<{t} class='{n}'>{x}", "</{t}>", "<{t}>{x}</{t}>", "{x}", "<{t} {x}"]))
        parts.append(part.format(t=tag, n=draw(NAMES), x=draw(TEXT)))
    return "".join(parts)


def check(page: ParsedPage) -> None:
    words = [page.title, page.lead, page.byline, page.section, *page.authors, *page.tags]
    words += [block.text for block in page.blocks]
    words += [text for item in page.media for text in (item.caption, item.credit)]
    for text in words:
        if text is not None:
            assert unicodedata.is_normalized("NFC", text)
            assert text.encode("utf-8").decode("utf-8") == text
            assert text == " ".join(text.split())
            assert "\x00" not in text
    assert all(block.text for block in page.blocks)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(markup())
def test_any_markup_is_read(text: str):
    started = time.process_time()
    check(parse_page(text.encode("utf-8", "surrogatepass"), url="https://www.vietnamplus.vn/a-post1.vnp", headers={}))
    assert time.process_time() - started < 2


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=40))
def test_any_bytes_under_any_label_are_read(payload: bytes, label: str):
    check(parse_page(payload, url="https://bao.example/a-1.html", headers={"content-type": label}))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_address_is_taken(url: str):
    check(parse_page(b"<h1>a</h1><p>b</p>", url=url, headers={}))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_in_json_ld_is_read(text: str):
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":{text}}}</script>'
    check(parse_page(head.encode("utf-8", "surrogatepass"), url="https://bao.example/a-1.html", headers={}))
