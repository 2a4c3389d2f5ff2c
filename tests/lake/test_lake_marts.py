"""A lake has the marts and answers the questions of the file, and gives the file to those who want one."""

import datetime as dt
import json
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pytest
from factories import make_batch, make_capture, make_observation, make_page_batch, make_seed

from flows.evidence.collect import pack_evidence
from flows.records import Batch, Existence, Outcome
from flows.show.report import read_report, render_report
from warehouse.database.connect import open_published, open_writer
from warehouse.database.lake import LakeLocation, open_lake, read_lake
from warehouse.database.lake_dialect import to_lake
from warehouse.database.sql_files import list_sql
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.marts.build import read_marts
from warehouse.publish.publish import publish
from warehouse.report.figures import Scope
from warehouse.upkeep.maintain_lake import maintain_lake

WRITTEN_AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
VIEWS = [mart.name for mart in read_marts() if mart.kind == "view"]
QUESTIONS = [path.read_text("utf-8") for path in list_sql("queries").values()]


def _batches() -> list[Batch]:
    seeds = [make_seed(number) for number in range(1, 9)]
    capture, lost = make_capture(seeds[0]), make_capture(seeds[1], outcome=Outcome.NOT_FOUND)
    return [
        make_batch(*seeds[:5]),
        make_batch(*seeds[3:]),  # two of them are held already
        make_page_batch(seeds[0], capture, make_observation(capture)),
        make_page_batch(seeds[1], lost, make_observation(lost, Existence.MISSING), pages=(), reconciliations=()),
    ]


def _fill(connection: duckdb.DuckDBPyConnection, home: Path) -> None:
    """Load in two goes with a publish after each, so that marts are built and then refreshed."""
    folders = [write_batch(home / "batches", batch, written_at=WRITTEN_AT) for batch in _batches()]
    for part in (folders[:2], folders[2:]):
        load_batches(connection, part, run_id="r")
        publish(connection, home, now=WRITTEN_AT)


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [repr(row) for row in connection.execute(query).fetchall()]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> LakeLocation:
    folder = tmp_path_factory.mktemp("lake")
    location = LakeLocation(catalog=str(folder / "catalog.ducklake"), data=f"{folder / 'files'}/")
    with open_lake(location, folder / "home", wait_seconds=0, tell=print) as (connection, _):
        _fill(connection, folder / "home")
    return location


@pytest.fixture(scope="module")
def home(lake: LakeLocation) -> Path:
    return Path(lake.catalog).parent / "home"


@pytest.fixture(scope="module")
def file_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("file")
    with open_writer(home) as connection:
        _fill(connection, home)
    return home


@pytest.fixture(scope="module")
def three(lake: LakeLocation, home: Path, file_home: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, ...]]:
    """Open the file, the lake, and the file that the lake exported."""
    with ExitStack() as stack:
        yield (
            stack.enter_context(open_published(file_home)),
            stack.enter_context(read_lake(lake, home)),
            stack.enter_context(open_published(home)),
        )


@pytest.mark.parametrize("view", VIEWS)
def test_a_mart_has_the_same_rows_in_a_lake(view: str, three: tuple[duckdb.DuckDBPyConnection, ...]):
    every = f"from marts.{view}"
    from_file, from_lake, from_export = (sorted(_rows(one, every)) for one in three)
    assert from_lake == from_file
    assert from_export == from_file


def test_the_marts_hold_something(three: tuple[duckdb.DuckDBPyConnection, ...]):
    counts = [one.execute("select count(*), count(distinct existence) from marts.article").fetchone() for one in three]
    assert counts == [(8, 3)] * 3


@pytest.mark.parametrize("question", QUESTIONS, ids=list(list_sql("queries")))
def test_a_question_has_the_same_answer(question: str, three: tuple[duckdb.DuckDBPyConnection, ...]):
    from_file, from_lake, from_export = (_rows(one, question) for one in three)
    assert from_lake == from_file
    assert from_export == from_file


def test_a_report_and_evidence_are_the_same(three: tuple[duckdb.DuckDBPyConnection, ...], home: Path, tmp_path: Path):
    article_id = make_seed(1).identity.article_id
    pages, verdicts = [], []
    for number, one in enumerate(three):
        pages.append(render_report(read_report(one, Scope(), now=WRITTEN_AT)))
        packed = pack_evidence(one, home, article_id, tmp_path / f"{number}.zip", now=WRITTEN_AT)
        with zipfile.ZipFile(packed.file) as bundle:
            verdicts.append(json.loads(bundle.read("data/verdict.json")))
    assert pages[1:] == pages[:1] * 2
    assert verdicts[1:] == verdicts[:1] * 2
    assert verdicts[0]["article"]["existence"] == "live"


def test_the_exported_file_has_the_types_and_comments_of_any_other(three: tuple[duckdb.DuckDBPyConnection, ...]):
    described = "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() order by all"
    from_file, _, from_export = (_rows(one, described) for one in three)
    assert from_export == from_file


def test_a_lake_is_read_while_it_is_written(lake: LakeLocation, home: Path):
    with pytest.raises(duckdb.Error), read_lake(lake, home) as connection:
        connection.execute("delete from raw.seed")


def test_upkeep_merges_files_and_changes_no_row(tmp_path: Path):
    location = LakeLocation(catalog=str(tmp_path / "catalog.ducklake"))
    with open_lake(location, tmp_path, wait_seconds=0, tell=print) as (connection, _):
        for number in range(4):
            seeds = [make_seed(20 * number + place) for place in range(20)]  # more than what is kept in the catalog
            load_batches(connection, [write_batch(tmp_path / "batches", make_batch(*seeds))])
        publish(connection, tmp_path)
        before = _rows(connection, "select * from marts.article order by article_id")
        now = dt.datetime.now(dt.UTC)
        first = maintain_lake(connection, now=now, keep=dt.timedelta())
        later = maintain_lake(connection, now=dt.datetime.now(dt.UTC), keep=dt.timedelta())
        assert _rows(connection, "select * from marts.article order by article_id") == before
        (count,) = connection.execute("select count(*) from raw.seed").fetchone() or (0,)
    assert count == 80
    assert first.merged_files >= 4
    assert first.expired_snapshots > 0
    assert first.deleted_files + later.deleted_files >= first.merged_files
    assert later.merged_files == 0


@pytest.mark.parametrize(
    ("statement", "translated"),
    [
        ("create table t (content content not null)", "create table t (content varchar not null)"),
        ("create table t (a struct(kind block_kind, x text)[])", "create table t (a struct(kind varchar, x text)[])"),
        ("create table t (\n    issues issue[] not null\n)", "create table t (\n    issues varchar[] not null\n)"),
        ("alter table t add column stage stage", "alter table t add column stage varchar"),
        ("select existence, content from marts.article", "select existence, content from marts.article"),
        ("select 'seed'::text_source", "select 'seed'::varchar"),
        ("comment on macro table marts.as_of is 'x'", ""),
        ("comment on column raw.seed.url is 'a content'", "comment on column raw.seed.url is 'a content'"),
    ],
)
def test_what_a_lake_lacks_is_left_out_of_a_script(statement: str, translated: str):
    assert to_lake(statement) == translated
