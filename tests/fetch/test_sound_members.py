"""What is read of well-formed files at once is what the general reader reads, and nothing is passed over."""

import datetime as dt
import gzip
import io
from collections.abc import Generator
from pathlib import Path

import pytest

from flows.fetch.sources.containers import warc_files
from flows.fetch.sources.containers.entries import Entry, Problem
from flows.fetch.sources.containers.sound_members import UnsoundError, sound_records
from flows.fetch.sources.local_index import build_index, files_of

SAVED = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Uusi silta avattiin.</p>"


def record(number: int, block: bytes = PAGE, length: int | None = None, **changes: str | None) -> bytes:
    """Write a record; `changes` are fields by name, `_` for `-`, None to leave one out."""
    fields: dict[str, str | None] = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:{number}>",
        "WARC-Date": f"2018-01-01T00:00:{number:02}Z",
        "WARC-Target-URI": f"http://lehti.example/{number}?b=2&a=1",
        "WARC-Payload-Digest": "sha1:JYSO3LF4GRWEJFVUDBZ45OTNW3DYGG6Z",
        "Content-Type": "application/http; msgtype=response",
    }
    fields |= {name.replace("_", "-"): value for name, value in changes.items()}
    fields["Content-Length"] = str(len(block) if length is None else length)
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value is not None)
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def members(*records: bytes) -> bytes:
    return b"".join(map(gzip.compress, records))


def read_all(data: bytes) -> list[Entry | Problem]:
    return list(warc_files.index_records(io.BytesIO(data), "a.warc.gz", SAVED))


def read_generally(data: bytes, monkeypatch: pytest.MonkeyPatch) -> list[Entry | Problem]:
    def nothing_sound(*_: object) -> Generator[Entry | Problem, None, int | None]:
        yield from ()
        return 0

    with monkeypatch.context() as changed:
        changed.setattr(warc_files, "_index_sound", nothing_sound)
        return read_all(data)


MOVED = PAGE.replace(b"200 OK", b"301 Moved\r\nLocation: /2")
ODD = {
    "plain answers": members(record(1), record(2, WARC_Type="request"), record(3, MOVED)),
    "status without words": members(record(1, PAGE.replace(b"200 OK", b"200"))),
    "HTTP/2": members(record(1, PAGE.replace(b"HTTP/1.1", b"HTTP/2"))),
    "no HTTP in it": members(record(1, b"<p>x</p>", Content_Type="text/html"), record(2)),
    "no address": members(record(1, WARC_Target_URI=None), record(2)),
    "no date": members(record(1, WARC_Date="yesterday"), record(2, WARC_Date="2018")),
    "address in angles": members(record(1, WARC_Target_URI="<http://lehti.example/1>")),
    "letters in the address": members(record(1, WARC_Target_URI="http://lehti.example/pä"), record(2)),
    "file of markup": members(record(1, b"<p>x</p>", WARC_Type="resource", Content_Type="text/html")),
    "file of another kind": members(record(1, b"GIF", WARC_Type="resource", Content_Type="image/gif")),
    "revisit": members(record(1), record(2, PAGE[:-30], WARC_Type="revisit", WARC_Refers_To="<urn:uuid:1>")),
    "too short a length": members(record(1), record(2, length=20), record(3)),
    "length that is none": members(record(1), record(2).replace(b"Content-Length: ", b"Content-Length: x"), record(3)),
    "two in a member": gzip.compress(record(1) + record(2)[:1]) + members(record(3)),
    "cut off": members(record(1), record(2))[:-25],
    "rubbish between": members(record(1)) + b"rubbish" * 30 + members(record(2)),
    "one bit wrong": members(record(1)) + members(record(2)).replace(b"\x8b", b"\x8c", 1) + members(record(3)),
    "zeros behind": members(record(1)) + bytes(512),
    "not compressed": record(1) + record(2),
    "nothing": b"",
}


@pytest.mark.parametrize("name", ODD)
def test_fast_reading_says_what_the_general_reader_says(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast, general = read_all(ODD[name]), read_generally(ODD[name], monkeypatch)
    assert [item for item in fast if isinstance(item, Entry)] == [item for item in general if isinstance(item, Entry)]
    assert [type(item) for item in fast] == [type(item) for item in general]


@pytest.mark.parametrize("kind", ["response", "revisit"])
def test_record_without_an_address_costs_itself_in_a_plain_file_too(kind: str) -> None:
    for data in (record, lambda *given, **changes: members(record(*given, **changes))):
        found = read_all(data(1) + data(2, WARC_Target_URI=None, WARC_Type=kind) + data(3))
        assert [item.key for item in found if isinstance(item, Entry)] == [
            "example,lehti)/1?a=1&b=2",
            "example,lehti)/3?a=1&b=2",
        ]
        told = {item.detail.partition(": ")[2] for item in found if isinstance(item, Problem)}
        assert told == {"a record of the address none"}


def test_what_is_well_formed_never_reaches_the_general_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_files, "ArchiveIterator", None)
    entries = read_all(ODD["plain answers"])
    assert [(entry.offset, entry.status) for entry in entries if isinstance(entry, Entry)] == [
        (0, 200),
        (len(members(record(1), record(2, WARC_Type="request"))), 301),
    ]


def test_length_beyond_the_member_ends_sound_reading() -> None:
    """A reader that believes the length would take the next record for the rest of this one."""
    data = members(record(1), record(2, length=3_000), record(3))
    with pytest.raises(UnsoundError) as found:
        list(sound_records(io.BytesIO(data)))
    assert found.value.offset == len(members(record(1)))
    assert [entry.offset for entry in read_all(data) if isinstance(entry, Entry)][-1] == len(
        members(record(1), record(2, length=3_000))
    )


def test_second_run_reads_the_index_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "a.warc.gz"
    archive.write_bytes(ODD["plain answers"])
    first = build_index(archive, tmp_path, files_of(archive))
    monkeypatch.setattr("flows.fetch.sources.local_index.index_records", None)
    assert build_index(archive, tmp_path, files_of(archive)) == first
