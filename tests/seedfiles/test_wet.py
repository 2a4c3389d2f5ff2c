"""WARC files of texts (WET): each plain text of a page is a seed; other records are counted and told."""

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.records import Rejection
from flows.seedfiles import read_seeds

SITE = "https://www.example.lt/naujienos/"
TEXT = "Tiltas\nTaryba antradienį kalbėjo apie seną tiltą.\n"


def records(*kinds: str, compressed: bool = True) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compressed)
    out.write(b"")
    writer.write_record(writer.create_warcinfo_record("a.wet", {"software": "example"}))
    for number, kind in enumerate(kinds, start=1):
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1") if kind == "response" else None
        body = io.BytesIO("<p>Senà</p>".encode("latin-1") if kind == "response" else TEXT.encode())
        writer.write_record(
            writer.create_warc_record(
                f"{SITE}{number}", kind, payload=body, http_headers=http, warc_content_type="text/plain"
            )
        )
    return out.getvalue()


def test_each_text_is_a_seed_with_its_moment_kept(tmp_path: Path, read: Callable[..., Any]):
    (tmp_path / "a.warc.wet.gz").write_bytes(records("conversion", "conversion"))
    found = read(tmp_path)
    assert (found.texts, found.rejections) == ([(f"{SITE}1", None, TEXT), (f"{SITE}2", None, TEXT)], [])
    extra = json.loads(found.seeds[0].extra)
    assert set(extra) == {"crawled"}  # when a page was fetched is no day of publication


def test_pages_beside_texts_are_counted_and_told(
    tmp_path: Path, read: Callable[..., Any], notices: Callable[..., list[str]]
):
    path = tmp_path / "a.warc"
    path.write_bytes(records("conversion", "response", "response", compressed=False))
    assert read(path).texts == [(f"{SITE}1", None, TEXT)]
    assert "2 records of the WARC file are no texts of pages, and are not read" in notices(path)


def test_pages_are_rejected_by_name_where_nobody_parses_them(tmp_path: Path):
    (tmp_path / "a.warc").write_bytes(records("response", "response", compressed=False))
    assert [(item.reason, item.line) for item in read_seeds([tmp_path]) if isinstance(item, Rejection)] == [
        ("unknown_format", 1),
        ("unknown_format", 2),
    ]


def test_what_stands_before_the_place_where_a_file_breaks_off_is_read(tmp_path: Path, read: Callable[..., Any]):
    whole = gzip.decompress(records("conversion", "conversion"))
    (tmp_path / "a.wet").write_bytes(whole[:-20])
    found = read(tmp_path)
    assert found.texts == [(f"{SITE}1", None, TEXT)]
    assert found.reasons == ["truncated_archive"]


def test_a_file_damaged_anywhere_is_a_rejection_at_worst(tmp_path: Path, read: Callable[..., Any]):
    whole = gzip.decompress(records("conversion", "response", "conversion"))
    for place in range(0, len(whole), 29):
        (tmp_path / "a.wet").write_bytes(whole[:place] + b"\xff\n" + whole[place + 2 :])
        found = read(tmp_path)
        assert found.seeds or found.rejections
