"""JSON lines, CSV, Parquet and URL lists."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.records import Rejection, SeedArticle, SeedFormat
from flows.seedfiles.columns.content import looks_like_day
from flows.seedfiles.documents import MAX_DOCUMENT_BYTES, Problem, RawDocument
from flows.seedfiles.formats import delimited, jsonl, reader_of
from flows.seedfiles.streams import ByteStream

URL = "https://bao.example/a/1.html"


def read_bytes(format_: SeedFormat, data: bytes, *, documents: int = 1000, block: int = 1 << 20) -> list[object]:
    reader = reader_of(format_)
    blocks = (data[start : start + block] for start in range(0, len(data), block))
    items: list[object] = []
    for piece in reader.split(ByteStream(blocks), documents):
        items += [piece] if isinstance(piece, Problem) else reader.decode(RawDocument(format_, "file", *piece[:4]))
    return items


def read_text(format_: SeedFormat, text: str, **limits: int) -> list[object]:
    return read_bytes(format_, text.encode(), **limits)


def outcome(items: list[object]) -> list[tuple[int | None, str]]:
    """Line, and body or reason."""
    return [(item.line, item.body or "" if isinstance(item, SeedArticle) else str(item.reason)) for item in items]  # type: ignore[attr-defined]


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
notes = texts.filter(lambda text: not looks_like_day(text))  # a column of days would be the day of publication
rows = st.lists(st.tuples(texts, texts, notes), min_size=1, max_size=12)


def none_if_empty(text: str) -> str | None:
    return None if not text or text == "null" or text.isspace() else text


def expected(articles: list[tuple[str, str, str]]) -> list[tuple[str, str | None, str | None, str | None]]:
    return [
        (f"{URL}?n={n}", none_if_empty(title), none_if_empty(body), json.dumps({"memo": tag}, ensure_ascii=False))
        for n, (title, body, tag) in enumerate(articles)
    ]


def found(items: list[object]) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(item.url, item.title, item.body, item.extra) for item in items if isinstance(item, SeedArticle)]


@given(rows, st.integers(1, 5), st.integers(1, 50))
def test_json_lines_are_read_back_whatever_the_blocks(articles: list[tuple[str, str, str]], documents: int, block: int):
    lines = [
        json.dumps({"url": f"{URL}?n={n}", "title": title, "text": body, "memo": tag}, ensure_ascii=False)
        for n, (title, body, tag) in enumerate(articles)
    ]
    items = read_text(SeedFormat.JSONL, "\n".join(lines), documents=documents, block=block)
    assert found(items) == expected(articles)
    assert [item.line for item in items] == list(range(1, len(lines) + 1))


@given(rows, st.sampled_from([",", ";", "\t", "|"]), st.integers(1, 5), st.sampled_from(["\n", "\r\n"]))
def test_csv_is_read_back_whatever_is_in_its_cells(
    articles: list[tuple[str, str, str]], delimiter: str, documents: int, line_end: str
):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerow(["url", "title", "text", "memo"])
    writer.writerows((f"{URL}?n={n}", title, body, tag or "-") for n, (title, body, tag) in enumerate(articles))
    items = read_text(SeedFormat.CSV, file.getvalue(), documents=documents)
    assert found(items) == expected([(title, body, tag or "-") for title, body, tag in articles])


@given(rows)
def test_parquet_is_read_back(articles: list[tuple[str, str, str]]):
    columns = {
        "url": [f"{URL}?n={n}" for n in range(len(articles))],
        "headline": [title for title, _, _ in articles],
        "content": [body for _, body, _ in articles],
        "memo": [tag for _, _, tag in articles],
    }
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink)
    assert found(read_bytes(SeedFormat.PARQUET, sink.getvalue(), documents=3)) == expected(articles)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{broken", "malformed_seed"),
        (b"[1, 2]", "malformed_seed"),
        (b'{"url": 7}', "invalid_url"),
        (b"[" * 100_000, "malformed_seed"),
        (b'{"title": "no address"}', "missing_url"),
        (b'{"url": "null"}', "missing_url"),
        (b'{"url": null}', "missing_url"),
        (b'{"url": "not a url"}', "invalid_url"),
        (b'{"url": "https://b.example/", "text": "a\xff"}', "invalid_utf8"),
        (b'{"url": "https://b.example/", "text": "\\ud83d"}', "invalid_utf8"),
        (b'{"url": "https://b.example/", "text": "a\\u0000b"}', "control_characters"),
        (b'{"url": "https://b.example/", "text": "a\0b"}', "control_characters"),
    ],
)
def test_a_bad_json_line_is_rejected_with_its_number_and_the_others_are_read(line: bytes, reason: str):
    good = json.dumps({"url": URL, "text": "tốt"}).encode()
    items = read_bytes(SeedFormat.JSONL, b"\n".join([good, b"", line, good]) + b"\n")
    assert outcome(items) == [(1, "tốt"), (3, reason), (4, "tốt")]


def test_a_pair_of_escaped_surrogates_is_one_letter():
    (seed,) = read_text(SeedFormat.JSONL, '{"url": "https://b.example/", "text": "\\ud83d\\ude00"}')
    assert isinstance(seed, SeedArticle)
    assert seed.body == "😀"


def test_other_keys_are_kept_as_json_that_every_reader_takes():
    (seed,) = read_text(SeedFormat.JSONL, f'{{"Link": "{URL}", "score": NaN, "tags": ["a"], "day": null}}')
    assert isinstance(seed, SeedArticle)
    assert seed.extra == '{"tags": "a", "@seed": {"tags": ["a"]}}'


def test_the_preferred_name_wins_where_two_columns_could_be_the_url():
    (seed,) = read_text(SeedFormat.JSONL, f'{{"link": "https://b.example/x", "URL": "{URL}"}}')
    assert isinstance(seed, SeedArticle)
    assert (seed.url, seed.extra) == (URL, '{"link": "https://b.example/x"}')


def test_a_line_over_the_limit_is_rejected_and_the_lines_around_it_are_read():
    good = json.dumps({"url": URL, "text": "b"}).encode()

    def blocks() -> Iterator[bytes]:
        yield good + b"\n" + good[:10]
        for _ in range(MAX_DOCUMENT_BYTES // (1 << 20) + 8):
            yield b"x" * (1 << 20)
        yield b"\n" + good + b"\n"

    items: list[object] = []
    for piece in jsonl.READER.split(ByteStream(blocks()), 1000):
        is_problem = isinstance(piece, Problem)
        items += [piece] if is_problem else jsonl.READER.decode(RawDocument(SeedFormat.JSONL, "file", *piece[:4]))
    assert outcome(items) == [(1, "b"), (2, "too_large"), (3, "b")]


@pytest.mark.parametrize(
    ("rows", "result"),
    [
        (f"{URL},one\n{URL},two,three\n{URL},four\n", [(2, "one"), (3, "malformed_seed"), (4, "four")]),
        (f"{URL},one\n{URL}\n{URL},four\n", [(2, "one"), (3, "malformed_seed"), (4, "four")]),
        (f'{URL},"one\n{URL},two\n{URL},four\n', [(2, "malformed_seed"), (3, "two"), (4, "four")]),
        (f'{URL},"one\n{URL},"two"\n{URL},four\n', [(2, "malformed_seed"), (3, "two"), (4, "four")]),
        (f'{URL},"one" x\n{URL},two\n', [(2, "malformed_seed"), (3, "two")]),
        (f'{URL},"a\n\nb"\n\n{URL},two\n', [(2, "a\n\nb"), (6, "two")]),
        (f'{URL},5" screen\n{URL},two\n', [(2, '5" screen'), (3, "two")]),
        (f"{URL},one,\n{URL},two\n", [(2, "one"), (3, "two")]),
        (f",one\nnull,two\n{URL},three", [(2, "missing_url"), (3, "missing_url"), (4, "three")]),
        (f"not a url,one\n{URL},two", [(2, "invalid_url"), (3, "two")]),
        (f"{URL},a\0b\n{URL},two\n", [(2, "control_characters"), (3, "two")]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("documents", [1, 1000])
def test_a_bad_csv_row_is_rejected_with_its_line_and_the_others_are_read(
    rows: str, result: list[tuple[int, str]], documents: int
):
    items = read_text(SeedFormat.CSV, "url,text\n" + rows, documents=documents)
    assert sorted(outcome(items)) == result


def test_csv_with_a_byte_order_mark_other_names_and_repeated_columns():
    (seed,) = read_text(SeedFormat.CSV, f"\ufeffHeadline,Article URL,Main Text,tag,tag\nt,{URL},b,1,2\n")
    assert isinstance(seed, SeedArticle)
    assert (seed.title, seed.url, seed.body, seed.extra) == (
        "t",
        URL,
        "b",
        '{"tag": "1", "tag_2": "2", "@seed": {"tags": ["1"]}}',
    )


def test_a_csv_cell_that_is_no_utf8_costs_only_its_own_row():
    items = read_bytes(
        SeedFormat.CSV, f"url,text\n{URL},one\n".encode() + f"{URL},tw\xff\n{URL},ba\n".encode("latin-1")
    )
    assert outcome(items) == [(2, "one"), (3, "invalid_utf8"), (4, "ba")]
    assert isinstance(items[1], Rejection)
    assert "byte 3 of column 'text'" in items[1].detail


def test_a_csv_record_over_the_limit_is_rejected_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(delimited, "_MAX_RECORD_BYTES", 1000)
    rows = f'{URL},"' + "x\n" * 600 + f'"\n{URL},two\n'
    items = read_text(SeedFormat.CSV, "url,text\n" + rows)
    assert outcome(items)[0] == (2, "too_large")
    assert outcome(items)[-1] == (603, "two")


def test_a_parquet_string_that_is_no_utf8_costs_only_its_own_row(tmp_path: Path, read: Callable[..., Any]):
    text = pa.array([b"one", b"tw\xff", None], pa.binary()).view(pa.string())
    when = [dt.datetime(2016, 10, 5, 14, 30, tzinfo=dt.UTC)] * 3
    pq.write_table(pa.table({"url": [URL, URL, ""], "text": text, "at": when}), tmp_path / "a.parquet")
    seeds, rejections = read(tmp_path)
    assert [(seed.line, seed.body, seed.extra) for seed in seeds] == [
        (1, "one", '{"at": "2016-10-05T14:30:00+00:00", "@seed": {"published": "2016-10-05T14:30:00+00:00"}}')
    ]
    assert [(item.line, item.reason) for item in rejections] == [(2, "invalid_utf8"), (3, "missing_url")]


def test_parquet_columns_of_another_kind_or_without_a_url_are_one_rejection(tmp_path: Path, read: Callable[..., Any]):
    pq.write_table(pa.table({"url": [1, 2]}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"name": ["x"]}), tmp_path / "b.parquet")
    _, rejections = read(tmp_path)
    assert [(item.reason, item.detail) for item in rejections] == [
        ("missing_column", "no column holds addresses or is named url or link; there are 'url'"),
        ("missing_column", "no column holds addresses or is named url or link; there are 'name'"),
    ]


def test_a_parquet_file_with_a_damaged_column_name_is_one_rejection(tmp_path: Path, read: Callable[..., Any]):
    pq.write_table(pa.table({"url": [URL], "headline": ["t"]}), tmp_path / "a.parquet")
    data = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(data.replace(b"headline", b"h\xffadline"))
    seeds, rejections = read(tmp_path)
    assert seeds == []
    assert [item.reason for item in rejections] == ["broken_archive"]


def test_dictionary_and_large_string_columns_are_text():
    table = pa.table({"url": pa.array([URL]).dictionary_encode(), "text": pa.array(["b"], pa.large_string())})
    sink = io.BytesIO()
    pq.write_table(table, sink)
    assert outcome(read_bytes(SeedFormat.PARQUET, sink.getvalue())) == [(1, "b")]


def test_parquet_lists_of_texts_are_paragraphs_and_none_is_lost(tmp_path: Path, read: Callable[..., Any]):
    texts = pa.array([["Para one.", "Para two."], None, []], pa.list_(pa.string()))
    addresses = pa.array([[URL], [URL, URL + "?n=2"], [URL + "?n=3"]], pa.list_(pa.string()))
    pq.write_table(pa.table({"url": addresses, "text": texts}), tmp_path / "a.parquet")
    seeds, rejections = read(tmp_path)
    assert [(seed.line, seed.body) for seed in seeds] == [(1, "Para one.\nPara two."), (3, None)]
    assert [(item.line, item.reason) for item in rejections] == [(2, "invalid_url")]


def test_a_url_list_skips_comments_and_blank_lines_and_rejects_the_rest_by_line():
    text = f"\ufeff# mine\n\n  {URL}\r\nnot a url\nftp://b.example/\n{URL}?n=2"
    items = read_text(SeedFormat.URL_LIST, text)
    assert outcome(items) == [(3, ""), (4, "invalid_url"), (5, "invalid_url"), (6, "")]
    assert isinstance(items[0], SeedArticle)
    assert items[0].url == URL


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("above", ["", "sep={}\n", "Export of 2020\n\n"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_table_is_read_with_lines_above_it_and_in_either_quotes(delimiter: str, above: str, quote: str):
    rows = [
        ["url", "title", "text"],
        *([f"{URL}?n={at}", "En bro; en å", "Broen, sagde hun\ter lukket."] for at in "12"),
    ]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quotechar=quote, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    seeds = read_text(SeedFormat.CSV, above.format(delimiter) + text.getvalue())
    assert [(seed.title, seed.body) for seed in seeds if isinstance(seed, SeedArticle)] == [tuple(rows[1][1:])] * 2
