"""A page that its parser cannot finish is named in ops.rejection; the pages that came with it are all read (F7)."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb

GOOD = 30
# Signs inside quoted values pass the pre-check, and 100,000 attributes keep lexbor busy for a quarter of a minute.
HOSTILE = "<div " + " ".join(f"a{n}='<b>'" for n in range(100_000)) + ">"


def address(name: str) -> str:
    return f"https://bao-mau.example/tin-{name}.html"


def write_page(folder: Path, name: str, extra: str = "") -> None:
    body = "".join(f"<p>Câu thứ {n} của tin {name} kể chuyện con đò và bến nước buổi sớm mai.</p>" for n in range(5))
    head = f"<link rel='canonical' href='{address(name)}'><title>Tin {name}</title>"
    page = f"<!doctype html><html><head>{head}</head><body><article><h1>Tin {name}</h1>{body}</article>{extra}"
    (folder / f"{name}.html").write_text(page, "utf-8")


def test_a_page_that_hangs_its_parser_is_rejected_by_name_and_the_others_are_read(
    tmp_path: Path, home: Path, seedbank: Callable[..., subprocess.CompletedProcess[str]]
):
    pages = tmp_path / "pages"
    pages.mkdir()
    names = [*(str(number) for number in range(GOOD)), "xau"]
    for name in names:
        write_page(pages, name, HOSTILE if name == "xau" else "")
    seeds = tmp_path / "seeds.jsonl"
    seeds.write_text("".join(json.dumps({"url": address(name), "title": f"Tin {name}"}) + "\n" for name in names))
    variables = {"SEEDBANK_PAGE_DEADLINE": "3s"}
    done = seedbank("ingest", seeds, "--refetch", "all", "--from", pages, environment=variables)
    assert done.returncode == 3, done.stderr
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        rejected = connection.execute("select stage::varchar, reason::varchar, target_uri, detail from ops.rejection")
        assert rejected.fetchall() == [
            ("parse", "parse_timeout", address("xau"), "timeout: no result within 3 s"),
        ]
        read = connection.execute("select count(*) from core.page where len(blocks) = 5").fetchone()
        assert read == (GOOD,)
