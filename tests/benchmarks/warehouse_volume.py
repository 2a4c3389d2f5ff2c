"""Load and publish synthetic articles of 4 KB, and time what users do then. Usage: warehouse_volume.py [COUNT].

The batch files are made by DuckDB itself: only the warehouse is measured. Figures: load rate of the first and
the last tenth, publish of all and of 1 %, a run with nothing new, each question, peak memory, bytes an article.
"""

import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from warehouse.batch_folders import batch_exists, list_batches
from warehouse.connect import open_published, open_writer
from warehouse.load import load_batches
from warehouse.publish import publish
from warehouse.queries import list_queries

BATCH_SIZE = 5_000
BATCHES_A_COMMIT = 2
WORDS = [
    "hội", "nghị", "trung", "ương", "kinh", "tế", "tăng", "trưởng", "xuất", "khẩu", "thủ", "tướng", "nước", "dân",
]  # fmt: skip

SEEDS = """
copy (
    with word as (select $words::varchar[] as list),
    article as (
        select
            range as number,
            'bao-' || (range % 20) || '.example' as publisher,
            list_transform(range(20), lambda s: 'Câu ' || s || ' của bài ' || range || ' nói rằng ' || array_to_string(
                list_transform(range(35), lambda w: list[1 + (hash(range * 1000 + s * 50 + w) % len(list))::int]), ' '
            ) || '.') as sentences
        from range($first, $first + $count), word
    )
    select
        printf('%016x', hash(number, 's')) as seed_id, 'http://' || publisher || '/' || number as url,
        'Bài ' || number as title, array_to_string(sentences, ' ') as body, null::varchar as extra,
        'dashed_text' as format, 'seeds/' || number || '.txt' as source_path, 1::bigint as line,
        printf('%016x', hash(number, 'a')) as article_id, publisher || ':' || number as article_key, publisher,
        number::varchar as article_number, 'http://' || publisher || '/' || number as canonical_url,
        $batch_id as batch_id, sentences
    from article
) to '{folder}/made.parquet' (format parquet, compression zstd);
copy (select * exclude (sentences) from '{folder}/made.parquet') to '{folder}/seed.parquet' (compression zstd);
copy (
    select
        printf('%016x', hash(seed_id)) as reconciliation_id, '1' as rules_version, seed_id, article_id,
        null::varchar as page_id, null::varchar as capture_id, 'not_compared' as content, null::double as similarity,
        title, null::varchar as lead, ['flattened'] as issues,
        timestamptz '2010-01-01' + to_days((article_number::bigint % 4000)::int) as published_at,
        'id_clock' as published_at_precision, null::timestamptz as modified_at, []::varchar[] as authors,
        null::varchar as section, []::varchar[] as tags, 'vi' as language, 'no_page' as content_rule,
        0 as same_count, 0 as cosmetic_count, 0 as edited_count, 0 as moved_count, 0 as added_count,
        0 as removed_count, 0 as apparatus_count, null::double as changed_share, 800 as word_count,
        20 as sentence_count,
        list_transform(sentences, lambda text, place: {{
            'paragraph_no': (place + 1) // 2, 'sentence_no': place, 'block': 'paragraph', 'text': text,
            'source': 'seed', 'rule': 'seed_only', 'seed_start': place * 180, 'seed_end': place * 180 + 170
        }}) as sentences,
        batch_id
    from '{folder}/made.parquet'
) to '{folder}/reconciliation.parquet' (compression zstd);
copy (
    select $batch_id as batch_id, 'seeds' as kind, 'bench' as run_id, now() as written_at, $count::bigint as seeds_read
) to '{folder}/batch.parquet';
"""


def write_batches(folder: Path, first: int, count: int) -> None:
    """Write the batches of articles first … first + count."""
    with duckdb.connect() as connection:
        for start in range(first, first + count, BATCH_SIZE):
            batch_id = f"{start:016x}"
            if batch_exists(folder, batch_id):
                continue
            target = folder / batch_id
            target.mkdir(parents=True)
            length = min(BATCH_SIZE, first + count - start)
            values = {"first": start, "count": length, "words": WORDS, "batch_id": batch_id}
            for statement in filter(str.strip, SEEDS.format(folder=target).split(";\n")):
                used = {name: value for name, value in values.items() if f"${name}" in statement}
                connection.execute(statement, used)
            (target / "made.parquet").unlink()


def load_all(home: Path, folders: list[Path]) -> list[float]:
    """Load the batches; return the articles a second of each commit."""
    rates = []
    with open_writer(home) as connection:
        for start in range(0, len(folders), BATCHES_A_COMMIT):
            began = time.perf_counter()
            counts = load_batches(connection, folders[start : start + BATCHES_A_COMMIT])
            rates.append(sum(item.seeds_loaded for item in counts) / (time.perf_counter() - began))
    return rates


def timed_publish(home: Path) -> float:
    """Publish; return the seconds."""
    began = time.perf_counter()
    with open_writer(home, memory_limit="2GB") as connection:
        publish(connection, home)
    return time.perf_counter() - began


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    home = Path(tempfile.mkdtemp(prefix="warehouse-million-"))
    try:
        measure(home, count)
    finally:
        shutil.rmtree(home)


def measure(home: Path, count: int) -> None:
    """Run every step and print its figures."""
    write_batches(home / "batches", 0, count)
    began = time.perf_counter()
    rates = load_all(home, list_batches(home / "batches"))
    first_run = time.perf_counter() - began
    tenth = max(1, len(rates) // 10)
    first, last = sum(rates[:tenth]) / tenth, sum(rates[-tenth:]) / tenth
    print(f"load: {count / first_run:,.0f} articles/s; last tenth / first tenth = {last / first:.2f}")
    full = timed_publish(home)
    began = time.perf_counter()
    load_all(home, list_batches(home / "batches"))
    again = time.perf_counter() - began + timed_publish(home)
    print(f"publish of all: {full:.1f} s; run with nothing new: {again:.2f} s = {again / (first_run + full):.1%}")
    write_batches(home / "batches", count, max(1, count // 100))
    load_all(home, list_batches(home / "batches"))
    little = timed_publish(home)
    print(f"publish of 1 % more: {little:.1f} s = {little / full:.1%}")
    with open_published(home) as connection:
        for query in list_queries():
            began = time.perf_counter()
            connection.execute(query.sql).fetchall()
            print(f"  {query.name}: {time.perf_counter() - began:.2f} s")
    size = (home / "published.duckdb").stat().st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"snapshot: {size / count:,.0f} bytes/article; peak memory {peak:.2f} GB")


if __name__ == "__main__":
    main()
