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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Primăria a hotărât că piaţa rămâne închisă până când apa se va retrage de pe stradă.", "ro"),
        ("Het is in de herfst van dat jaar dat de molen weer draait, en de boer was er op tijd bij.", "nl"),
        ("Pasar bunga itu dibuka pada petang semalam dan beribu-ribu pengunjung hadir bersama keluarga.", "ms"),
        ("Бозор имрӯз дар маркази шаҳр кушода шуд ва деҳқонон ҳамаи ҳосили худро фурӯхтанд.", "tg"),
        ("Базар бүгүн шаардын борборунда ачылды жана дыйкандар түшүмүнүн баарын сатып бүтүштү.", "ky"),
        ("O mercado abriu onte na vila e os labregos venderon axiña todas as flores que trouxeran.", "gl"),
        ("Dh’fhosgail a’ mhargaidh anns a’ bhaile an-dè agus reic na tuathanaich na flùraichean uile.", "gd"),
        ("ಮಾರುಕಟ್ಟೆ ನಿನ್ನೆ ನಗರದ ಮಧ್ಯಭಾಗದಲ್ಲಿ ತೆರೆಯಿತು ಮತ್ತು ರೈತರು ಎಲ್ಲಾ ಹೂವುಗಳನ್ನು ಮಾರಿದರು.", "kn"),
    ],
)
def test_a_language_is_not_taken_for_a_larger_one_that_is_like_it(text: str, language: str):
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Le marchato esseva aperte heri in le centro del urbe e le paisanos ha vendite tote le flores.",  # Interlingua
        "Базар абон горӕты центры байгом ис ӕмӕ йе зӕхкусджытӕ сӕ дидинджытӕ иууылдӕр ауӕй кодтой.",  # Ossetic
        "Tržnica je jučer otvorena u gradu, a seljaci su prodali sve svoje cvijeće.",  # Croatian or Bosnian
    ],
)
def test_nothing_is_said_of_a_language_that_is_not_told_for_certain(text: str):
    assert detect_language(text) is None
    assert detect_language(text, "xx") == "xx"


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
