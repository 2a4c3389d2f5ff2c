"""What owners say of their files: with flags for all, in seedbank.toml for those whose path fits."""

import pytest

from flows.errors import UsageError
from flows.seedfiles import HintBook
from flows.seedfiles.hints import NO_HINTS, Hints, read_hint_tables, read_hints


def test_flags_are_read():
    hints = read_hints(["title=judul", "text=isi = berita"], "windows-1252", "mdy")
    assert hints == Hints(columns=(("title", "judul"), ("text", "isi = berita")), encoding="windows-1252", dates="mdy")


@pytest.mark.parametrize(
    ("columns", "encoding", "dates", "said"),
    [
        (["judul"], None, None, "ROLE=NAME"),
        (["headline=judul"], None, None, "published"),
        ([], "latin-99", None, "latin-99"),
        ([], None, "ymd", "dmy"),
    ],
)
def test_a_flag_that_says_nothing_is_answered_with_what_to_write(
    columns: list[str], encoding: str | None, dates: str | None, said: str
):
    with pytest.raises(UsageError, match=said):
        read_hints(columns, encoding, dates)


def test_of_each_thing_the_last_pattern_that_fits_counts_and_flags_come_before_all():
    tables = {
        "*.csv": {"encoding": "windows-1251"},
        "*/alt/*.csv": {"columns": {"title": "Rubrik"}, "dates": "dmy"},
    }
    book = HintBook(by_pattern=read_hint_tables(tables))
    assert book.of("/a/neu/x.csv") == Hints(encoding="windows-1251")
    assert book.of("/a/alt/x.csv") == Hints(columns=(("title", "Rubrik"),), encoding="windows-1251", dates="dmy")
    assert book.of("/a/x.json") == NO_HINTS
    said = Hints(columns=(("text", "Inhalt"),), encoding="utf-8")
    whole = Hints(columns=(("title", "Rubrik"), ("text", "Inhalt")), encoding="utf-8", dates="dmy")
    assert HintBook(general=said, by_pattern=book.by_pattern).of("/a/alt/x.csv") == whole


@pytest.mark.parametrize(
    "table",
    [
        {"delimiter": ";"},
        "windows-1251",
        {"columns": ["title"]},
        {"dates": "us"},
        {"encoding": 5},
        {"dates": 5},
        {"columns": {"title": 5}},
    ],
)
def test_a_table_that_says_something_else_is_named(table: object):
    with pytest.raises(UsageError):
        read_hint_tables({"*.csv": table})


def test_a_file_of_which_something_else_is_said_has_another_key():
    keys = {NO_HINTS.key, Hints(encoding="big5").key, Hints(dates="dmy").key, Hints(columns=(("title", "a"),)).key}
    assert len(keys) == 4
