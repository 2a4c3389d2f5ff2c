import pytest

from flows.reconcile.facts import find_facts


def found(before: str, after: str, language: str = "vi") -> list[tuple[str, str, str]]:
    return [(fact.kind.value, fact.before, fact.after) for fact in find_facts(before, after, language)]


@pytest.mark.parametrize(
    ("before", "after", "facts"),
    [
        ("Có 1.200 người đến.", "Có 1.500 người đến.", [("number", "1.200", "1.500")]),
        ("Giá 1,5 tỷ đồng.", "Giá 1,5 triệu đồng.", [("number", "1,5 tỷ", "1,5 triệu")]),
        ("Có ba người bị thương.", "Có bốn người bị thương.", [("number", "ba", "bốn")]),
        ("Có 15 người đến chợ.", "Có nhiều người đến chợ.", [("number", "15", "")]),
        ("Chiều 5/10, chợ mở.", "Chiều 6/10, chợ mở.", [("date", "5/10", "6/10")]),
        ("Chợ mở năm 2015.", "Chợ mở năm 2016.", [("date", "2015", "2016")]),
        ("Tỷ số là 2-1.", "Tỷ số là 3-1.", [("number", "2", "3")]),
        (
            "Theo ông Trần Văn Thụy, chợ đông.",
            "Theo ông Trần Văn Thọ, chợ đông.",
            [("name", "Trần Văn Thụy", "Trần Văn Thọ")],
        ),
        ("Chợ đã mở cửa.", "Chợ chưa mở cửa.", [("negation", "Chợ đã mở", "Chợ chưa mở")]),
        ("Ông sẽ đến dự.", "Ông sẽ không đến dự.", [("negation", "sẽ đến", "sẽ không đến")]),
    ],
)
def test_a_changed_fact_is_named_with_both_readings(before, after, facts):
    assert found(before, after) == facts


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("The fair drew 12 million visitors.", "The fair drew 12 billion visitors.", ["number"]),
        ("It opens on Monday.", "It opens on Tuesday.", ["date"]),
        ("They will come.", "They won't come.", ["negation"]),
        ("Es kamen 12 Menschen.", "Es kamen 15 Menschen.", ["number"]),
        ("Er wird kommen.", "Er wird nicht kommen.", ["negation"]),
    ],
)
def test_other_languages_have_facts_too(before, after, kinds):
    assert [fact[0] for fact in found(before, after, "en")] == kinds


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Chợ hiện nay rất đông.", "Chợ vào thời điểm này rất đông."),
        ("Có 1.200 người đến chợ sớm.", "Có 1200 người đến chợ sớm."),
        ("Có hai người đến chợ hoa.", "Có 2 người đến chợ hoa."),
        ("Hãng hàng không mở đường bay.", "Hãng hàng không mở thêm đường bay."),
        ("Có nhiều khách đến chợ.", "Có không ít khách đến chợ."),
        ("Không gian chợ hẹp.", "Không gian chợ rất hẹp."),
        ("Bà nói: “Chúng tôi bán hết hoa hồng.”", 'Bà nói: "Chúng tôi bán hết hoa hồng."'),
        ("Bà nói: “Chúng tôi đã đề nghị bán hết hoa.”", "Bà nói: “Chúng tôi đã yêu cầu bán hết hoa.”"),
    ],
)
def test_another_wording_of_the_same_facts_is_none(before, after):
    assert found(before, after) == []


def test_a_number_in_a_long_sentence_is_found_wherever_it_stands():
    head, tail = "Ban tổ chức cho biết trong phiên chợ đầu năm " * 5, " gian hàng của bà con nông dân trong vùng" * 5
    assert found(f"{head}45{tail}", f"{head}54{tail}") == [("number", "45", "54")]
