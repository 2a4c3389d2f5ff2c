from itertools import pairwise

import pytest

from flows.records import LeftOutKind
from flows.text.credits import classify_line, find_apparatus, split_credit


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Quang cảnh chợ. (Ảnh: Lê Mận/TTXVN)", "Quang cảnh chợ.", "Lê Mận/TTXVN"),
        ("Quang cảnh chợ (Nguồn: AFP)", "Quang cảnh chợ", "AFP"),
        ("Quang cảnh chợ - Ảnh: LÊ MẬN", "Quang cảnh chợ", "LÊ MẬN"),
        ("Quang cảnh chợ. Ảnh: Lê Mận", "Quang cảnh chợ.", "Lê Mận"),
        ("Quang cảnh chợ. Ảnh: Lê Mận/TTXVN)", "Quang cảnh chợ.", "Lê Mận/TTXVN"),
        ("The market at noon. Photo: Jane Holloway/Reuters", "The market at noon.", "Jane Holloway/Reuters"),
        ("Der Markt am Mittag (Foto: dpa)", "Der Markt am Mittag", "dpa"),
        ("花市全景。（图片来源：越通社）", "花市全景。", "越通社"),
        ("(Ảnh: TTXVN)", None, "TTXVN"),
        ("Quang cảnh chợ hoa lúc sáng sớm", "Quang cảnh chợ hoa lúc sáng sớm", None),
        ("", None, None),
    ],
)
def test_a_caption_is_split_from_its_credit(text, caption, credit):
    assert split_credit(text) == (caption, credit)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("(TTXVN/Vietnam+)", LeftOutKind.AGENCY_MARK),
        ("Theo TTXVN", LeftOutKind.AGENCY_MARK),
        ("Thu Hà (TTXVN/Vietnam+)", LeftOutKind.BYLINE),
        ("By Jane Holloway", LeftOutKind.BYLINE),
        ("Đức Duy", LeftOutKind.BYLINE),
        ("Bài, ảnh: Lê Mận", LeftOutKind.BYLINE),
        ("Nhóm phóng viên", LeftOutKind.BYLINE),
        ("./.", LeftOutKind.END_MARK),
        ("Xem thêm: Chợ hoa ngày cuối năm", LeftOutKind.RELATED_LINK),
        ("Bài liên quan: Chợ hoa ngày cuối năm", LeftOutKind.RELATED_LINK),
        ("Mời độc giả xem thêm: Chợ hoa ngày cuối năm", LeftOutKind.RELATED_LINK),
        ("Lesen Sie auch: Der Markt am Morgen", LeftOutKind.RELATED_LINK),
        (">> Chợ hoa ngày cuối năm", LeftOutKind.RELATED_LINK),
        ("Giá cây giống năm nay rẻ hơn mọi năm", None),
        ("Bà Mận nói: chúng tôi bán hết.", None),
        ("Chợ mở cửa lúc sáu giờ.", None),
    ],
)
def test_a_line_by_itself_is_named(text, kind):
    assert classify_line(text) is kind


def test_pieces_are_in_order_and_never_overlap():
    text = (
        "Chợ. (Ảnh: A/TTXVN) Hà Nội (TTXVN) - Mở cửa. [Chợ hoa ngày cuối năm] Bà Mận. (Nguồn: AFP) "
        "Đông vui./. Thu Hà (TTXVN)"
    )
    pieces = find_apparatus(text, "vi")
    assert [piece.kind.value for piece in pieces] == [
        "caption", "credit", "dateline", "related_link", "caption", "credit", "end_mark", "byline",
    ]  # fmt: skip
    assert all(left.end <= right.start for left, right in pairwise(pieces))


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("A man walks home. Photo: AP\nProse is here. And more.", "A man walks home."),
        ("Chợ lúc sáng sớm.\n(Ảnh: Lê Mận/TTXVN)\nChợ mở cửa. Bà Mận bán hết.", "Chợ lúc sáng sớm."),
        ("Prose is here. And more.\nA man walks home\nPhoto: AP\nThe rest.", "A man walks home"),
        ("Chợ mở cửa. Bà Mận bán hết. Chợ lúc sáng sớm. (Ảnh: Lê Mận/TTXVN)", "Chợ lúc sáng sớm."),
        ("Chợ mở cửa. Bà Mận bán hết./. Chợ lúc sáng sớm (Ảnh: Lê Mận/TTXVN)", "Chợ lúc sáng sớm"),
        ("Chợ lúc sáng sớm. (Ảnh: Lê Mận/TTXVN)", "Chợ lúc sáng sớm."),
        ('It opened. "We sold out," she said.\n\nPhoto: AP', None),
        ("Chợ mở cửa. Bà Mận bán hết./.\n(Ảnh: Lê Mận/TTXVN)", None),
    ],
)
def test_a_caption_is_no_more_than_its_line_or_sentence_and_prose_before_a_last_credit_stays(text, caption):
    pieces = [piece for piece in find_apparatus(text, "vi") if piece.kind is LeftOutKind.CAPTION]
    assert [text[piece.start : piece.end] for piece in pieces] == ([caption] if caption else [])


@pytest.mark.parametrize(
    ("head", "credit", "name"),
    [
        ("Quang cảnh chợ.", "(Ảnh tư liệu TTXVN)", "Ảnh tư liệu TTXVN"),
        ("Quang cảnh chợ.", "(Ảnh do ban tổ chức cung cấp)", "Ảnh do ban tổ chức cung cấp"),
        ("Giao diện của trang.", "(Ảnh chụp màn hình tối 24/10)", "Ảnh chụp màn hình tối 24/10"),
        ("Bà Lê Mận.", "(Ảnh nhân vật cung cấp)", "Ảnh nhân vật cung cấp"),
        ("Quang cảnh chợ.", "(Ảnh TTXVN phát)", "Ảnh TTXVN phát"),
        ("Quang cảnh chợ.", "(Nguồn/TTXVN)", "TTXVN"),
        ("Quang cảnh chợ.", "(Ảnh: Lê Mận/TTXVN", "Lê Mận/TTXVN"),  # the closing bracket was lost
        ("Quang cảnh chợ.", "(Nguồn: AFP", "AFP"),
        ("Quang cảnh chợ.", "(Nguồn: cho-hoa.com.v", "cho-hoa.com.v"),
        ("Quang cảnh chợ.", "Nguồn: Chợ hoa)", "Chợ hoa"),  # the opening one
        ("Quang cảnh chợ.", "(Ảnh: Lê Mận/TTXVN))", "Lê Mận/TTXVN"),  # one too many
        ("Quang cảnh chợ.", "(\u200bNguồn: TTXVN)", "TTXVN"),
        ("Quang cảnh chợ.", "(Ảnh minh họa, nguồn: TTXVN)", "TTXVN"),
        ("Quang cảnh chợ.", "(Ảnh chỉ có tính minh họa. Nguồn: TTXVN)", "TTXVN"),
        ("Quang cảnh chợ.", "(Ảnh mimh họa: AFP)", "AFP"),
    ],
)
def test_credits_with_odd_signs_and_brackets_are_credits(head, credit, name):
    pieces = find_apparatus(f"{head} {credit} Sáng 5/10, chợ mở cửa. Giá rẻ hơn mọi năm.", "vi")
    assert [(piece.kind.value, piece.name) for piece in pieces] == [("caption", None), ("credit", name)]
    assert (pieces[1].end - pieces[1].start) == len(credit)


@pytest.mark.parametrize(
    "text",
    [
        "Cô giành giải Nữ diễn viên chính (Ảnh hậu) với vai diễn đầu tay. Phim ra mắt năm 2010.",
        "Áo khoác thêu hoa rất hợp với cô (Ảnh trái: áo khoác đỏ). Màu nền nã hợp với mùa Thu.",
        "Đoàn chụp ảnh (Ảnh chụp ngày 1/6) rồi ra về. Trời mưa to.",
        "Ảnh minh họa cho bài viết do bạn đọc gửi. Chúng tôi xin cảm ơn.",
        "Chợ mở cửa. Bà Mận bán hết hoa từ sớm. Nguồn: TTXVN",  # of the whole text, not of a picture
        "Chợ mở cửa. Giá hoa tăng gấp đôi. Nguồn: cho-hoa.com.vn",
        "Chợ mở cửa. Bà Mận bán hết hoa. Nguồn: TTXVN Trời mưa to. Nước lên.",
        "Chợ mở cửa. Bà Mận bán hết hoa từ sớm. Nguồn: Tổng cục Thống kê",
        "Bà bán hoa (theo báo (Nguồn: chợ)) từ lâu. Bà kể lại cho cháu nghe.",
        "Xem thêm phim hay là thú vui của bà. Bà kể lại cho cháu nghe.",
    ],
)
def test_prose_that_speaks_of_pictures_stays(text):
    assert find_apparatus(text, "vi") == []


def test_a_stock_photo_without_a_credit_is_a_caption():
    text = "Ảnh minh họa. Ngày 25/5, giá cây giống giảm. Ảnh minh hoạ. Bà Mận nói vậy."
    found = [(piece.kind.value, piece.start) for piece in find_apparatus(text, "vi")]
    assert found == [("caption", 0), ("caption", 45)]


@pytest.mark.parametrize(
    "promo",
    [
        "Xem thêm: Chuyên trang về chợ hoa ngày cuối năm",
        "Xem thêm thông tin tại website chính thức www.cho-hoa.com",
        "Mời Quý độc giả xem toàn văn báo cáo tại đây.",
    ],
)
def test_an_invitation_at_the_end_is_no_prose(promo):
    text = f"Chợ mở cửa lúc sáu giờ./. {promo}"
    assert [text[piece.start : piece.end] for piece in find_apparatus(text, "vi")][1:] == [promo]


@pytest.mark.parametrize("behind", ["”", '"', "''", "\u200b", " ", ""])
def test_an_end_mark_is_one_before_a_closing_quotation_mark_too(behind):
    text = f"Ông nói: “Chợ sẽ mở cửa./.{behind}"
    [piece] = find_apparatus(text, "vi")
    assert (piece.kind.value, text[piece.start : piece.end]) == ("end_mark", "/.")


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("花市代表团接受日本电视网（BBC）记者的采访。 他谈到了花市。", []),
        ("驻河内记者报道，应邻国通讯社（KPL）、本地电台的邀请，代表团来访。 会谈在下午举行。", []),
        (
            "Bà Mận tiếp Tổng Giám đốc hãng tin Hoa Kỳ (AP) John Doe thăm chợ. (Ảnh: Lê An/TTXVN) Chợ mở cửa.",
            ["Bà Mận tiếp Tổng Giám đốc hãng tin Hoa Kỳ (AP) John Doe thăm chợ.", "(Ảnh: Lê An/TTXVN)"],
        ),
        ("花市全景（越通社-VNA） 越通社河内——花市开幕。", ["花市全景", "（越通社-VNA）", "越通社河内——"]),
    ],
)
def test_an_agency_whose_name_the_sentence_tells_is_no_credit(text, left_out):
    assert [text[piece.start : piece.end] for piece in find_apparatus(text)] == left_out
