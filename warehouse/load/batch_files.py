"""Batches on disk: one folder a batch, one Parquet file a table, there whole or not at all.

A batch's folder holds `batch.parquet` (one row: its counts) and one file for each table that has rows.
Its rows have exactly the columns that `warehouse/load/<table>.sql` inserts, so that the loader needs no
Python for a row, and a lake can take the files as they are.
"""

import datetime as dt
import os
import shutil
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from itertools import accumulate, chain, repeat
from operator import attrgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.records import (
    AddressRule,
    Batch,
    BatchKind,
    Capture,
    LayoutLesson,
    MediaItem,
    ParsedPage,
    PublisherLayouts,
    Reconciliation,
    Rejection,
    SeedArticle,
    Stage,
    content_id,
)
from warehouse.database.files import sync_path
from warehouse.load.batch_folders import LEDGER_FILE, TEMPORARY_PREFIX, batch_exists
from warehouse.near_duplicates.sketch import SKETCH_VERSION, sketch_texts

__all__ = ["batch_exists", "write_batch"]

Columns = dict[str, pa.Array]
# The fastest level: batches are read once and kept as a reserve. Other levels were not compared.
COMPRESSION_LEVEL = 1
# Scripts that put no space between words: each character that is no punctuation counts as a word.
_UNSPACED_LANGUAGES = ("zh", "ja", "th", "lo", "km", "my")

_SEED = ("seed_id", "url", "title", "body", "extra", "format", "source_path", "line")
_IDENTITY = ("article_id", "article_key", "publisher", "article_number", "canonical_url")
_CAPTURE = (
    "capture_id", "article_id", "target_uri", "final_uri", "captured_at", "memento_datetime", "source", "outcome",
    "outcome_detail", "http_status", "payload_digest", "payload_bytes", "elapsed_ms", "request_count", "revisit_of",
    "warc_file", "warc_offset",
)  # fmt: skip
_OBSERVATION = (
    "capture_id", "article_id", "observed_at", "existence", "rule", "evidence", "current_url", "rules_version",
)  # fmt: skip
_PAGE = (
    "page_id", "payload_digest", "parser_version", "kind", "url", "canonical_url", "title", "lead", "published_at",
    "modified_at", "authors", "byline", "section", "tags", "language", "site_name", "is_paywalled", "charset",
    "charset_reason", "layout", "used_seed",
)  # fmt: skip
_RECONCILIATION = (
    "reconciliation_id", "rules_version", "seed_id", "article_id", "page_id", "capture_id", "content", "similarity",
    "title", "lead", "issues", "published_at", "published_at_precision", "modified_at", "authors", "section", "tags",
    "language",
)  # fmt: skip
_EVIDENCE = (
    "rule", "same_count", "cosmetic_count", "edited_count", "moved_count", "added_count", "removed_count",
    "apparatus_count", "changed_share",
)  # fmt: skip
_SENTENCE = ("paragraph_no", "sentence_no", "block", "text", "source", "rule", "seed_start", "seed_end")
_LEFT_OUT = ("kind", "text", "seed_start", "seed_end", "rule")
_CHANGE = ("relation", "seed_sentence_no", "page_sentence_no", "seed_text", "page_text", "similarity")
_FACT = ("kind", "before", "after", "seed_sentence_no", "page_sentence_no")
_NAMED_DAY = ("year", "month", "day")
_MEDIA = ("kind", "url", "caption", "credit")
_HOST = (
    "host", "seen_at", "request_count", "median_latency_ms", "robots", "robots_detail", "crawl_delay_s", "interval_s",
    "parked_until", "parked_reason", "notes",
)  # fmt: skip
_ESTIMATE = (
    "estimate_id", "panel_id", "scope", "as_of", "oldest_at", "figure", "part", "stratum", "population", "sample_size",
    "answered", "positive", "share", "low", "high", "bound_low", "bound_high", "more_to_halve", "method",
)  # fmt: skip
_SAMPLED = ("article_id", "stratum", "existence", "content", "fact_kinds", "checked_at")
_ADDRESS_RULE = (
    "rule_id", "publisher", "sentence", "host", "folder_count", "parameters", "template", "only_piece", "only_values",
    "support", "counter_count", "version",
)  # fmt: skip
_ADDRESS_TRY = ("rule_id", "article_id", "address", "capture_id")
_LESSON = ("lesson_id", "publisher", "learner_version", "stored_count", "read_count", "unreadable_count")
_LAYOUT = ("name", "fingerprint", "title_affixes", "seed_count")
_REJECTION = ("stage", "reason", "detail", "source_path", "line", "target_uri")

_TIMES = frozenset(
    {
        "captured_at", "memento_datetime", "observed_at", "published_at", "modified_at", "written_at", "seen_at",
        "parked_until", "as_of", "oldest_at", "checked_at",
    }
)  # fmt: skip
_INTEGERS = frozenset(
    {
        "line", "http_status", "payload_bytes", "elapsed_ms", "request_count", "warc_offset", "same_count",
        "cosmetic_count", "edited_count", "moved_count", "added_count", "removed_count", "apparatus_count",
        "paragraph_no", "sentence_no", "seed_start", "seed_end", "seed_sentence_no", "page_sentence_no",
        "median_latency_ms", "population", "sample_size", "answered", "positive", "more_to_halve", "year", "month",
        "day", "folder_count", "support", "counter_count", "stored_count", "read_count", "unreadable_count",
        "seed_count",
    }
)  # fmt: skip
_FLOATS = frozenset(
    {
        "similarity", "changed_share", "crawl_delay_s", "interval_s", "share", "low", "high", "bound_low", "bound_high",
    }
)  # fmt: skip
_FLAGS = frozenset({"is_paywalled", "used_seed"})
_LISTS = frozenset(
    {
        "authors", "tags", "issues", "notes", "fact_kinds", "parameters", "only_values", "fingerprint", "title_affixes",
    }
)  # fmt: skip


def _arrow_type(name: str) -> pa.DataType:
    if name in _TIMES:
        return pa.timestamp("us", tz="UTC")
    if name in _INTEGERS:
        return pa.int64()
    if name in _FLOATS:
        return pa.float64()
    if name in _FLAGS:
        return pa.bool_()
    return pa.list_(pa.string()) if name in _LISTS else pa.string()


def _storable(value: object) -> object:
    """Put U+FFFD for lone surrogates, which neither UTF-8 nor any database can hold."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, (list, tuple)):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {key: _storable(item) for key, item in value.items()}
    return value


def _array(values: Sequence[object], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, type=kind)
    except UnicodeEncodeError:
        return pa.array([_storable(value) for value in values], type=kind)


def _columns(names: Sequence[str], rows: Iterable[object]) -> Columns:
    """Turn records into one array a field."""
    values = list(zip(*map(attrgetter(*names), rows), strict=True))
    return {name: _array(column, _arrow_type(name)) for name, column in zip(names, values, strict=True)}


def _constant(value: str, count: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.string()), count)


def _text_key(title: str | None, body: str | None) -> str:
    """Name a text by what it says: Unicode form and white space do not count."""
    return content_id(" ".join(unicodedata.normalize("NFC", f"{title or ''}\n{body or ''}").split()))


def _seed_columns(seeds: Sequence[SeedArticle]) -> Columns:
    return _columns(_SEED, seeds) | _columns(_IDENTITY, [seed.identity for seed in seeds])


def _pairs(names: tuple[str, str], items: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [dict(zip(names, item, strict=True)) for item in items]


def _capture_columns(captures: Sequence[Capture]) -> Columns:
    text = pa.string()
    hop = pa.struct([("uri", text), ("http_status", pa.int64()), ("location", text)])
    header = pa.struct([("name", text), ("value", text)])
    hops = [
        [{"uri": hop.uri, "http_status": hop.http_status, "location": hop.location} for hop in capture.redirects]
        for capture in captures
    ]
    columns = _columns(_CAPTURE, captures)
    columns["redirects"] = _array(hops, pa.list_(hop))
    columns["headers"] = _array([_pairs(("name", "value"), c.headers) for c in captures], pa.list_(header))
    return columns


def _media_dicts(media: Iterable[MediaItem]) -> list[dict[str, str | None]]:
    return [{name: getattr(item, name) for name in _MEDIA} for item in media]


def _page_text(page: ParsedPage) -> str:
    return "\n".join(filter(None, (page.lead, *(block.text for block in page.blocks))))


def _page_columns(pages: Sequence[ParsedPage]) -> Columns:
    text = pa.string()
    columns = _columns(_PAGE, pages)
    blocks = [[{"kind": block.kind, "text": block.text} for block in page.blocks] for page in pages]
    columns["blocks"] = _array(blocks, pa.list_(pa.struct([("kind", text), ("text", text)])))
    media = pa.list_(pa.struct([(name, text) for name in _MEDIA]))
    columns["media"] = _array([_media_dicts(page.media) for page in pages], media)
    origins = [_pairs(("field", "origin"), page.provenance) for page in pages]
    columns["provenance"] = _array(origins, pa.list_(pa.struct([("field", text), ("origin", text)])))
    columns["text_key"] = _array([_text_key(page.title, _page_text(page)) for page in pages], text)
    return columns


def _word_count(found: Reconciliation) -> int:
    """Count words: runs between spaces, or characters where the language writes no spaces."""
    texts = [sentence.text for sentence in found.sentences]
    if (found.language or "").startswith(_UNSPACED_LANGUAGES):
        return sum(map(str.isalnum, chain.from_iterable(texts)))
    return sum(text.count(" ") + 1 for text in texts)


def _reconciliation_columns(found: Sequence[Reconciliation]) -> Columns:
    evidence = _columns(_EVIDENCE, [item.evidence for item in found])
    columns = _columns(_RECONCILIATION, found) | {"content_rule": evidence.pop("rule")} | evidence
    columns["word_count"] = _array([_word_count(item) for item in found], pa.int64())
    columns["sentences"] = _sentence_lists(found)
    columns["sentence_count"] = _array([len(item.sentences) for item in found], pa.int64())
    return columns


def _sentence_lists(found: Sequence[Reconciliation]) -> pa.Array:
    """Build one list of sentences a reconciliation, as an array of lists over one array of structs."""
    counts = [len(item.sentences) for item in found]
    rows = list(chain.from_iterable(item.sentences for item in found))
    if rows:
        columns = list(_columns(_SENTENCE, rows).values())
    else:
        columns = [pa.array([], type=_arrow_type(name)) for name in _SENTENCE]
    offsets = pa.array(accumulate(counts, initial=0), type=pa.int32())
    return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(columns, names=list(_SENTENCE)))


def _sketch_columns(found: Sequence[Reconciliation]) -> Columns | None:
    """Sketch the clean texts; a reconciliation without text has no row."""
    texts = {item.reconciliation_id: " ".join(part.text for part in item.sentences) for item in found if item.sentences}
    if not texts:
        return None
    return {
        "reconciliation_id": pa.array(texts, type=pa.string()),
        "sketch_version": _constant(SKETCH_VERSION, len(texts)),
        "band_keys": pa.array(sketch_texts(list(texts.values())), type=pa.list_(pa.uint64())),
    }


def _part_columns(
    found: Sequence[Reconciliation], part: str, names: Sequence[str], number: str | None = None
) -> Columns | None:
    """Flatten one list field of the reconciliations; `number` names a column that counts from 1 in each."""
    parts: list[Sequence[object]] = [getattr(item, part) for item in found]
    rows = list(chain.from_iterable(parts))
    if not rows:
        return None
    counts = list(map(len, parts))
    owners = chain.from_iterable(map(repeat, map(attrgetter("reconciliation_id"), found), counts))
    columns = {"reconciliation_id": _array(list(owners), pa.string())} | _columns(names, rows)
    if number is not None:
        columns[number] = pa.array(list(chain.from_iterable(range(1, n + 1) for n in counts)), type=pa.int64())
    return columns


def _rule_columns(rules: Sequence[AddressRule]) -> Columns:
    text = pa.string()
    pair = pa.struct([("before", text), ("after", text)])
    renaming = pa.struct([("piece", text), ("before", text), ("after", text), ("support", pa.int64())])
    columns = _columns(_ADDRESS_RULE, rules)
    for name, kind in (("renamings", renaming), ("examples", pair), ("counter_examples", pair)):
        columns[name] = _array([[asdict(item) for item in getattr(rule, name)] for rule in rules], pa.list_(kind))
    return columns


def _lesson_columns(lessons: Sequence[LayoutLesson]) -> Columns:
    taught = [PublisherLayouts(publisher=item.publisher, layouts=item.layouts) for item in lessons]
    versions = [found.version if found.layouts else None for found in taught]
    return _columns(_LESSON, lessons) | {"layouts_version": _array(versions, pa.string())}


def _layout_columns(lessons: Sequence[LayoutLesson]) -> Columns:
    text, count = pa.string(), pa.int64()
    selector = pa.struct([("role", text), ("selector", text), ("support", count), ("contradicting", count)])
    taught = [(item.lesson_id, number, layout) for item in lessons for number, layout in enumerate(item.layouts, 1)]
    lesson_ids, numbers, layouts = zip(*taught, strict=True)
    evidence = [[asdict(found) for found in layout.evidence] for layout in layouts]
    return _columns(_LAYOUT, layouts) | {
        "lesson_id": _array(lesson_ids, text),
        "layout_no": _array(numbers, count),
        "selectors": _array(evidence, pa.list_(selector)),
    }


def _rejection_columns(batch: Batch) -> Columns:
    is_seed = _rejected_seeds(batch)
    return _columns(_REJECTION, batch.rejections) | {"is_seed": pa.array(is_seed, type=pa.bool_())}


def _rejected_seeds(batch: Batch) -> list[bool]:
    """Say of each rejection whether it took a seed away: all of reading, and later ones whose seed is not there."""
    kept = {(seed.source_path, seed.line) for seed in batch.seeds}
    return [
        item.stage is Stage.READ
        or (batch.kind is BatchKind.SEEDS and item.source_path is not None and _place(item) not in kept)
        for item in batch.rejections
    ]


def _place(item: Rejection) -> tuple[str | None, int | None]:
    return item.source_path, item.line


def _tables(batch: Batch) -> dict[str, Columns]:
    """Build the columns of each table that has rows."""
    unique = {item.reconciliation_id: item for item in batch.reconciliations}
    found = tuple(unique.values())
    built: dict[str, tuple[Sequence[object], Callable[[], Columns]]] = {
        "seed": (batch.seeds, lambda: _seed_columns(batch.seeds)),
        "capture": (batch.captures, lambda: _capture_columns(batch.captures)),
        "observation": (batch.observations, lambda: _columns(_OBSERVATION, batch.observations)),
        "page": (batch.pages, lambda: _page_columns(batch.pages)),
        "reconciliation": (found, lambda: _reconciliation_columns(found)),
        "rejection": (batch.rejections, lambda: _rejection_columns(batch)),
        "host": (batch.hosts, lambda: _columns(_HOST, batch.hosts)),
        "estimate": (batch.estimates, lambda: _columns(_ESTIMATE, batch.estimates)),
        "sampled_article": (batch.sample, lambda: _columns(_SAMPLED, batch.sample)),
        "address_rule": (batch.address_rules, lambda: _rule_columns(batch.address_rules)),
        "address_try": (batch.address_tries, lambda: _columns(_ADDRESS_TRY, batch.address_tries)),
        "layout_lesson": (batch.lessons, lambda: _lesson_columns(batch.lessons)),
        "layout": ([item for found in batch.lessons for item in found.layouts], lambda: _layout_columns(batch.lessons)),
    }
    tables = {name: build() for name, (rows, build) in built.items() if rows}
    for columns in tables.values():
        columns["batch_id"] = _constant(batch.batch_id, len(next(iter(columns.values()))))
    parts = {
        "sketch": _sketch_columns(found),
        "left_out": _part_columns(found, "left_out", _LEFT_OUT, "left_out_no"),
        "sentence_change": _part_columns(found, "changes", _CHANGE, "change_no"),
        "fact_change": _part_columns(found, "facts", _FACT, "fact_no"),
        "media": _part_columns(found, "media", _MEDIA, "media_no"),
        "named_day": _part_columns(found, "named_days", _NAMED_DAY, "named_day_no"),
    }
    return tables | {name: columns for name, columns in parts.items() if columns is not None}


def _ledger_columns(batch: Batch, written_at: dt.datetime) -> Columns:
    rejected = sum(_rejected_seeds(batch))
    return {
        "batch_id": pa.array([batch.batch_id]),
        "kind": pa.array([batch.kind.value]),
        "run_id": pa.array([batch.run_id]),
        "written_at": pa.array([written_at], type=_arrow_type("written_at")),
        "seeds_read": pa.array([len(batch.seeds) + rejected], type=pa.int64()),
    }


def _write_table(path: Path, columns: Columns) -> None:
    with path.open("wb") as file:
        pq.write_table(
            pa.table(columns), file, compression="zstd", compression_level=COMPRESSION_LEVEL, write_statistics=False
        )
        file.flush()
        os.fsync(file.fileno())


def write_batch(folder: Path, batch: Batch, *, written_at: dt.datetime | None = None) -> Path:
    """Write a batch as Parquet files in `folder/<batch_id>/` and return that folder.

    Files are written in a folder beside it, synced, and renamed in one step. The same batch id means the
    same work, so a batch that is already there is kept. `written_at` (the wall clock unless given) only
    orders batches when the warehouse is rebuilt. Raises OSError when the disk is full or read-only.
    """
    target = folder / batch.batch_id
    if batch_exists(folder, batch.batch_id):
        return target
    folder.mkdir(parents=True, exist_ok=True)
    writing = folder / f"{TEMPORARY_PREFIX}{batch.batch_id}-{uuid.uuid4().hex}"  # pids repeat on other machines
    writing.mkdir()
    try:
        for name, columns in _tables(batch).items():
            _write_table(writing / f"{name}.parquet", columns)
        _write_table(writing / LEDGER_FILE, _ledger_columns(batch, written_at or dt.datetime.now(dt.UTC)))
        sync_path(writing)
        writing.rename(target)
    except OSError:
        shutil.rmtree(writing, ignore_errors=True)
        if batch_exists(folder, batch.batch_id):  # another worker wrote the same batch first
            return target
        raise
    sync_path(folder)
    return target
