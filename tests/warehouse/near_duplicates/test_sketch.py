import pytest

from warehouse.near_duplicates.shingles import (
    A_WORD_ITSELF,
    BETWEEN_WORDS,
    MIN_SHINGLES,
    character_kinds,
    jaccard,
    list_shingles,
    split_words,
)
from warehouse.near_duplicates.sketch import BANDS, SKETCH_VERSION, sketch_text, sketch_texts

STORY = (
    "Chiều 5/10, tại Hà Nội, hội nghị mở rộng lần thứ năm của các cơ quan trung ương đã thông qua chương trình làm việc"
    " toàn khóa, và bầu bổ sung ba người vào ban thường vụ. Đại biểu của 62 đơn vị dự hội nghị."
)
CHINESE = "越南国家主席陈大光十日在河内会见了来访的老挝客人，双方就加强两国合作交换了意见，并共同出席了签字仪式。"


def shared_keys(left: str, right: str) -> int:
    return len(set(sketch_text(left)) & set(sketch_text(right)))


def test_case_and_punctuation_do_not_count():
    assert list_shingles("Hội nghị, lần 5. Bế mạc!") == ["hội nghị lần", "nghị lần 5", "lần 5 bế", "5 bế mạc"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("越南VNA通讯社2016年", ["越", "南", "vna", "通", "讯", "社", "2016", "年"]),
        ("東京のニュース", ["東", "京", "の", "ニ", "ュ", "ー", "ス"]),
        ("ข่าววัน", ["ข", "่", "า", "ว", "ว", "ั", "น"]),
        ("Цена на 5 %", ["цена", "на", "5"]),
    ],
)
def test_a_character_is_a_word_where_the_script_writes_no_spaces(text, words):
    assert split_words(text) == words


def test_words_are_the_same_to_the_sketch_as_to_the_shingles():
    """Every code point, with its kind as the sketch reads it, between two Latin letters and beside itself."""
    kinds = character_kinds()
    for code in range(0x20, len(kinds), 7):  # each seventh: all of them take a second
        character = chr(code)
        if character.casefold() != character:
            continue  # the sketch reads small letters
        count = 2 if kinds[code] == BETWEEN_WORDS else 4 if kinds[code] == A_WORD_ITSELF else 1
        assert len(split_words(f"a{character}{character}b")) == count, hex(code)


def test_a_text_has_the_same_keys_alone_and_among_others():
    texts = [STORY, "", CHINESE, "một hai", STORY + CHINESE, " ", STORY.upper()]
    assert sketch_texts(texts * 500) == [sketch_text(text) for text in texts] * 500


def test_the_order_of_letters_and_of_words_counts():
    assert shared_keys(STORY, STORY[::-1]) == 0
    assert shared_keys(STORY, " ".join(reversed(STORY.split()))) == 0


def test_jaccard_is_shared_over_all():
    left, right = frozenset(list_shingles("a b c d e")), frozenset(list_shingles("a b c d f"))
    assert jaccard(left, right) == 2 / 4
    assert jaccard(frozenset(), frozenset()) == 0.0


@pytest.mark.parametrize("text", [STORY, CHINESE])
def test_near_identical_texts_share_keys_and_others_none(text):
    assert shared_keys(text, text.upper() + "!") == BANDS
    assert shared_keys(text, text + " Hết tin 5") > 0
    assert shared_keys(STORY, CHINESE) == 0


def test_a_text_that_says_too_little_has_no_sketch():
    assert sketch_text("Mời quý vị theo dõi video. " * 40) == []
    assert sketch_text(" ".join(str(number) for number in range(MIN_SHINGLES + 1))) == []
    assert len(sketch_text(" ".join(str(number) for number in range(MIN_SHINGLES + 2)))) == BANDS


def test_stored_sketches_compare_with_new_ones():
    """The keys of a text are those that warehouses hold; where they change, SKETCH_VERSION must."""
    assert SKETCH_VERSION == "2.2"
    assert sketch_text(STORY)[:2] == [0x5FADE24E71004F79, 0x6F92BE34A9BC2BD5]
