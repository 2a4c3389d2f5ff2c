import re

import pytest

from flows.reconcile.facts.number_words import lexicon, read_number


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("vi", "hai mươi lăm", 25),
        ("vi", "một trăm linh năm người", 105),
        ("vi", "ba mươi tư", 34),
        ("vi", "một trăm mười", 110),
        ("vi", "năm mươi mốt", 51),
        ("vi", "hai triệu năm trăm nghìn đồng", 2_500_000),
        ("vi", "hai nghìn tỷ", 2_000_000_000_000),
        ("vi", "mười năm", 10),
        ("en", "twenty-five people", 25),
        ("en", "one hundred and five", 105),
        ("en", "two and three", 2),
        ("de", "fünfundzwanzig", 25),
        ("de", "zweihundertdreißig", 230),
        ("fr", "quatre-vingt-dix-sept", 97),
        ("fr", "vingt et un", 21),
        ("fr", "mille deux cents", 1_200),
        ("es", "treinta y cinco", 35),
        ("es", "doscientos cincuenta mil", 250_000),
        ("ru", "сто двадцать тысяч", 120_000),
        ("zh", "一百零五人", 105),
        ("zh", "三千二百万", 32_000_000),
        ("zh", "一亿三千万", 130_000_000),
        ("zh", "二〇一六年", 2016),
        ("zh", "十五", 15),
    ],
)
def test_a_number_in_words_has_its_value(language, text, value):
    words = list(text) if language == "zh" else re.findall(r"\w+", text)
    found = read_number(words, 0, lexicon(language))
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("language", "text"), [("vi", "năm nay"), ("vi", "hàng nghìn"), ("vi", "tư nhân"), ("en", "hundreds")]
)
def test_other_words_are_no_number(language, text):
    assert read_number(text.split(), 0, lexicon(language)) is None


@pytest.mark.parametrize(
    ("language", "word"), [("vi", "một"), ("en", "one"), ("fr", "un"), ("zh", "一"), ("de", "ein")]
)
def test_a_lone_small_word_is_not_certainly_a_number(language, word):
    found = read_number([word], 0, lexicon(language))
    assert found is not None
    assert not found.is_certain
