"""Metrics in Prometheus' text format, in a file that node_exporter's textfile collector picks up."""

import datetime as dt
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb

from warehouse.database.sql_files import read_sql

METRICS_FILE = "metrics.prom"
# Name, type and meaning of each; the values come from sql/metrics.sql and, for the disk, from the system.
METRICS = {
    "seedbank_articles": ("gauge", "Articles by what the last look showed of their pages."),
    "seedbank_articles_compared": ("gauge", "Articles by how their pages stand to the seeds."),
    "seedbank_articles_due": ("gauge", "Articles whose next look is due."),
    "seedbank_batches_total": ("counter", "Batches loaded."),
    "seedbank_check_offending_rows": ("gauge", "Rows that broke a quality check when it was last run; 0 is well."),
    "seedbank_disk_free_bytes": ("gauge", "Free space on the disk of the home folder."),
    "seedbank_last_publish_timestamp_seconds": ("gauge", "When the newest snapshot was published."),
    "seedbank_last_run_duration_seconds": ("gauge", "How long the newest run of a command took."),
    "seedbank_last_run_end_timestamp_seconds": ("gauge", "When a command last ran to its end: alert on its age."),
    "seedbank_last_run_exit_code": ("gauge", "Exit code of the newest run of a command: 0 done, 3 with rejections."),
    "seedbank_rejections_total": ("counter", "Inputs and pages that could not be used, by reason."),
    "seedbank_requests_total": ("counter", "Requests sent, by what came of them."),
    "seedbank_runs_cut_off_total": ("counter", "Runs that were killed or failed before their end."),
    "seedbank_runs_total": ("counter", "Runs begun."),
    "seedbank_seeds_total": ("counter", "Seeds read, by what became of them."),
}

Sample = tuple[str, str, str, float]  # name, label, its value, value


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def format_metrics(samples: Iterable[Sample]) -> str:
    """Write samples as text, those of one metric together under its type and meaning."""
    by_name: dict[str, list[Sample]] = {name: [] for name in METRICS}
    for sample in samples:
        by_name[sample[0]].append(sample)
    lines: list[str] = []
    for name, found in by_name.items():
        if found:
            kind, meaning = METRICS[name]
            lines += [f"# HELP {name} {_escape(meaning)}", f"# TYPE {name} {kind}"]
            lines += [_format(sample) for sample in found]
    return "\n".join(lines) + "\n"


def _format(sample: Sample) -> str:
    name, label, label_value, value = sample
    labels = f'{{{label}="{_escape(label_value)}"}}' if label else ""
    return f"{name}{labels} {value:.17g}"


def write_metrics(connection: duckdb.DuckDBPyConnection, home: Path, *, run_id: str, now: dt.datetime) -> Path:
    """Write the metrics of a warehouse whose marts are built; the file is replaced at once. `run_id` is running."""
    samples = connection.execute(read_sql("publish/metrics"), {"now": now, "run_id": run_id}).fetchall()
    free = ("seedbank_disk_free_bytes", "", "", float(shutil.disk_usage(home).free))
    path = home / METRICS_FILE
    part = home / f".{METRICS_FILE}.{os.getpid()}"
    part.write_text(format_metrics([*samples, free]), "utf-8")
    part.replace(path)
    return path
