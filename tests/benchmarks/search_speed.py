"""Build and ask the search index over synthetic articles of 4 KB. Usage: search_speed.py [COUNT] [FOLDER].

COUNT is 100,000 unless given; FOLDER holds a published warehouse that warehouse_volume.py left. Queries are words that
stand in the corpus: one, three anywhere, a phrase of two to four, with and without diacritics, and the most frequent.
"""

import random
import shutil
import statistics
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import duckdb
from _synthetic import make_words, write_batches

from warehouse.database.connect import open_published, open_writer
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish
from warehouse.read.search import FOLDER, Searcher, register_search, search

QUERIES = 60
HITS = 20
FOLDERS_A_COMMIT = 4
TEXTS = 'select "text" from marts.article using sample reservoir(60 rows) repeatable (7)'


def without_diacritics(text: str) -> str:
    """Fold as a person types who has no Vietnamese keyboard."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def make_queries(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Take the queries of each kind from texts of the corpus."""
    chance = random.Random(4)
    texts = [row[0].split() for row in connection.execute(TEXTS).fetchall()]
    starts = [(words, chance.randrange(8, len(words) - 8), 2 + number % 3) for number, words in enumerate(texts)]
    phrases = [" ".join(words[start : start + length]).strip(".,") for words, start, length in starts]
    frequent = make_words()[:QUERIES]
    return {
        "one word": [words[start].strip(".,") for words, start, _ in starts],
        "three words anywhere": [" ".join(chance.sample(words, 3)) for words in texts],
        "phrases": [f'"{phrase}"' for phrase in phrases],
        "phrases without diacritics": [f'"{without_diacritics(phrase)}"' for phrase in phrases],
        "the most frequent words": frequent,
        "phrases of these": [f'"{first} {second}"' for first, second in pairwise(frequent)],
    }


def time_each(ask: Callable[[str], object], queries: list[str]) -> str:
    """Ask each query once; give the median and the slowest in milliseconds."""
    times = []
    for query in queries:
        began = time.perf_counter()
        ask(query)
        times.append((time.perf_counter() - began) * 1000)
    return f"median {statistics.median(times):.1f} ms, slowest {max(times):.1f} ms"


def fill(home: Path, first: int, count: int) -> None:
    """Load and publish articles."""
    folders = write_batches(home / "batches", first, count)
    with open_writer(home) as connection:
        for start in range(0, len(folders), FOLDERS_A_COMMIT):
            load_batches(connection, folders[start : start + FOLDERS_A_COMMIT])
        publish(connection, home)


def timed_index(home: Path, name: str) -> None:
    """Bring the index to the snapshot and print what that took."""
    with open_published(home) as connection:
        wall, cpu = time.perf_counter(), time.process_time()
        Searcher(connection, home)
        print(f"{name}: {time.perf_counter() - wall:.1f} s (CPU {time.process_time() - cpu:.1f} s)", flush=True)


def measure(home: Path, count: int) -> None:
    """Build the index, ask, add 1,000 articles, ask through SQL and as the command does."""
    shutil.rmtree(home / FOLDER, ignore_errors=True)
    timed_index(home, f"index of {count:,} articles")
    size = sum(path.stat().st_size for path in (home / FOLDER).iterdir())
    print(f"  {size / count:,.0f} bytes an article")
    with open_published(home) as connection:
        queries = make_queries(connection)
        searcher = Searcher(connection, home)
        for name, listed in queries.items():
            found = sum(len(searcher.find(query, HITS)) > 0 for query in listed)
            spent = time_each(lambda text: searcher.find(text, HITS), listed)
            print(f"  {name}: {spent}; {found} of {len(listed)} found")
        ask = "select article_id, title from marts.search($words) limit 20"
        phrases = queries["phrases"]
        spent = time_each(lambda text: connection.execute(ask, {"words": text}).fetchall(), phrases[:5])
        print(f"  phrases in SQL alone, without the index: {spent}")
        register_search(connection, home)
        spent = time_each(lambda text: connection.execute(ask, {"words": text}).fetchall(), phrases)
        print(f"  phrases in SQL: {spent}")
    print(f"  phrases, opening everything: {time_each(lambda text: search(home, text, HITS), phrases)}")
    fill(home, 2_000_000, 1_000)
    timed_index(home, "1,000 articles more")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if len(sys.argv) > 2:
        measure(Path(sys.argv[2]), count)
        return
    home = Path(tempfile.mkdtemp(prefix="search-speed-"))
    try:
        fill(home, 0, count)
        measure(home, count)
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
