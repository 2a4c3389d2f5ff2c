"""Nothing is cut from prose: the clean text and what is listed as left out are the seed, letter for letter."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.reconcile.partition import partition_body
from flows.reconcile.reconcile import reconcile
from flows.records import Content, Issue, LeftOutKind
from tests.reconcile.judging import untiled

CLEAN = [
    ("da", "Lejen steg med en tiendedel [se tabellen fra boligkontoret] sidste år. Rådet [som mødes i maj] tier."),
    ("da", "Ingen blev spurgt. [Borgmesteren var ikke til stede] Broen er stadig lukket."),
    ("en", "[T]he bridge is shut, he said. The plan [sic] was his."),
    ("de", "Die Mieten stiegen um ein Zehntel (Quelle: Wohnungsamt). Niemand war überrascht."),
    ("en", "The plan was seen. (Source: Town Hall) The mayor did not agree with any of it."),
    ("es", "El puente se cerró. (Fuente: Ayuntamiento) Las obras no han terminado."),
    ("ru", "Цены выросли на десять процентов (Источник: мэрия). Никто не удивился."),
    ("zh", "房租上涨百分之十（来源：住房局）。没有人感到意外。"),
    ("vi", "Giá thuê tăng 10% (Nguồn: Sở Xây dựng). Không ai ngạc nhiên."),
    ("vi", "Anh [đạo diễn của vở kịch ấy - PV] hiện sống ở Huế. Vở kịch còn diễn."),
    ("nl", "De raad kwam bijeen [in het oude raadhuis](https://www.example.nl/raadhuis) op dinsdag. Niemand sprak."),
    ("nl", "De winkel Tuinhuys.Com is dicht. Zie www.Tuinhuys.Nl voor meer."),
    ("fa", "کتاب\u200cخانه\u200cی شهر باز می\u200cشود. مردم خوشحال\u200cاند."),
    ("si", "ශ්\u200dරී ලංකාවේ පාලම වසා ඇත. කිසිවෙක් කතා නොකළහ."),
    ("en", "Roses are red,\nViolets are blue,\nThe bridge is shut,\nThe bridge is shut,\nAnd so are you."),
    ("en", "The council will:\n- mend the bridge\n- paint the hall\n1. ask again\na) wait"),
]


@pytest.mark.parametrize(("language", "text"), CLEAN)
def test_prose_stays_as_it_is(language: str, text: str):
    found = partition_body(text, language)
    assert "".join(sentence.text for sentence in found.sentences).replace(" ", "") == re.sub(r"\s", "", text)
    assert found.left_out == []


@pytest.mark.parametrize(
    ("language", "text", "kept", "note"),
    [
        ("en", "Rents rose by a tenth. (Source: Housing Office)", "Rents rose by a tenth.", "(Source: Housing Office)"),
        (
            "de",
            "Die Brücke ist zu. (Quelle: Stadtrat)\nWir warten.",
            "Die Brücke ist zu.Wir warten.",
            "(Quelle: Stadtrat)",
        ),
        ("zh", "大桥今年春天关闭。（来源：市政府）", "大桥今年春天关闭。", "（来源：市政府）"),
    ],
)
def test_a_source_note_that_ends_a_line_is_listed_and_takes_no_sentence_with_it(
    language: str, text: str, kept: str, note: str
):
    found = partition_body(text, language)
    assert "".join(sentence.text for sentence in found.sentences) == kept
    assert [(part.kind, part.text) for part in found.left_out] == [(LeftOutKind.AGENCY_MARK, note)]
    assert found.media == []  # the source of a statement is no picture's


def test_a_seed_that_was_kept_as_html_is_read_as_html_and_stays_as_it_is(make_seed):
    body = "<p>Rådet mødtes <b>tirsdag</b>.</p>\n<p>Broen er &quot;lukket&quot;.<br/>Ingen ved hvorfor.</p>"
    found = reconcile(make_seed(body, title="Broen <em>lukket</em> &amp; tom"), None)
    assert [sentence.text for sentence in found.sentences] == [
        "Rådet mødtes tirsdag.",
        'Broen er "lukket".',
        "Ingen ved hvorfor.",
    ]
    assert [sentence.paragraph_no for sentence in found.sentences] == [1, 2, 3]
    assert found.title == "Broen lukket & tom"
    assert Issue.MARKUP in found.issues
    assert {(part.kind, part.rule) for part in found.left_out} == {(LeftOutKind.INVISIBLE, "markup")}
    assert untiled(body, found) is None


def test_a_text_about_tags_is_no_markup(make_seed):
    body = "Hun skrev <p> og ventede. Hvis a < b og c > d er det sandt."
    found = reconcile(make_seed(body), None)
    assert found.text == body
    assert Issue.MARKUP not in found.issues


def test_a_seed_with_tags_and_its_page_are_one_text(make_seed, make_page, story):
    body = "".join(f"<p>{sentence}</p>" for sentence in story)
    found = reconcile(make_seed(body), make_page(story))
    assert found.content is Content.IDENTICAL
    assert [sentence.text for sentence in found.sentences] == story


MENDED = frozenset(
    {Issue.MOJIBAKE, Issue.NOT_NFC, Issue.ENTITIES, Issue.INVISIBLE_CHARACTERS, Issue.LOOK_ALIKE_LETTERS, Issue.MARKUP}
)
PIECES = st.sampled_from(
    [
        "Rådet mødtes tirsdag.", "Broen er lukket", "x", "5,5", " ", "  ", "\n", "\n\n", ". ", "! ", "。", "؟ ", "…",
        "[", "]", "(", ")", "（", "）", "[se tabellen herover]", "(Source: Town Hall)", "(Foto: Bo Lund)", "(AFP)",
        "Ảnh: ", "(Nguồn: TTXVN)", "（来源：市政府）", "./.", "(TTXVN)", ">> ", "Xem thêm ", "Www.Norvala.Com", "Kl.Ni",
        "<p>", "</p>", "<br/>", "<b>", "</b>", "<", "&lt;", "&amp;", "&nbsp;", "\u200c", "\u200d", "\u200b", "\ufeff",
        "می\u200cرود", "दर\u200dया", "e\u0301", "Ã©", "Ä‘", "'", '"', "“", "”", "«", "»", "- ", "1. ", "https://a.example/x",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30), st.sampled_from(["vi", "zh", "en", "fa", None]))
def test_the_parts_of_any_text_are_the_whole_of_it(parts: list[str], language: str | None):
    body = "".join(parts)
    found = partition_body(body, language)
    if not body.strip():
        return
    spans = [(item.start, item.end) for item in found.sentences]
    spans += [(item.seed_start, item.seed_end) for item in found.left_out]
    at = 0
    for start, end in sorted(spans):
        assert at <= start < end
        assert not body[at:start].strip()
        at = end
    assert not body[at:].strip()
    assert all(item.text == body[item.seed_start : item.seed_end] for item in found.left_out)
    if not MENDED.intersection(found.issues):
        for item in found.sentences:
            assert "".join(item.text.split()) == "".join(body[item.start : item.end].split())
