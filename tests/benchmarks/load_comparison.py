"""Load the same synthetic articles with Seedbank, with DuckDB alone and with dlt. Usage: load_comparison.py [COUNT].

DuckDB's own INSERT … SELECT from the same files, one statement a table into a new file with the same schema, nothing
looked up and no ledger, is the floor. Beside dlt both load the same rows, in two ways: seeds with their clean sentences
alone (Seedbank keeps these in their reconciliation's row, whose other columns dlt is spared), and all that a seed batch
holds: seeds, reconciliations, sentences, sketches and media. dlt merges Arrow tables, and Python dicts in a smaller
sample; times are given for 1,000 articles.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")
os.environ.setdefault("RUNTIME__LOG_LEVEL", "ERROR")

import dlt
import duckdb
import pyarrow as pa
from _synthetic import BATCH_SIZE, write_batches

from warehouse.database.connect import open_writer
from warehouse.load.load import load_batches

FOLDERS_A_COMMIT = 4
FACTS = {
    "seed": "raw.seed", "capture": "raw.capture", "observation": "core.observation", "page": "core.page",
    "reconciliation": "core.reconciliation", "sketch": "core.sketch", "sentence_change": "core.sentence_change",
    "fact_change": "core.fact_change", "media": "core.media",
}  # fmt: skip
SEED_TABLES = ("seed", "reconciliation", "sketch", "media")
FLAT = {  # the key of each table that dlt is given, and its rows
    "seed": (
        "seed_id",
        "from seed semi join (from reconciliation semi join chosen using (reconciliation_id)) using (seed_id)",
    ),
    "sentence": (
        "sentence_id",
        """select reconciliation_id || part.sentence_no as sentence_id, article_id, part.*
        from (
            select reconciliation_id, article_id, unnest(sentences) as part
            from reconciliation semi join chosen using (reconciliation_id)
        )""",
    ),
    "reconciliation": (
        "reconciliation_id",
        """select * exclude (sentences) replace (issues::text as issues, authors::text as authors, tags::text as tags)
        from reconciliation semi join chosen using (reconciliation_id)""",
    ),
    "sketch": (
        "reconciliation_id",
        """select * replace (band_keys::text as band_keys) from sketch semi join chosen using (reconciliation_id)""",
    ),
    "media": (
        "media_id",
        """select reconciliation_id || media_no as media_id, * from media semi join chosen using (reconciliation_id)""",
    ),
}
SHARED = {  # what both load: our tables, dlt's
    "seeds with sentences": (("seed", "reconciliation"), ("seed", "sentence")),
    "all of a seed batch": (SEED_TABLES, tuple(FLAT)),
}
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


def keep_tables(folders: list[Path], target: Path, names: tuple[str, ...]) -> list[Path]:
    """Make batches that hold some of the tables alone."""
    for folder in folders:
        (target / folder.name).mkdir(parents=True)
        for name in ("batch", *names):
            (target / folder.name / f"{name}.parquet").hardlink_to(folder / f"{name}.parquet")
    return [target / folder.name for folder in folders]


def read_rows(folders: list[Path], count: int, names: tuple[str, ...]) -> dict[str, pa.Table]:
    """Read the rows of seed batches as flat tables with a key each; lists become text, since dlt keeps none."""
    with duckdb.connect() as connection:
        for name in SEED_TABLES:
            files = [str(folder / f"{name}.parquet") for folder in folders]
            connection.execute(f"create view {name} as from read_parquet({files})")
        chosen = f"""create table chosen as select reconciliation_id from reconciliation semi join
            (from seed limit {count}) using (seed_id)"""  # noqa: S608 a number
        connection.execute(chosen)
        return {name: connection.sql(FLAT[name][1]).to_arrow_table() for name in names}


def load_dlt(home: Path, tables: dict[str, object]) -> None:
    """Merge the tables into a new DuckDB file."""
    home.mkdir(parents=True)
    pipeline = dlt.pipeline(
        "bench",
        destination=dlt.destinations.duckdb(str(home / "dlt.duckdb")),
        dataset_name="news",
        pipelines_dir=str(home / "pipelines"),
    )
    pipeline.run(
        [
            dlt.resource([rows], name=name, primary_key=FLAT[name][0], write_disposition="merge")
            for name, rows in tables.items()
        ]
    )


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
    batches = [item for item in folders if item.name.startswith("seeds")]
    for number, (what, (ours_of, dlts)) in enumerate(SHARED.items()):
        print(f"{what}: {', '.join(ours_of)} in Seedbank; {', '.join(dlts)} in dlt")
        compare_dlt(home, keep_tables(batches, folder / f"kept{number}", ours_of), batches, dlts, count)


def compare_dlt(home: Path, ours_of: list[Path], folders: list[Path], names: tuple[str, ...], count: int) -> None:
    """Print dlt's time for some tables beside ours for the same rows."""
    ours = best_of(ROUNDS, home, lambda: load_ours(home, ours_of))
    thousand = (ours[0] / count * 1000, ours[1] / count * 1000)
    print(f"  Seedbank: {thousand[0]:.3f} s for 1,000 articles, CPU {thousand[1]:.3f} s")
    arrow_count, dict_count = min(ARROW_SAMPLE, count), min(DICT_SAMPLE, count)
    tables = read_rows(folders[: -(-arrow_count // BATCH_SIZE)], arrow_count, names)
    few = read_rows(folders[:1], dict_count, names)
    ways: dict[str, tuple[int, dict[str, object]]] = {
        "Arrow": (arrow_count, dict(tables)),
        "dicts": (dict_count, {name: rows.to_pylist() for name, rows in few.items()}),
    }
    for way, (number, rows) in ways.items():
        wall, cpu = best_of(2, home, lambda rows=rows: load_dlt(home, rows))
        wall, cpu = wall / number * 1000, cpu / number * 1000
        print(
            f"  dlt merging {number:,} articles as {way}: {wall:.3f} s for 1,000, CPU {cpu:.3f} s = "
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
