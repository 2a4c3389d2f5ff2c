"""Captures packed as WACZ: valid for others, indexed as others index it, readable by ourselves."""

import datetime as dt
import gzip
import json
import struct
import zipfile
from pathlib import Path

import pytest
from archive_tools import are_there, run_tool
from fault_fetching import Fetching
from show_corpus import Corpus
from warcio.archiveiterator import ArchiveIterator

from flows.cli import run
from flows.errors import MissingInputError
from flows.evidence.wacz import pack_wacz
from flows.records import Outcome, Source
from warehouse.database.connect import open_published

CHOSEN = ("edited", "same", "hostile")


def pack(corpus: Corpus, target: Path, *names: str) -> Path:
    articles = [corpus.ids[name] for name in names]
    assert run(["export", "--format", "wacz", "-o", str(target), *articles, "--home", str(corpus.home)]) == 0
    return target


def read_pages(bundle: zipfile.ZipFile) -> list[dict[str, str]]:
    head, *lines = bundle.read("pages/pages.jsonl").decode().splitlines()
    assert json.loads(head)["format"] == "json-pages-1.0"
    return [json.loads(line) for line in lines]


def test_pages_of_the_chosen_articles_are_in_it_and_of_no_others(corpus: Corpus, tmp_path: Path) -> None:
    with zipfile.ZipFile(pack(corpus, tmp_path / "some.wacz", *CHOSEN)) as bundle:
        pages = read_pages(bundle)
        with bundle.open("archive/captures.warc.gz") as warc:
            held = {
                (record.rec_headers.get_header("WARC-Target-URI"), record.rec_headers.get_header("WARC-Date")[:19])
                for record in ArchiveIterator(warc)
                if record.rec_type in ("response", "revisit")
            }
        assert bundle.getinfo("archive/captures.warc.gz").compress_type == zipfile.ZIP_STORED
    assert {page["article_id"] for page in pages} == {corpus.ids[name] for name in CHOSEN}
    assert {(page["url"], page["ts"][:19]) for page in pages} <= held


def test_local_heads_are_as_long_as_the_directory_says(corpus: Corpus, tmp_path: Path) -> None:
    """The engine of replayweb.page finds a file by the directory alone."""
    target = pack(corpus, tmp_path / "all.wacz")
    data = target.read_bytes()
    with zipfile.ZipFile(target) as bundle:
        for entry in bundle.infolist():
            name_bytes, extra_bytes = struct.unpack_from("<HH", data, entry.header_offset + 26)
            assert (name_bytes, extra_bytes) == (len(entry.filename), len(entry.extra))


def test_index_leads_to_each_record(corpus: Corpus, tmp_path: Path) -> None:

    with zipfile.ZipFile(pack(corpus, tmp_path / "all.wacz")) as bundle:
        lines = gzip.decompress(bundle.read("indexes/index.cdx.gz")).decode().splitlines()
        _, *blocks = bundle.read("indexes/index.idx").decode().splitlines()
        assert blocks[0].split(" ", 2)[:2] == lines[0].split(" ", 2)[:2]
        with bundle.open("archive/captures.warc.gz") as warc:
            for line in lines:
                fields = json.loads(line.split(" ", 2)[2])
                warc.seek(int(fields["offset"]))
                record = next(iter(ArchiveIterator(warc)))
                assert record.rec_headers.get_header("WARC-Target-URI") == fields["url"]
    assert lines == sorted(lines)


@are_there
def test_others_find_it_valid_and_index_it_the_same(corpus: Corpus, tmp_path: Path) -> None:

    target = pack(corpus, tmp_path / "all.wacz")
    assert "is valid" in run_tool("wacz", "validate", "-f", target).lower()
    with zipfile.ZipFile(target) as bundle:
        bundle.extract("archive/captures.warc.gz", tmp_path)
        ours = gzip.decompress(bundle.read("indexes/index.cdx.gz")).decode().splitlines()
    theirs = run_tool("cdxj-indexer", "--sort", tmp_path / "archive" / "captures.warc.gz").splitlines()
    places = [
        sorted((line.split(" ")[:2], json.loads(line.split(" ", 2)[2])["offset"]) for line in lines)
        for lines in (ours, theirs)
    ]
    assert places[0] == places[1]


def test_it_is_a_source_of_pages(corpus: Corpus, fetching: Fetching, tmp_path: Path) -> None:
    """What was packed can be read back without the home it came from."""
    target = pack(corpus, tmp_path / "same.wacz", "same")
    with zipfile.ZipFile(target) as bundle:
        (url,) = {page["url"] for page in read_pages(bundle)}
    page = fetching.page(url, sources=(str(target),))
    assert (page.capture.outcome, page.capture.source) == (Outcome.OK, Source.WARC)
    assert page.capture.final_uri == url


@pytest.mark.parametrize("arguments", [["--format", "csv", "a1"], ["--format", "wacz", "no-such-article"]])
def test_what_cannot_be_is_a_wrong_usage(corpus: Corpus, tmp_path: Path, arguments: list[str]) -> None:
    assert run(["export", *arguments, "-o", str(tmp_path / "x"), "--home", str(corpus.home)]) == 2
    assert not (tmp_path / "x").exists()


def test_articles_that_were_never_fetched_are_told_so(corpus: Corpus, tmp_path: Path) -> None:
    now = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    with open_published(corpus.home) as connection, pytest.raises(MissingInputError, match="ask for pages first"):
        pack_wacz(connection, corpus.home, ["0" * 16], tmp_path / "x.wacz", now=now)
    assert list(tmp_path.iterdir()) == []
