import random

import pytest

from flows.text.mojibake import read_again

TEXTS = {
    "vi": "Thủ tướng nói: “Chúng tôi không đồng ý với kế hoạch ấy.” Ông đến Hà Nội từ sáng.",
    "zh": "市议会表决通过了“关闭旧桥”的决定，工期约14个月。",
    "fr": "Le maire a chiffré le chantier à 3 millions d’euros, près du château.",
    "ru": "Городской совет решил закрыть старый мост.",
}


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_a_text_read_in_the_wrong_encoding_comes_back_with_its_places(language, encoding):
    text = TEXTS[language]
    try:
        garbled = text.encode().decode(encoding)
    except UnicodeDecodeError:
        garbled = "".join(
            bytes([byte]).decode(encoding, "replace").replace("\ufffd", chr(byte)) for byte in text.encode()
        )
    found = read_again(garbled)
    assert found is not None
    assert found.text == text
    for at in range(len(text) + 1):
        assert len(text[:at].encode()) == found.back(at)


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_sound_text_is_left_alone(language):
    assert read_again(TEXTS[language]) is None


def test_a_text_with_a_garbled_quotation_is_not_read_again():
    garbled = "Tiếng Việt".encode().decode("latin-1")
    assert (
        read_again(f"Ông viết sai thành {garbled}, rồi sửa lại: đó là lỗi của phần mềm đọc tệp cũ ở cơ quan ấy.")
        is None
    )


def test_chance_signs_are_no_mojibake():
    rng = random.Random(3)
    for _ in range(300):
        text = "".join(rng.choice("aé “”à…Ãó«»ạ.ô") for _ in range(60))
        found = read_again(text)
        assert found is None or len(found.text) < len(text)


def test_a_blank_that_was_the_last_byte_of_a_letter_is_read_as_it():
    text = "Bà Hà và ba làng ở xã ấy đều là người nhà, tối nào cũng hát."
    garbled = text.encode().decode("cp1252", "replace").replace("\xa0", " ")
    found = read_again(text.encode().decode("latin-1").replace("\xa0", " "))
    assert found is not None
    assert found.text == text
    assert "Ã " in garbled
