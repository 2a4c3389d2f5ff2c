"""WARC files as seeds: each article among the pages as they were answered is version 0, as our parser reads it."""

import gzip
import io
import json
from collections.abc import Iterable
from pathlib import Path

import duckdb
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.batches.seed_pages import read_page
from flows.cli import run
from flows.records import Rejection, SeedArticle
from flows.seedfiles import read_seeds

SITE = "https://ajaleht.example"
TOWNS = ("Põlva", "Võru", "Tõrva", "Elva", "Otepää")
HTML = ("Content-Type", "text/html; charset=utf-8")


def title_of(number: int) -> str:
    return f"{TOWNS[number]} avas pärast remonti vana veski number {number}"


def paragraphs_of(number: int) -> list[str]:
    town = TOWNS[number]
    return [f"Linnas {town} juhtis {n}. ringkäiku mölder, kes on seal jahvatanud {n * 7} aastat." for n in (1, 2, 3)]


def page_of(number: int) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in paragraphs_of(number))
    meta = "<meta charset=utf-8><meta property=article:published_time content=2016-05-1{n}T08:00:00+03:00>"
    menu = "<nav><a href=/>Avaleht</a> <a href=/sport>Sport</a></nav>"
    return (
        f"<!doctype html><html lang=et><head>{meta.format(n=number)}<title>{title_of(number)} | Ajaleht</title></head>"
        f"<body>{menu}<article><h1>{title_of(number)}</h1>{body}</article></body></html>"
    ).encode()


def answered(path: str, payload: bytes, *headers: tuple[str, str], status: str = "200 OK") -> tuple[object, ...]:
    return f"{SITE}{path}", "response", payload, StatusAndHeaders(status, list(headers), "HTTP/1.1")


def write(path: Path, records: Iterable[tuple[object, ...]]) -> Path:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=path.suffix == ".gz")
    writer.write_record(writer.create_warcinfo_record(path.name, {"software": "example"}))
    for url, kind, payload, http in records:
        resource_type = {"warc_content_type": "text/html"} if http is None else {}
        headers = {"WARC-Date": "2016-06-01T00:00:00Z"}
        record = writer.create_warc_record(
            url, kind, payload=io.BytesIO(payload), http_headers=http, warc_headers_dict=headers, **resource_type
        )
        writer.write_record(record)
    path.write_bytes(out.getvalue())
    return path


def read(path: Path) -> tuple[list[SeedArticle], list[Rejection]]:
    items = list(read_seeds([path], read_page=read_page))
    seeds = [item for item in items if isinstance(item, SeedArticle)]
    return seeds, [item for item in items if isinstance(item, Rejection)]


def test_each_article_is_a_seed_with_the_text_of_its_page(tmp_path: Path):
    chunked = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (page_of(1)[:300], page_of(1)[300:], b""))
    path = write(
        tmp_path / "lehed.warc.gz",
        [
            answered("/0", page_of(0), HTML),
            answered("/1", chunked, HTML, ("Transfer-Encoding", "chunked")),
            answered("/2", gzip.compress(page_of(2)), HTML, ("Content-Encoding", "gzip")),
            answered("/pilt.png", b"\x89PNG", ("Content-Type", "image/png")),
            answered("/vana", b"", ("Location", "/0"), status="301 Moved Permanently"),
            answered("/kadunud", b"<h1>Lehte ei leitud</h1>", HTML, status="404 Not Found"),
            (f"{SITE}/3", "resource", page_of(3), None),
        ],
    )
    seeds, rejections = read(path)
    assert rejections == []
    assert [seed.url for seed in seeds] == [f"{SITE}/{number}" for number in range(4)]
    assert [seed.title for seed in seeds] == [title_of(number) for number in range(4)]
    assert [seed.body for seed in seeds] == ["\n".join(paragraphs_of(number)) for number in range(4)]
    extra = json.loads(seeds[2].extra or "")
    assert extra["crawled"] == "2016-06-01T00:00:00Z"
    assert extra["@seed"]["published"] == "2016-05-12T05:00:00+00:00"


def test_a_page_without_an_article_and_one_cut_off_before_its_text_cost_themselves(tmp_path: Path):
    links = "".join(f"<li><a href=/uudis/{n}>Uudis {n} kõigist linnadest</a>" for n in range(60)).encode()
    path = write(
        tmp_path / "lehed.warc",
        [
            answered("/", b"<!doctype html><title>Ajaleht</title><ul>" + links + b"</ul>", HTML),
            answered("/2", gzip.compress(page_of(2))[:200], HTML, ("Content-Encoding", "gzip")),
            answered("/4", page_of(4), HTML),
        ],
    )
    seeds, rejections = read(path)
    assert [seed.title for seed in seeds] == [title_of(4)]
    assert [(item.reason.value, item.line) for item in rejections] == [("malformed_seed", 1), ("malformed_seed", 2)]


def test_a_warc_file_is_held_against_its_own_pages(tmp_path: Path):
    path = write(tmp_path / "lehed.warc", [answered(f"/{number}", page_of(number), HTML) for number in range(5)])
    assert (
        run(["ingest", str(path), "--refetch", "missing", "--from", str(path), "--home", str(tmp_path / "home")]) == 0
    )
    with duckdb.connect(str(tmp_path / "home" / "published.duckdb"), read_only=True) as connection:
        found = connection.execute("select distinct content, published_at::date::varchar from marts.article").fetchall()
    assert sorted(found) == [("identical", f"2016-05-1{number}") for number in range(5)]
