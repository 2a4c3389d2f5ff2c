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
