"""An article that fails a check is set aside, and the others are published."""

from pathlib import Path

import duckdb
import pytest
from factories import load_batch, make_batch, make_capture, make_observation, make_page_batch, make_seed

from flows.records import Existence, Outcome
from warehouse.database.connect import open_published, open_writer
from warehouse.load.batch_files import write_batch
from warehouse.publish.publish import PublishReport, publish
from warehouse.upkeep.full_check import check_full

pytestmark = pytest.mark.usefixtures("defined")
SOUND, FAULTY = make_seed(1), make_seed(2)


def look(home: Path, connection: duckdb.DuckDBPyConnection, *, day: int, evidence: str) -> PublishReport:
    """Load a look at the faulty article that shows it missing, and publish."""
    capture = make_capture(FAULTY, day=day, outcome=Outcome.NOT_FOUND)
    observation = make_observation(capture, Existence.MISSING, evidence=evidence)
    batch = make_page_batch(FAULTY, capture, observation, pages=(), reconciliations=())
    load_batch(connection, write_batch(home / "batches", batch))
    return publish(connection, home)


def shown(home: Path) -> set[str]:
    with open_published(home) as connection:
        return {row[0] for row in connection.execute("select article_id from marts.article").fetchall()}


def test_an_article_that_fails_a_check_is_set_aside_and_comes_back_once_it_passes(tmp_path: Path) -> None:
    ids = [seed.identity.article_id for seed in (SOUND, FAULTY)]
    with open_writer(tmp_path) as connection:
        load_batch(connection, write_batch(tmp_path / "batches", make_batch(SOUND, FAULTY)))
        assert publish(connection, tmp_path).set_aside_count == 0
        report = look(tmp_path, connection, day=1, evidence="")
        assert (report.set_aside_count, report.article_count) == (1, 1)
    assert shown(tmp_path) == {ids[0]}
    with open_published(tmp_path) as snapshot:
        rows = snapshot.execute("select article_id, check_name, detail, publish_no from ops.quarantine").fetchall()
    assert [(row[0], row[1], row[3]) for row in rows] == [(ids[1], "gone_has_evidence", 2)]
    assert "missing" in rows[0][2]
    assert check_full(tmp_path).differing == ()
    with open_writer(tmp_path) as connection:
        load_batch(connection, write_batch(tmp_path / "batches", make_batch(make_seed(3))))
        report = publish(connection, tmp_path)  # which brings nothing of the faulty one
        assert (report.set_aside_count, report.article_count) == (1, 2)
        assert publish(connection, tmp_path).set_aside_count == 1  # unchanged, and still told
        report = look(tmp_path, connection, day=2, evidence="status 404")
        assert (report.set_aside_count, report.article_count) == (0, 3)
    assert ids[1] in shown(tmp_path)


def test_the_end_of_a_run_is_told_how_many_are_set_aside_before_the_snapshot_is_made(tmp_path: Path) -> None:
    told: list[int] = []
    with open_writer(tmp_path) as connection:
        load_batch(connection, write_batch(tmp_path / "batches", make_batch(SOUND, FAULTY)))
        look(tmp_path, connection, day=1, evidence="")
        load_batch(connection, write_batch(tmp_path / "batches", make_batch(make_seed(3))))
        publish(connection, tmp_path, record_end=told.append)
        publish(connection, tmp_path, record_end=told.append)
    assert told == [1, 1]
