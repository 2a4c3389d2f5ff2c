"""A CDXJ beside WARC files is taken for what is in them, as far as it holds."""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from archive_tools import are_there, run_tool
from fault_fetching import Fetching
from test_containers import ARTICLE, FIRST, STORY, look, record

from flows.fetch.sources.containers import cdxj
from flows.fetch.sources.containers.entries import Entry, Problem
from flows.fetch.sources.containers.warc_files import index_records
from flows.fetch.sources.local_index import build_index, files_of, find_entries, find_problems
from flows.records import Outcome

OTHER = STORY + "?id=2"
SHA1 = base64.b32encode(hashlib.sha1(ARTICLE, usedforsecurity=False).digest()).decode()


def line(url: str, offset: int, name: str = "a.warc.gz", stamp: str = "20170401000000", **changes: str) -> str:
    fields = {"url": url, "mime": "text/html", "status": "200", "offset": str(offset), "filename": name} | changes
    return f"com,example)/x {stamp} {json.dumps({key: value for key, value in fields.items() if value})}\n"


@pytest.fixture
def read_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note from where on files beside an index are read."""
    places: list[int] = []

    def note(opened: IO[bytes], *rest: object, at: int = 0) -> Iterator[Entry | Problem]:
        places.append(at)
        return index_records(opened, *rest, at=at)  # type: ignore[arg-type]

    monkeypatch.setattr(cdxj, "index_records", note)
    monkeypatch.setattr("flows.fetch.sources.local_index.index_records", note)
    return places


@pytest.mark.parametrize("name", ["index.cdxj", "index.cdxj.gz"])
def test_listed_records_are_read_and_the_file_only_behind_them(
    fetching: Fetching, tmp_path: Path, read_at: list[int], name: str
) -> None:
    first, second = record("response", STORY, FIRST, ARTICLE), record("response", OTHER, FIRST, ARTICLE)
    (tmp_path / "a.warc.gz").write_bytes(first + second)
    listing = (line(STORY, 0) + line(OTHER, len(first))).encode()
    (tmp_path / name).write_bytes(gzip.compress(listing) if name.endswith(".gz") else listing)
    for source in (tmp_path, tmp_path / "a.warc.gz"):
        assert look(fetching, source, OTHER).payload == ARTICLE
    assert read_at == [len(first)] * 2


def test_records_that_came_later_than_the_index_are_found(fetching: Fetching, tmp_path: Path) -> None:
    first, second = record("response", STORY, FIRST, ARTICLE), record("response", OTHER, FIRST, ARTICLE)
    (tmp_path / "a.warc.gz").write_bytes(first + second)
    (tmp_path / "a.cdxj").write_text(line(STORY, 0))
    assert look(fetching, tmp_path, OTHER).capture.outcome is Outcome.OK


def test_index_of_another_file_of_that_name_is_told_and_not_believed(tmp_path: Path, read_at: list[int]) -> None:
    (tmp_path / "a.warc.gz").write_bytes(record("response", STORY, FIRST, ARTICLE))
    (tmp_path / "index.cdxj").write_text(line(STORY, 0) + line("http://bao.example/khac", 77))
    index = build_index(tmp_path, tmp_path / "home", files_of(tmp_path))
    assert [entry.offset for entry in find_entries(index, STORY, None)] == [0]
    assert [problem.member for problem in find_problems(index)] == ["a.warc.gz"]
    assert "does not lead to its records" in find_problems(index)[0].detail
    assert read_at == [0]


def test_repeated_page_and_line_without_status_are_looked_up_in_the_file(fetching: Fetching, tmp_path: Path) -> None:
    page = record("response", STORY, FIRST, ARTICLE, WARC_Payload_Digest=f"sha1:{SHA1}")
    again = record(
        "revisit", OTHER, "2017-05-01T00:00:00Z", WARC_Payload_Digest=f"sha1:{SHA1}", WARC_Refers_To_Target_URI=STORY
    )
    note = record("metadata", f"{STORY}?note", FIRST, b"a: b")
    (tmp_path / "a.warc.gz").write_bytes(page + again + note)
    listing = line(STORY, 0, digest=SHA1) + line(OTHER, len(page), mime="warc/revisit", stamp="20170501000000")
    listing += line(f"{STORY}?note", len(page + again), status="")
    (tmp_path / "index.cdx").write_text('!meta 0 {"format": "cdxj"}\n' + listing)
    repeated = look(fetching, tmp_path, OTHER)
    assert (repeated.capture.outcome, repeated.payload) == (Outcome.OK, ARTICLE)
    assert look(fetching, tmp_path, f"{STORY}?note").capture.outcome is Outcome.NOT_IN_ARCHIVE


@are_there
def test_index_that_cdxj_indexer_makes_is_the_one_we_make(tmp_path: Path, read_at: list[int]) -> None:
    archive = tmp_path / "in" / "a.warc.gz"
    archive.parent.mkdir()
    parts = [record("response", f"{STORY}?id={number}", FIRST, ARTICLE) for number in range(30)]
    archive.write_bytes(b"".join(parts))
    by_reading = build_index(archive, tmp_path / "first", files_of(archive))
    run_tool("cdxj-indexer", "--sort", "-o", archive.with_suffix(".cdxj"), archive)
    by_listing = build_index(archive, tmp_path / "second", files_of(archive))
    for number in range(30):
        (found,), (listed,) = (find_entries(index, f"{STORY}?id={number}", None) for index in (by_reading, by_listing))
        assert (found.offset, found.digest, found.status, found.taken_at) == (
            listed.offset,
            listed.digest,
            listed.status,
            listed.taken_at,
        )
    assert read_at == [0, sum(map(len, parts[:-1]))]
