import random

import pytest

from flows.text.segment import sentences


def cut(text: str, language: str | None = None) -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("vi", ["Ông Nam ở TP. Hòa Lạc nói vậy.", "Bà Mận không tin."]),
        ("vi", ["GS.TS. Trần Thụy và ThS. Lê Mận cùng đến.", "Họ về lúc 5 giờ."]),
        ("vi", ["PGS.TS Trần Thụy ở Q. Bình Tân, P. 3 đã đến.", "Xong."]),
        ("vi", ["Có lúa, ngô, khoai v.v. và nhiều thứ khác.", "Hết."]),
        ("vi", ["Có lúa, ngô, khoai, v.v.", "Bà con rất vui."]),
        ("vi", ["Giá là 1.234,5 đồng ngày 5.10.2016.", "Giá ấy cao."]),
        ("vi", ["Chợ đã đóng cửa./.", "Mời xem tiếp."]),
        ("vi", ["Ông nói: “Tôi về.”", "Rồi ông đi."]),
        ("vi", ["“Anh có về không?” bà hỏi.", "Ông im lặng…", "Bà đi."]),
        ("vi", ["Việc đã xong.", "Việc mới bắt đầu."]),
        ("vi", ["Đội nhất bảng A.", "Họ vào vòng trong."]),
        ("vi", ["Tình hình Đông Nam Á.", "Ông George W. Bush đã tới."]),
        ("vi", ["1. Nội dung thứ nhất.", "2. Nội dung thứ hai.", "II. Phần hai."]),
        ("vi", ["Nghị quyết S.RES.412 được thông qua.", "Xem tại www.vietnam.vn nhé."]),
        ("en", ["Mr. Smith met Dr. Jones at 5 p.m. on Monday.", "They spoke."]),
        ("en", ["The U.S. Senate voted.", "J. K. Rowling wrote it.", "It cost $3.5 million."]),
        ("en", ['He asked: "Why?"', "She left!", "Nobody knew."]),
        ("de", ["Am 5. Oktober kam er z. B. nach Haus.", "Das war 2016.", "Nr. 5 ist gut."]),
        ("fr", ["M. Dupont a dit : « Bonjour. »", "Il est parti !", "C'est fini."]),
        ("es", ["El Sr. Gómez llegó.", "¿Por qué?", "¡Nadie lo sabe!", "Fin."]),
        ("ru", ["В 2016 г. было холодно.", "Ул. Ленина закрыта.", "Он ушёл."]),
        ("zh", ["他说：“你好。”", "然后走了。", "很好！", "是吗？", "对。"]),
    ],
)
@pytest.mark.parametrize("gap", [" ", "\u00a0 ", "  "])
def test_sentences_end_where_a_reader_ends_them(language, parts, gap):
    joined = ("" if language == "zh" else gap).join(parts)
    assert cut(joined, language) == parts


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("nl", ["De winkel Tuinhuys.Com is dicht.", "Zie www.Tuinhuys.Nl of mail Jan@Tuinhuys.Nl voor meer."]),
        ("en", ["Orders at Hill-Books.Co.Uk rose.", "Nobody at NORVALA.Org was told."]),
        ("vi", ["Việc đã xong.", "Anh xem tại Https://www.Hoalac.Vn/Tin.Html nhé."]),
        ("pt", ["A porta fechou.", "Com isso, ninguém entrou."]),
    ],
)
def test_names_of_hosts_are_whole_whatever_their_capitals(language, parts):
    assert cut(" ".join(parts), language) == parts


def test_a_lost_space_before_a_word_that_hosts_end_with_parts_two_sentences():
    assert cut("A porta fechou.Com isso, ninguém entrou.", "pt") == ["A porta fechou.", "Com isso, ninguém entrou."]


def test_glued_sentences_are_parted():
    assert cut("Việc đã xong.Việc mới bắt đầu.", "vi") == ["Việc đã xong.", "Việc mới bắt đầu."]
    assert cut("Đó là năm 2014.Theo báo cáo, giá 1 USD.Trước đó rẻ hơn.", "vi") == [
        "Đó là năm 2014.",
        "Theo báo cáo, giá 1 USD.",
        "Trước đó rẻ hơn.",
    ]
    assert cut("Ông ở Tp.Hồ Chí Minh, PGS.TS.Trần Thụy ở Q.Tân Bình.", "vi") == [
        "Ông ở Tp.Hồ Chí Minh, PGS.TS.Trần Thụy ở Q.Tân Bình."
    ]


def test_a_line_break_ends_a_heading():
    assert cut("Giá rẻ hơn\nBà con vui. Chợ đông.\n\n Hết", "vi") == ["Giá rẻ hơn", "Bà con vui.", "Chợ đông.", "Hết"]


def test_a_lost_quotation_mark_stays_with_its_sentence():
    assert cut("Ông hát bài Mùa xuân. ”", "vi") == ["Ông hát bài Mùa xuân. ”"]
    assert cut("Ông hát. '.", "vi") == ["Ông hát. '."]


def test_a_range_of_a_text_gives_spans_of_the_whole():
    text = "Một câu. Hai câu. Ba câu."
    assert [text[a:b] for a, b in sentences(text, "vi", 9, 17)] == ["Hai câu."]


@pytest.mark.parametrize("text", ["", " \n ", "...", "\u200b", "a"])
def test_next_to_nothing_is_no_trouble(text):
    assert "".join(cut(text)).strip() == text.strip()


def test_spans_leave_out_nothing_but_white_space():
    rng = random.Random(5)
    pieces = ["a", "Bc", ".", "./.", " ", "\n", "\u00a0", "”", "“", "…", "!", "TP", "1", "。", "(", ")", "\u200b", "Đ"]
    for _ in range(3000):
        text = "".join(rng.choices(pieces, k=12))
        for language in ("vi", "zh", None):
            at = 0
            for start, end in sentences(text, language):
                assert at <= start < end
                assert not text[at:start].strip()
                assert text[start:end] == text[start:end].strip()
                at = end
            assert not text[at:].strip()


@pytest.mark.parametrize("piece", [".", "(", "”", " ", "./.", ". (", "A. ", "\n", "。", "…"])
def test_long_runs_of_marks_cost_no_more_than_text(piece):
    """Were a rule quadratic, this would run into the time limit of the tests."""
    text = piece * (200_000 // len(piece)) + "Hết"
    assert "".join(cut(text, "vi")).endswith("Hết")


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["He works for Apple Inc. in Paris.", "The firm grew."]),
        ("en", ["He works for Apple Inc.", "The firm grew."]),
        ("en", ["They met at 5 p.m.", "The talks failed."]),
        ("en", ["They met at 5 p.m. Monday."]),
        ("en", ["Gov. Smith and Sen. John Doe left.", "They talked."]),
        ("en", ["He lives in the U.S.", "He likes it."]),
        ("en", ["The U.S. Senate voted."]),
        ("en", ["It was No. 5 on the list.", "She won."]),
        ("en", ["He said: “Go.”", "Then he left."]),
        ("en", ['He said: "Go."', "Then he left."]),
        ("en", ["Martin Luther King Jr. spoke.", "It was hot."]),
        ("en", ["It cost $3.5 million.", "Nobody paid."]),
        ("en", ["“Why?” he asked.", "“Because,” she said."]),
        ("en", ["Wait... what?", "No."]),
        ("en", ["J. R. R. Tolkien wrote it.", "It sold well."]),
        ("en", ["In Jan. 2016 he left.", "Why?"]),
        ("en", ["Yahoo! said it would sell.", "Shares fell."]),
        ("fr", ["M. Dupont est arrivé.", "Il a parlé."]),
        ("fr", ["Des pommes, des poires, etc.", "Il est parti."]),
        ("fr", ["« Bonjour », a-t-il dit.", "« Au revoir ! »", "Il sort."]),
        ("fr", ["En 52 av. J.-C. la ville tomba."]),
        ("fr", ["Est-ce vrai ?", "Oui."]),
        ("fr", ["L'art. 5 est clair.", "Voir p. 12."]),
        ("es", ["El Sr. Pérez llegó a EE. UU. ayer.", "Fue bien."]),
        ("es", ["¿Qué pasó?", "Nadie lo sabe."]),
        ("es", ["Vive en EE.UU.", "El presidente habló."]),
        ("es", ["«No», dijo.", "«¡Vamos!»", "Salió."]),
        ("ru", ["А. С. Пушкин родился в 1799 г. в Москве.", "Он писал стихи."]),
        ("ru", ["Это было в 2016 г.", "Он уехал."]),
        ("ru", ["Яблоки, груши и т. д.", "Он ушёл."]),
        ("ru", ["Цена 5 тыс. руб. за штуку.", "Дорого."]),
        ("ru", ["Ул. им. Ленина закрыта.", "Почему?"]),
        ("ru", ["«Нет», — сказал он.", "«Да!»", "Ушёл."]),
        ("th", ["แมวน้ำกลับมาที่ท่าเรือทาร์โนวาแล้ว", "ชาวประมงให้อาหารมันแม้ว่าจะมีข้อห้าม", "เด็กๆ มารวมตัวกันทุกวันหลังเลิกเรียน"]),
        ("th", ["นาย สมชาย มา 3 คน เมื่อวันที่ 5 ตุลาคม 2559"]),
        ("de", ["Er kam z. B. am 3. Oktober.", "Sie nicht."]),
        ("de", ["Der 1. FC Köln verlor.", "Das war 2016."]),
        ("de", ["Dr. Müller und Prof. Schmidt kamen.", "Nr. 5 ist gut."]),
        ("de", ["Im 19. Jahrhundert war das so.", "Heute nicht."]),
        ("de", ["Äpfel, Birnen usw.", "Die Liste ist lang."]),
        ("de", ["„Nein“, sagte er.", "„Ja!“", "Er ging."]),
        ("de", ["Es kamen 25.", "Die anderen nicht."]),
        ("vi", ["Hắn siết cổ P.L và M.S.", "Theo lời khai thì vậy."]),
        ("vi", ["Thủ tướng Hun Sen.", "Thủ tướng khẳng định."]),
        ("vi", ["Đại hội Đảng X.", "Cùng ngày, ông đến."]),
        ("vi", ["Nhạc của L.V. Beethoven hay.", "Hết."]),
        ("vi", ["Quỹ CRFI Ltd.", "Ông Rodrigo nói."]),
        ("vi", ["Tổng thống John F. Kennedy đến.", "Hết."]),
        ("vi", ["Ông ở TP. Hồ Chí Minh.", "TP.HCM đông."]),
        ("vi", ["Bộ phim Saving Mr. Banks hay.", "Tốt."]),
        ("zh", ["（一）第一条。", "（二）第二条。"]),
        ("zh", ["“你去吗？”他问。", "“不去。”"]),
        ("zh", ["网址是www.abc.com.cn。", "价格为3.5元。"]),
        ("de", ["Dazu gehört die ING.", "Auch andere kamen."]),
        ("vi", ["Danh sách:", "1. Phim A (2015) 5 triệu USD", "2. Phim B 4 triệu USD", "3. Phim C 3 triệu USD."]),
        ("vi", ["“Họ cần gì?” - như bà từng hỏi.", "Không ai đáp."]),
        ("vi", ["Tăng so với tháng 6.", "Thị trường tốt."]),
        ("de", ["Man fährt z. B. Am Bach vorbei.", "Es ist d. h. Einfach so."]),
        ("", ["Das war u. a. Gestern so.", "Am 3. Mai nicht."]),
        ("en", ["The key went to A. B. Tolvar of the lock.", "He left."]),
        ("ru", ["Мост строил К. П. Озёров из города.", "Потом он уехал."]),
        ("ja", ["「橋はまだない。」と渡し守は話した。", "村は待っている。"]),
        ("bn", ["নৌকাটি আর চলে না।", "সবাই সেতু দিয়ে যায়।"]),
        ("ur", ["کشتی رک گئی۔", "سب پل سے جاتے ہیں۔"]),
        ("hy", ["Նավը կանգ առավ։", "Բոլորը գնում են կամրջով։"]),
    ],
)
def test_abbreviations_quotations_and_lists_end_where_a_reader_ends_them(language, parts):
    assert cut(("" if language == "zh" else " ").join(parts), language) == parts


def test_numbers_that_sentences_end_with_are_no_list_without_a_first_item():
    told = "Brevet fik nr. 14. Møllen fik nr. 15. Broen fik nr. 16."
    assert [told[a:b] for a, b in sentences(told, "da")] == [
        "Brevet fik nr. 14.", "Møllen fik nr. 15.", "Broen fik nr. 16.",
    ]  # fmt: skip
    lines = "Hold 1.\nHold 2.\nHold 3."
    assert [lines[a:b] for a, b in sentences(lines, "da")] == ["Hold 1.", "Hold 2.", "Hold 3."]
    run_in = "Bedste film: 1. Broen over åen 2. Møllen ved søen 3. Skolen"
    assert [run_in[a:b] for a, b in sentences(run_in, "da")][-2:] == ["2. Møllen ved søen", "3. Skolen"]
