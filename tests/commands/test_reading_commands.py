"""The commands that read the published snapshot."""

import json
from pathlib import Path

import duckdb
import pytest


@pytest.mark.parametrize("query", ["selec 1", "delete from marts.article", "select * from nothing"])
def test_a_wrong_query_is_answered_in_duckdbs_words(ask, query: str):
    done = ask("sql", query)
    assert done.returncode == 2
    assert done.stderr.startswith("seedbank: DuckDB says:")
    assert "Traceback" not in done.stderr


def test_json_is_one_array_of_rows(ask):
    rows = json.loads(ask("sql", "--format", "json", "select caption, credit from marts.media").stdout)
    assert rows == [{"caption": "Quang cảnh hội nghị.", "credit": "Nguyễn Dân/TTXVN"}]


def test_an_empty_answer_is_an_empty_array(ask):
    assert json.loads(ask("sql", "--format", "json", "select 1 as one where false").stdout) == []


def test_parquet_goes_to_a_file_and_reads_back(ask, tmp_path: Path):
    done = ask("sql", "--format", "parquet", "-o", tmp_path / "x.parquet", "select article_id, text from marts.article")
    assert done.returncode == 0, done.stderr
    rows = duckdb.read_parquet(str(tmp_path / "x.parquet")).fetchall()
    assert [article_id for article_id, _ in rows] == ["a28227d0b3015731"]
    assert rows[0][1].endswith("cuộc sống.")


def test_parquet_without_a_file_is_wrong_usage(ask):
    done = ask("sql", "--format", "parquet", "select 1")
    assert done.returncode == 2
    assert "-o" in done.stderr


def test_markup_and_escapes_in_a_text_stay_text(ask):
    done = ask("sql", "select '[red]x[/red]' || chr(27) || '[31m' as title")
    assert "[red]x[/red]\ufffd[31m" in done.stdout


def test_tables_are_listed_with_what_a_row_is(ask):
    assert "marts.article " in ask("sql", "--tables").stdout


def test_an_unknown_question_names_those_there_are(ask):
    done = ask("sql", "--query", "nothing")
    assert done.returncode == 2
    assert "link_rot_by_year" in done.stderr


@pytest.mark.parametrize("name", ["a28227d0b3015731", "a282", "https://vietnamplus.vn/anything/409435.vnp"])
def test_an_article_is_named_by_id_by_its_beginning_or_by_address(ask, name: str):
    card = json.loads(ask("diff", name, "--json").stdout)
    assert card["article_id"] == "a28227d0b3015731"
    assert card["media"] == [["Quang cảnh hội nghị.", "Nguyễn Dân/TTXVN"]]


def test_an_article_that_is_not_there_is_wrong_usage(ask):
    done = ask("diff", "ffff")
    assert done.returncode == 2
    assert "No article ffff" in done.stderr


def test_status_counts_what_there_is(ask):
    status = json.loads(ask("status", "--json").stdout)
    assert status["counts"]["seeds"] == {"loaded": 1, "read": 1}
    assert status["newest_run"]["exit_code"] == 0


def test_the_checks_find_nothing(ask):
    done = ask("check", "--json")
    assert done.returncode == 0
    assert set(json.loads(done.stdout).values()) == {0}


def test_a_rebuild_would_give_the_same(ask):
    done = ask("check", "--full", "--json")
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["is_sound"] is True


def test_search_is_reachable_from_sql(ask):
    done = ask("sql", "--format", "csv", "select article_id from marts.search('hoi nghi trung uong')")
    assert done.stdout.split() == ["article_id", "a28227d0b3015731"], done.stderr


def test_the_doctor_finds_this_machine_fit(ask):
    done = ask("doctor", "--json")
    assert done.returncode == 0, done.stdout
    assert {finding["name"] for finding in json.loads(done.stdout)} >= {"python", "disk", "warehouse", "prefect"}


def test_a_reader_of_an_empty_home_is_told_what_to_do(seedbank):
    done = seedbank("status")
    assert done.returncode == 2
    assert "seedbank ingest" in done.stderr


@pytest.mark.parametrize(
    "query",
    [
        "copy (select 1) to 'written.csv'",
        "explain analyze copy (select 1) to 'written.csv'",
        "select 1; copy (select 1) to 'written.csv'",
        "export database 'written.csv'",
        "attach 'written.csv' as other",
        "set profile_output = 'written.csv'",
        "create persistent secret s (type s3)",
        "pragma enable_profiling = 'json'",
        "from force_checkpoint()",
        "from enable_logging()",
        "\n-- a comment\nexplain copy (select 1) to 'written.csv'",
        "/* a comment */ set profile_output = 'written.csv'",
    ],
)
def test_sql_writes_no_file_unless_it_may(ask, query: str):
    done = ask("sql", query)
    assert done.returncode == 2
    assert "only reads" in done.stderr


def test_sql_writes_where_it_may(ask, tmp_path: Path):
    done = ask("sql", "--allow-write", f"copy (select 1 as one) to '{tmp_path}/written.csv'")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "written.csv").read_text() == "one\n1\n"


@pytest.mark.parametrize(
    "query",
    [
        "set timezone = 'UTC'; select 1",
        "set variable publisher = 'a.example'; select getvariable('publisher')",
        "explain select 1",
        "explain (analyze) from marts.article",
        "pivot marts.article on existence using count(*)",
        "with a as (select 1 as one) from a",
        "describe marts.article",
        "/* a comment first */ select 1",
        "\n-- a comment\nexplain select 1",
        "\n-- a comment\nset timezone = 'UTC'; reset timezone; select 1",
        "\n-- a comment\ncreate temp table one as select 1; from one",
        "select 'checkpoint' as checkpoint",
    ],
)
def test_sql_reads_in_every_form(ask, query: str):
    assert ask("sql", query).returncode == 0


def test_a_column_may_be_called_answer(ask):
    assert json.loads(ask("sql", "--format", "json", "select 1 as answer, 2 as b").stdout) == [{"answer": 1, "b": 2}]


def test_a_query_that_fails_leaves_the_file_that_was_there(ask, tmp_path: Path):
    file = tmp_path / "answer.csv"
    file.write_text("kept")
    done = ask(
        "sql",
        "select case when range < 3000 then 1 else error('boom') end from range(4000)",
        "--format",
        "csv",
        "-o",
        file,
    )
    assert done.returncode == 2
    assert "boom" in done.stderr
    assert file.read_text() == "kept"
    assert ask("sql", "select 1 as one", "--format", "csv", "-o", file).returncode == 0
    assert file.read_text() == "one\n1\n"
    assert list(tmp_path.iterdir()) == [file]


def test_column_names_cannot_steer_the_terminal(ask):
    done = ask("sql", 'select 1 as "[red]x\x1b[31m"')
    assert "\x1b" not in done.stdout
    assert "[red]x" in done.stdout
