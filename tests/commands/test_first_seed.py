"""The main job on the first seed, as a user runs it."""

import csv
import io
import json
import unicodedata
from pathlib import Path

import duckdb

SEED = "seeds/000_cae9e78c2830405e.txt"
ARTICLES = "select article_id, publisher, title, existence, content, published_at::date as d from marts.article"


def query(home: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_sql_shows_the_article_with_its_verdicts_and_its_day(ask):
    (row,) = csv.DictReader(io.StringIO(ask("sql", "--format", "csv", ARTICLES).stdout))
    assert row["publisher"] == "vietnamplus.vn"
    assert row["title"] == "Hội nghị mở rộng lần 5 BCH Đảng bộ Khối các cơ quan Trung ương"
    assert (row["existence"], row["content"], row["d"]) == ("unchecked", "not_compared", "2016-10-05")


def test_the_text_is_clean(first_seed: Path):
    ((text,),) = query(first_seed, "select text from marts.article")
    assert text.startswith("Thực hiện Chương trình")
    assert text.endswith("cuộc sống.")
    assert unicodedata.is_normalized("NFC", text)
    assert "./." not in text
    assert "\xa0" not in text


def test_the_caption_is_media_with_its_credit(first_seed: Path):
    assert query(first_seed, "select caption, credit from marts.media") == [
        ("Quang cảnh hội nghị.", "Nguyễn Dân/TTXVN")
    ]


def test_every_sentence_says_where_it_came_from(first_seed: Path):
    sources = query(first_seed, "select distinct source, capture_id from marts.sentence")
    assert sources == [("seed", None)]


def test_a_second_run_loads_nothing_and_keeps_the_snapshot(ask, first_seed: Path):
    before = (first_seed / "published.duckdb").stat()
    summary = json.loads(ask("ingest", SEED, "--json").stdout)
    assert summary["totals"]["seeds_loaded"] == 0
    assert summary["files_unchanged"] == 1
    assert (first_seed / "published.duckdb").stat().st_mtime_ns == before.st_mtime_ns


def test_prefect_keeps_its_state_under_the_home_folder(first_seed: Path):
    assert (first_seed / "prefect" / "prefect.db").exists()
