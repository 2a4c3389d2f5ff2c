"""Load and publish synthetic articles of 4 KB, and time what users do then.

Usage: warehouse_volume.py [COUNT] [FOLDER]. COUNT is 100,000 unless given; FOLDER is kept, with its batch files, for
another run or a closer look. The machine may be shared, so rates are given of the wall clock and of the processor.
"""

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from _synthetic import write_batches

from warehouse.database.connect import open_published, open_writer
from warehouse.load.load import load_batches
from warehouse.publish.publish import PublishReport, publish
from warehouse.queries.find import list_queries

FOLDERS_A_COMMIT = 4  # seeds and looks of 10,000 articles
SAMPLE = """
select article_id
from (select article_id from marts.article where content = 'edited')
using sample reservoir(20 rows) repeatable (1)
"""
# What a page of a browser asks: one article, a page of the list far from its beginning, what changed in one article.
PAGES = {
    "article by id": "select * from marts.article where article_id = $id",
    "sentences of one": "select * from marts.sentence where article_id = $id",
    "changes of one": "select * from marts.sentence_change where article_id = $id",
    "versions of one": "select * from marts.article_version where article_id = $id",
    "captures of one": "select * from marts.capture where article_id = $id",
    "fifty after one": (
        "select article_id, title, existence, content from marts.article where article_id > $id "
        "order by article_id limit 50"
    ),
    "fifty of a publisher": (
        "select article_id, title, published_at from marts.article where publisher = "
        "(select publisher from marts.article where article_id = $id) order by published_at desc, article_id limit 50"
    ),
}


@dataclass(slots=True)
class Spent:
    """Seconds of the wall clock and of the processor."""

    wall: float = 0.0
    cpu: float = 0.0

    def __str__(self) -> str:
        return f"{self.wall:.2f} s (CPU {self.cpu:.2f} s)"

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.wall + other.wall, self.cpu + other.cpu)


@contextmanager
def timed() -> Iterator[Spent]:
    """Time the block."""
    spent, wall, cpu = Spent(), time.perf_counter(), time.process_time()
    yield spent
    spent.wall, spent.cpu = time.perf_counter() - wall, time.process_time() - cpu


def load_all(home: Path, folders: list[Path]) -> list[tuple[int, Spent]]:
    """Load the batches; return the articles and the time of each commit."""
    commits = []
    with open_writer(home) as connection:
        for start in range(0, len(folders), FOLDERS_A_COMMIT):
            with timed() as spent:
                counts = load_batches(connection, folders[start : start + FOLDERS_A_COMMIT])
            commits.append((sum(item.seeds_loaded for item in counts), spent))
    return commits


def timed_publish(home: Path) -> tuple[PublishReport, Spent]:
    """Publish as a command does: open, publish, close."""
    with timed() as spent, open_writer(home) as connection:
        report = publish(connection, home)
    return report, spent


def say_publish(name: str, report: PublishReport, spent: Spent) -> None:
    """Print one publish with its parts."""
    parts = f"marts {report.mart_seconds:.1f}, checks {report.check_seconds:.1f}, snapshot {report.copy_seconds:.1f}"
    print(f"publish of {name}: {spent}; {parts}; {report.refreshed_count:,} articles built", flush=True)


def measure_load(home: Path, folders: list[Path], count: int) -> Spent:
    """Load everything; print the rates of the first and the last tenth."""
    commits = load_all(home, folders)
    tenth = max(1, len(commits) // 10)
    total = sum((spent for _, spent in commits), Spent())
    rates = []
    for part in (commits[:tenth], commits[-tenth:]):
        articles, spent = sum(number for number, _ in part), sum((item for _, item in part), Spent())
        rates.append((articles / spent.wall, articles / spent.cpu))
    print(f"load: {count / total.wall:,.0f} articles/s, {count / total.cpu:,.0f} per CPU second")
    (first, first_cpu), (last, last_cpu) = rates
    print(f"last tenth / first tenth: {last / first:.2f} by the wall clock, {last_cpu / first_cpu:.2f} by CPU")
    return total


def measure_questions(home: Path) -> None:
    """Time every question of warehouse/queries, and the look-ups of a browser."""
    with open_published(home) as connection:
        for query in list_queries():
            with timed() as spent:
                connection.execute(query.sql).fetchall()
            print(f"  {query.name}: {spent}")
        sample = connection.execute(SAMPLE).fetchall()
        for name, text in PAGES.items():
            median = measure_look_ups(connection, text, [row[0] for row in sample])
            print(f"  {name}: {median * 1000:.0f} ms median")


def measure_look_ups(connection: duckdb.DuckDBPyConnection, query: str, ids: list[str]) -> float:
    """Time one query for each id; return the median in seconds."""
    times = []
    for article_id in ids:
        with timed() as spent:
            connection.execute(query, {"id": article_id}).fetchall()
        times.append(spent.wall)
    return sorted(times)[len(times) // 2]


def measure(home: Path, count: int) -> None:
    """Run every step and print its figures."""
    folders = write_batches(home / "batches", 0, count)
    more = write_batches(home / "batches", count, max(1, count // 100))
    loaded = measure_load(home, folders, count)
    full, first = timed_publish(home)
    say_publish("all", full, first)
    with timed() as again:
        load_all(home, folders)
    unchanged, nothing = timed_publish(home)
    assert not unchanged.is_new
    share = (again + nothing).wall / (loaded + first).wall
    print(f"run with nothing new: {again + nothing} = {share:.1%} of the first")
    load_all(home, more)
    report, little = timed_publish(home)
    say_publish("1 % more", report, little)
    print(f"  = {little.wall / first.wall:.1%} of a full one, {little.cpu / first.cpu:.1%} of its CPU")
    measure_questions(home)
    size = (home / "published.duckdb").stat().st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"snapshot: {size / count:,.0f} bytes/article; peak memory {peak:.2f} GB")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if len(sys.argv) > 2:
        home = Path(sys.argv[2])
        for old in [*home.glob("*.duckdb*"), *home.glob(".*.duckdb*")]:
            old.unlink()
        measure(home, count)
        return
    home = Path(tempfile.mkdtemp(prefix="warehouse-volume-"))
    try:
        measure(home, count)
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
