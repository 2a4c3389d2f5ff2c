"""`seedbank inspect`: what files would be read as, before anything is loaded."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Seedbank = Callable[..., subprocess.CompletedProcess[str]]
TEXT = "Dewan kota bertemu pada hari Selasa untuk membahas jembatan tua yang akan ditutup sampai musim hujan berakhir."
ROWS = "".join(
    f"{day}/03/2020;https://www.example.id/b/{day};Jembatan {day};{TEXT};Budi\n" for day in ("04", "05", "06")
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "arsip.csv"
    path.write_text(f"hari;tautan;kepala;isi;penulis\n{ROWS}bukan baris\n06/03/2020;halaman;X;{TEXT};Budi\n", "utf-8")
    return path


def inspect(seedbank: Seedbank, *arguments: str | Path) -> dict[str, object]:
    done = seedbank("inspect", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found[0]  # type: ignore[no-any-return]  # what json.loads gives


def test_each_column_is_named_with_its_reason_and_nothing_is_loaded(seedbank: Seedbank, home: Path, table: Path):
    found = inspect(seedbank, table)
    columns = found["columns"]
    assert isinstance(columns, dict)
    assert columns["url"].startswith("tautan (by its name)")
    assert columns["text"].startswith("isi (by its name)")
    assert columns["authors"].startswith("penulis (by its name)")
    assert columns["title"] == "not found"
    assert columns["published"].startswith("hari (by what is in it, ambiguous)")
    assert found["languages"] == ["id"]
    assert found["seeds_seen"] == 3
    notices, rejections = str(found["notices"]), str(found["rejections"])
    assert "title: not found" in notices
    assert "--dates" in notices
    assert "malformed_seed" in rejections
    assert "invalid_url" in rejections
    assert not (home / "published.duckdb").exists()


def test_what_its_owner_says_is_taken(seedbank: Seedbank, table: Path):
    said = inspect(seedbank, table, "--column", "title=kepala", "--dates", "mdy")
    columns = said["columns"]
    assert isinstance(columns, dict)
    assert columns["title"] == "kepala (as its owner says): Jembatan 04"
    assert columns["published"].startswith("hari (by what is in it, mdy)")


def test_what_seedbank_toml_says_of_a_file_is_taken(seedbank: Seedbank, table: Path):
    tables = {"*.csv": {"columns": {"title": "kepala"}, "dates": "dmy"}}
    done = seedbank("inspect", table, "--json", environment={"SEEDBANK_SEEDS": json.dumps(tables)})
    columns = json.loads(done.stdout)[0]["columns"]
    assert columns["title"].startswith("kepala (as its owner says)")
    assert columns["published"].endswith("dmy)")


def test_a_file_that_holds_no_seeds_is_told_in_words(seedbank: Seedbank, tmp_path: Path):
    (tmp_path / "gambar.bin").write_bytes(bytes(range(256)))
    found = inspect(seedbank, tmp_path / "gambar.bin")
    assert (found["format"], found["seeds_seen"]) == ("none", 0)
    assert "unknown_format" in str(found["rejections"])


def test_a_flag_that_names_no_column_is_an_answer_and_no_fault(seedbank: Seedbank, table: Path):
    done = seedbank("inspect", table, "--column", "kepala")
    assert done.returncode == 2
    assert "ROLE=NAME" in done.stderr


def test_markdown_and_texts_of_warc_files_are_shown(seedbank: Seedbank, tmp_path: Path):
    address = "https://www.example.id/b/1"
    (tmp_path / "1.md").write_text(f"---\nurl: {address}\ntitle: Jembatan\ndate: 2020-03-04\n---\n{TEXT}\n")
    head = f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {address}\r\nContent-Length: {len(TEXT)}\r\n\r\n"
    (tmp_path / "1.warc.wet").write_text(f"{head}{TEXT}\r\n\r\n", newline="")
    for name, format_, title in (
        ("1.md", "front_matter", "title (by its name): Jembatan"),
        ("1.warc.wet", "wet", "not found"),
    ):
        found = inspect(seedbank, tmp_path / name)
        assert (found["format"], found["seeds_seen"], found["rejections"]) == (format_, 1, [])
        columns = found["columns"]
        assert isinstance(columns, dict)
        assert columns["url"] == f"url (by its name): {address}"
        assert columns["title"] == title
        assert columns["text"].startswith("text (by its name): Dewan kota")
