import pytest

from flows.text.language import detect_language, tag_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Chiều nay, phiên chợ hoa đầu tiên của năm đã mở cửa đón khách.", "vi"),
        ("The market opened in the afternoon and the farmers sold all of it.", "en"),
        ("Le marché a ouvert dans la ville et les paysans ont vendu avec joie.", "fr"),
        ("Der Markt ist in der Stadt und die Bauern sind mit dem Tag zufrieden.", "de"),
        ("El mercado abrió en la ciudad y los campesinos que vendieron las flores.", "es"),
        ("Рынок открылся в городе, и крестьяне продали всё.", "ru"),
        ("今天下午，花市在河内开幕。", "zh"),
        ("今日の午後、花市場が開きました。", "ja"),
    ],
)
def test_a_language_is_told_from_a_sentence(text, language):
    assert detect_language(text) == language


def test_the_publishers_language_is_used_where_the_text_does_not_say():
    assert detect_language("12:30", "vi") == "vi"
    assert detect_language("", None) is None


def test_names_of_another_language_do_not_mislead():
    assert (
        detect_language("The minister met Nguyễn Văn Thụy in Hanoi and they spoke for an hour in the garden.") == "en"
    )


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("pt-BR", "pt"),
        ("zh_Hant", "zh"),
        ("por", "pt"),
        ("cze", "cs"),
        ("Finnish", "fi"),
        ("suomi", "fi"),
        ("Slovenčina", "sk"),
        (" русский ", "ru"),
        ("EN", "en"),
        ("xx", None),
        ("und", None),
        ("mul", None),
        ("unknown", None),
        ("n/a", None),
        ("", None),
    ],
)
def test_a_corpus_may_write_a_language_as_a_tag_a_code_or_a_name(written: str, tag: str | None):
    assert tag_of(written) == tag
