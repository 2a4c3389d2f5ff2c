"""Full-text search over the published snapshot, with and without diacritics.

The index lies in `home/search/` and belongs to one snapshot; a search that finds a newer snapshot first adds
what changed (27,612 real articles took 5.4 s). Words are what stands between spaces and
punctuation; a Chinese, Japanese or Korean character is a word, a run of them a phrase.
"""

import fcntl
import json
import re
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import tantivy
from duckdb.func import PythonUDFType

from warehouse.database.connect import explain_errors, new_cursor, open_published
from warehouse.database.sql_files import read_sql

FOLDER = "search"
LOCK_FILE = "search.lock"
STATE_FILE = "seedbank.json"
INDEX_VERSION = 2  # of schema and analysis; another one means building again
MOST_SQL_HITS = 1000
_FUNCTION = "seedbank_find"
_HITS = "STRUCT(article_id VARCHAR, score DOUBLE)[]"
_WRITER_HEAP_BYTES = 100_000_000
_WRITER_THREADS = 2
_BLOCK_ROWS = 500
# Scores of BM25 stay below these for queries of a few words, so each is a tier of its own.
_EXACT_SCORE = 100.0  # all words with the diacritics that were asked for
_PHRASE_SCORE = 50.0  # the words next to each other
_TITLE_SCORE = 25.0  # the words in the title
_UNSPACED = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
_JOINERS = re.compile("[\u200b-\u200d]")  # some write a word with them, some without
_QUERY_PART = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One article that matches. A higher score is a better match; scores compare within one search only."""

    article_id: str
    score: float
    publisher: str
    title: str | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """Which snapshot the index was made from."""

    index_version: int
    made_at: str  # of the warehouse: a rebuilt one numbers its batches anew
    load_no: int


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("article_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("exact", tokenizer_name="exact", index_option="position")
    builder.add_text_field("folded", tokenizer_name="folded", index_option="position")
    builder.add_text_field("title", tokenizer_name="folded", index_option="position")
    return builder.build()


def _exact_analyzer() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase()).build()


def _folded_analyzer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    return builder.filter(tantivy.Filter.ascii_fold()).build()


def _open_index(folder: Path) -> tantivy.Index:
    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema(), path=str(folder))
    index.register_tokenizer("exact", _exact_analyzer())
    index.register_tokenizer("folded", _folded_analyzer())
    return index


def _spaced(text: str) -> str:
    """Bring text to NFC and put spaces around characters that are words of their own."""
    return _UNSPACED.sub(r" \1 ", unicodedata.normalize("NFC", _JOINERS.sub("", text)))


# -- the index ----------------------------------------------------------------------------------


def _read_state(folder: Path) -> _State | None:
    try:
        return _State(**json.loads((folder / STATE_FILE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write_state(folder: Path, state: _State) -> None:
    new = folder / f"{STATE_FILE}.new"
    fields = {"index_version": state.index_version, "made_at": state.made_at, "load_no": state.load_no}
    new.write_text(json.dumps(fields), "utf-8")
    new.replace(folder / STATE_FILE)


def _snapshot_state(connection: duckdb.DuckDBPyConnection) -> _State:
    row = connection.execute(read_sql("read/search_state")).fetchone()
    made_at, load_no = row if row is not None else ("", 0)
    return _State(index_version=INDEX_VERSION, made_at=made_at, load_no=load_no)


@contextmanager
def _hold_index(home: Path) -> Iterator[None]:
    """Be the only one who changes the index; others wait."""
    with (home / LOCK_FILE).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def refresh_index(connection: duckdb.DuckDBPyConnection, home: Path) -> int:
    """Bring the index to the snapshot that `connection` has open; return the number of articles added again."""
    folder = home / FOLDER
    target = _snapshot_state(connection)
    if _read_state(folder) == target:
        return 0
    with explain_errors(folder), _hold_index(home):
        state = _read_state(folder)
        if state == target:
            return 0
        is_usable = state is not None and (state.index_version, state.made_at) == (INDEX_VERSION, target.made_at)
        if not is_usable:
            shutil.rmtree(folder, ignore_errors=True)
        added = _add_articles(connection, folder, since=state.load_no if state is not None and is_usable else 0)
        _write_state(folder, target)
    return added


def _add_articles(connection: duckdb.DuckDBPyConnection, folder: Path, *, since: int) -> int:
    index = _open_index(folder)
    writer = index.writer(_WRITER_HEAP_BYTES, _WRITER_THREADS)
    cursor = new_cursor(connection)
    cursor.execute(read_sql("read/search_articles"), {"load_no": since})
    added = 0
    while rows := cursor.fetchmany(_BLOCK_ROWS):
        for article_id, title, text in rows:
            if since:
                writer.delete_documents_by_term("article_id", article_id)
            words = _spaced(f"{title or ''}\n{text or ''}")
            writer.add_document(
                tantivy.Document(article_id=article_id, exact=words, folded=words, title=_spaced(title or ""))
            )
        added += len(rows)
    cursor.close()
    writer.commit()
    writer.wait_merging_threads()
    return added


# -- queries ------------------------------------------------------------------------------------


def _word_groups(text: str, analyzer: tantivy.TextAnalyzer) -> list[list[str]]:
    """Split a query into groups of words that must stand next to each other: quoted ones, and runs like 2,5."""
    parts = [quoted or bare for quoted, bare in _QUERY_PART.findall(text)]
    groups = [analyzer.analyze(_spaced(part)) for part in parts]
    return [group for group in groups if group]


def _match_all(schema: tantivy.Schema, field: str, groups: list[list[str]]) -> tantivy.Query:
    queries = [
        tantivy.Query.term_query(schema, field, group[0])
        if len(group) == 1
        else tantivy.Query.phrase_query(schema, field, [*group])
        for group in groups
    ]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def _build_query(schema: tantivy.Schema, text: str) -> tantivy.Query | None:
    """Build the query: folded words decide what matches, tiers of constant scores what comes first."""
    folded, exact = _word_groups(text, _folded_analyzer()), _word_groups(text, _exact_analyzer())
    if not folded:
        return None
    words = [word for group in folded for word in group]
    clauses = [
        (tantivy.Occur.Must, _match_all(schema, "folded", folded)),
        (tantivy.Occur.Should, tantivy.Query.const_score_query(_match_all(schema, "exact", exact), _EXACT_SCORE)),
        (tantivy.Occur.Should, tantivy.Query.const_score_query(_match_all(schema, "title", folded), _TITLE_SCORE)),
    ]
    if len(words) > 1:
        phrase = tantivy.Query.phrase_query(schema, "folded", [*words])
        clauses.append((tantivy.Occur.Should, tantivy.Query.const_score_query(phrase, _PHRASE_SCORE)))
    return tantivy.Query.boolean_query(clauses)


class Searcher:
    """Searches one snapshot's index; keep it for several searches."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, home: Path) -> None:
        refresh_index(connection, home)
        self._index = _open_index(home / FOLDER)
        self._searcher = self._index.searcher()

    def find(self, text: str, limit: int) -> list[tuple[str, float]]:
        """Find the articles that hold all words of `text`: (article_id, score), best first."""
        query = _build_query(self._index.schema, text)
        if query is None:
            return []
        hits = self._searcher.search(query, limit=limit, count=False).hits
        return [(self._searcher.doc(address)["article_id"][0], float(score)) for score, address in hits]


def search(home: Path, text: str, limit: int = 20) -> list[SearchHit]:
    """Find published articles that hold all words of `text`, best first.

    Words match with and without diacritics (exact ones rank first, đ counts as d); "words in quotes" must
    stand next to each other. Raises MissingInputError where nothing is published.
    """
    with open_published(home) as connection:
        found = Searcher(connection, home).find(text, limit)
        rows = connection.execute(read_sql("read/search_hits"), {"article_ids": [item[0] for item in found]}).fetchall()
    details = {row[0]: row[1:] for row in rows}
    hits = []
    for article_id, score in found:
        publisher, title, url = details[article_id]
        hits.append(SearchHit(article_id=article_id, score=score, publisher=publisher, title=title, url=url))
    return hits


def register_search(connection: duckdb.DuckDBPyConnection, home: Path) -> None:
    """Let `marts.search(words)` use the index of `home` on a connection to its published snapshot.

    A temporary macro stands before the one of the snapshot that does without an index (marts/search.sql).
    """
    searchers: list[Searcher] = []

    def find(words: pa.ChunkedArray) -> pa.Array:
        if not searchers:
            searchers.append(Searcher(reader, home))
        kind = pa.list_(pa.struct([("article_id", pa.string()), ("score", pa.float64())]))
        lists = [
            [{"article_id": article_id, "score": score} for article_id, score in searchers[0].find(text, MOST_SQL_HITS)]
            if text is not None
            else []
            for text in words.to_pylist()
        ]
        return pa.array(lists, type=kind)

    reader = new_cursor(connection)
    connection.create_function(_FUNCTION, find, ["VARCHAR"], _HITS, type=PythonUDFType.ARROW)
    connection.execute(read_sql("read/search_by_index"))
