"""F18 and F20: the same work again, texts that contradict each other, and batch files of other versions."""

import shutil
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from factories import load_batch, make_batch, make_seed

from flows.errors import EnvironmentBrokenError
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish
from warehouse.queries.find import find_query
from warehouse.upkeep.full_check import fingerprints

pytestmark = pytest.mark.usefixtures("defined")


def rewrite(path: Path, change: object) -> None:
    assert callable(change)
    pq.write_table(change(pq.read_table(path)), path)


def count_seeds(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("select count(*) from raw.seed").fetchone()
    assert row is not None
    return row[0]


def test_the_same_run_twice_changes_nothing(tmp_path: Path) -> None:
    batches = [make_batch(make_seed(1), make_seed(2)), make_batch(make_seed(3))]
    with open_writer(tmp_path) as connection:
        first = load_batches(connection, [write_batch(tmp_path / "batches", b) for b in batches], run_id="same")
        publish(connection, tmp_path)
        before = fingerprints(connection)
        again = load_batches(connection, [write_batch(tmp_path / "batches", b) for b in batches], run_id="same")
        assert not publish(connection, tmp_path).is_new
        assert (again, fingerprints(connection)) == (first, before)


def test_a_file_that_grew_is_read_again_and_its_old_seeds_are_no_copies(tmp_path: Path) -> None:
    seeds = [make_seed(number, source_path="a.csv", line=number) for number in (1, 2, 3)]
    with open_writer(tmp_path) as connection:
        load_batch(connection, write_batch(tmp_path / "batches", make_batch(*seeds[:2])))
        grown = load_batch(connection, write_batch(tmp_path / "batches", make_batch(*seeds)))
        publish(connection, tmp_path)
        kinds = connection.execute("select kind, line from ops.duplicate order by line").fetchall()
    assert (grown.seeds_read, grown.seeds_loaded, grown.seeds_duplicate) == (3, 1, 2)
    assert kinds == [("read_again", 1), ("read_again", 2)]


def test_files_that_overlap_with_other_texts_keep_both_and_the_conflict_is_listed(tmp_path: Path) -> None:
    first = [make_seed(number, source_path="a.txt", line=number) for number in (1, 2, 3)]
    second = [
        make_seed(2, source_path="b.txt", line=1),
        make_seed(3, body="Một bản khác hẳn, dài hơn bản kia nhiều.", source_path="b.txt", line=2),
    ]
    with open_writer(tmp_path) as connection:
        counts = load_batches(
            connection, [write_batch(tmp_path / "batches", make_batch(*seeds)) for seeds in (first, second)]
        )
        publish(connection, tmp_path)
        listed = connection.execute(find_query("conflicting_seeds").sql).fetchall()
        texts = connection.execute(
            "select text from marts.article_version where article_id = $1 order by all",
            [first[2].identity.article_id],
        ).fetchall()
    assert [(item.seeds_loaded, item.seeds_duplicate) for item in counts] == [(3, 0), (1, 1)]
    assert [(row[3], row[4]) for row in listed] == [(2, ["a.txt", "b.txt"])]
    assert sorted(texts) == sorted([(first[2].body,), (second[1].body,)])


def test_a_column_of_another_integer_type_is_loaded_as_ours(tmp_path: Path) -> None:
    folder = write_batch(tmp_path / "batches", make_batch(make_seed(1)))

    def narrow(table: pa.Table) -> pa.Table:
        place = table.schema.get_field_index("line")
        return table.set_column(place, "line", table["line"].cast(pa.int16()))

    rewrite(folder / "seed.parquet", narrow)
    with open_writer(tmp_path) as connection:
        assert load_batch(connection, folder).seeds_loaded == 1


@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        ("seed", lambda table: table.drop_columns(["line"]), "lacks line"),
        ("reconciliation", lambda table: table.drop_columns(["lead", "tags"]), "lacks lead, tags"),
        ("seed", lambda table: table.append_column("mood", [["glad"]]), "mood, which this version does not know"),
        (
            "reconciliation",
            lambda table: table.set_column(table.schema.get_field_index("content"), "content", [["melted"]]),
            "melted",
        ),
        (
            "reconciliation",
            lambda table: table.set_column(table.schema.get_field_index("word_count"), "word_count", [["many"]]),
            "many",
        ),
    ],
)
def test_batch_files_of_another_version_are_refused_with_a_sentence_and_load_nothing(
    tmp_path: Path, table: str, change: object, told: str
) -> None:
    whole = write_batch(tmp_path / "batches", make_batch(make_seed(1)))
    odd = write_batch(tmp_path / "batches", make_batch(make_seed(2)))
    rewrite(odd / f"{table}.parquet", change)
    with open_writer(tmp_path) as connection:
        load_batch(connection, whole)
        publish(connection, tmp_path)
        with pytest.raises(EnvironmentBrokenError, match=told) as refused:
            load_batch(connection, odd)
        assert str(odd) in str(refused.value)
        assert count_seeds(connection) == 1
        shutil.rmtree(odd)
        load_batch(connection, write_batch(tmp_path / "batches", make_batch(make_seed(2))))
        publish(connection, tmp_path)
        assert connection.execute("select count(*) from marts.sentence").fetchone() == (4,)


def test_a_batch_file_that_is_cut_off_is_named(tmp_path: Path) -> None:
    folder = write_batch(tmp_path / "batches", make_batch(make_seed(1)))
    path = folder / "seed.parquet"
    path.write_bytes(path.read_bytes()[:100])
    with open_writer(tmp_path) as connection, pytest.raises(EnvironmentBrokenError, match=r"seed\.parquet"):
        load_batch(connection, folder)
