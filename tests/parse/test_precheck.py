import time

import pytest
from selectolax.lexbor import LexborHTMLParser

from flows.parse.markup.precheck import flatten
from flows.parse.page import parse_page

ARTICLE = (
    "<html><head><title>Chợ nổi họp lại</title></head><body><article><h1>Chợ nổi họp lại</h1>"
    + "".join(f"<p>Đoạn văn thứ {i} của bài này đủ dài để không ai coi nó là một dòng chữ thừa.</p>" for i in range(6))
    + "</article>"
)
HOSTILE = {
    "nested_closed": ARTICLE + "<div>" * 30_000 + "sâu" + "</div>" * 30_000 + "</body></html>",
    "nested_open": ARTICLE + "<div>" * 100_000,
    "nested_with_closed_ones": ARTICLE + "<div><b></b>" * 40_000,
    "nested_tables": ARTICLE + "<table><tr><td>" * 15_000,
    "links": ARTICLE + "<a href=x>" * 30_000,
    "attributes": ARTICLE + "<div " + " ".join(f"a{i}=b" for i in range(100_000)) + ">x</div>",
    "attributes_by_line": ARTICLE + "<div\n" + "\n".join(f"a{i}='>'" for i in range(100_000)) + ">x</div>",
    "attributes_by_slash": ARTICLE + "<div " + "/".join(f"a{i}" for i in range(100_000)) + ">x</div>",
    "lines": ARTICLE + "<p>a" + "<br>a" * 100_000,
    "open_comments": ARTICLE + "<div><!--" * 50_000,
    "open_scripts": ARTICLE + "<script>" * 50_000 + "<div>" * 30_000,
    "misnested": ARTICLE + "<div></span>" * 40_000,
    "angle_brackets": ARTICLE + "<" * 500_000,
    "null_bytes": ARTICLE + "\x00" * 5_000 + "<p>a\x00b",
    "surrogates": ARTICLE + "<p>&#xD800;&#55296;&#0;&#x110000;",
    "one_text": ARTICLE + "<p>" + "chữ " * 500_000,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_markup_is_read_in_time_and_the_article_is_still_found(name: str):
    started = time.process_time()
    page = parse_page(HOSTILE[name].encode(), url="https://bao.example/cho-noi-1.html", headers={})
    assert time.process_time() - started < 5
    assert page.title == "Chợ nổi họp lại"
    assert page.blocks[0].text.startswith("Đoạn văn thứ 0")
    assert page.blocks[5].text.startswith("Đoạn văn thứ 5")


def test_ordinary_markup_is_not_touched():
    assert flatten(ARTICLE) is ARTICLE


def test_the_text_of_nested_elements_stays():
    flat = flatten("<p>đầu</p>" + "<div>" * 5_000 + "đáy" + "</div>" * 5_000 + "<p>cuối</p>")
    body = LexborHTMLParser(flat).body
    assert body is not None
    assert body.text() == "đầuđáycuối"


def test_a_long_inline_image_is_kept():
    tag = f'<img alt="ảnh" src="data:image/png;base64,{"A" * 60_000}">'
    assert flatten(f"<p>{tag}</p>") == f"<p>{tag}</p>"


def test_a_sign_in_a_long_script_is_no_tag():
    script = "<script>for(i=0;i<n;i++);var a=[" + ", ".join(map(str, range(20_000))) + "]</script>"
    markup = f"<p>đầu</p>{script}<p>cuối</p>"
    assert flatten(markup) is markup
