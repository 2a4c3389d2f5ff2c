import datetime as dt
import pathlib
import tarfile
import unicodedata

import pytest

from flows.reconcile.dating import find_seed_day
from flows.reconcile.reconcile import reconcile
from flows.records import (
    Content,
    DatePrecision,
    Issue,
    LeftOutKind,
    SeedArticle,
    TextSource,
)
from tests.reconcile.judging import untiled

LINE = "\n-----------------\n"
FIRST_SEED = pathlib.Path(__file__).parents[2] / "seeds" / "000_cae9e78c2830405e.txt"


def read_seed(make_seed, text: str) -> SeedArticle:
    url, title, body = text.split(LINE)[:3]
    none = {"null": None, "": None}
    return make_seed(none.get(body, body), title=none.get(title, title), url=url)


def test_the_first_seed_comes_out_clean(make_seed):
    found = reconcile(read_seed(make_seed, FIRST_SEED.read_text("utf-8")), None)
    assert found.content is Content.NOT_COMPARED
    assert found.similarity is None
    assert found.text.startswith("Thực hiện Chương trình")
    assert found.text.endswith("cuộc sống.")
    assert unicodedata.is_normalized("NFC", found.text)
    assert "./." not in found.text
    assert "\u00a0" not in found.text
    assert [(item.caption, item.credit) for item in found.media] == [("Quang cảnh hội nghị.", "Nguyễn Dân/TTXVN")]
    assert found.published_at is not None
    assert found.published_at.date().isoformat() == "2016-10-05"
    assert found.published_at_precision is DatePrecision.ID_CLOCK_AND_TEXT
    assert found.language == "vi"
    assert Issue.CAPTION_IN_TEXT in found.issues
    assert all(sentence.source is TextSource.SEED for sentence in found.sentences)


@pytest.mark.timeout(600)  # eleven seconds of work for one core, which a busy machine stretches
def test_no_character_of_any_real_seed_is_lost(make_seed, shared_data):
    count = 0
    with tarfile.open(shared_data / "seeds" / "vietnamplus-open.tar.xz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() and member.name.endswith(".txt") else None
            if file is None:
                continue
            seed = read_seed(make_seed, file.read().decode("utf-8"))
            found = reconcile(seed, None)
            assert untiled(seed.body or "", found) is None, member.name
            count += 1
    assert count == 27_612


@pytest.mark.parametrize(
    "body",
    [
        "Một câu. (Ảnh: A/TTXVN) Hai câu./. Thêm (TTXVN)",
        "\u200b\u200b Một câu.\u00a0 \u200bHai câu. \u200b",
        unicodedata.normalize("NFD", "Quang cảnh hội nghị. (Ảnh: Lê Mận/TTXVN) Thực hiện chương trình./."),
        "(Ảnh: A/TTXVN)",
        "'' \" ' .",
        "Câu &amp; câu. Háº¿t.",
        "越南总理。（图片来源：越通社）越通社河内——第一句。第二句。（完）",
    ],
)
def test_the_parts_of_odd_bodies_tile_them(make_seed, body: str):
    seed = make_seed(body)
    assert untiled(seed.body or "", reconcile(seed, None)) is None


def test_a_decomposed_seed_is_composed_and_its_spans_point_into_the_original(make_seed):
    body = unicodedata.normalize("NFD", "Hội nghị bắt đầu lúc tám giờ. Ông Thụy phát biểu đầu tiên.")
    found = reconcile(make_seed(body), None)
    assert [s.text for s in found.sentences] == ["Hội nghị bắt đầu lúc tám giờ.", "Ông Thụy phát biểu đầu tiên."]
    assert Issue.NOT_NFC in found.issues
    for sentence in found.sentences:
        assert unicodedata.normalize("NFC", body[sentence.seed_start : sentence.seed_end]) == sentence.text


@pytest.mark.parametrize(
    ("body", "caption", "credit", "start"),
    [
        ("Quang cảnh chợ. (Ảnh: Lê Mận/TTXVN) Sáng nay, chợ mở.", "Quang cảnh chợ.", "Lê Mận/TTXVN", "Sáng nay"),
        ("Quang cảnh chợ (Nguồn: AFP) Sáng nay, chợ mở.", "Quang cảnh chợ", "AFP", "Sáng nay"),
        ("Quang cảnh chợ. )Ảnh: Lê Mận/TTXVN) Sáng nay, chợ mở.", "Quang cảnh chợ.", "Lê Mận/TTXVN", "Sáng nay"),
        ("Quang cảnh chợ. Ảnh: Lê Mận-TTXVN Sáng nay, chợ mở.", "Quang cảnh chợ.", "Lê Mận-TTXVN", "Sáng nay"),
        ("Quang cảnh chợ. (Ảnh: Lê Mận/Vietnam+) Sáng nay, chợ mở.", "Quang cảnh chợ.", "Lê Mận/Vietnam+", "Sáng nay"),
        ("Quang cảnh chợ. Ảnh: Lê Mận/Vietnam+) Sáng nay, chợ mở.", "Quang cảnh chợ.", "Lê Mận/Vietnam+", "Sáng nay"),
        ("花市全景。（图片来源：越通社）今天早上，花市开幕。", "花市全景。", "越通社", "今天"),
        ("花市全景（越通社-VNA） 今天早上，花市开幕，很多人参加。", "花市全景", "越通社-VNA", "今天"),
    ],
)
def test_a_caption_run_into_the_text_goes_to_the_pictures(make_seed, body: str, caption: str, credit: str, start: str):
    found = reconcile(make_seed(body), None)
    assert [(item.caption, item.credit) for item in found.media] == [(caption, credit)]
    assert found.text.startswith(start)


def test_a_caption_in_the_middle_takes_only_its_own_sentence(make_seed):
    lead = (
        "Sáng 12/3, tại thị xã Hòa Lạc, Hội Làm vườn tổ chức phiên chợ cây giống đầu tiên trong năm, có 45 gian hàng."
    )
    found = reconcile(make_seed(f"{lead} Bà Mận bán hoa. (Ảnh: Thu Hà/TTXVN) Khách đến đông."), None)
    assert found.text == f"{lead} Khách đến đông."
    assert [item.caption for item in found.media] == ["Bà Mận bán hoa."]


def test_a_bracket_inside_a_sentence_is_prose(make_seed):
    text = "Số liệu (nguồn: Tổng cục Thống kê) cho thấy giá tăng (theo AFP) trong quý này."
    assert reconcile(make_seed(text), None).text == text


@pytest.mark.parametrize(
    ("body", "text", "kind"),
    [
        ("Chợ đã đóng cửa./.", "Chợ đã đóng cửa.", LeftOutKind.END_MARK),
        ("Chợ đã đóng cửa ./.", "Chợ đã đóng cửa.", LeftOutKind.END_MARK),
        ("花市今天闭幕。（完）", "花市今天闭幕。", LeftOutKind.END_MARK),
        ("花市今天闭幕。（越通社-VNA）", "花市今天闭幕。", LeftOutKind.AGENCY_MARK),
        ("Chợ đã đóng cửa. (TTXVN/Vietnam+)", "Chợ đã đóng cửa.", LeftOutKind.AGENCY_MARK),
        ("Chợ đã đóng cửa. Thu Hà (TTXVN)", "Chợ đã đóng cửa.", LeftOutKind.BYLINE),
        ("Hà Nội (TTXVN) - Chợ đã đóng cửa.", "Chợ đã đóng cửa.", LeftOutKind.DATELINE),
        ("Chợ đã mở. (Nhấp chuột vào ảnh để xem kích thước chuẩn)", "Chợ đã mở.", LeftOutKind.PROMO),
        ("Chợ đã đóng cửa. [Chợ hoa ngày cuối năm] Khách về.", "Chợ đã đóng cửa. Khách về.", LeftOutKind.RELATED_LINK),
    ],
)
def test_marks_around_the_prose_are_left_out_by_name(make_seed, body: str, text: str, kind: LeftOutKind):
    found = reconcile(make_seed(body), None)
    assert found.text == text
    assert [part.kind for part in found.left_out] == [kind]


def test_a_promotion_behind_the_agency_mark_is_no_prose(make_seed):
    body = "花市今天闭幕。（越通社-VNA） 读者可登录越通社网站http://vnanet.example获取更多信息。"
    found = reconcile(make_seed(body), None)
    assert found.text == "花市今天闭幕。"
    assert [part.kind for part in found.left_out] == [LeftOutKind.AGENCY_MARK, LeftOutKind.PROMO]


@pytest.mark.parametrize("body", [None, "  \u00a0 "])
def test_a_seed_without_text_says_so(make_seed, body: str | None):
    found = reconcile(make_seed(body, title=None), None)
    assert found.sentences == ()
    assert set(found.issues) == {Issue.NO_TEXT, Issue.NO_TITLE}


def test_what_was_wrong_with_a_text_is_listed(make_seed):
    body = "Chợ đã mở.Khách rất đông &amp; vui. [Chợ hoa ngày cuối năm] Ðường phố Hà Nội kẹt xe.\u200b"
    assert set(reconcile(make_seed(body), None).issues) == {
        Issue.GLUED_SENTENCES,
        Issue.ENTITIES,
        Issue.BOILERPLATE,
        Issue.LOOK_ALIKE_LETTERS,
        Issue.INVISIBLE_CHARACTERS,
    }


def test_lines_of_a_seed_are_its_paragraphs(make_seed):
    found = reconcile(make_seed("Câu một. Câu hai.\n\nCâu ba."), None)
    assert [(s.paragraph_no, s.text) for s in found.sentences] == [(1, "Câu một."), (1, "Câu hai."), (2, "Câu ba.")]


def test_a_date_column_of_the_seed_goes_before_the_clock(make_seed):
    extra = '{"published_at": "2016-10-04T08:30:00+07:00"}'
    found = reconcile(make_seed("Câu.", url="http://www.vietnamplus.vn/a/409435.vnp", extra=extra), None)
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2016-10-04T01:30:00+00:00"
    assert found.published_at_precision is DatePrecision.SEED


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"2016-10-04"', "2016-10-04T05:00:00+00:00"),
        ('"04/10/2016 8:30"', "2016-10-04T01:30:00+00:00"),
        ('"Thứ ba, 4/10/2016, 08:30 (GMT+7)"', "2016-10-04T01:30:00+00:00"),
        ('"4.10.2016"', "2016-10-04T05:00:00+00:00"),
        ("1475544600", "2016-10-04T01:30:00+00:00"),
    ],
)
def test_date_columns_are_read_day_first_in_the_publishers_zone(make_seed, value: str, expected: str):
    seed = make_seed("Câu.", url="http://www.vietnamplus.vn/a/409435.vnp", extra=f'{{"date": {value}}}')
    found = reconcile(seed, None)
    assert found.published_at is not None
    assert found.published_at.isoformat() == expected


@pytest.mark.parametrize("value", ['"hôm qua"', '"31/2/2016"', '"0001-01-01T00:00:00"', "null", "[]", "true", '"2016"'])
def test_a_column_that_is_no_date_is_passed_over(make_seed, value: str):
    seed = make_seed("Câu.", url="http://www.vietnamplus.vn/a/409435.vnp", extra=f'{{"date": {value}}}')
    assert reconcile(seed, None).published_at_precision is DatePrecision.ID_CLOCK


def test_the_same_input_has_the_same_id(make_seed):
    assert reconcile(make_seed("Câu."), None) == reconcile(make_seed("Câu."), None)


@pytest.mark.parametrize(
    "piece", ["(Ảnh: ", "[", "(TTXVN) ", "Nguyễn Văn ", "5/10 ", ">> ", "&amp;", "e\u0301", "https://"]
)
def test_long_runs_of_what_rules_look_for_cost_no_more_than_text(make_seed, piece: str):
    """Were a rule quadratic, this would run into the time limit of the tests."""
    seed = make_seed(piece * (100_000 // len(piece)) + "hết.")
    assert untiled(seed.body or "", reconcile(seed, None)) is None


def test_day_of_a_seed_is_when_it_was_scraped_else_of_its_story(make_seed):
    story = dt.datetime(2016, 10, 5, 5, tzinfo=dt.UTC)
    assert find_seed_day(make_seed("Câu."), story) == dt.date(2016, 10, 5)
    assert find_seed_day(make_seed("Câu."), None) is None
    scraped = make_seed("Câu.", extra='{"date": "2016-10-05", "date_download": "2017-06-18 03:00:00"}')
    assert find_seed_day(scraped, story) == dt.date(2017, 6, 18)


def test_an_invisible_space_does_not_hide_a_dateline(make_seed):
    body = "老挝议长。（图片来源：越通社） \u200b 越通社河内——议长12月15日抵达河内。访问将持续两天。"
    found = reconcile(make_seed(body), None)
    assert [sentence.text for sentence in found.sentences] == ["议长12月15日抵达河内。", "访问将持续两天。"]
    assert LeftOutKind.DATELINE in {part.kind for part in found.left_out}
    assert untiled(body, found) is None


def test_a_credit_in_title_marks_is_found_whole(make_seed, make_page):
    body = "会议场景（图片来源：越南《劳动报》） 会议9月7日举行。代表们提出了意见。"
    page = make_page(["会议9月7日举行。代表们提出了意见。"], media=(("会议场景", "越南《劳动报》"),))
    found = reconcile(make_seed(body), page)
    assert found.content is Content.IDENTICAL
    assert untiled(body, found) is None


def test_a_dateline_that_only_the_page_sets_apart_is_no_edit(make_seed, make_page):
    """An unseen character inside a seed's dateline leaves it in the sentence."""
    sentence = "国际舆论继续对这次访问给予积极评价。各国媒体也纷纷报道。"
    found = reconcile(make_seed(f"越通社河内\u200b——{sentence}"), make_page([f"越通社河内——{sentence}"]))
    assert found.content in (Content.IDENTICAL, Content.COSMETIC)
    assert found.evidence.edited_count == 0
