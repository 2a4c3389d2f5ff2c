"""F21: a page that gives an impossible day is believed, published and flagged; it stops nothing."""

import datetime as dt
from pathlib import Path

import pytest
from factories import make_batch, make_reconciliation, make_seed

from flows.records import DatePrecision
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish

pytestmark = pytest.mark.usefixtures("defined")


@pytest.mark.parametrize(("year", "flagged"), [(1970, 1), (2016, 0), (2099, 1)])
def test_an_impossible_day_is_flagged_and_published(year: int, flagged: int, tmp_path: Path):
    seed = make_seed()
    day = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    found = make_reconciliation(seed, published_at=day, published_at_precision=DatePrecision.SEED)
    batch = make_batch(seed, reconciliations=(found,))
    with open_writer(tmp_path) as connection:
        load_batches(connection, [write_batch(tmp_path / "batches", batch)])
        report = publish(connection, tmp_path)
        stored = connection.execute("select published_at from marts.article").fetchall()
    assert report.is_new
    assert stored == [(day,)]
    offending = {check.name: check.offending_count for check in report.checks}
    assert offending["published_is_plausible"] == flagged
