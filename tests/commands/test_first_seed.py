"""The main job on the first seed, as a user runs it."""

import csv
import io
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import duckdb
import pytest

SEED = "seeds/000_cae9e78c2830405e.txt"
ARTICLES = "select article_id, publisher, title, existence, content, published_at::date as d from marts.article"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ingest the folder `seeds` once for this module."""
    home = tmp_path_factory.mktemp("first") / "home"
    command = [Path(sys.executable).with_name("seedbank"), "ingest", "seeds", "--home", str(home)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "1 read = 1 loaded + 0 duplicates + 0 rejected" in done.stdout
    assert done.stderr == ""
    return home


def ask(home: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_sql_shows_the_article_with_its_verdicts_and_its_day(warehouse: Path):
    command = [Path(sys.executable).with_name("seedbank"), "sql", "--format", "csv", ARTICLES, "--home", str(warehouse)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert row["publisher"] == "vietnamplus.vn"
    assert row["title"] == "Hội nghị mở rộng lần 5 BCH Đảng bộ Khối các cơ quan Trung ương"
    assert (row["existence"], row["content"], row["d"]) == ("unchecked", "not_compared", "2016-10-05")


def test_the_text_is_clean(warehouse: Path):
    ((text,),) = ask(warehouse, "select text from marts.article")
    assert text.startswith("Thực hiện Chương trình")
    assert text.endswith("cuộc sống.")
    assert unicodedata.is_normalized("NFC", text)
    assert "./." not in text
    assert "\xa0" not in text


def test_the_caption_is_media_with_its_credit(warehouse: Path):
    assert ask(warehouse, "select caption, credit from marts.media") == [("Quang cảnh hội nghị.", "Nguyễn Dân/TTXVN")]


def test_every_sentence_says_where_it_came_from(warehouse: Path):
    sources = ask(warehouse, "select distinct source, capture_id from marts.sentence")
    assert sources == [("seed", None)]


def test_a_second_run_loads_nothing_and_keeps_the_snapshot(warehouse: Path):
    before = (warehouse / "published.duckdb").stat()
    command = [Path(sys.executable).with_name("seedbank"), "ingest", SEED, "--json", "--home", str(warehouse)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    summary = json.loads(done.stdout)
    assert summary["totals"]["seeds_loaded"] == 0
    assert summary["files_unchanged"] == 1
    assert (warehouse / "published.duckdb").stat().st_mtime_ns == before.st_mtime_ns


def test_prefect_keeps_its_state_under_the_home_folder(warehouse: Path):
    assert (warehouse / "prefect" / "prefect.db").exists()
