"""Archives as other tools write them, each kind of record and of file: what is in them is found, with its own date."""

import base64
import datetime as dt
import gzip
import hashlib
import io
import json
import os
import struct
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
import zstandard
from fault_fetching import Fetching
from fault_server import ARTICLE
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.fetch import PageRequest
from flows.fetch.archive.replay import read_warc_date
from flows.fetch.sources.containers.entries import plain_digest
from flows.fetch.sources.containers.kinds import Kind, find_kind_of
from flows.fetch.sources.containers.saved_pages import read_saved_at, spelt_addresses
from flows.fetch.sources.local_index import build_index, files_of, find_problems
from flows.records import FetchedPage, Outcome

HOST = "http://bao.example"
STORY = f"{HOST}/tin/cau-moi.html"
FIRST, LATER = "2015-02-03T04:05:06Z", "2015-06-07T08:09:10Z"
SHA1 = base64.b32encode(hashlib.sha1(ARTICLE, usedforsecurity=False).digest()).decode()


def moment(text: str) -> dt.datetime:
    read = read_warc_date(text)
    assert read is not None
    return read


def record(
    kind: str,
    url: str,
    date: str,
    body: bytes = b"",
    status: str = "200 OK",
    *,
    packed: bool = True,
    **heads: str,
) -> bytes:
    """Write one record with another program's hand; `Location` goes to the answer, all else to the record's head."""
    out = io.BytesIO()
    answer = [("Content-Type", "text/html")] + ([("Location", heads.pop("Location"))] if "Location" in heads else [])
    http = StatusAndHeaders(status, answer, protocol="HTTP/1.1") if kind in ("response", "revisit") else None
    fields = {"WARC-Date": date} | {name.replace("_", "-"): value for name, value in heads.items()}
    writer = WARCWriter(out, gzip=packed)
    made = writer.create_warc_record(
        url, kind, payload=io.BytesIO(body), http_headers=http, warc_headers_dict=fields, length=len(body)
    )
    for name, value in fields.items():
        made.rec_headers.replace_header(name, value)
    writer.write_record(made)
    return out.getvalue()


def look(fetching: Fetching, source: Path, url: str = STORY, seed_date: dt.date | None = None) -> FetchedPage:
    return fetching.page(PageRequest(article_id="1" * 16, url=url, seed_date=seed_date), sources=(str(source),))


def assert_found(page: FetchedPage, taken_at: str | None = FIRST) -> None:
    assert (page.capture.outcome, page.payload) == (Outcome.OK, ARTICLE), page.capture.outcome_detail
    if taken_at is not None:
        assert page.capture.memento_datetime == moment(taken_at)


# -- records ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "says",
    [
        {"WARC_Payload_Digest": f"sha1:{SHA1}"},
        {"WARC_Payload_Digest": f"sha1:{base64.b32decode(SHA1).hex()}"},
        {"WARC_Refers_To_Target_URI": f"{HOST}/khac.html", "WARC_Refers_To_Date": FIRST},
        {"WARC_Refers_To": "<urn:uuid:7bd9e8a1-ff29-4d0e-8f2e-84fcb06dbee0>"},
        {"WARC_Refers_To_Filename": "1.warc.gz", "WARC_Refers_To_File_Offset": "0"}
        | {"WARC_Refers_To_Target_URI": f"{HOST}/khac.html"},
    ],
    ids=["digest", "digest in base16", "address and date", "record", "place"],
)
@pytest.mark.parametrize("is_apart", [True, False])
def test_a_revisit_is_the_page_it_repeats_of_its_own_day(
    fetching: Fetching,
    tmp_path: Path,
    says: dict[str, str],
    is_apart: bool,  # noqa: FBT001 # a table
) -> None:
    heads = {"WARC_Record_ID": "<urn:uuid:7bd9e8a1-ff29-4d0e-8f2e-84fcb06dbee0>"}
    first = record("response", f"{HOST}/khac.html", FIRST, ARTICLE, WARC_Payload_Digest=f"sha1:{SHA1}", **heads)
    again = record("revisit", STORY, LATER, **says)
    source = tmp_path / "crawl"
    source.mkdir()
    (source / "1.warc.gz").write_bytes(first if is_apart else first + again)
    if is_apart:
        (source / "2.warc.gz").write_bytes(again)
    page = look(fetching, source)
    assert_found(page, LATER)
    assert page.capture.final_uri == STORY


def test_a_page_that_had_not_changed_is_what_it_was(fetching: Fetching, tmp_path: Path) -> None:
    first = record("response", STORY, FIRST, ARTICLE)
    again = record("revisit", STORY, LATER, status="304 Not Modified")
    (tmp_path / "x.warc.gz").write_bytes(first + again)
    assert_found(look(fetching, tmp_path / "x.warc.gz"), LATER)


def test_a_revisit_of_what_is_not_here_leaves_the_copy_that_is(fetching: Fetching, tmp_path: Path) -> None:
    lost = record("revisit", STORY, LATER, WARC_Payload_Digest="sha1:" + "A" * 32)
    (tmp_path / "x.warc.gz").write_bytes(record("response", STORY, FIRST, ARTICLE) + lost)
    assert_found(look(fetching, tmp_path / "x.warc.gz"))
    (tmp_path / "y.warc.gz").write_bytes(lost)
    page = look(fetching, tmp_path / "y.warc.gz")
    assert (page.capture.outcome, page.payload) == (Outcome.ARCHIVE_ERROR, None)
    assert "repeats a payload that is not here" in page.capture.outcome_detail


def test_a_conversion_to_markup_is_a_page(fetching: Fetching, tmp_path: Path) -> None:
    data = record("conversion", STORY, FIRST, ARTICLE, Content_Type="text/html")
    (tmp_path / "x.warc.gz").write_bytes(data)
    assert_found(look(fetching, tmp_path / "x.warc.gz"))


@pytest.mark.parametrize("date", ["2015-02-333T25:61:00-99", "hôm qua", ""])
def test_a_date_that_cannot_be_read_is_the_files_and_said(fetching: Fetching, tmp_path: Path, date: str) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(record("response", STORY, date, ARTICLE))
    os.utime(path, (moment(FIRST).timestamp(),) * 2)
    page = look(fetching, path)
    assert_found(page, FIRST)
    assert page.capture.outcome_detail.endswith("the moment is that of its file")


def test_redirects_lead_to_their_target_and_the_hops_are_told(fetching: Fetching, tmp_path: Path) -> None:
    old, between = f"{HOST}/cu.html", f"{HOST}/giua"
    hops = record("response", old, FIRST, status="301 Moved", Location="/giua")
    hops += record("response", between, FIRST, status="302 Found", Location=STORY)
    (tmp_path / "x.warc.gz").write_bytes(hops + record("response", STORY, FIRST, ARTICLE))
    page = look(fetching, tmp_path / "x.warc.gz", old)
    assert_found(page)
    assert page.capture.final_uri == STORY
    assert [(hop.uri, hop.http_status, hop.location) for hop in page.capture.redirects] == [
        (old, 301, between),
        (between, 302, STORY),
    ]


@pytest.mark.parametrize("target", [f"{HOST}/cu.html", f"{HOST}/nowhere.html", "http://[bad/"])
def test_redirects_that_lead_nowhere_end(fetching: Fetching, tmp_path: Path, target: str) -> None:
    old = f"{HOST}/cu.html"
    (tmp_path / "x.warc.gz").write_bytes(record("response", old, FIRST, status="301 Moved", Location=target))
    page = look(fetching, tmp_path / "x.warc.gz", old)
    assert (page.capture.outcome, page.payload) == (Outcome.NOT_IN_ARCHIVE, None)
    assert "301" in page.capture.outcome_detail


def test_a_redirect_to_the_front_page_is_no_copy(fetching: Fetching, tmp_path: Path) -> None:
    hop = record("response", STORY, FIRST, status="302 Found", Location="/")
    (tmp_path / "x.warc.gz").write_bytes(hop + record("response", f"{HOST}/", FIRST, ARTICLE))
    assert look(fetching, tmp_path / "x.warc.gz").capture.outcome is Outcome.NOT_IN_ARCHIVE


def test_digests_are_one_in_every_form() -> None:
    hexed = base64.b32decode(SHA1).hex()
    forms = (f"sha1:{SHA1}", f"SHA1:{SHA1.lower()}", f"sha-1:{hexed.upper()}")
    assert {plain_digest(form) for form in forms} == {f"sha1:{SHA1.lower()}"}
    assert {plain_digest(form) for form in (None, "sha1:", "sha1:" + "1" * 32, "sha1:" + "x" * 40)} == {""}


# -- containers ---------------------------------------------------------------------------------


def write_whole_gzip(folder: Path) -> Path:
    plain = record("response", f"{HOST}/a", FIRST, b"<p>a</p>", packed=False)
    (folder / "x.warc.gz").write_bytes(gzip.compress(plain + record("response", STORY, FIRST, ARTICLE, packed=False)))
    return folder / "x.warc.gz"


def write_zstd(folder: Path) -> Path:
    records = [record("response", url, FIRST, ARTICLE, packed=False) for url in (f"{HOST}/a", STORY)]
    (folder / "x.warc.zst").write_bytes(b"".join(map(zstandard.ZstdCompressor().compress, records)))
    return folder / "x.warc.zst"


def write_zstd_with_dictionary(folder: Path) -> Path:
    records = [record("response", f"{HOST}/{n}", FIRST, b"<p>%d</p>" % n + ARTICLE, packed=False) for n in range(400)]
    words = zstandard.train_dictionary(4_000, records)
    packer = zstandard.ZstdCompressor(dict_data=words)
    kept = zstandard.ZstdCompressor().compress(words.as_bytes())
    frames = [packer.compress(data) for data in (*records, record("response", STORY, FIRST, ARTICLE, packed=False))]
    (folder / "x.warc.zst").write_bytes(b"\x5d\x2a\x4d\x18" + struct.pack("<I", len(kept)) + kept + b"".join(frames))
    return folder / "x.warc.zst"


def har_entry(url: str, content: dict[str, object], *, status: int = 200, started: str = FIRST) -> dict[str, object]:
    headers = [{"name": ":status", "value": "200"}, {"name": "Content-Encoding", "value": "br"}]
    return {
        "startedDateTime": started,
        "request": {"method": "GET", "url": url},
        "response": {"status": status, "headers": headers, "content": content},
    }


def write_har(folder: Path) -> Path:
    text = {"mimeType": "text/html; charset=windows-1258", "size": 9, "text": ARTICLE.decode()}
    entries = [har_entry(f"{HOST}/a", {}, started="soon"), {}, har_entry(STORY, text)]
    (folder / "session.har").write_text(json.dumps({"log": {"entries": entries}}), "utf-8-sig")
    return folder / "session.har"


def write_har_in_base64(folder: Path) -> Path:
    content = {"mimeType": "text/html", "encoding": "base64", "text": base64.b64encode(ARTICLE).decode()}
    (folder / "session.json").write_text(json.dumps({"log": {"entries": [har_entry(STORY, content)]}}))
    return folder / "session.json"


def write_mhtml(folder: Path) -> Path:
    mail = EmailMessage()
    mail["Snapshot-Content-Location"] = STORY
    mail["Date"] = "Tue, 3 Feb 2015 11:05:06 +0700"
    mail.make_related()
    mail.add_related(ARTICLE, maintype="text", subtype="html", cte="quoted-printable")
    mail.add_related(b"<p>an advertisement</p>", maintype="text", subtype="html", cte="base64")
    (folder / "Cầu mới.mhtml").write_bytes(mail.as_bytes())
    return folder


@pytest.mark.parametrize(
    "write",
    [write_whole_gzip, write_zstd, write_zstd_with_dictionary, write_har, write_har_in_base64, write_mhtml],
)
def test_each_container_gives_its_page_with_its_date(
    fetching: Fetching, tmp_path: Path, write: Callable[[Path], Path]
) -> None:
    source = write(tmp_path)
    assert_found(look(fetching, source))
    assert_found(look(fetching, source))  # from the index of the first time


def test_a_wacz_that_is_not_what_its_package_says_is_read_and_named(fetching: Fetching, tmp_path: Path) -> None:
    data = record("response", STORY, FIRST, ARTICLE)
    right = hashlib.sha256(data).hexdigest()
    listed = [{"path": f"archive/{n}.warc.gz", "hash": f"sha256:{d}"} for n, d in (("a", right), ("b", "0" * 64))]
    path = tmp_path / "x.wacz"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("datapackage.json", json.dumps({"resources": listed}))
        bundle.writestr("archive/a.warc.gz", data)
        bundle.writestr("archive/b.warc.gz", data)
    assert_found(look(fetching, path))
    problems = find_problems(build_index(path, tmp_path / "home", files_of(path)))
    assert [problem.member for problem in problems] == ["x.wacz!archive/b.warc.gz"]


def test_what_a_har_file_does_not_have_is_named(tmp_path: Path) -> None:
    path = write_har(tmp_path)
    problems = find_problems(build_index(path, tmp_path / "home", files_of(path)))
    assert [problem.detail.partition(":")[0] for problem in problems] == ["entry 1", "entry 2"]


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ("<!--\n Page saved with SingleFile \n url: {url} \n saved date: {script} \n-->", FIRST),
        (
            "<!-- Mirrored from {bare} by HTTrack Website Copier/3.x [XR&CO'2014], Tue, 03 Feb 2015 04:05:06 GMT -->",
            FIRST,
        ),
        ("<!-- saved from url=(0042){url} -->", None),
    ],
)
def test_what_saved_a_page_says_from_where_and_when(
    fetching: Fetching, tmp_path: Path, comment: str, says: str | None
) -> None:
    script = "Tue Feb 03 2015 11:05:06 GMT+0700 (Indochina Time)"
    head = comment.format(url=STORY, bare=STORY.removeprefix("http://"), script=script).encode()
    (tmp_path / "saved" / "deep").mkdir(parents=True)
    (tmp_path / "saved" / "deep" / "Trang (1)").write_bytes(b"<!DOCTYPE html><html>" + head + ARTICLE)
    page = look(fetching, tmp_path / "saved")
    assert page.capture.outcome is Outcome.OK
    assert ("moment is that of its file" in page.capture.outcome_detail) == (says is None)
    assert says is None or page.capture.memento_datetime == moment(says)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (f"{HOST}/tin/cau-moi", "tin/cau-moi.html"),
        (f"{HOST}/tin/", "tin/index.html"),
        (f"{HOST}/tin?id=7", "tin?id=7"),
        (f"{HOST}/tin?id=7", "tin?id=7.html"),
        (f"{HOST}/?id=7", "index.html?id=7"),
        (f"{HOST}/tin?id=7&x=@a", "tin@id=7&x=@a.html"),
        (f"{HOST}/tin/c%E1%BA%A7u.php", "tin/cầu.php.html"),
        (f"{HOST}/tin/c%E1%BA%A7u", "tin/c%E1%BA%A7u"),
    ],
)
@pytest.mark.parametrize("given", ["mirror", "mirror/1475741999/bao.example"])
def test_a_mirror_is_read_by_its_paths_from_wherever_it_is_given(
    fetching: Fetching, tmp_path: Path, url: str, name: str, given: str
) -> None:
    file = tmp_path / "mirror" / "1475741999" / "bao.example" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(b"<!DOCTYPE html>" + ARTICLE)
    assert look(fetching, tmp_path / given, url).capture.outcome is Outcome.OK


def test_archives_and_saved_pages_may_lie_in_one_folder(fetching: Fetching, tmp_path: Path) -> None:
    box = tmp_path / "box"
    (box / "bao.example").mkdir(parents=True)
    (box / "bao.example" / "a.html").write_bytes(ARTICLE)
    (box / "notes.txt").write_text("nothing")
    (box / "crawl").write_bytes(record("response", STORY, FIRST, ARTICLE))
    assert_found(look(fetching, box))
    assert_found(look(fetching, box, f"{HOST}/a.html"), None)


def test_a_date_of_the_page_is_never_that_of_its_capture() -> None:
    head = b'<html><meta http-equiv="last-modified" content="Tue, 03 Feb 2015 04:05:06 GMT"><!-- 3 Feb 2015 -->'
    assert read_saved_at(head) is None


def test_hosts_of_paths_are_names_with_a_dot() -> None:
    paths = ("/data/2015.02.03/a.html", "/data/v1.2/a.html", "/data/127.0.0.1:8080/a.html", "/x/báo.example/a")
    spelt = [next(iter(spelt_addresses(Path(path))), None) for path in paths]
    assert spelt == [None, None, "http://127.0.0.1:8080/a.html", "http://báo.example/a"]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\n<!-- x --><HTML>", Kind.PAGE),
        (b"<?xml version='1.0'?><rss>", None),
        (b'{"logs": 1}', None),
        (b"GIF89a", None),
        (gzip.compress(b"filedesc://x.arc 0.0.0.0 20150203040506 text/plain 1", mtime=0), Kind.WARC),
        (gzip.compress(b"name,url\n", mtime=0), None),
        (b"PK\x03\x04.docx", None),
        (b"", None),
    ],
)
def test_files_are_told_by_what_they_begin_with(head: bytes, kind: Kind | None) -> None:
    assert find_kind_of(head, "file") is kind


def test_what_was_unpacked_and_is_cut_off_since_is_an_error_of_the_archive(fetching: Fetching, tmp_path: Path) -> None:
    folder = tmp_path / "crawl"
    folder.mkdir()
    source = write_zstd(folder)
    assert_found(look(fetching, source), None)
    (unpacked,) = fetching.home.glob("cache/pages/*.files/*.warc")
    for kept in (unpacked.read_bytes()[:40], b""):
        unpacked.write_bytes(kept)
        page = look(fetching, source)
        assert (page.capture.outcome, page.payload) == (Outcome.ARCHIVE_ERROR, None)
        assert page.capture.outcome_detail
