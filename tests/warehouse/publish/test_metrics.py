"""The metrics file is what Prometheus reads: a parser of the format takes it, and finds the tables' numbers in it."""

import datetime as dt
from pathlib import Path

import pytest
from factories import make_batch, make_capture, make_observation, make_page_batch, make_seed
from prometheus_client.parser import text_string_to_metric_families

from flows.records import Existence, Outcome
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.ledger import finish_run, start_run
from warehouse.load.load import load_batches
from warehouse.publish.metrics import METRICS, format_metrics, write_metrics
from warehouse.publish.publish import publish

pytestmark = pytest.mark.usefixtures("defined")

NOW = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def _read(text: str) -> dict[tuple[str, tuple[str, ...]], float]:
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_monitor_reads_what_the_tables_say(tmp_path: Path):
    seed, lost = make_seed(1), make_seed(2)
    capture = make_capture(lost, outcome=Outcome.NOT_FOUND)
    look = make_observation(capture, Existence.MISSING)
    batches = [make_batch(seed, lost), make_page_batch(lost, capture, look, pages=(), reconciliations=())]
    with open_writer(tmp_path) as connection:
        for run_id in ("cut-off", "done", "now"):
            start_run(connection, run_id=run_id, command="ingest", version="1", parameters={}, now=NOW)
        finish_run(connection, run_id="done", exit_code=3, counts={}, now=NOW + MINUTE)
        load_batches(connection, [write_batch(tmp_path / "batches", batch) for batch in batches])
        publish(connection, tmp_path, now=NOW)
        path = write_metrics(connection, tmp_path, run_id="now", now=NOW)
    told = _read(path.read_text("utf-8"))
    assert told["seedbank_articles", ("missing",)] == 1
    assert told["seedbank_articles", ("unchecked",)] == 1
    assert told["seedbank_seeds_total", ("loaded",)] == 2
    assert told["seedbank_requests_total", ("not_found",)] == 1
    assert told["seedbank_runs_total", ("ingest",)] == 3
    assert told["seedbank_runs_cut_off_total", ("ingest",)] == 1
    assert told["seedbank_last_run_exit_code", ("ingest",)] == 3
    assert told["seedbank_last_run_duration_seconds", ("ingest",)] == 60
    assert told["seedbank_last_publish_timestamp_seconds", ()] == NOW.timestamp()
    assert told["seedbank_disk_free_bytes", ()] > 0
    assert [left.name for left in tmp_path.iterdir() if left.name.startswith(".metrics")] == []


def test_every_metric_has_a_type_and_a_meaning():
    families = list(text_string_to_metric_families(format_metrics([(name, "", "", 1.0) for name in METRICS])))
    assert {family.name for family in families} == {name.removesuffix("_total") for name in METRICS}
    assert all(family.documentation and family.type in {"gauge", "counter"} for family in families)


def test_a_label_from_outside_cannot_break_the_format():
    text = format_metrics([("seedbank_articles", "existence", 'x"} 5\nseedbank_forged 1\\', 1.0)])
    assert _read(text) == {("seedbank_articles", ('x"} 5\nseedbank_forged 1\\',)): 1.0}
