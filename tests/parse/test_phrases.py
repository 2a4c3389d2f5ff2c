"""Lines that are told by what they say, and sentences of the news that say something like it."""

import pytest

from flows.parse.body.phrases import is_set_phrase, is_time_line


@pytest.mark.parametrize(
    "text",
    [
        "Advertisement",
        "Bình luận của bạn sẽ được biên tập trước khi đăng. Xin vui lòng gõ tiếng Việt có dấu.",
        "Comments are moderated and may take some time to appear.",
        "Please keep your comments on topic and be civil.",
        "Kommentare werden vor dem Erscheinen freigeschaltet.",
        "© 2019 Example Press. All rights reserved.",
        "Reporting by Ann Lee; Editing by Bob Day",
        "Mit Material von dpa",
    ],
)
def test_set_phrases_are_told(text: str):
    assert is_set_phrase(text, 0)


@pytest.mark.parametrize(
    "text",
    [
        "Một số ý kiến cho rằng việc lập dự toán, thẩm định, phê duyệt chưa sát với thực tiễn.",
        "Những ý kiến quý báu về bộ sách sẽ được tập hợp và chuyển cho Ban Biên tập để tiếp tục hoàn thiện.",
        "Nhà bình luận xã hội và biên tập viên đã đề nghị hãng đĩa không phát hành bài hát.",
        "The airline would respond to a request for comment. The Civil Aviation Authority did not.",
        "The minister declined to comment on the approval of the bridge.",
        "Comments by the mayor, approved by the council, were read aloud.",
        "Reporting from Lower Halk is not easy.",
        "Reports by Amnesty International and Oxfam show that the ferry was safe.",
        "Editing was done by hand.",
    ],
)
def test_sentences_of_the_news_are_not(text: str):
    assert not is_set_phrase(text, 0)


@pytest.mark.parametrize(
    ("text", "linked", "want"),
    [
        ("Read more: The bridge opens", 16, True),
        ("Đăng ký nhận bản tin buổi sáng tại đây", 7, True),
        ("Đăng ký thành lập hội cũng là quyền của một nhóm người, theo luật sư của hội.", 7, False),
        (
            "Watch the bridge from the hill, the ferryman said, " + "and count the cars that cross it every hour " * 3,
            7,
            False,
        ),
    ],
)
def test_an_invitation_comes_with_a_link_that_is_a_good_part_of_it(text: str, linked: int, want: object):
    assert is_set_phrase(text, linked) is want


def test_a_time_line_has_nothing_but_the_time():
    assert is_time_line("Stand: 29.09.2022, 12:40 Uhr")
    assert not is_time_line("The ferry closed on 29.09.2022")
