"""What becomes of markup: blocks, words, captions."""

import unicodedata

import pytest
from selectolax.lexbor import LexborHTMLParser

from flows.parse.body.captions import split_caption_credit
from flows.parse.markup.plain import clean_text
from flows.parse.markup.walk import Walk
from flows.records import BlockKind


def blocks(markup: str) -> list[tuple[str, str]]:
    walk = Walk()
    body = LexborHTMLParser(markup).body
    assert body is not None
    walk.add(body)
    return [(block.kind.value, block.text) for block in walk.blocks]


def texts(markup: str) -> list[str]:
    return [text for _, text in blocks(markup)]


@pytest.mark.parametrize(
    ("markup", "want"),
    [
        ("<p>Một <b>hai</b>, <i>ba</i>.</p>", ["Một hai, ba."]),
        ("<p>H<sub>2</sub>O và CO<sub>2</sub></p>", ["H2O và CO2"]),
        ("<p>từ<span> </span>điển</p>", ["từ điển"]),
        ("<p>nhie<b>\u0302</b><b>\u0300u</b></p>", ["nhiều"]),
        ("<p>a<!-- x -->b</p>", ["ab"]),
        ("<p><span class='drop-cap'>B</span>ến đò</p>", ["Bến đò"]),
        ("<p>một\n   hai\u00a0\u00a0ba\u200b</p>", ["một hai ba"]),
        ("<div>một<p>hai</p>ba</div>", ["một", "hai", "ba"]),
        ("<div>Câu một.<br><br>Câu hai.<br>Câu ba.</div>", ["Câu một.", "Câu hai.", "Câu ba."]),
        ("<p>Dòng này<br>còn tiếp.</p>", ["Dòng này còn tiếp."]),
        ("<div>Câu một.<div>Câu hai.</div>Câu ba.</div>", ["Câu một.", "Câu hai.", "Câu ba."]),
        ("<p>&#7873; &amp; &quot;x&quot;</p>", ['ề & "x"']),
        ("<p>a<script>var x</script>b<style>p{}</style></p>", ["ab"]),
        ("<p>a<svg><![CDATA[x<p>y]]></svg>b<?php x ?></p><![CDATA[z]]>", ["ab"]),
        ("<math><mi><![CDATA[q]]></mi></math><section><![CDATA[x]]><p>b</p></section>", ["b"]),
        ("<p></p><p>&nbsp;</p><p>\u200b</p>", []),
    ],
)
def test_inline_markup_neither_splits_nor_glues(markup: str, want: list[str]):
    assert texts(markup) == want


def test_blocks_know_their_kind():
    markup = "<h2>Đề</h2><p>Văn</p><ul><li>Một</li><li><p>Hai</p></li></ul><blockquote><p>Lời</p></blockquote>"
    assert blocks(markup) == [
        ("heading", "Đề"),
        ("paragraph", "Văn"),
        ("list_item", "Một"),
        ("list_item", "Hai"),
        ("quote", "Lời"),
    ]


def test_a_table_of_data_has_one_line_a_row():
    rows = "<tr><th>Tỉnh</th><th>Hộ</th></tr><tr><td>Hạ Lục</td><td>1.204</td></tr><tr><td>Cửa Mây</td><td>87</td></tr>"
    assert blocks(f"<table>{rows}</table>") == [
        ("table", "Tỉnh | Hộ"),
        ("table", "Hạ Lục | 1.204"),
        ("table", "Cửa Mây | 87"),
    ]


def test_a_table_that_lays_out_the_page_is_prose():
    assert blocks("<table><tr><td><p>Một.</p><p>Hai.</p></td></tr></table>") == [
        ("paragraph", "Một."),
        ("paragraph", "Hai."),
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<figure><img src=a><figcaption>Bến đò.</figcaption></figure>",
        '<div class="article-photo"><a><img src=a></a>Bến đò.</div>',
        '<table class="picture"><tr><td><img src=a></td></tr><tr><td class="caption">Bến đò.</td></tr></table>',
        '<p><img src=a><em class="image_caption">Bến đò.</em></p>',
        '<div><img src=a><p class="wp-caption-text">Bến đò.</p></div>',
    ],
)
def test_captions_are_told_from_prose(markup: str):
    assert blocks(markup + "<p>Văn.</p>") == [("caption", "Bến đò."), ("paragraph", "Văn.")]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Quang cảnh hội nghị. (Ảnh: Nguyễn Dân/TTXVN)", ("Quang cảnh hội nghị.", "Nguyễn Dân/TTXVN")),
        ("Ảnh minh họa. (Nguồn: Vietnam+)", ("Ảnh minh họa.", "Vietnam+")),
        ("Bó hoa - Ảnh: H.Y.T.", ("Bó hoa", "H.Y.T.")),
        ("Khu trọ hôm qua. Ảnh: Lê Tuyết", ("Khu trọ hôm qua.", "Lê Tuyết")),
        ("Visitors queue. Photo: Reuters", ("Visitors queue.", "Reuters")),
        ("Am Markt (Foto: dpa)", ("Am Markt", "dpa")),
        ("越南总理（图：越通社）", ("越南总理", "越通社")),
        ("© Anna Berg", (None, "Anna Berg")),
        ("Ảnh: X", (None, "X")),
        ("Một ngày ở bến đò", ("Một ngày ở bến đò", None)),
    ],
)
def test_a_caption_and_its_credit_are_parted(text: str, want: tuple[str | None, str | None]):
    assert split_caption_credit(text) == want


def test_clean_text_is_composed_and_single_spaced():
    dirty = unicodedata.normalize("NFD", "Đặng  Thuỳ\u00a0Trâm") + "\u200b\ufeff"
    assert clean_text(dirty) == "Đặng Thuỳ Trâm"


def test_nothing_of_a_nested_caption_is_prose():
    found = blocks("<figure><img src=a><div><p>Bến đò.</p><span>Ảnh: An</span></div></figure>")
    assert {kind for kind, _ in found} == {BlockKind.CAPTION.value}


def test_a_table_of_data_inside_one_that_lays_out_the_page_keeps_its_rows():
    data = "<table><tr><th>Xã</th><th>Hộ</th></tr><tr><td>Tân Phú</td><td>310</td></tr></table>"
    markup = f"<table><tr><td><p>Câu một.</p>{data}</td></tr></table>"
    assert texts(markup) == ["Câu một.", "Xã | Hộ", "Tân Phú | 310"]
