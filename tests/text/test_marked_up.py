import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.text.marked_up import read_markup, without_markup


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("<p>Ráðið <b>hittist</b>.</p><p>Brúin er lokuð.</p>", ["Ráðið hittist.", "Brúin er lokuð."]),
        ("Ráðið hittist.<br/><BR>Brúin er lokuð.", ["Ráðið hittist.", "Brúin er lokuð."]),
        ("<p>Ráðið\nhittist.\n<p>Brúin er\r\nlokuð.", ["Ráðið hittist.", "Brúin er lokuð."]),
        ('<a title="a > b" href=/x>Ráðið</a> hittist.\nBrúin er lokuð.', ["Ráðið hittist.", "Brúin er lokuð."]),
        ("&lt;p class=&quot;a b&quot;&gt;Ráðið&lt;/p&gt;&lt;p&gt;Brúin&lt;/p&gt;", ["Ráðið", "Brúin"]),
        ("<![CDATA[<ul><li>Eitt.</li><li>Tvö.</li></ul>]]>", ["Eitt.", "Tvö."]),
        ("<div>Eitt.<script>if (a<b) { x('</p>') }</script><!-- þrjú --></div>", ["Eitt."]),
        ("<table><tr><td>Eitt</td><td>Tvö</td></tr></table>", ["Eitt Tvö"]),
        ("<p>Texti<o:p></o:p></p>", ["Texti"]),
    ],
)
def test_tags_are_line_breaks_or_nothing(written: str, lines: list[str]):
    found = [" ".join(line.split()) for line in without_markup(written).split("\n")]
    assert [line for line in found if line] == lines


@pytest.mark.parametrize(
    "text",
    [
        "Skrifaðu <p> og bíddu.",
        "Notaðu <br> til að skipta línu og <b> fyrir feitt.",
        "Ef a < b og c > d þá er <3 hjarta.",
        "<Jón> sagði nei.",
        "Ef a<b og b>c þá vinnur enginn.",
        "AT&amp;T &lt;3 &gt; 2",
        "Póstur: <jon@example.is>, <https://www.example.is/>",
        "",
    ],
)
def test_prose_about_tags_is_no_markup(text: str):
    assert read_markup(text) is None


pieces = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<br/>",
        "<b>",
        "</b>",
        "\n",
        " ",
        "Orð",
        "ð&amp;",
        "<img src='x>y'>",
        "<!--",
        "-->",
        "&lt;i&gt;",
        "<",
    ]
)


@given(st.lists(pieces, max_size=25))
def test_the_way_back_leads_to_the_same_letters(parts: list[str]):
    written = "".join(parts)
    found = read_markup(written)
    if found is None:
        return
    for word in re.finditer("Orð", found.text):
        start, end = found.back(word.start()), found.back(word.end())
        assert written[start:end].startswith("Orð")
    places = [found.back(at) for at in range(len(found.text) + 1)]
    assert places == sorted(places)


@pytest.mark.parametrize("piece", ["<a ", "<p x=", "&lt;p a=&quot;", "<!--", "<script>", "<p a='", "&lt;", "<b\n"])
def test_markup_without_end_costs_no_more_than_text(piece: str):
    begun = time.process_time()
    read_markup(piece * (200_000 // len(piece)))
    assert time.process_time() - begun < 5
