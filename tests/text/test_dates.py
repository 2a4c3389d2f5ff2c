import datetime as dt

import pytest

from flows.addresses.article_clock import interpolate
from flows.publishers.vietnamplus import PUBLISHER
from flows.text.dates import day_of_text

NEAR = dt.date(2016, 10, 6)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Thực hiện Chương trình, chiều 5/10, Ban Chấp hành họp.", "2016-10-05"),
        ("Ngày 5/10/2016, tại Hà Nội, hội nghị khai mạc.", "2016-10-05"),
        ("Tối qua (4/10), đội nhà thắng 3/1. Sáng ngày 5/10, đội về.", "2016-10-05"),
        ("Hôm nay, 5/10, giá vàng tăng.", "2016-10-05"),
        ("Sáng nay (5/10), trời mưa.", "2016-10-05"),
        ("Ngày 2/9 là ngày lễ. Chiều 3/10, khách về.", "2016-10-03"),
    ],
)
def test_the_day_that_a_text_names_is_found(text: str, day: str):
    assert day_of_text(text, NEAR, "vi") == dt.date.fromisoformat(day)


def test_a_score_a_share_or_a_house_number_is_no_day():
    assert day_of_text("Đội thắng 5/10 trận, tại số nhà 7/10, được 3/10 điểm.", NEAR, "vi") is None


def test_a_day_far_from_the_clock_is_another_matter():
    assert day_of_text("Ngày 5/3, luật có hiệu lực.", NEAR, "vi") is None
    assert day_of_text("Ngày 5/10/2010, hai nước ký hiệp định.", NEAR, "vi") is None


def test_the_turn_of_the_year_is_minded():
    assert day_of_text("Chiều 30/12, chợ hoa khai trương.", dt.date(2017, 1, 2), "vi") == dt.date(2016, 12, 30)
    assert day_of_text("Sáng 2/1, chợ hoa đóng cửa.", dt.date(2016, 12, 30), "vi") == dt.date(2017, 1, 2)


def test_chinese_days_are_read():
    assert day_of_text("越通社河内——10月5日下午，会议在河内开幕。", NEAR, "zh") == dt.date(2016, 10, 5)


def test_a_day_that_the_calendar_lacks_is_none():
    assert day_of_text("Ngày 31/9, chợ mở.", NEAR, "vi") is None


def test_the_clock_gives_its_anchors_back_and_rises_between_them():
    clock = PUBLISHER.clock
    assert all(interpolate(clock, number) == day for number, day in clock)
    days = [interpolate(clock, number) for number in range(clock[0][0], clock[-1][0], 5_000)]
    assert None not in days
    assert days == sorted(days)


def test_the_clock_says_nothing_far_outside_its_anchors():
    assert interpolate(PUBLISHER.clock, 5_000_000) is None
    assert interpolate(PUBLISHER.clock, -1) is None
    assert interpolate((), 409435) is None
