"""Make batch files of synthetic news, some 10,000 articles a second: the input of the warehouse's benchmarks.

An article has about 4 KB of text: 20 sentences in 10 paragraphs, no two alike, of 3,000 Vietnamese-like syllables
whose frequency falls with their rank as in real text. Of each hundred articles 5 copy their neighbour under another
publisher, and 30 were looked at: 27 have their page, on which 7 changed; 2 looked gone, 1 turned us away.
"""

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.load.batch_folders import batch_exists
from warehouse.near_duplicates.sketch import SKETCH_VERSION

BATCH_SIZE = 5_000
SENTENCES = 20
PUBLISHERS = 200
_POOL = 20_000
_FIRST_DAY = dt.datetime(2008, 1, 1, tzinfo=dt.UTC)
_LOOKED_AT = dt.datetime(2026, 1, 10, tzinfo=dt.UTC)
_CUT = ("numbers", "stories", "article_ids", "seed_ids", "bodies", "titles", "publishers", "urls", "published_at")
_ONSETS = "b c ch d đ g gh gi h k kh l m n ng nh ph qu r s t th tr v x"
_RIMES = (
    "a á à ả ã ạ ai ái ài ại an án àn ạn ang áng àng ạng anh ánh ành ạnh ao áo ào ạo ăn ắn ằn ặn ăm ắm ặm âm ấm ầm ậm "
    "ân ấn ần ận âu ấu ầu ậu e é è ẹ em én èn ẹn ê ế ề ệ ên ến ền ện i í ì ị iên iến iền iện iêu iếu iều iệu in ín ình "
    "o ó ò ọ oan oán oàn oạn ong óng òng ọng ô ố ồ ộ ôi ối ồi ội ông ống ồng ộng ơ ớ ờ ợ ơn ớn ờn ợn u ú ù ụ ua úa ùa "
    "un úng ùng ụng uốc uộc uyên uyến uyền uyện ư ứ ừ ự ưa ứa ừa ựa ưng ứng ừng ựng ước ược ương ướng ường ượng"
)


def make_words() -> list[str]:
    """Make the vocabulary, the most frequent first."""
    words = [onset + rime for rime in _RIMES.split() for onset in _ONSETS.split()]
    return list(np.random.default_rng(1).permutation(words)[:3_000])


def _make_pool() -> pa.Array:
    """Make the ends of sentences, 26 to 38 words each."""
    chance = np.random.default_rng(2)
    words = np.array(make_words())
    share = 1 / np.arange(3, len(words) + 3)
    picked = words[chance.choice(len(words), size=(_POOL, 38), p=share / share.sum())]
    lengths = chance.integers(26, 39, _POOL)
    return pa.array([" ".join(row[:length]) for row, length in zip(picked, lengths, strict=True)])


def _ids(kind: int, numbers: np.ndarray) -> pa.Array:
    """Scatter numbers over 16 hex digits, as hashes are (the finaliser of splitmix64)."""
    with np.errstate(over="ignore"):
        mixed = numbers.astype(np.uint64) * np.uint64(8) + np.uint64(kind)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return pa.array([f"{value:016x}" for value in mixed.tolist()])


def _lists(values: pa.Array, length: int) -> pa.Array:
    offsets = pa.array(np.arange(0, len(values) + 1, length, dtype=np.int32))
    return pa.ListArray.from_arrays(offsets, values)


def _text(numbers: np.ndarray | pa.Array) -> pa.Array:
    return pc.cast(pa.array(numbers), pa.string())


def _join(*parts: pa.Array | str) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "")


class Articles:
    """The columns of articles first … first + count."""

    def __init__(self, pool: pa.Array, first: int, count: int) -> None:
        self.count = count
        self.numbers = np.arange(first, first + count)
        self.chance = np.random.default_rng(first + 3)
        self.article_ids, self.seed_ids = _ids(1, self.numbers), _ids(2, self.numbers)
        is_copy = (self.numbers % 20 == 19) & (self.numbers > first)
        self.stories = np.where(is_copy, self.numbers - 1, self.numbers)
        stories = np.repeat(self.stories, SENTENCES)
        places = np.tile(np.arange(SENTENCES), count)
        ends = pool.take(pa.array((stories * 7919 + places * 104_729 + stories // 7) % _POOL))
        heads = _join("Ngày ", _text(1 + stories % 28), "/", _text(1 + places % 12), ", số ", _text(stories), ", ")
        self.sentences = _join(heads, ends, ".")
        self.bodies = pc.binary_join(_lists(self.sentences, SENTENCES), " ")
        self.titles = _join("Tin ", _text(self.numbers), " ", pool.take(pa.array(self.numbers * 31 % _POOL)))
        self.publishers = _join("bao-", _text(self.numbers * 7 % PUBLISHERS), ".example")
        self.urls = _join("http://", self.publishers, "/tin-", _text(self.numbers), ".html")
        days = (self.numbers * 13 % 6_500) * 86_400_000_000 + int(_FIRST_DAY.timestamp()) * 1_000_000
        self.published_at = pa.array(days, type=pa.timestamp("us", tz="UTC"))

    def same(self, value: object, kind: pa.DataType | None = None) -> pa.Array:
        """Repeat one value for every article."""
        return pa.repeat(pa.scalar(value, kind or pa.scalar(value).type), self.count)

    def sketch(self, reconciliation_ids: pa.Array) -> dict[str, pa.Array]:
        """Build the rows of core.sketch as if all keys of a copy were those of its story, and no other were shared."""
        bands = np.tile(np.arange(14, dtype=np.uint64), self.count)
        keys = np.repeat(self.stories.astype(np.uint64), 14) * np.uint64(16) + bands
        with np.errstate(over="ignore"):
            scattered = pa.array(keys * np.uint64(0x9E3779B97F4A7C15))
        version = self.same(SKETCH_VERSION)
        return {"reconciliation_id": reconciliation_ids, "sketch_version": version, "band_keys": _lists(scattered, 14)}

    def sentence_lists(self, sources: pa.Array, texts: pa.Array) -> pa.Array:
        """Build the column of clean sentences."""
        places = np.tile(np.arange(SENTENCES), self.count)
        lengths = pc.utf8_length(self.sentences).to_numpy().reshape(self.count, SENTENCES)
        ends = np.cumsum(lengths + 1, axis=1) - 1
        columns = {
            "paragraph_no": pa.array(places // 2 + 1),
            "sentence_no": pa.array(places + 1),
            "block": pa.repeat("paragraph", len(places)),
            "text": texts,
            "source": sources,
            "rule": pc.if_else(pc.equal(sources, "seed"), "seed_only", "page_edited"),
            "seed_start": pa.array((ends - lengths).reshape(-1)),
            "seed_end": pa.array(ends.reshape(-1)),
        }
        return _lists(pa.StructArray.from_arrays(list(columns.values()), names=list(columns)), SENTENCES)


def _seed_table(made: Articles, batch_id: str) -> dict[str, pa.Array]:
    numbers = _text(made.numbers)
    return {
        "seed_id": made.seed_ids, "url": made.urls, "title": made.titles, "body": made.bodies,
        "extra": made.same(None, pa.string()), "format": made.same("dashed_text"),
        "source_path": _join("seeds/", _text(made.numbers // 1000), ".txt"), "line": pa.array(made.numbers % 1000 + 1),
        "article_id": made.article_ids, "article_key": _join(made.publishers, ":", numbers),
        "publisher": made.publishers, "article_number": numbers, "canonical_url": made.urls,
        "batch_id": made.same(batch_id),
    }  # fmt: skip


def _reconciliation_table(made: Articles, batch_id: str, changes: dict[str, pa.Array]) -> dict[str, pa.Array]:
    """Build what holding each seed against its page, or against none, gave."""
    nothing, empty = made.same(None, pa.string()), pa.array([[]] * made.count, type=pa.list_(pa.string()))
    flaws = [["flattened"], ["flattened", "caption_in_text"], [], ["mojibake"]]
    counts = ("same", "cosmetic", "edited", "moved", "added", "removed", "apparatus")
    return {
        "reconciliation_id": _ids(3, made.numbers), "rules_version": made.same("1"), "seed_id": made.seed_ids,
        "article_id": made.article_ids, "page_id": nothing, "capture_id": nothing,
        "content": made.same("not_compared"), "similarity": made.same(None, pa.float64()),
        "content_rule": made.same("no_page"), **{f"{name}_count": made.same(0) for name in counts},
        "changed_share": made.same(None, pa.float64()), "title": made.titles, "lead": nothing,
        "issues": pa.array([flaws[number % 4] for number in made.numbers.tolist()]),
        "published_at": made.published_at, "published_at_precision": made.same("id_clock"),
        "modified_at": made.same(None, pa.timestamp("us", tz="UTC")), "authors": empty,
        "section": _join("Mục ", _text(made.numbers * 3 % 12)), "tags": empty, "language": made.same("vi"),
        "word_count": made.same(740), "sentence_count": made.same(SENTENCES),
        "sentences": made.sentence_lists(pa.repeat("seed", len(made.sentences)), made.sentences),
        "batch_id": made.same(batch_id),
    } | changes  # fmt: skip


def _capture_table(made: Articles, batch_id: str, outcomes: pa.Array, statuses: pa.Array) -> dict[str, pa.Array]:
    text = pa.string()
    hop = pa.struct([("uri", text), ("http_status", pa.int64()), ("location", text)])
    pair = pa.struct([("name", text), ("value", text)])
    is_read = pc.equal(outcomes, "ok")
    times = int(_LOOKED_AT.timestamp()) * 1_000_000 + made.numbers * 50_000
    return {
        "capture_id": _ids(4, made.numbers), "article_id": made.article_ids, "target_uri": made.urls,
        "final_uri": made.urls, "redirects": pa.array([[]] * made.count, type=pa.list_(hop)),
        "captured_at": pa.array(times, type=pa.timestamp("us", tz="UTC")),
        "memento_datetime": made.same(None, pa.timestamp("us", tz="UTC")), "source": made.same("live"),
        "outcome": outcomes, "outcome_detail": _join("status ", _text(statuses)), "http_status": statuses,
        "headers": pa.array([[{"name": "etag", "value": str(n)}] for n in made.numbers.tolist()], type=pa.list_(pair)),
        "payload_digest": pc.if_else(is_read, _join("sha256:", *[_ids(5, made.numbers)] * 4), None),
        "payload_bytes": pc.if_else(is_read, 60_000, 500),
        "elapsed_ms": pa.array(made.chance.integers(40, 900, made.count)), "request_count": made.same(1),
        "revisit_of": made.same(None, text), "warc_file": made.same("warc/a.warc.gz"),
        "warc_offset": pa.array(made.numbers * 12_000), "batch_id": made.same(batch_id),
    }  # fmt: skip


def _page_table(made: Articles, batch_id: str, texts: pa.Array) -> dict[str, pa.Array]:
    text, nothing = pa.string(), made.same(None, pa.string())
    paragraphs = pc.binary_join(_lists(texts, 2), " ")
    blocks = pa.StructArray.from_arrays([pa.repeat("paragraph", len(paragraphs)), paragraphs], names=["kind", "text"])
    media = pa.struct([(name, text) for name in ("kind", "url", "caption", "credit")])
    origin = pa.struct([("field", text), ("origin", text)])
    return {
        "page_id": _ids(6, made.numbers), "payload_digest": _join("sha256:", *[_ids(5, made.numbers)] * 4),
        "parser_version": made.same("1"), "kind": made.same("article"), "url": made.urls, "canonical_url": made.urls,
        "title": made.titles, "lead": nothing, "blocks": _lists(blocks, SENTENCES // 2),
        "published_at": made.published_at, "modified_at": made.same(None, pa.timestamp("us", tz="UTC")),
        "authors": pa.array([["Người Viết"]] * made.count), "byline": nothing,
        "section": _join("Mục ", _text(made.numbers * 3 % 12)),
        "tags": pa.array([["tin"]] * made.count), "language": made.same("vi"), "site_name": made.publishers,
        "media": pa.array([[]] * made.count, type=pa.list_(media)), "is_paywalled": made.same(None, pa.bool_()),
        "charset": made.same("utf-8"), "charset_reason": made.same("header"), "layout": made.same("generic"),
        "used_seed": made.same(value=False), "provenance": pa.array([[]] * made.count, type=pa.list_(origin)),
        "text_key": _ids(7, made.numbers), "batch_id": made.same(batch_id),
    }  # fmt: skip


def _write(folder: Path, tables: dict[str, dict[str, pa.Array]], batch_id: str, kind: str, seeds: int) -> None:
    tables["batch"] = {
        "batch_id": pa.array([batch_id]), "kind": pa.array([kind]), "run_id": pa.array(["bench"]),
        "written_at": pa.array([dt.datetime.now(dt.UTC)], type=pa.timestamp("us", tz="UTC")),
        "seeds_read": pa.array([seeds]),
    }  # fmt: skip
    (folder / batch_id).mkdir(parents=True)
    for name, columns in tables.items():
        path = folder / batch_id / f"{name}.parquet"
        pq.write_table(pa.table(columns), path, compression="zstd", compression_level=1)


def _write_seeds(folder: Path, made: Articles, batch_id: str) -> None:
    tables = {"seed": _seed_table(made, batch_id), "reconciliation": _reconciliation_table(made, batch_id, {})}
    picture = {"media_no": made.same(1), "kind": made.same("image"), "url": made.urls, "caption": made.titles}
    tables["sketch"] = made.sketch(_ids(3, made.numbers))
    tables["media"] = {"reconciliation_id": _ids(3, made.numbers), **picture, "credit": made.same("TTXVN")}
    _write(folder, tables, batch_id, "seeds", made.count)


def _write_pages(folder: Path, made: Articles, looked: int, batch_id: str) -> None:
    """Write the looks at the first `looked` articles of a batch."""
    made = _first(made, looked)
    turn = made.numbers % 30
    outcomes = pa.array(np.select([turn < 2, turn == 2], ["not_found", "forbidden"], "ok"))
    statuses = pa.array(np.select([turn < 2, turn == 2], [404, 403], 200))
    existence = pa.array(np.select([turn < 2, turn == 2], ["missing", "blocked"], "live"))
    capture = _capture_table(made, batch_id, outcomes, statuses)
    look = {name: capture[name] for name in ("capture_id", "article_id", "batch_id")}
    look |= {
        "observed_at": capture["captured_at"], "existence": existence, "rule": outcomes,
        "evidence": capture["outcome_detail"], "current_url": pc.if_else(pc.equal(existence, "live"), made.urls, None),
        "rules_version": made.same("1"),
    }  # fmt: skip
    is_edited = np.repeat(turn >= 23, SENTENCES) & (np.tile(np.arange(SENTENCES), looked) == 3)
    texts = pc.if_else(pa.array(is_edited), _join("Sửa lại: ", made.sentences), made.sentences)
    read = pa.array(turn > 2)
    found = _page_findings(made, turn >= 23, is_edited, texts)
    found |= {"capture_id": capture["capture_id"], "batch_id": capture["batch_id"]}
    tables = {"capture": capture, "observation": look, "page": _filter(_page_table(made, batch_id, texts), read)}
    tables["reconciliation"] = _filter(_reconciliation_table(made, batch_id, found), read)
    tables["sketch"] = _filter(made.sketch(_ids(0, made.numbers)), read)
    changed = np.flatnonzero(turn >= 23)
    ids = found["reconciliation_id"].take(pa.array(changed))
    place = pa.array(changed * SENTENCES + 3)
    ones, fours = pa.repeat(1, len(ids)), pa.repeat(4, len(ids))
    places = {"seed_sentence_no": fours, "page_sentence_no": fours}
    tables["sentence_change"] = {
        "reconciliation_id": ids, "change_no": ones, "relation": pa.repeat("edited", len(ids)), **places,
        "seed_text": made.sentences.take(place), "page_text": texts.take(place),
        "similarity": pa.repeat(0.9, len(ids)),
    }  # fmt: skip
    tables["fact_change"] = {
        "reconciliation_id": ids, "fact_no": ones, "kind": pa.repeat("number", len(ids)),
        "before": _text(made.numbers[changed]), "after": _text(made.numbers[changed] + 1), **places,
    }  # fmt: skip
    _write(folder, tables, batch_id, "pages", 0)


def _page_findings(made: Articles, is_edited: np.ndarray, is_new: np.ndarray, texts: pa.Array) -> dict[str, pa.Array]:
    return {
        "reconciliation_id": _ids(0, made.numbers), "page_id": _ids(6, made.numbers),
        "content": pa.array(np.where(is_edited, "edited", "identical")),
        "content_rule": pa.array(np.where(is_edited, "some_edited", "all_same")),
        "similarity": pa.array(np.where(is_edited, 0.95, 1.0)), "same_count": pa.array(np.where(is_edited, 19, 20)),
        "edited_count": pa.array(is_edited.astype(int)), "changed_share": pa.array(np.where(is_edited, 0.05, 0.0)),
        "sentences": made.sentence_lists(pa.array(np.where(is_new, "page", "seed")), texts),
        "published_at_precision": made.same("page"),
    }  # fmt: skip


def _filter(columns: dict[str, pa.Array], mask: pa.Array) -> dict[str, pa.Array]:
    return {name: column.filter(mask) for name, column in columns.items()}


def _first(made: Articles, count: int) -> Articles:
    """Cut to the first articles."""
    cut = Articles.__new__(Articles)
    cut.count, cut.chance = count, made.chance
    for name in _CUT:
        setattr(cut, name, getattr(made, name)[:count])
    cut.sentences = made.sentences[: count * SENTENCES]
    return cut


def write_batches(folder: Path, first: int, count: int) -> list[Path]:
    """Write articles first … first + count, looks after the seeds of each 5,000; return the folders in that order."""
    pool = _make_pool()
    folders = []
    for start in range(first, first + count, BATCH_SIZE):
        length = min(BATCH_SIZE, first + count - start)
        made = None
        for kind in ("seeds", "pages"):
            batch_id = f"{kind}-{start:010d}"
            if not batch_exists(folder, batch_id):
                made = made or Articles(pool, start, length)
                _write_seeds(folder, made, batch_id) if kind == "seeds" else _write_pages(
                    folder, made, length * 3 // 10, batch_id
                )
            folders.append(folder / batch_id)
    return folders
