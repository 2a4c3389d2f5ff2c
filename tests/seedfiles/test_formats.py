"""What holds for every format: its fixture, and the way a file's format is told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.parse.version import PARSER_VERSION
from flows.records import SeedFormat
from flows.seedfiles.formats import all_readers, recognise

FIXTURES = Path(__file__).parents[1] / "fixtures" / "seedfiles"
URL = "https://bao.example/a/1.html"
DASHED = f"{URL}\n{'-' * 17}\nt\n{'-' * 17}\nb\n{'-' * 17}\n"


def test_every_format_of_the_vocabulary_has_one_reader():
    assert sorted(reader.format for reader in all_readers()) == sorted(SeedFormat)


@pytest.mark.parametrize("format_", list(SeedFormat))
def test_the_fixture_of_a_format_is_read_as_expected(format_: str, read: Callable[..., Any]):
    expected = FIXTURES / "expected" / f"{format_}.json"
    (fixture,) = FIXTURES.glob(f"{format_}.*")
    seeds, rejections = read(fixture)
    assert rejections == []
    assert {seed.format for seed in seeds} == {format_}
    found = [{name: getattr(seed, name) for name in ("url", "title", "body", "extra", "line")} for seed in seeds]
    for item in found:
        item["extra"] = item["extra"] and item["extra"].replace(PARSER_VERSION, "of today")
    assert found == json.loads(expected.read_text(encoding="utf-8"))


def test_the_same_article_has_one_seed_id_in_every_format(read: Callable[..., Any]):
    seeds, _ = read(*FIXTURES.glob("*.*"))
    whole = [seed for seed in seeds if seed.body and seed.title]
    assert len({seed.seed_id for seed in whole}) == 2
    assert len(whole) == 2 * 9 + 2  # of the formats that have titles and texts; two have one article


@pytest.mark.parametrize(
    ("suffix", "content", "format_"),
    [
        (".txt", DASHED, "dashed_text"),
        (".dat", DASHED, "dashed_text"),
        (".csv", DASHED, "dashed_text"),
        (".txt", f"{URL}\n{URL}\n", "url_list"),
        (".txt", f"# list\nnot a url\n{URL}\n{URL}\n", "url_list"),
        ("", URL, "url_list"),
        (".txt", f'{{"url": "{URL}"}}\n', "jsonl"),
        (".json", f'{{"url": "{URL}"}}\n', "json"),
        (".txt", f'[{{"url": "{URL}"}}]', "json"),
        (".dat", f'{{\n "url": "{URL}"\n}}', "json"),
        (".dat", "<?xml version='1.0'?><rss><channel/></rss>", "xml"),
        (".txt", f"url;title\n{URL};t\n", "csv"),
        (".txt", f"---\nurl: {URL}\n---\nb\n", "front_matter"),
        (".md", "# Notes", "front_matter"),
        (".txt", "WARC/1.0\r\nWARC-Type: conversion\r\n", "wet"),
        (".jsonl", "nonsense", "jsonl"),
        (".csv", "nonsense", "csv"),
        (".TSV".lower(), "url\ttitle\n", "csv"),
    ],
)
def test_a_format_is_told_by_content_first_and_by_suffix_where_that_leaves_doubt(
    suffix: str, content: str, format_: str
):
    reader = recognise(suffix, content.encode())
    assert reader is not None
    assert reader.format == format_


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.bin", bytes(range(256)), "unknown_format"),
        ("a.pdf", b"%PDF-1.4\n", "unknown_format"),
        ("a.html", b"<html></html>", "unknown_format"),
        ("a.xlsx", b"PK\x03\x04rest", "broken_archive"),
        ("a.json", b'[{"url": "x"}]', "missing_url"),
        ("a.txt", b"", "empty_file"),
        ("a.csv", b"", "empty_file"),
        ("a.parquet", b"", "empty_file"),
        ("a.txt", b" \n\n", "empty_file"),
        ("a.csv", b"url,text\n", "empty_file"),
        ("a.csv", b"url,te\rxt\nhttps://bao.example/1,b\n", "missing_column"),
        ("a.jsonl", b"\n" * 10_000, "empty_file"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "empty_file"),
        ("a.txt", b"some words\nand more", "malformed_seed"),
        ("a.json", b'[{"url": "https://bao.example/1", ', "malformed_seed"),
        ("a.db", b"SQLite format 3\0" + bytes(100), "broken_archive"),
        ("a.xml", b"<rss><!ENTITY a 'b'></rss>", "malformed_seed"),
        ("a.gz", b"no gzip", "broken_archive"),
        ("a.zip", b"no zip", "broken_archive"),
        ("a.tar", b"no tar", "broken_archive"),
        ("a.parquet", b"PAR1 and no more", "broken_archive"),
        ("a.csv", b"name,price\nx,1\n", "missing_column"),
    ],
)
def test_a_file_that_holds_no_seeds_is_one_rejection_that_names_it(
    tmp_path: Path, read: Callable[..., Any], name: str, content: bytes, reason: str
):
    (tmp_path / name).write_bytes(content)
    seeds, rejections = read(tmp_path)
    assert seeds == []
    assert [(rejection.reason, rejection.source_path) for rejection in rejections] == [(reason, str(tmp_path / name))]
    assert rejections[0].detail
