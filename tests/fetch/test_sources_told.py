"""What of a source cannot be read is named, and a source with nothing that was asked for says what it has."""

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from test_containers import ARTICLE, FIRST, STORY, record

Ingest = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def ingest(tmp_path: Path, seedbank: Callable[..., subprocess.CompletedProcess[str]]) -> Ingest:
    """Ask a source for the pages of some addresses."""

    def run(source: Path, *urls: str) -> subprocess.CompletedProcess[str]:
        seeds = tmp_path / "seeds.jsonl"
        seeds.write_text("".join(json.dumps({"url": url, "title": "Cầu mới"}) + "\n" for url in urls))
        return seedbank("ingest", seeds, "--refetch", "all", "--from", source)

    return run


def test_damaged_files_and_records_are_named_and_the_rest_is_read(tmp_path: Path, ingest: Ingest) -> None:
    source = tmp_path / "crawls"
    source.mkdir()
    (source / "a.warc.gz").write_bytes(b"\x1f\x8b\x08 no gzip")
    broken = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: nhi\xe1\xbb\x81u\r\n\r\n\r\n\r\n"
    (source / "b.warc").write_bytes(broken + record("response", STORY, FIRST, ARTICLE, packed=False))
    done = ingest(source, STORY)
    assert done.returncode == 3, done.stderr
    assert "1 read = 1 loaded + 0 duplicates + 0 rejected" in done.stdout
    with duckdb.connect(str(tmp_path / "home" / "published.duckdb"), read_only=True) as connection:
        rows = connection.execute("select stage::varchar, source_path, detail, is_seed from ops.rejection order by 2")
        rejected = rows.fetchall()
        assert [(stage, Path(path).name, is_seed) for stage, path, _, is_seed in rejected] == [
            ("fetch", "a.warc.gz", False),
            ("fetch", "b.warc", False),
        ]
        assert rejected[1][2].startswith("b.warc at 0: a record of the length")
        found = connection.execute("select outcome::varchar from marts.capture where http_status = 200").fetchall()
        assert found == [("ok",)]


def test_a_source_with_nothing_that_was_asked_for_says_what_it_has(tmp_path: Path, ingest: Ingest) -> None:
    source = tmp_path / "crawls"
    (source / "khac.example").mkdir(parents=True)
    (source / "khac.example" / "a.html").write_bytes(ARTICLE)
    (source / "x.warc.gz").write_bytes(record("response", "http://nua.example:8080/a", FIRST, ARTICLE))
    done = ingest(source, STORY)
    said = next(line for line in done.stderr.splitlines() if "none of the pages" in line)
    for part in ("1 × saved page", "1 × WARC or ARC file", "khac.example", "nua.example", "bao.example"):
        assert part in said


def test_wrong_bit_in_a_long_body_is_named_when_it_is_asked_for(tmp_path: Path, ingest: Ingest) -> None:
    """Indexing reads heads alone; a body is checked when it is read, and what is wrong is told as of any record."""
    text = random.Random(5).randbytes(9_000).hex().encode()
    packed = record("response", STORY, FIRST, b"<html><body><p>" + text + b"</p></body></html>")
    at = len(packed) // 2
    whole = record("response", STORY + "?2", FIRST, ARTICLE)
    source = tmp_path / "c.warc.gz"
    source.write_bytes(packed[:at] + bytes([packed[at] ^ 0x10]) + packed[at + 1 :] + whole)
    done = ingest(source, STORY, STORY + "?2")
    assert done.returncode == 3, done.stderr
    with duckdb.connect(str(tmp_path / "home" / "published.duckdb"), read_only=True) as connection:
        rows = connection.execute("select detail from ops.rejection").fetchall()
        assert [detail for (detail,) in rows if detail.startswith("c.warc.gz at 0: ")] != []
        found = connection.execute("select outcome::varchar from marts.capture order by target_uri").fetchall()
        assert found == [("archive_error",), ("ok",)]
