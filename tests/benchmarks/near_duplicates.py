"""Find planted near-duplicates among many articles. Usage: near_duplicates.py [COUNT] [SEEDS].

SEEDS is an archive of seeds whose sentences the articles are made of; without it they are invented. Two of five
articles are copies of another one, at another publisher, with so many edits that their Jaccard index with the
original runs from 0.4 to 1. Figures: seconds for sketches and for the marts, precision of all reported pairs and
recall of all planted ones (both measured exactly, by the definition alone), the same against all pairs of a
subset, and the marts after 1 % more.
"""

import random
import re
import shutil
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb

from flows.batches.worker.seeds import clean_seeds
from flows.records import Identity, SeedArticle, SeedFormat, content_id
from flows.seedfiles import SeedChunk, decode_chunk, find_sources, read_chunks
from flows.text.segment import sentences
from warehouse.database.connect import open_writer
from warehouse.database.sql_files import read_sql, run_script
from warehouse.load.load import load_batches
from warehouse.marts.build import read_marts
from warehouse.near_duplicates.sketch import sketch_texts
from warehouse.publish.publish import publish

COUNT = 20_000  # in `make bench`; 100,000 take some minutes more
COPIES_SHARE = 0.4
SUBSET = 3_000
THRESHOLD = 0.8
BATCH = 5_000
DUPLICATE_MARTS = ("article_sketch", "duplicate_pair", "duplicate_cluster")
_TEXT = (
    "hội nghị trung ương đảng bộ khối các cơ quan tổ chức chiều sáng nay tại thủ đô hà nội với sự tham gia của đại biểu"
    " báo cáo nêu rõ trong quý kinh tế phát triển doanh nghiệp xuất khẩu tăng trưởng ổn định nông dân sản xuất lúa gạo"
)
SYLLABLES = _TEXT.split()


def real_bodies(archive: Path) -> Iterator[str]:
    """Give the bodies of an archive's seeds."""
    for chunk in read_chunks(list(find_sources([archive])), chunk_documents=1_000):
        if isinstance(chunk, SeedChunk):
            yield from (seed.body for seed in decode_chunk(chunk)[0] if seed.body)


def invented_bodies(count: int, rng: random.Random) -> Iterator[str]:
    """Invent bodies of 5 to 30 sentences."""
    for _ in range(count):
        words = [" ".join(rng.choices(SYLLABLES, k=rng.randrange(8, 40))) for _ in range(rng.randrange(5, 30))]
        yield " ".join(f"{text.capitalize()}." for text in words)


def originals(count: int, archive: Path | None, rng: random.Random) -> list[str]:
    """Make the texts that are no copies: the bodies, and when they are used up, others from their sentences."""
    bodies = list(real_bodies(archive) if archive else invented_bodies(min(count, 20_000), rng))[:count]
    pool = [body[start:end] for body in bodies for start, end in sentences(body)]
    while len(bodies) < count:
        bodies.append(" ".join(rng.choices(pool, k=rng.randrange(4, 30))))
    return bodies


def copy_text(body: str, pool: list[str], rng: random.Random) -> str:
    """Copy a text as another desk would: words changed, sentences dropped, added and moved."""
    parts = [body[start:end] for start, end in sentences(body)]
    for _ in range(int(rng.choice((0, 0.1, 0.2)) * len(parts))):
        place = rng.randrange(len(parts))
        match rng.randrange(3):
            case 0 if len(parts) > 3:
                parts.pop(place)
            case 1:
                parts.insert(place, rng.choice(pool))
            case _:
                parts.insert(rng.randrange(len(parts)), parts.pop(place))
    words = " ".join(parts).split()
    for _ in range(int(rng.choice((0, 0.01, 0.02, 0.04, 0.08)) * len(words))):
        words[rng.randrange(len(words))] = rng.choice(SYLLABLES)
    return " ".join(words)


def make_seed(number: int, body: str) -> SeedArticle:
    """Wrap a body as a seed of one of twenty publishers."""
    publisher = f"bao-{number % 20}.example"
    url = f"http://{publisher}/{number}"
    identity = Identity(
        article_id=content_id(url), article_key=url, publisher=publisher, article_number=None, canonical_url=url
    )
    return SeedArticle(
        seed_id=content_id(url, body), identity=identity, url=url, title=f"Tin {number}", body=body, extra=None,
        format=SeedFormat.JSONL, source_path="made.jsonl", line=number,
    )  # fmt: skip


@cache
def _stands_alone(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(("CJK UNIFIED", "CJK COMPAT", "HIRAGANA", "KATAKANA", "THAI", "LAO"))


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Cut a text into shingles, by the definition alone."""
    spaced = "".join(f" {sign} " if _stands_alone(sign) else sign for sign in text.lower())
    words = re.findall(r"\w+|[\u0e00-\u0eff]", spaced)
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def measure_pair(left: frozenset[object], right: frozenset[object]) -> float:
    union = len(left | right)
    return len(left & right) / union if union else 0.0


def load(connection: duckdb.DuckDBPyConnection, home: Path, seeds: list[SeedArticle]) -> None:
    """Clean seeds and load them as the line does."""
    for start in range(0, len(seeds), BATCH):
        part = seeds[start : start + BATCH]
        batch_id = content_id("bench", part[0].seed_id, str(len(part)))
        load_batches(connection, [clean_seeds(part, (), batch_id, home / "batches", "bench")])


def refresh(connection: duckdb.DuckDBPyConnection, *names: str) -> float:
    """Refresh the marts of near-duplicates, or those named, for the touched articles; return the seconds."""
    began = time.perf_counter()
    for mart in read_marts():
        if mart.name in (names or DUPLICATE_MARTS):
            run_script(connection, mart.refresh)
    return time.perf_counter() - began


def report_quality(connection: duckdb.DuckDBPyConnection, planted: dict[str, str], ids: list[str]) -> None:
    """Hold the reported pairs against what was planted, and against all pairs of a subset."""
    texts = dict(connection.execute("select article_id, coalesce(text, '') from marts.article").fetchall())
    cluster = dict(connection.execute("select article_id, cluster_id from marts.duplicate").fetchall())
    pairs = connection.execute(
        "select article_id, other_article_id from derived.duplicate_pair where jaccard >= 0.8"
    ).fetchall()
    right = sum(measure_pair(shingles(texts[a]), shingles(texts[b])) >= THRESHOLD for a, b in pairs)
    print(f"precision: {right / len(pairs):.4f} of {len(pairs):,} reported pairs")
    near = [(a, b) for a, b in planted.items() if measure_pair(shingles(texts[a]), shingles(texts[b])) >= THRESHOLD]
    found = sum(a in cluster and cluster[a] == cluster.get(b) for a, b in near)
    print(f"recall: {found / len(near):.4f} of {len(near):,} planted pairs at Jaccard {THRESHOLD} and more")
    truth = set(all_pairs({article_id: shingles(texts[article_id]) for article_id in ids if texts[article_id]}))
    within = set(ids)
    told = {(a, b) for a, b in pairs if a in within and b in within}
    print(
        f"all pairs of {len(ids):,}: {len(truth):,} near; precision {len(told & truth) / len(told):.4f}, "
        f"recall {len(told & truth) / len(truth):.4f}"
    )


def all_pairs(sets: dict[str, frozenset[tuple[str, ...]]]) -> Iterator[tuple[str, str]]:
    """Measure every pair whose sizes allow the threshold."""
    ordered = sorted((len(found), article_id) for article_id, found in sets.items() if len(found) >= 20)
    for place, (size, article_id) in enumerate(ordered):
        for other_size, other_id in ordered[place + 1 :]:
            if size < THRESHOLD * other_size:
                break
            if measure_pair(sets[article_id], sets[other_id]) >= THRESHOLD:
                yield min(article_id, other_id), max(article_id, other_id)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    archive = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    home = Path(tempfile.mkdtemp(prefix="near-duplicates-"))
    try:
        measure(home, count, archive, random.Random(5))
    finally:
        shutil.rmtree(home)


def make_seeds(count: int, archive: Path | None, rng: random.Random) -> tuple[list[SeedArticle], dict[str, str]]:
    """Make the articles, originals and copies mixed, and say which are planted: copy to original."""
    bodies = originals(int(count * (1 - COPIES_SHARE)), archive, rng)
    pool = bodies[0].split(". ") + bodies[1].split(". ")
    seeds = [make_seed(number, body) for number, body in enumerate(bodies)]
    planted = {}
    for number in range(len(bodies), count):
        source = rng.choice(seeds[: len(bodies)])
        seeds.append(make_seed(number, copy_text(source.body or "", pool, rng)))
        planted[seeds[-1].identity.article_id] = source.identity.article_id
    return seeds, planted


def measure(home: Path, count: int, archive: Path | None, rng: random.Random) -> None:
    """Run every step and print its figures."""
    seeds, planted = make_seeds(count, archive, rng)
    began = time.process_time()
    sketch_texts([seed.body or "" for seed in seeds[:2_000]])
    sketching = (time.process_time() - began) / min(count, 2_000) * count
    with open_writer(home) as connection:
        load(connection, home, seeds)
        publish(connection, home)
        connection.execute(read_sql("marts/touched"), {"load_no": 0})
        for name in DUPLICATE_MARTS:
            connection.execute(f'truncate derived."{name}"')
        building = refresh(connection)
        print(f"{count:,} articles: sketches {sketching:.1f} s of one core, marts {building:.1f} s")
        some = rng.sample(sorted(planted), min(len(planted), SUBSET // 2))
        ids = sorted({*some, *(planted[article_id] for article_id in some)})
        report_quality(connection, planted, ids)
        more = max(1, count // 100)
        load(connection, home, [make_seed(count + number, seeds[number].body or "") for number in range(more)])
        connection.execute(read_sql("marts/touched"), {"load_no": -(-count // BATCH)})
        refresh(connection, "current_article")
        print(f"{more:,} more: marts {refresh(connection):.2f} s")


if __name__ == "__main__":
    main()
