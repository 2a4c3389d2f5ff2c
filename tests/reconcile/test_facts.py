import random

import pytest

from flows.reconcile.facts.find import find_facts


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


@pytest.mark.parametrize(
    ("language", "before", "after", "kinds"),
    [
        ("vi", "Giá 1,5 triệu đồng.", "Giá 1.600.000 đồng.", ["number"]),
        ("vi", "Ngày 5 tháng 10, chợ mở.", "Ngày 6 tháng 10, chợ mở.", ["date"]),
        ("vi", "Ngày 5-10, chợ mở.", "Ngày 6-10, chợ mở.", ["date"]),
        ("vi", "Chợ mở tháng 10.", "Chợ mở tháng 11.", ["date"]),
        ("vi", "Tăng 15% so với năm ngoái.", "Tăng 15 so với năm ngoái.", ["number"]),
        ("vi", "Có hai mươi lăm người.", "Có hai mươi sáu người.", ["number"]),
        ("vi", "Nhiệt độ -5 độ C.", "Nhiệt độ 5 độ C.", ["number"]),
        ("vi", "Giá 5 triệu USD.", "Giá 5 triệu euro.", ["number"]),
        ("vi", "Giá 5 USD mỗi cân.", "Giá 5 euro mỗi cân.", ["number"]),
        ("vi", "Tỷ số là 2-1 cho đội nhà.", "Tỷ số là 1-2 cho đội nhà.", ["number", "number"]),
        ("vi", "Ông chưa từng đến.", "Ông đã từng đến.", ["negation"]),
        ("vi", "Ông chẳng đến.", "Ông đến.", ["negation"]),
        ("vi", "Thủ tướng Nguyễn Xuân Phúc đến.", "Thủ tướng Nguyễn Xuân Thắng đến.", ["name"]),
        ("vi", "Ông Trần Văn Thụy đến.", "Ông Thụy Trần Văn đến.", ["name"]),
        ("zh", "会议有一百二十人参加。", "会议有一百三十人参加。", ["number"]),
        ("zh", "投资1.2万美元。", "投资1.3万美元。", ["number"]),
        ("zh", "10月5日，会议开幕。", "10月6日，会议开幕。", ["date"]),
        ("zh", "他同意这个计划。", "他不同意这个计划。", ["negation"]),
        ("zh", "他来了。", "他没来。", ["negation"]),
        ("zh", "越南国会主席阮生雄出席。", "越南国会主席阮生强出席。", ["name"]),
        ("zh", "总统唐纳德·特朗普出席。", "总统唐纳德·特朗布出席。", ["name"]),
        ("en", "It was May 5.", "It was May 6.", ["date"]),
        ("en", "It cost $3.5 million.", "It cost $3.6 million.", ["number"]),
        ("en", "It isn't true.", "It is true.", ["negation"]),
        ("en", "He can do it.", "He cannot do it.", ["negation"]),
        ("en", "J. K. Rowling wrote it.", "J. R. Rowling wrote it.", ["name"]),
        ("en", "Then John Smith left town.", "Then John Smyth left town.", ["name"]),
        ("en", "There were two men.", "There were three men.", ["number"]),
        ("de", "Am 5. Oktober kam er.", "Am 6. Oktober kam er.", ["date"]),
        ("de", "Er hat kein Geld.", "Er hat Geld.", ["negation"]),
        ("de", "Er sah Angela Merkel dort.", "Er sah Angela Merz dort.", ["name"]),
        ("fr", "Il vient demain.", "Il ne vient pas demain.", ["negation"]),
        ("fr", "C'est vrai.", "Ce n'est pas vrai.", ["negation"]),
        ("fr", "Le 5 octobre 2016, il vint.", "Le 6 octobre 2016, il vint.", ["date"]),
        ("fr", "Il y a 1 234 personnes.", "Il y a 1 334 personnes.", ["number"]),
        ("es", "Vino ayer.", "No vino ayer.", ["negation"]),
        ("es", "El 5 de octubre vino.", "El 7 de octubre vino.", ["date"]),
        ("ru", "Он придёт завтра.", "Он не придёт завтра.", ["negation"]),
        ("ru", "5 октября он пришёл.", "7 октября он пришёл.", ["date"]),
        ("ru", "Президент Владимир Путин приехал.", "Президент Владимир Пупин приехал.", ["name"]),
        (
            "vi",
            "Ông nói: “Chúng tôi bán hết hoa hồng vào buổi sáng nay tại chợ.”",
            "Ông nói: “Chúng tôi bán hết hoa hồng vào một lúc nào đó rất muộn.”",
            ["quote"],
        ),
        ("vi", "Hôm nay, hai bên ký ba văn kiện.", "Hôm nay, hai bên ký bốn văn kiện.", ["number"]),
        ("en", "The firm opened 3 shops on Monday.", "The firm opened 3 shops on Tuesday.", ["date"]),
        ("vi", "Họp vào thứ Hai tới.", "Họp vào thứ Ba tới.", ["date"]),
        ("vi", "Giai đoạn 2010-2015 tăng.", "Giai đoạn 2010-2016 tăng.", ["number"]),
        ("en", "The vote was in 2015 there.", "The vote was in 2016 there.", ["date"]),
        ("en", "About twelve people died there.", "About thirteen people died there.", ["number"]),
        ("de", "Es kamen zwölf Gäste dazu.", "Es kamen dreizehn Gäste dazu.", ["number"]),
        ("fr", "Il y avait deux hommes.", "Il y avait trois hommes.", ["number"]),
        ("es", "Había dos hombres allí.", "Había tres hombres allí.", ["number"]),
        ("ru", "Там было два человека.", "Там было три человека.", ["number"]),
        ("zh", "现场有两名记者。", "现场有三名记者。", ["number"]),
        ("zh", "他一共写了三十五本书。", "他一共写了三十六本书。", ["number"]),
        ("vi", "Lễ hội có ba trăm nghìn khách.", "Lễ hội có bốn trăm nghìn khách.", ["number"]),
        ("vi", "Trận đấu bắt đầu lúc 17h30 hôm nay.", "Trận đấu bắt đầu lúc 18h30 hôm nay.", ["number"]),
        ("vi", "Tăng 2-3% mỗi năm.", "Tăng 2-4% mỗi năm.", ["number"]),
        ("vi", "Ngày 12/3/2019, họ đến.", "Ngày 12/4/2019, họ đến.", ["date"]),
        ("vi", "Ngày 12-3-2019, họ đến.", "Ngày 13-3-2019, họ đến.", ["date"]),
        ("vi", "Chiếm 1/3 dân số cả nước.", "Chiếm 2/3 dân số cả nước.", ["number"]),
        ("vi", "Từ 5/10 đến 7/10 có mưa.", "Từ 5/10 đến 8/10 có mưa.", ["date"]),
        ("vi", "Quý 1 năm nay tăng.", "Quý 2 năm nay tăng.", ["number"]),
        ("vi", "Năm 2015, giá tăng.", "Năm 2016, giá tăng.", ["date"]),
        ("vi", "Tháng Mười, giá tăng.", "Tháng Chín, giá tăng.", ["date"]),
        ("vi", "Chủ nhật tới, họ về.", "Thứ Bảy tới, họ về.", ["date"]),
        ("en", "He left on Jan. 5, 2016.", "He left on Jan. 6, 2016.", ["date"]),
        ("en", "He left in January 2016.", "He left in February 2016.", ["date"]),
        ("en", "It rose 5.5 percent.", "It rose 6.5 percent.", ["number"]),
        ("en", "It is worth 1,200 dollars.", "It is worth 1,300 dollars.", ["number"]),
        ("en", "He did nothing wrong.", "He did something wrong.", ["negation"]),
        ("en", "He has no money.", "He has money.", ["negation"]),
        ("en", "He never came.", "He came.", ["negation"]),
        ("en", "He couldn’t come.", "He could come.", ["negation"]),
        ("de", "Es kamen 1,5 Millionen.", "Es kamen 2,5 Millionen.", ["number"]),
        ("de", "Er kam am 3. März 2016.", "Er kam am 3. April 2016.", ["date"]),
        ("de", "Keiner kam.", "Einer kam.", ["negation"]),
        ("de", "Er ist nie da.", "Er ist immer da.", ["negation"]),
        ("fr", "Il n'a jamais dit cela.", "Il a dit cela.", ["negation"]),
        ("fr", "Il a vu le 3 mars.", "Il a vu le 3 avril.", ["date"]),
        ("fr", "Il a 1,5 million d'euros.", "Il a 1,6 million d'euros.", ["number"]),
        ("fr", "Le maire Jean Dupont parle.", "Le maire Jean Dupond parle.", ["name"]),
        ("es", "El alcalde Juan Pérez habla.", "El alcalde Juan Gómez habla.", ["name"]),
        ("es", "Nunca dijo eso.", "Dijo eso.", ["negation"]),
        ("ru", "Цена выросла на 5 процентов.", "Цена выросла на 6 процентов.", ["number"]),
        ("ru", "Он никогда не приходил.", "Он приходил.", ["negation"]),
        ("ru", "Нет денег у города.", "Есть деньги у города.", ["negation"]),
        ("zh", "我没有钱。", "我有钱。", ["negation"]),
        ("zh", "他并非专家。", "他是专家。", ["negation"]),
        ("zh", "尚未完成工程。", "已经完成工程。", ["negation"]),
        ("zh", "价格上涨百分之五。", "价格上涨百分之六。", ["number"]),
        ("zh", "2016年10月5日开幕。", "2016年11月5日开幕。", ["date"]),
        ("zh", "星期一开会。", "星期二开会。", ["date"]),
        ("zh", "美国总统特朗普抵达。", "中国总统特朗普抵达。", ["name"]),
        (
            "zh",
            "他说：“我们会坚持改革开放的道路不动摇。”",
            "他说：“我们会坚持走自己选择的发展新模式。”",
            ["quote", "negation"],
        ),
        ("vi", "Ông không bao giờ đến.", "Ông luôn luôn đến.", ["negation"]),
        ("vi", "Đừng đến chợ.", "Hãy đến chợ.", ["negation"]),
        ("vi", "Chưa có ai chết.", "Đã có người chết.", ["negation"]),
        ("vi", "Bà Nguyễn Thị Kim Ngân nói.", "Bà Nguyễn Kim Ngân nói.", ["name"]),
        ("vi", "Đại sứ Trần Đức Bình đến Hà Nội.", "Đại sứ Trần Đức Minh đến Huế.", ["name", "name"]),
        ("vi", "Ông đến Hà Nội hôm qua.", "Ông đến Đà Nẵng hôm qua.", ["name"]),
        ("vi", "Theo bà Mận, hoa đẹp.", "Theo bà Đào, hoa đẹp.", ["name"]),
        ("vi", "Giá xăng RON 92 tăng.", "Giá xăng RON 95 tăng.", ["number"]),
        ("vi", "Dài 5 km và rộng 3 m.", "Dài 5 m và rộng 3 m.", ["number"]),
        ("en", "In 2015 he won; in 2016 he lost.", "In 2016 he won; in 2015 he lost.", ["date", "date"]),
    ],
)
def test_a_changed_fact_is_named_in_every_language(language, before, after, kinds):
    assert sorted(fact[0] for fact in found(before, after, language)) == sorted(kinds)
    assert sorted(fact[0] for fact in found(after, before, language)) == sorted(kinds)


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("vi", "Có 1.200 người đến.", "Có 1200 người đến."),
        ("vi", "Giá 1,5 triệu đồng.", "Giá 1.500.000 đồng."),
        ("vi", "Ngày 5/10/2016, chợ mở.", "Ngày 5 tháng 10 năm 2016, chợ mở."),
        ("vi", "Ngày 5/10, chợ mở.", "Ngày 5/10/2016, chợ mở."),
        ("vi", "Tăng 15% so với năm ngoái.", "Tăng 15 phần trăm so với năm ngoái."),
        ("vi", "Có hai mươi lăm người.", "Có 25 người."),
        ("vi", "Họp tại TP.HCM hôm nay.", "Họp tại Thành phố Hồ Chí Minh hôm nay."),
        ("vi", "Theo LHQ, lúa tăng.", "Theo Liên hợp quốc, lúa tăng."),
        ("zh", "会议有120人参加。", "会议有一百二十人参加。"),
        ("zh", "投资1.2万美元。", "投资12000美元。"),
        ("zh", "10月5日，会议开幕。", "2016年10月5日，会议开幕。"),
        ("zh", "十月五日，会议开幕。", "10月5日，会议开幕。"),
        ("zh", "经济不断发展。", "经济持续发展。"),
        ("en", "He was born on October 5, 2016 there.", "He was born on 5 October 2016 there."),
        ("en", "It cost $3.5 million.", "It cost $3,500,000."),
        ("en", "There were twelve men.", "There were 12 men."),
        ("de", "Er sah das Haus dort.", "Er sah das Gebäude dort."),
        ("ru", "Пришли 25 человек.", "Пришли двадцать пять человек."),
        ("vi", "Đoàn có 15 người, xe có 20 người.", "Xe có 20 người, đoàn có 15 người."),
        ("vi", "Ngày 12.3.2019, họ đến.", "Ngày 12/3/2019, họ đến."),
        ("vi", "Ông về thứ nhất.", "Ông về thứ nhì."),
        ("en", "It rose 5.5 percent.", "It rose 5.5%."),
        ("en", "It is worth $1.2bn.", "It is worth $1.2 billion."),
        ("de", "Das kostet 15 Prozent mehr.", "Das kostet 15 % mehr."),
        ("es", "Subió un 5 por ciento.", "Subió un 5%."),
        ("zh", "价格上涨5%。", "价格上涨百分之五。"),
        ("vi", "Có 15.000 - 20.000 người.", "Có 15.000-20.000 người."),
        ("vi", "Có gần 3 triệu rưỡi người.", "Có gần 3,5 triệu người."),
    ],
)
def test_another_spelling_of_the_same_value_is_no_change(language, before, after):
    assert found(before, after, language) == []
    assert found(after, before, language) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Có 1, 2 và 3.", "Có 1,2 và 3."),
        ("Nhiệt độ -5 độ.", "Nhiệt độ 5 độ."),
        ("Tăng 1.5 lần.", "Tăng 15 lần."),
        ("Tỷ số 2-1.", "Tỷ số 21."),
        ("Có 5 % dân số.", "Có 5 dân số."),
        ("Ông không về.", "Ông về."),
    ],
)
def test_what_changes_a_number_or_denies_has_another_key(before, after):
    from flows.reconcile.align import sentence_key
    from flows.text.normalise import fold

    assert sentence_key(fold(before)) != sentence_key(fold(after))


_ODD = (
    ". , - – / : % $ “ ” ( ) 1 05 31 2016 1.200 1,5 1.2.3 12/30 5/10 5/10/2016 17:30 17h30 -5 ٣ ² triệu tỷ rưỡi ngày"
    " tháng năm mười hai lăm phần trăm thứ chủ nhật không Văn million October of 百 分 之 三 十 年 月 日 不 · 特朗普"
    " 总统 не млн ne pas n'est vingt quatre et \u200b \u202f ’ ß İ"
)
_PIECES = _ODD.split(" ")


@pytest.mark.parametrize("language", ["vi", "zh", "en", "de", "fr", "es", "ru", None, "zh-CN"])
def test_odd_texts_are_compared_without_trouble(language):
    """Whatever stands beside whatever: no error, no change of a text against itself, no change from a to a."""
    rng = random.Random(5)
    for _ in range(250):
        before = [rng.choice(_PIECES) + rng.choice((" ", "", "\u00a0")) for _ in range(rng.randrange(1, 16))]
        after = [piece if rng.random() < 0.7 else rng.choice(_PIECES) for piece in before]
        facts = find_facts("".join(before), "".join(after), language)
        assert all(fact.before != fact.after for fact in facts)
        assert find_facts("".join(before), "".join(before), language) == []


def test_changed_numbers_of_a_text_without_full_stops_are_found_each_by_itself():
    rng = random.Random(3)
    words = [rng.choice(["lúa", "gạo", "trồng", "bán", "vụ", str(rng.randrange(100, 999))]) for _ in range(9_000)]
    words = [f"{word} thửa" if word.isdigit() else word for word in words]
    edited = list(words)
    places = [at for at, word in enumerate(words) if word[0].isdigit()][20::100]
    for at in places:
        edited[at] = edited[at].replace(" ", "5 ", 1)
    edited[10:10] = ["đã", "được"]
    facts = find_facts(" ".join(words), " ".join(edited), "vi")
    assert [(fact.before, fact.after) for fact in facts] == [
        (words[at].split()[0], edited[at + 2].split()[0]) for at in places
    ]
