"""The archive: standard files, whole after a kill, and everything can be read back from them."""

import base64
import datetime as dt
import errno
import fcntl
import gzip
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from flows.errors import OutOfDiskError
from flows.fetch.archive.replay import (
    PayloadMissingError,
    iter_captures,
    read_capture_json,
    read_payload,
    write_capture_json,
)
from flows.fetch.archive.warc import (
    FIELDS_TYPE,
    OLD_CAPTURE_TYPE,
    REVISIT_PROFILE,
    RecordLocation,
    Revisited,
    WarcWriter,
    build_capture,
    build_exchange,
    build_record,
    digest_of,
    find_whole_length,
    repair_torn_files,
    store_body,
)
from flows.fetch.http.client import Exchange
from flows.records import Capture, Outcome, Redirect, Source

NOW = dt.datetime(2026, 5, 2, 8, 30, 1, 250_000, tzinfo=dt.UTC)
BODY = "<p>Cây cầu mới được khánh thành.</p>".encode() * 50


def make_exchange(
    body: bytes = BODY, url: str = "http://example.com/bai?x=1", *headers: tuple[bytes, bytes]
) -> Exchange:
    return Exchange(
        url=url,
        request_headers=((b"Host", b"example.com"), (b"User-Agent", b"Seedbank/0.1")),
        started_at=NOW,
        elapsed_ms=12,
        status=200,
        reason="OK",
        headers=((b"Content-Type", b"text/html"), *headers),
        body=body,
        peer="93.184.216.34",
    )


def make_capture(place: RecordLocation | None = None) -> Capture:
    return Capture(
        capture_id="cafe",
        article_id="a1",
        target_uri="http://example.com/bai",
        final_uri="http://example.com/bai?x=1",
        redirects=(Redirect(uri="http://example.com/bai", http_status=301, location="?x=1"),),
        captured_at=NOW,
        memento_datetime=NOW - dt.timedelta(days=400),
        source=Source.WAYBACK,
        outcome=Outcome.OK,
        outcome_detail="trạng thái 200",
        http_status=200,
        headers=(("content-type", "text/html"),),
        payload_digest=digest_of(BODY),
        payload_bytes=len(BODY),
        elapsed_ms=12,
        request_count=2,
        revisit_of=None,
        warc_file=place.warc_file if place else None,
        warc_offset=place.warc_offset if place else None,
    )


def open_writer(home: Path, max_bytes: int = 1_000_000_000) -> WarcWriter:
    return WarcWriter(home, run_id="r1", max_bytes=max_bytes, software="Seedbank/0.1")


def append(writer: WarcWriter, exchange: Exchange) -> RecordLocation:
    stored = store_body(exchange, exchange.body, digest_of(exchange.body))
    return writer.append_exchange(exchange, build_exchange(exchange, stored, None), stored.digest)


def files(home: Path) -> list[Path]:
    return sorted((home / "warc").glob("*.warc.gz"))


def test_file_passes_warcio_check(tmp_path: Path) -> None:
    writer = open_writer(tmp_path)
    place = append(writer, make_exchange())
    gzipped = make_exchange(gzip.compress(BODY), "http://example.com/2", (b"Content-Encoding", b"gzip"))
    stored = store_body(gzipped, BODY, digest_of(BODY))
    writer.append_exchange(gzipped, build_exchange(gzipped, stored, None), stored.digest)
    revisited = Revisited(location=place, profile=REVISIT_PROFILE, payload_digest=digest_of(BODY))
    again = make_exchange()
    writer.append(build_exchange(again, store_body(again, BODY, digest_of(BODY)), revisited))
    writer.append(build_capture("http://example.com/bai", NOW, write_capture_json(make_capture(place))))
    writer.close()
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", *map(str, files(tmp_path))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("digest pass") == 3
    assert "not checked (revisit)" in done.stdout


def test_records_hold_request_response_and_when_and_from_whom(tmp_path: Path) -> None:
    writer = open_writer(tmp_path)
    append(writer, make_exchange())
    writer.close()
    found = {}
    with files(tmp_path)[0].open("rb") as file:
        for record in ArchiveIterator(file):
            found[record.rec_type] = (dict(record.rec_headers.headers), record.raw_stream.read())
    assert list(found) == ["warcinfo", "response", "request"]
    heads, body = found["response"]
    assert body == BODY
    assert heads["WARC-Date"] == "2026-05-02T08:30:01.250000Z"
    digest = base64.b32encode(hashlib.sha256(BODY).digest()).decode()
    assert heads["WARC-Payload-Digest"] == f"sha256:{digest}"
    assert heads["WARC-IP-Address"] == "93.184.216.34"
    assert heads["WARC-Target-URI"] == "http://example.com/bai?x=1"
    assert found["request"][0]["WARC-Concurrent-To"] == heads["WARC-Record-ID"]


def test_payload_and_capture_come_back_as_they_were(tmp_path: Path) -> None:
    writer = open_writer(tmp_path)
    place = append(writer, make_exchange())
    capture = make_capture(place)
    writer.append(build_capture(capture.target_uri, NOW, write_capture_json(capture)))
    writer.close()
    assert read_payload(tmp_path, place.warc_file, place.warc_offset) == BODY
    assert list(iter_captures(files(tmp_path))) == [capture]
    assert read_capture_json(write_capture_json(capture)) == capture


def test_captures_of_older_files_come_back_too(tmp_path: Path) -> None:
    capture = make_capture()
    fields = [("WARC-Type", "metadata"), ("WARC-Date", "2025-01-01T00:00:00Z"), ("Content-Type", OLD_CAPTURE_TYPE)]
    fields.append(("WARC-Target-URI", capture.target_uri))
    other = [("WARC-Type", "metadata"), ("WARC-Date", "2025-01-01T00:00:00Z"), ("Content-Type", FIELDS_TYPE)]
    path = tmp_path / "old.warc.gz"
    path.write_bytes(build_record(other, b"via: x\r\n") + build_record(fields, write_capture_json(capture)))
    assert list(iter_captures([path])) == [capture]


def test_lone_surrogates_in_what_a_server_said_survive() -> None:
    capture = make_capture()
    odd = Capture(**{name: getattr(capture, name) for name in Capture.__slots__} | {"outcome_detail": "x\udcff"})
    assert read_capture_json(write_capture_json(odd)) == odd


@pytest.mark.parametrize("coding", [b"br", b"zstd"])
def test_coding_that_readers_of_warc_files_cannot_undo_is_undone_first(coding: bytes) -> None:
    exchange = make_exchange(b"coded bytes", "http://example.com/", (b"Content-Encoding", coding))
    stored = store_body(exchange, BODY, digest_of(BODY))
    assert stored.body == BODY
    assert (b"X-Archive-Orig-Content-Encoding", coding) in stored.headers
    assert not any(name == b"Content-Encoding" for name, _ in stored.headers)


def test_revisit_is_read_through_to_the_payload_it_repeats(tmp_path: Path) -> None:
    writer = open_writer(tmp_path)
    place = append(writer, make_exchange())
    assert writer.find_payload(digest_of(BODY)) == place
    exchange = make_exchange(url="http://example.com/again")
    revisited = Revisited(location=place, profile=REVISIT_PROFILE, payload_digest=digest_of(BODY))
    second = writer.append(build_exchange(exchange, store_body(exchange, BODY, digest_of(BODY)), revisited))
    writer.close()
    assert read_payload(tmp_path, second.warc_file, second.warc_offset) == BODY


def test_file_is_closed_and_another_begun_once_it_is_large(tmp_path: Path) -> None:
    writer = open_writer(tmp_path, max_bytes=1_000)
    places = [append(writer, make_exchange(os.urandom(800))) for _ in range(4)]
    writer.close()
    assert len({place.warc_file for place in places}) == len(files(tmp_path)) == 4
    assert not list((tmp_path / "warc").glob("*.open"))
    for place in places:
        assert len(read_payload(tmp_path, place.warc_file, place.warc_offset)) == 800


@pytest.mark.parametrize("torn_bytes", [1, 20, 200])
def test_torn_last_record_is_cut_off_and_the_others_stay(tmp_path: Path, torn_bytes: int) -> None:
    writer = open_writer(tmp_path)
    first = append(writer, make_exchange())
    whole = files(tmp_path)[0].stat().st_size
    append(writer, make_exchange(os.urandom(5_000), "http://example.com/2"))
    path = files(tmp_path)[0]
    killed = tmp_path / "killed"
    (killed / "warc").mkdir(parents=True)
    copy = killed / "warc" / path.name
    copy.write_bytes(path.read_bytes()[: whole + torn_bytes])
    copy.with_name(f"{path.name}.open").touch()
    assert repair_torn_files(killed) == (copy,)
    assert copy.stat().st_size == whole == find_whole_length(copy)
    assert read_payload(killed, first.warc_file, first.warc_offset) == BODY
    assert not list((killed / "warc").glob("*.open"))
    assert repair_torn_files(killed) == ()
    writer.close()


def test_file_that_a_living_writer_holds_is_left_alone(tmp_path: Path) -> None:
    writer = open_writer(tmp_path)
    append(writer, make_exchange())
    path = files(tmp_path)[0]
    with path.open("ab") as file:
        file.write(b"not yet whole")
    before = path.stat().st_size
    assert repair_torn_files(tmp_path) == ()
    assert path.stat().st_size == before
    writer.close()


def test_killed_process_leaves_files_that_the_next_start_repairs(tmp_path: Path) -> None:
    script = f"""
import os, signal, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
import test_warc
writer = test_warc.open_writer(Path({str(tmp_path)!r}))
for number in range(20):
    test_warc.append(writer, test_warc.make_exchange(os.urandom(20_000), f"http://example.com/{{number}}"))
    print(number, flush=True)
with test_warc.files(Path({str(tmp_path)!r}))[0].open("ab") as file:
    file.write(b"\\x1f\\x8b torn")
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.split() == [str(number) for number in range(20)], done.stderr
    assert repair_torn_files(tmp_path) == tuple(files(tmp_path))
    with files(tmp_path)[0].open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file)]
    assert kinds.count("response") == 20


def test_full_disk_is_named_and_leaves_no_torn_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = open_writer(tmp_path)
    first = append(writer, make_exchange())
    size = files(tmp_path)[0].stat().st_size
    write = os.write

    def write_half(handle: int, data: bytes) -> int:
        if len(data) < 100:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, bytes(data)[: len(data) // 2])

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", write_half)
        with pytest.raises(OutOfDiskError, match="No space is left"):
            append(writer, make_exchange(os.urandom(5_000)))
    assert files(tmp_path)[0].stat().st_size == size
    second = append(writer, make_exchange(b"after space was freed"))
    writer.close()
    assert read_payload(tmp_path, first.warc_file, first.warc_offset) == BODY
    assert read_payload(tmp_path, second.warc_file, second.warc_offset) == b"after space was freed"


@pytest.mark.parametrize(("name", "offset"), [("warc/none.warc.gz", 0), (None, 7), (None, 10**9)])
def test_payload_that_is_not_there_is_said_to_be_missing(tmp_path: Path, name: str | None, offset: int) -> None:
    writer = open_writer(tmp_path)
    place = append(writer, make_exchange())
    writer.close()
    with pytest.raises(PayloadMissingError):
        read_payload(tmp_path, name or place.warc_file, offset)


def test_marker_of_an_open_file_is_locked_as_long_as_it_is_written(tmp_path: Path) -> None:
    writer = open_writer(tmp_path)
    append(writer, make_exchange())
    marker = next((tmp_path / "warc").glob("*.open"))
    with marker.open("rb") as handle, pytest.raises(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    writer.close()


def test_no_value_becomes_a_line_of_a_records_head() -> None:
    fields = [("WARC-Target-URI", "http://news.example/a\r\nWARC-Type: response\ud800")]
    head = gzip.decompress(build_record(fields, b"")).split(b"\r\n")
    assert head[1] == b"WARC-Target-URI: http://news.example/a  WARC-Type: response?"
