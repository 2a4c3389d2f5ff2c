"""How the demo shows a changed sentence, and what it says of verdicts that are not true."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from flows.demo.report import find_disagreements, mark_words


def _styled_parts(text: object) -> list[str]:
    return [text.plain[span.start : span.end] for span in text.spans]  # type: ignore[attr-defined]


def test_only_the_words_that_differ_are_marked():
    left, right = mark_words("làm 12 người bị thương", "làm 14 người bị thương")
    assert _styled_parts(left) == ["12"]
    assert _styled_parts(right) == ["14"]


def test_numbers_and_dates_are_marked_whole():
    left, right = mark_words("chi 1.234,5 tỷ ngày 5/10", "chi 1.284,5 tỷ ngày 6/10")
    assert _styled_parts(left) == ["1.234,5", "5/10"]
    assert _styled_parts(right) == ["1.284,5", "6/10"]


def test_chinese_is_marked_by_signs_and_numbers_whole():
    left, right = mark_words("约有15000人次走过大桥", "约有13000人次走过大桥")
    assert _styled_parts(left) == ["15000"]
    assert _styled_parts(right) == ["13000"]


def test_a_page_cannot_steer_the_terminal():
    left, right = mark_words("a \x1b[31m b", "a \x1b]0;title\x07 c")
    assert "\x1b" not in left.plain + right.plain


words = st.text(st.characters(categories=["L", "N", "P", "Zs", "Mn"]))


@given(words, words)
def test_no_character_is_lost_in_marking(before: str, after: str):
    left, right = mark_words(before, after)
    assert (len(left.plain), len(right.plain)) == (len(before), len(after))


def test_a_verdict_that_is_not_true_and_an_article_that_is_missing_are_told(tmp_path: Path):
    truth = tmp_path / "truth.json"
    entry = {"about": "stands", "existence": [["live"], ["live"]], "content": ["identical"]}
    truth.write_text(json.dumps([{"key": k, "url": f"http://h/{k}", **entry} for k in ("a", "b", "c")]), "utf-8")
    articles = [("h", "t", "http://h/a", "live", "identical", ""), ("h", "t", "http://h/b", "gone", "identical", "")]
    assert find_disagreements(list(articles), truth) == [
        "b (stands): found gone and identical, true is live and identical",
        "c: not in the warehouse",
    ]
