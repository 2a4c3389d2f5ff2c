import random
import re
import unicodedata

import pytest

from flows.text import normalise
from flows.text.normalise import Dirt, clean, compose, find_dirt, fold, squeeze


@pytest.mark.parametrize(
    ("text", "dirt", "mended"),
    [
        ("Thủ đô Hà Nội", set(), "Thủ đô Hà Nội"),
        ("Thủ\u00a0đô  Hà\u3000Nội", {Dirt.SPACE}, "Thủ đô Hà Nội"),
        ("Thủ \u200bđô\ufeff Hà\u00ad Nội", {Dirt.INVISIBLE}, "Thủ đô Hà Nội"),
        (unicodedata.normalize("NFD", "Thủ đô Hà Nội"), {Dirt.DECOMPOSED}, "Thủ đô Hà Nội"),
        ("Ðại hội Ðảng ở Hà Nội đông", {Dirt.LOOKALIKE}, "Đại hội Đảng ở Hà Nội đông"),
        ("Chính phủ Сuba", {Dirt.LOOKALIKE}, "Chính phủ Cuba"),
        ("Hà Nội &amp; Huế &#272;", {Dirt.ENTITY}, "Hà Nội & Huế Đ"),
        ("A &amp;amp; B", {Dirt.ENTITY}, "A & B"),
        ("Thá»§ tÆ°á»›ng nÃ³i", {Dirt.MOJIBAKE}, "Thủ tướng nói"),
    ],
)
def test_damage_is_named_and_mended(text, dirt, mended):
    assert find_dirt(text) == dirt
    assert clean(text) == mended


def test_no_harmless_character_is_one_that_is_looked_for():
    harmless = [char for char in map(chr, range(0x110000)) if normalise._HARMLESS.fullmatch(char)]
    assert not [char for char in harmless if normalise._SUSPECT.fullmatch(char)]
    assert {*"aZ0 .,ăộỹĐ“”–越。"} <= set(harmless)


@pytest.mark.parametrize(
    "text",
    [
        "XÃ HỘI và ÂM NHẠC",
        "Год был трудным. Он ушёл.",
        "Hafið bláa er fagurt, sagði Ðuro",
        "R&D và Q&A",
        "¿Qué? ¡Nada! «Oui»",
        "AT&T; Johnson & Johnson",
    ],
)
def test_what_is_right_stays_as_it_is(text):
    assert clean(text) == text
    assert not find_dirt(text) - {Dirt.SPACE}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("“Hòa bình” – mãi mãi…", '"hoà bình" - mãi mãi...'),
        ("Ðảng và Khỏe", "đảng và khoẻ"),
        ("Thúy Ủy", "THUÝ UỶ"),
        ("Hết./.", "Hết."),
        ("''Carol''", "“Carol”"),
        ("Hà\u200b Nội", unicodedata.normalize("NFD", "hà nội")),
        ("Praha -- Brno", "Praha – Brno"),
        ("Praha --- Brno", "Praha — Brno"),
        ("deska 9x6 cm", "deska 9×6 cm"),
        ("dvacet 12\" a 6' trubek", "dvacet 12″ a 6′ trubek"),
        ("tak :) a dost ;-)", "tak 🙂 a dost 😉"),
        ("Kofola(TM)", "Kofola™"),
        ("Ο ΠΡΩΪΝΟΣ ΑΕΡΑΣ", "Ο πρωϊνός αέρας"),
        ("IŞIKLI İSKELE", "Işıklı iskele"),
    ],
)
def test_texts_that_differ_in_form_have_one_key(left, right):
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("quý", "qúy"),
        ("15", "16"),
        ("1.5", "15"),
        ("má", "mà"),
        ("không", "khong"),
        ("có", "có không"),
        ("1 234", "1234"),
    ],
)
def test_texts_that_differ_in_a_letter_or_a_number_never_have_one_key(left, right):
    assert fold(left) != fold(right)
    assert squeeze(fold(left)) != squeeze(fold(right))


def test_a_vowel_pair_inside_a_syllable_keeps_its_tone():
    assert fold("hoàng quý thuỷ") == "hoàng quý thủy"


def test_squeezing_drops_only_spaces_beside_marks():
    assert squeeze(fold("15 % ( A ) xong. Việc")) == squeeze(fold("15% (A) xong.Việc"))
    assert squeeze("hai ba") == "hai ba"


def test_the_way_back_from_composed_text_leads_to_the_same_letters():
    rng = random.Random(3)
    letters = "aăâđeêoôơuưyẤệỗỹ n.—中🙂"
    for _ in range(500):
        original = unicodedata.normalize(rng.choice(["NFD", "NFC"]), "".join(rng.choices(letters, k=12)))
        found = compose(original)
        assert found.text == unicodedata.normalize("NFC", original)
        for start in range(len(found.text)):
            back = original[found.back(start) : found.back(start + 1)]
            assert unicodedata.normalize("NFC", back) == found.text[start]


@pytest.mark.parametrize(
    "text",
    [
        "کتاب\u200cخانه می\u200cماند",  # Persian: parts the letters of one word
        "ക്ഷ്\u200dമ അവന്\u200d വന്നു",  # Malayalam: a joiner at the end of a word makes another letter
        "ශ්\u200dරී ලංකාව",
        "বাংলা র\u200d্যাব",
        "👩\u200d🌾 ❤️\u200d🔥",
        "ภาษา\u200bไทย",  # where a word ends, in a script without spaces
    ],
)
def test_joiners_that_are_spelling_stay_and_are_no_part_of_the_key(text):
    bare = re.sub("[\u200b-\u200d]", "", text)
    assert clean(text) == text
    assert Dirt.INVISIBLE not in find_dirt(text)
    assert fold(text) == fold(bare)
    assert clean(f"\u200b{bare}\u2060 ab\u200cc") == f"{bare} abc"
