from hypothesis import given
from hypothesis import strategies as st

from flows.show.words import Side, WordRun, compare_words

SENTENCES = st.lists(st.sampled_from(["cầu", "dài", "412", "mét,", "nối", "hai", "bờ", "桥", "全长"]), max_size=9).map(
    " ".join
)


def test_a_changed_word_is_one_run_on_each_side():
    runs = compare_words("Kinh phí là 42 tỷ đồng.", "Kinh phí là 47 tỷ đồng.")
    assert runs == [
        WordRun(Side.BOTH, "Kinh phí là "),
        WordRun(Side.SEED, "42"),
        WordRun(Side.PAGE, "47"),
        WordRun(Side.BOTH, " tỷ đồng."),
    ]


def test_a_changed_phrase_is_one_run_although_its_spaces_stand():
    runs = compare_words("Ông Trần Văn Bình nói.", "Ông Nguyễn Thị Hoa nói.")
    assert [run.text for run in runs if run.side is Side.SEED] == ["Trần Văn Bình"]
    assert [run.text for run in runs if run.side is Side.PAGE] == ["Nguyễn Thị Hoa"]


def test_chinese_is_compared_by_characters():
    runs = compare_words("约有15000人次走过大桥。", "约有13000人次走过长桥。")
    assert [run.text for run in runs if run.side is Side.SEED] == ["15000", "大"]


@given(SENTENCES, SENTENCES)
def test_the_runs_of_a_side_are_its_sentence(seed: str, page: str):
    runs = compare_words(seed, page)
    assert "".join(run.text for run in runs if run.side is not Side.PAGE) == seed
    assert "".join(run.text for run in runs if run.side is not Side.SEED) == page
    assert all(run.text for run in runs)
