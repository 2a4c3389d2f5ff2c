"""Load the same synthetic articles with Seedbank, with DuckDB alone and with dlt. Usage: load_comparison.py [COUNT].

DuckDB's own INSERT … SELECT from the same files, one statement a table into a new file with the same schema, nothing
looked up and no ledger, is the floor. dlt merges seeds and sentences, which Seedbank keeps in one row, as Arrow tables
and as Python dicts; its samples are smaller and its time is given for 1,000 articles.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")

import dlt
import duckdb
import pyarrow as pa
from _synthetic import BATCH_SIZE, write_batches

from warehouse.connect import open_writer
from warehouse.load import load_batches

FOLDERS_A_COMMIT = 4
FACTS = {
    "seed": "raw.seed", "capture": "raw.capture", "observation": "core.observation", "page": "core.page",
    "reconciliation": "core.reconciliation", "sketch": "core.sketch", "sentence_change": "core.sentence_change",
    "fact_change": "core.fact_change", "media": "core.media",
}  # fmt: skip
ARROW_SAMPLE = 10_000
DICT_SAMPLE = 1_000
ROUNDS = 3


def measured(work: Callable[[], None]) -> tuple[float, float]:
    """Run; return the seconds of the wall clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def load_ours(home: Path, folders: list[Path]) -> None:
    """Load as `seedbank ingest` and `seedbank rebuild` do."""
    with open_writer(home) as connection:
        for start in range(0, len(folders), FOLDERS_A_COMMIT):
            load_batches(connection, folders[start : start + FOLDERS_A_COMMIT])
        connection.execute("checkpoint")


def load_floor(home: Path, folders: list[Path], *, threads: int) -> None:
    """Insert the same files into the same tables, one statement a table."""
    with open_writer(home) as connection:
        connection.execute(f"set threads = {threads}")
        for name, table in FACTS.items():
            files = [str(path) for folder in folders if (path := folder / f"{name}.parquet").exists()]
            found = connection.execute("select * from read_parquet($files) limit 0", {"files": files}).description
            columns = ", ".join(f'"{column[0]}"' for column in found)
            insert = f"insert into {table} ({columns}) select {columns} from read_parquet($files)"  # noqa: S608 names only
            connection.execute(insert, {"files": files})
        connection.execute("checkpoint")


def read_rows(folders: list[Path], count: int) -> tuple[pa.Table, pa.Table]:
    """Read seeds and their sentences as flat tables."""
    files = [str(folder) for folder in folders if folder.name.startswith("seeds")]
    with duckdb.connect() as connection:
        parts = {name: [f"{file}/{name}.parquet" for file in files] for name in ("seed", "reconciliation")}
        seeds = connection.sql(f"select * from read_parquet({parts['seed']}) limit {count}")  # noqa: S608 the same
        connection.register("chosen", seeds.to_arrow_table())
        sentences = connection.sql(
            f"""select reconciliation_id || part.sentence_no as sentence_id, article_id, part.* from (
            select reconciliation_id, article_id, unnest(sentences) as part
            from read_parquet({parts["reconciliation"]})
            where seed_id in (select seed_id from chosen))"""  # noqa: S608 paths of this benchmark
        ).to_arrow_table()
        return connection.sql("from chosen").to_arrow_table(), sentences


def load_dlt(home: Path, seeds: object, sentences: object) -> None:
    """Merge both tables into a new DuckDB file."""
    home.mkdir(parents=True)

    @dlt.resource(name="seed", primary_key="seed_id", write_disposition="merge")
    def seed() -> Iterator[object]:
        yield seeds

    @dlt.resource(name="sentence", primary_key="sentence_id", write_disposition="merge")
    def sentence() -> Iterator[object]:
        yield sentences

    pipeline = dlt.pipeline(
        "bench",
        destination=dlt.destinations.duckdb(str(home / "dlt.duckdb")),
        dataset_name="news",
        pipelines_dir=str(home / "pipelines"),
    )
    pipeline.run([seed(), sentence()])


def best_of(rounds: int, home: Path, work: Callable[[], None]) -> tuple[float, float]:
    """Give the least seconds of some rounds, each into a new folder."""
    times = []
    for _ in range(rounds):
        shutil.rmtree(home, ignore_errors=True)
        times.append(measured(work))
    return min(time[0] for time in times), min(time[1] for time in times)


def compare(folder: Path, count: int) -> None:
    """Print the time of each way for 1,000 articles, and its ratio to ours."""
    folders = write_batches(folder / "batches", 0, count)
    home = folder / "home"
    ours = best_of(ROUNDS, home, lambda: load_ours(home, folders))
    print(f"Seedbank, {count:,} articles with looks and pages: {ours[0]:.2f} s, CPU {ours[1]:.2f} s")
    for threads in (1, 2):
        floor = best_of(ROUNDS, home, lambda threads=threads: load_floor(home, folders, threads=threads))
        print(
            f"DuckDB alone, {threads} threads: {floor[0]:.2f} s, CPU {floor[1]:.2f} s; "
            f"Seedbank takes {ours[0] / floor[0]:.2f} times as long, {ours[1] / floor[1]:.2f} times the CPU"
        )
    compare_dlt(home, [item for item in folders if item.name.startswith("seeds")], count)


def compare_dlt(home: Path, folders: list[Path], count: int) -> None:
    """Print dlt's time for seeds and sentences beside ours for the same seed batches."""
    ours = best_of(ROUNDS, home, lambda: load_ours(home, folders))
    thousand = (ours[0] / count * 1000, ours[1] / count * 1000)
    print(f"Seedbank, the seed batches alone: {thousand[0]:.3f} s for 1,000 articles, CPU {thousand[1]:.3f} s")
    arrow_count, dict_count = min(ARROW_SAMPLE, count), min(DICT_SAMPLE, count)
    seeds, sentences = read_rows(folders[: -(-arrow_count // BATCH_SIZE)], arrow_count)
    few_seeds, few_sentences = read_rows(folders[:1], dict_count)
    ways: dict[str, tuple[int, object, object]] = {
        "Arrow": (arrow_count, seeds, sentences),
        "dicts": (dict_count, few_seeds.to_pylist(), few_sentences.to_pylist()),
    }
    for name, (number, first, second) in ways.items():
        wall, cpu = best_of(2, home, lambda first=first, second=second: load_dlt(home, first, second))
        wall, cpu = wall / number * 1000, cpu / number * 1000
        print(
            f"dlt merging {number:,} articles as {name}: {wall:.3f} s for 1,000, CPU {cpu:.3f} s = "
            f"{wall / thousand[0]:.1f} times as long as Seedbank, {cpu / thousand[1]:.1f} times the CPU"
        )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    folder = Path(tempfile.mkdtemp(prefix="load-comparison-"))
    try:
        compare(folder, count)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
