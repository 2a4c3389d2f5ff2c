"""Chunks: what they hold, that they are the same each time, and that nothing is lost on real volume."""

import gzip
import json
import pickle
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.records import Rejection, SeedArticle
from flows.seedfiles import Notice, SeedChunk, SourceFile, decode_chunk, find_sources, read_chunks, read_seeds

ROOT = Path(__file__).parents[2]
REAL_SEEDS = ROOT.parent / "shared" / "data" / "seeds" / "vietnamplus-open.tar.xz"


def seed(number: int, body: str = "b") -> str:
    rule = "-" * 17
    return f"https://bao.example/a/{number}.html\n{rule}\nt\n{rule}\n{body}\n{rule}\n"


def sources_below(folder: Path) -> list[SourceFile]:
    sources = list(find_sources([folder]))
    assert all(isinstance(source, SourceFile) for source in sources)
    return sources  # type: ignore[return-value]


def chunks_of(folder: Path, **limits: int) -> list[SeedChunk]:
    chunks = [item for item in read_chunks(sources_below(folder), **limits) if not isinstance(item, Notice)]
    assert all(isinstance(chunk, SeedChunk) for chunk in chunks)
    return chunks  # type: ignore[return-value]


def test_the_first_seed_of_the_project_is_read_letter_for_letter(read: Callable[..., Any]):
    path = ROOT / "seeds" / "000_cae9e78c2830405e.txt"
    ((article,), rejections) = read(ROOT / "seeds")
    assert rejections == []
    assert article.identity.article_key == "vietnamplus.vn:409435"
    assert article.title == "Hội nghị mở rộng lần 5 BCH Đảng bộ Khối các cơ quan Trung ương"
    rule = "-" * 17
    written = f"{article.url}\n{rule}\n{article.title}\n{rule}\n{article.body}\n{rule}\n"
    assert written.encode() == path.read_bytes()


def test_chunks_hold_documents_of_many_sources_and_are_the_same_every_time(tmp_path: Path):
    for number in range(25):
        (tmp_path / f"{number:02}.txt").write_text(seed(number))
    chunks = chunks_of(tmp_path, chunk_documents=10)
    assert [chunk.document_count for chunk in chunks] == [10, 10, 5]
    assert chunks_of(tmp_path, chunk_documents=10) == chunks
    assert len({chunk.chunk_id for chunk in chunks}) == 3
    assert [source for chunk in chunks for source in chunk.completed] == sources_below(tmp_path)
    (tmp_path / "24.txt").write_text(seed(99))
    changed = chunks_of(tmp_path, chunk_documents=10)
    assert [old.chunk_id == new.chunk_id for old, new in zip(chunks, changed, strict=True)] == [True, True, False]


def test_a_source_is_completed_in_the_chunk_with_its_last_document(tmp_path: Path):
    lines = [json.dumps({"url": f"https://bao.example/{n}"}) for n in range(25)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    (tmp_path / "b.txt").write_text(seed(1))
    first, second, third = chunks_of(tmp_path, chunk_documents=10)
    names = [[source.path.name for source in chunk.sources] for chunk in (first, second, third)]
    assert names == [["a.jsonl"], ["a.jsonl"], ["a.jsonl", "b.txt"]]
    assert (first.completed, second.completed) == ((), ())
    assert third.completed == third.sources


def test_a_chunk_is_bounded_in_bytes(tmp_path: Path):
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(seed(number, "x" * 50_000))
    assert [chunk.document_count for chunk in chunks_of(tmp_path, chunk_bytes=100_000)] == [2, 2, 2]


def test_a_chunk_can_be_sent_to_another_process(tmp_path: Path):
    (tmp_path / "a.txt").write_text(seed(1))
    (chunk,) = chunks_of(tmp_path)
    copy = pickle.loads(pickle.dumps(chunk))  # noqa: S301  our own bytes
    assert copy == chunk
    assert decode_chunk(copy) == decode_chunk(chunk)


def test_good_seeds_are_read_among_all_kinds_of_bad_ones_and_everything_is_counted(
    tmp_path: Path, read: Callable[..., Any]
):
    (tmp_path / "01-good.txt").write_text(seed(1))
    (tmp_path / "02-empty.txt").write_text("")
    (tmp_path / "03-latin.txt").write_bytes(seed(3, "b\xe9").encode("latin-1"))
    (tmp_path / "04-nul.txt").write_text(seed(4, "a\0b"))
    (tmp_path / "05-no-url.txt").write_text(seed(5).replace("https://bao.example/a/5.html", "không phải URL"))
    (tmp_path / "06-good.jsonl").write_text('{"url": "https://bao.example/6"}\n{broken\n{"title": "no url"}\n')
    (tmp_path / "07-binary.bin").write_bytes(bytes(range(256)))
    (tmp_path / "08-cut.txt.gz").write_bytes(gzip.compress(seed(8).encode())[:-12])
    (tmp_path / "09-loop").symlink_to(tmp_path)
    (tmp_path / "10-good.txt").write_text(seed(10))
    seeds, rejections = read(tmp_path)
    assert [article.url.rpartition("/")[2] for article in seeds] == ["1.html", "3.html", "6", "10.html"]
    found = sorted((Path(item.source_path).name, str(item.reason), item.line) for item in rejections)
    assert found == [
        ("02-empty.txt", "empty_file", None),
        ("04-nul.txt", "control_characters", 1),
        ("05-no-url.txt", "invalid_url", 1),
        ("06-good.jsonl", "malformed_seed", 2),
        ("06-good.jsonl", "missing_url", 3),
        ("07-binary.bin", "unknown_format", None),
        ("08-cut.txt.gz", "truncated_archive", None),
        ("09-loop", "symlink_loop", None),
    ]
    assert all(item.detail for item in rejections)


@pytest.mark.parametrize("suffix", [".txt", ".jsonl", ".csv", ".urls"])
def test_a_line_of_200_megabytes_is_rejected_in_little_memory(tmp_path: Path, suffix: str):
    path = tmp_path / f"long{suffix}"
    with path.open("wb") as file:
        file.write(b"url,text\n" if suffix == ".csv" else b"https://bao.example/1\n")
        for _ in range(200):
            file.write(b"x" * (1 << 20))
        file.write(b"\nhttps://bao.example/2,two\n")
    tracemalloc.start()
    try:
        items = list(read_seeds([tmp_path]))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    path.unlink()
    assert "too_large" in [str(item.reason) for item in items if isinstance(item, Rejection)]
    assert peak < 150 << 20
    if suffix == ".csv":
        assert [item.body for item in items if isinstance(item, SeedArticle)] == ["two"]


def test_a_hundred_thousand_equal_rows_are_each_read(tmp_path: Path):
    row = json.dumps({"url": "https://bao.example/1", "text": "b"}) + "\n"
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(row.encode() * 100_000))
    chunks = chunks_of(tmp_path)
    assert sum(chunk.document_count for chunk in chunks) == 100_000
    assert len({chunk.chunk_id for chunk in chunks}) == len(chunks)
    seeds, rejections = decode_chunk(chunks[-1])
    assert (len(seeds), rejections, {article.seed_id for article in seeds}) == (
        chunks[-1].document_count,
        [],
        {seeds[0].seed_id},
    )


@pytest.mark.skipif(not REAL_SEEDS.exists(), reason="the archive of real seeds is not on this machine")
def test_every_seed_of_the_real_archive_is_accounted_for():
    counts: Counter[str] = Counter()
    articles: set[str] = set()
    for item in read_seeds([REAL_SEEDS]):
        if isinstance(item, SeedArticle):
            counts[item.identity.publisher] += 1
            counts["without text"] += item.body is None
            assert item.identity.article_number is not None
            assert item.source_path.startswith(f"{REAL_SEEDS}::")
            articles.add(item.identity.article_key)
        else:
            counts["rejected"] += 1
    assert counts["vietnamplus.vn"] + counts["zh.vietnamplus.vn"] == 27_612
    assert counts["rejected"] == 0
    assert counts["without text"] > 300
    assert len(articles) > 27_000
