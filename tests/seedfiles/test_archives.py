import bz2
import gzip
import io
import lzma
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.records import Reason
from flows.seedfiles import read_chunks, read_seeds
from flows.seedfiles.archives import Member, tar_members
from flows.seedfiles.documents import MAX_DOCUMENT_BYTES
from flows.seedfiles.sources import find_sources
from flows.seedfiles.streams import BrokenSourceError, ByteStream, decompressed

COMPRESS = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor().compress,
}


def seed(number: int, body: str = "b") -> bytes:
    rule = "-" * 17
    return f"https://bao.example/a/{number}.html\n{rule}\nt\n{rule}\n{body}\n{rule}\n".encode()


def tar_of(members: dict[str, bytes], format_: int = tarfile.USTAR_FORMAT) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=format_) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def zip_of(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def stream_of(data: bytes, block: int = 1 << 20) -> ByteStream:
    return ByteStream(data[start : start + block] for start in range(0, len(data), block))


def places(found: list[Any]) -> list[tuple[str, int | None]]:
    return [(Path(item.source_path).name, item.line) for item in found]


SEEDS = {"vi/1.txt": seed(1), "vi/2.txt": seed(2) + seed(3), "README.md": b"no seed", "zh/.x.txt": b"hidden"}


@pytest.mark.parametrize("compression", [None, *COMPRESS])
@pytest.mark.parametrize("archive", ["tar", "zip", None])
def test_archives_are_read_whatever_their_compression(
    tmp_path: Path, read: Callable[..., Any], archive: str | None, compression: str | None
):
    data = {"tar": tar_of, "zip": zip_of}[archive](SEEDS) if archive else seed(1) + seed(2) + seed(3)
    name = f"a.{archive or 'txt'}" + (f".{compression}" if compression else "")
    (tmp_path / name).write_bytes(COMPRESS[compression](data) if compression else data)
    seeds, rejections = read(tmp_path)
    assert rejections == []
    assert [item.url for item in seeds] == [f"https://bao.example/a/{n}.html" for n in (1, 2, 3)]
    inner = ["1.txt", "2.txt", "2.txt"] if archive else [name] * 3
    assert places(seeds) == list(zip(inner, [1, 1, 7] if archive else [1, 7, 13], strict=True))
    if archive:
        assert seeds[0].source_path == f"{tmp_path}/{name}::vi/1.txt"


@pytest.mark.parametrize("name", ["a.tgz", "a.bin", "a"])
def test_an_archive_is_told_by_its_content(tmp_path: Path, read: Callable[..., Any], name: str):
    (tmp_path / name).write_bytes(gzip.compress(tar_of(SEEDS)))
    assert len(read(tmp_path).seeds) == 3


def test_an_archive_inside_an_archive_is_read_and_a_third_one_is_not(tmp_path: Path, read: Callable[..., Any]):
    inner = zip_of({"deep.jsonl.gz": gzip.compress(b'{"url": "https://bao.example/9"}\n'), "deeper.tar": tar_of(SEEDS)})
    (tmp_path / "a.tar.xz").write_bytes(lzma.compress(tar_of({"in.zip": inner, "1.txt.gz": gzip.compress(seed(1))})))
    seeds, rejections = read(tmp_path)
    assert [item.source_path.removeprefix(str(tmp_path)) for item in seeds] == [
        "/a.tar.xz::in.zip::deep.jsonl.gz",
        "/a.tar.xz::1.txt.gz",
    ]
    assert [(item.reason, item.source_path) for item in rejections] == [
        ("unknown_format", f"{tmp_path}/a.tar.xz::in.zip::deeper.tar")
    ]


def test_members_that_would_leave_the_folder_are_read_under_a_safe_name(tmp_path: Path, read: Callable[..., Any]):
    (tmp_path / "a.tar").write_bytes(tar_of({"../../etc/1.txt": seed(1), "/abs/2.txt": seed(2), "a\nb.txt": seed(3)}))
    seeds, rejections = read(tmp_path)
    assert rejections == []
    shown = [item.source_path.removeprefix(f"{tmp_path}/a.tar::") for item in seeds]
    assert shown == ["etc/1.txt", "abs/2.txt", "a\\nb.txt"]


def test_links_in_a_tar_file_are_rejected_and_folders_are_not_counted(tmp_path: Path, read: Callable[..., Any]):
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for name, kind in (("d", tarfile.DIRTYPE), ("d/link.txt", tarfile.SYMTYPE), ("d/hard.txt", tarfile.LNKTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "x.txt"
            archive.addfile(info)
        info = tarfile.TarInfo("d/x.txt")
        info.size = len(seed(1))
        archive.addfile(info, io.BytesIO(seed(1)))
    seeds, rejections = read(tmp_path)
    assert len(seeds) == 1
    assert places(rejections) == [("a.tar::d::link.txt".rpartition("::")[2], None), ("hard.txt", None)]


@pytest.mark.parametrize("compression", COMPRESS)
def test_documents_before_the_break_of_a_truncated_file_are_read(
    tmp_path: Path, read: Callable[..., Any], compression: str | None
):
    lines = b"".join(
        b'{"url": "https://bao.example/%d", "text": "%s"}\n' % (n, bytes([65 + n % 26]) * n) for n in range(900)
    )
    whole = b"".join(COMPRESS[compression](lines[start : start + 40_000]) for start in range(0, len(lines), 40_000))
    (tmp_path / f"a.jsonl.{compression}").write_bytes(whole[: len(whole) // 2])
    seeds, rejections = read(tmp_path)
    assert seeds
    assert [item.url for item in seeds] == [f"https://bao.example/{n}" for n in range(len(seeds))]
    assert [item.reason for item in rejections] == ["truncated_archive"]


@pytest.mark.parametrize("compression", [None, "gz", "xz"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_members_before_the_break_of_a_truncated_tar_file_are_read(
    tmp_path: Path, read: Callable[..., Any], compression: str | None, share: float
):
    data = tar_of({f"{n}.txt": seed(n, "b" * n) for n in range(300)})
    data = COMPRESS[compression](data) if compression else data
    (tmp_path / "a.tar").write_bytes(data[: int(len(data) * share)])
    seeds, rejections = read(tmp_path)
    assert [item.url for item in seeds] == [f"https://bao.example/a/{n}.html" for n in range(len(seeds))]
    assert 10 < len(seeds) <= 300
    assert [item.reason for item in rejections] == ["truncated_archive"]


@pytest.mark.parametrize("size", [300_000, 2_500_000])
@pytest.mark.parametrize("compression", [None, "gz", "zst"])
def test_lines_before_the_break_inside_a_member_are_read_and_the_break_is_told_once(
    tmp_path: Path, read: Callable[..., Any], size: int, compression: str | None
):
    line = b'{"url": "https://bao.example/1", "text": "%s"}\n' % (b"x" * 950)
    data = tar_of({"a.jsonl": line * (size // len(line))})[: size - 100_000]
    if compression:
        data = COMPRESS[compression](data)
        data = data[:-4]
    (tmp_path / "a.tar").write_bytes(data)
    seeds, rejections = read(tmp_path)
    lost = 128 << 10 if compression == "zst" else 0  # zstd decompresses whole blocks of 128 kB or nothing
    assert len(seeds) >= (size - 100_000 - lost) // len(line) - 2
    assert [(item.reason, item.source_path) for item in rejections] == [
        ("truncated_archive", f"{tmp_path}/a.tar::a.jsonl")
    ]


def test_dashed_seeds_before_the_break_of_a_truncated_file_are_read(tmp_path: Path, read: Callable[..., Any]):
    data = gzip.compress(b"".join(seed(n, str(n) * n) for n in range(300)), compresslevel=1)
    (tmp_path / "a.txt.gz").write_bytes(data[:-500])
    seeds, rejections = read(tmp_path)
    assert [item.url for item in seeds] == [f"https://bao.example/a/{n}.html" for n in range(len(seeds))]
    assert 10 < len(seeds) < 300
    assert [item.reason for item in rejections] == ["truncated_archive"]


def test_csv_rows_before_the_break_of_a_truncated_file_are_read(tmp_path: Path, read: Callable[..., Any]):
    rows = b"url,text\n" + b"".join(b"https://bao.example/%d,%s\n" % (n, str(n).encode() * 50) for n in range(900))
    data = gzip.compress(rows, compresslevel=1)
    (tmp_path / "a.csv.gz").write_bytes(data[: len(data) // 2])
    seeds, rejections = read(tmp_path)
    assert len(seeds) > 10
    assert [item.url for item in seeds] == [f"https://bao.example/{n}" for n in range(len(seeds))]
    assert [item.reason for item in rejections] == ["truncated_archive"]


def test_a_damaged_archive_is_a_rejection(tmp_path: Path, read: Callable[..., Any]):
    data = bytearray(gzip.compress(bytes(range(256)) * 400))
    data[60:80] = bytes(20)
    (tmp_path / "a.txt.gz").write_bytes(data)
    broken = bytearray(tar_of({"1.txt": seed(1), "2.txt": seed(2)}))
    broken[1024:1030] = b"xxxxxx"
    (tmp_path / "b.tar").write_bytes(broken)
    (tmp_path / "c.zip").write_bytes(zip_of({"1.txt": seed(1)})[:-30])
    seeds, rejections = read(tmp_path)
    assert len(seeds) == 1
    assert [item.reason for item in rejections] == ["broken_archive", "broken_archive", "truncated_archive"]


def test_an_encrypted_zip_member_is_rejected_and_the_others_are_read(tmp_path: Path, read: Callable[..., Any]):
    data = bytearray(zip_of({"1.txt": seed(1), "2.txt": seed(2)}))
    first = data.index(b"PK\x01\x02")
    data[first + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    seeds, rejections = read(tmp_path)
    assert [item.url for item in seeds] == ["https://bao.example/a/2.html"]
    assert [(item.reason, item.source_path) for item in rejections] == [
        ("encrypted_archive", f"{tmp_path}/a.zip::1.txt")
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damage_inside_a_compressed_zip_member_is_a_rejection(tmp_path: Path, read: Callable[..., Any], method: int):
    body = " ".join(str(number * 7919) for number in range(3000))
    data = bytearray(zip_of({"1.txt": seed(1, body), "2.txt": seed(2)}, method))
    data[200:600] = b"\xff" * 400
    (tmp_path / "a.zip").write_bytes(data)
    seeds, rejections = read(tmp_path)
    assert [item.url for item in seeds] == ["https://bao.example/a/2.html"]
    assert [item.reason for item in rejections] == ["broken_archive"]


def test_a_damaged_zip_member_is_rejected_and_the_others_are_read(tmp_path: Path, read: Callable[..., Any]):
    data = bytearray(zip_of({"1.txt": seed(1), "2.txt": seed(2)}, zipfile.ZIP_STORED))
    data[data.index(b"\nb\n") + 1] ^= 1
    (tmp_path / "a.zip").write_bytes(data)
    seeds, rejections = read(tmp_path)
    assert [item.url for item in seeds] == ["https://bao.example/a/2.html"]
    assert [item.reason for item in rejections] == ["broken_archive"]


names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=150).filter(
    lambda name: not name.endswith("/")
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(names, st.binary(max_size=1500)), max_size=6),
    st.sampled_from([tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]),
    st.integers(1, 3000),
)
def test_our_tar_reader_gives_what_tarfile_gives(members: list[tuple[str, bytes]], format_: str, block: int):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=format_) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            try:
                archive.addfile(info, io.BytesIO(data))
            except ValueError:  # too long for ustar
                continue
    with tarfile.open(fileobj=io.BytesIO(file.getvalue())) as archive:
        expected = [(info.name, archive.extractfile(info).read()) for info in archive if info.isfile()]  # type: ignore[union-attr]
    ours = [
        (member.name, member.stream.read(10_000))
        for member in tar_members(stream_of(file.getvalue(), block))
        if isinstance(member, Member)
    ]
    assert ours == expected


def test_a_large_member_is_streamed_and_the_next_one_found_wherever_reading_stopped():
    data = tar_of({"big": bytes(5_000_001), "small": b"x"})
    for taken in (0, 1, 3_000_000, 5_000_001):
        read = []
        for member in tar_members(stream_of(data)):
            assert isinstance(member, Member)
            read.append((member.name, len(member.stream.read(taken))))
        assert read == [("big", taken), ("small", min(taken, 1))]


def test_tar_files_that_were_written_one_after_the_other_are_all_read():
    data = tar_of({"a": b"1"}) + tar_of({"b": b"2"})
    assert [member.name for member in tar_members(stream_of(data))] == ["a", "b"]


@pytest.mark.parametrize("compression", COMPRESS)
@pytest.mark.parametrize("tail", [b"", b"\0" * 700])
def test_compressed_members_that_follow_one_another_are_all_read(compression: str | None, tail: bytes):
    data = COMPRESS[compression](b"one") + COMPRESS[compression](b"") + COMPRESS[compression](b"two")
    if compression == "zst" and tail:
        pytest.skip("zstd has frames to skip instead of zero padding")
    for block in (1, 7, 1 << 20):
        assert b"".join(decompressed(stream_of(data + tail, block), compression)) == b"onetwo"


def test_rubbish_after_compressed_data_is_told():
    with pytest.raises(BrokenSourceError) as caught:
        list(decompressed(stream_of(gzip.compress(b"one") + b"rubbish"), "gz"))
    assert caught.value.reason is Reason.BROKEN_ARCHIVE


@pytest.mark.parametrize("compression", COMPRESS)
def test_a_decompression_bomb_is_too_large_and_costs_little_memory(tmp_path: Path, compression: str | None):
    size = MAX_DOCUMENT_BYTES + (8 << 20)
    (tmp_path / f"bomb.jsonl.{compression}").write_bytes(COMPRESS[compression](bytes(size)))
    (source,) = find_sources([tmp_path])
    tracemalloc.start()
    try:
        items = list(read_chunks([source]))  # type: ignore[list-item]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [getattr(item, "reason", None) for item in items] == ["too_large"]
    assert peak < 3 * MAX_DOCUMENT_BYTES


def test_a_bomb_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("flows.seedfiles.formats._lines.MAX_SKIPPED_BYTES", 50 << 20)
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(bytes(80 << 20) + b'\n{"url": "https://bao.example/1"}\n'))
    (tmp_path / "good.txt").write_bytes(seed(1))
    items = list(read_seeds([tmp_path]))
    assert [str(getattr(item, "reason", "seed")) for item in items] == ["too_large", "seed"]
    assert "the rest is not read" in items[0].detail  # type: ignore[union-attr]
