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
