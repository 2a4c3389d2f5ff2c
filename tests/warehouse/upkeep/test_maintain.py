import shutil
from pathlib import Path

import pytest
from factories import (
    make_batch,
    make_capture,
    make_observation,
    make_page,
    make_page_batch,
    make_reconciliation,
    make_seed,
)

from flows.records import BatchKind, content_id
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish
from warehouse.upkeep.full_check import check_full
from warehouse.upkeep.maintain import maintain
from warehouse.upkeep.rebuild import rebuild

pytestmark = pytest.mark.usefixtures("defined")


def fill(home: Path) -> str:
    """Load a seed, a look, and two readings of its page; return the batch of the first reading."""
    seed = make_seed(1)
    capture = make_capture(seed)
    batches = [make_batch(seed), make_page_batch(seed, capture, make_observation(capture))]
    for version in ("2", "3"):
        page = make_page(seed, capture, page_id=content_id("page", version), parser_version=version)
        found = make_reconciliation(seed, page, capture, rules_version=version)
        batches.append(
            make_batch(
                batch_id=content_id("reparse", version), kind=BatchKind.REPARSE, pages=(page,), reconciliations=(found,)
            )
        )
    with open_writer(home) as connection:
        for batch in batches:
            load_batches(connection, [write_batch(home / "batches", batch)])
        publish(connection, home)
    return batches[2].batch_id


def test_a_sound_warehouse_passes_the_full_check(tmp_path: Path) -> None:
    fill(tmp_path)
    report = check_full(tmp_path)
    assert report.is_sound
    assert (report.batch_count, report.waiting_batches, report.lost_batches) == (4, (), ())
    assert not (tmp_path / "checking.warehouse.duckdb").exists()


def test_the_full_check_names_what_differs_from_the_batch_files(tmp_path: Path) -> None:
    fill(tmp_path)
    waiting = write_batch(tmp_path / "batches", make_batch(make_seed(9)))
    with open_writer(tmp_path) as connection:
        connection.execute("update core.reconciliation set title = 'invented'")
    report = check_full(tmp_path)
    assert not report.is_sound
    assert report.differing == ("article",)
    assert report.waiting_batches == (waiting.name,)


def test_a_lost_batch_file_is_named(tmp_path: Path) -> None:
    lost = fill(tmp_path)
    shutil.rmtree(tmp_path / "batches" / lost)
    assert check_full(tmp_path).lost_batches == (lost,)


def test_superseded_readings_are_dropped_and_nothing_else_changes(tmp_path: Path) -> None:
    superseded = fill(tmp_path)
    (tmp_path / "batches" / ".writing-x-1").mkdir()
    with open_writer(tmp_path) as connection:
        report = maintain(connection, tmp_path)
        assert maintain(connection, tmp_path).dropped_batches == 0
        before = connection.execute("from marts.article").fetchall()
    assert report.dropped_batches == 1
    assert not (tmp_path / "batches" / superseded).exists()
    assert not (tmp_path / "batches" / ".writing-x-1").exists()
    assert check_full(tmp_path).is_sound
    rebuild(tmp_path)
    with open_writer(tmp_path) as connection:
        assert connection.execute("from marts.article").fetchall() == before


def test_only_the_newest_copies_are_kept_and_sizes_are_told(tmp_path: Path) -> None:
    fill(tmp_path)
    for _ in range(3):
        rebuild(tmp_path)
    with open_writer(tmp_path) as connection:
        report = maintain(connection, tmp_path)
    assert report.dropped_copies == 2
    assert [path.name for path in tmp_path.glob("warehouse.old-*")] == ["warehouse.old-3.duckdb"]
    sizes = {size.part: size for size in report.sizes}
    assert sizes["published.duckdb"].bytes_per_article == sizes["published.duckdb"].size_bytes > 0
