"""Choose what a refetch or a reparse works on, as records, host by host.

Rows are read from the database a block at a time, so memory stays flat however many articles there are.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

import duckdb

from flows.records import (
    Content,
    DatePrecision,
    DueArticle,
    EarlierPayload,
    Existence,
    Identity,
    KnownVerdict,
    RefetchCandidate,
    RefetchQuery,
    SeedArticle,
    SeedFormat,
    StoredCapture,
)
from warehouse.database.connect import new_cursor
from warehouse.database.sql_files import read_sql

_BLOCK_ROWS = 500


_SEED_COLUMNS = 13
_VERSIONS = ("parser", "comparison", "existence")


def _read_seed(row: tuple[object, ...]) -> SeedArticle:
    """Rebuild a seed from the columns that every query of this module starts with."""
    values: tuple[object, ...] = row[:_SEED_COLUMNS]
    (seed_id, article_id, article_key, publisher, article_number, canonical_url, *rest) = values
    url, title, body, extra, seed_format, source_path, line = rest
    identity = Identity(
        article_id=str(article_id),
        article_key=str(article_key),
        publisher=str(publisher),
        article_number=_text(article_number),
        canonical_url=str(canonical_url),
    )
    return SeedArticle(
        seed_id=str(seed_id),
        identity=identity,
        url=str(url),
        title=_text(title),
        body=_text(body),
        extra=_text(extra),
        format=SeedFormat(str(seed_format)),
        source_path=str(source_path),
        line=line if isinstance(line, int) else None,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _moment(value: object) -> dt.datetime | None:
    return value if isinstance(value, dt.datetime) else None


def _rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, object]
) -> Iterator[tuple[object, ...]]:
    """Read the rows on a cursor of their own, so that the connection stays free for others."""
    cursor = new_cursor(connection)
    try:
        cursor.execute(query, parameters)
        while block := cursor.fetchmany(_BLOCK_ROWS):
            yield from block
    finally:
        cursor.close()


def _parameters(query: RefetchQuery) -> dict[str, object]:
    return {
        "refetch": query.refetch.value,
        "now": query.now,
        "confirm_after": query.confirm_after,
        "source_paths": None if query.source_paths is None else sorted(query.source_paths),
        "article_ids": None if query.article_ids is None else sorted(query.article_ids),
        "limit": query.limit,
        "versions": {name: getattr(query.versions, name) for name in _VERSIONS} if query.versions else None,
        **_learned(query.versions.learned if query.versions else {}),
    }


def _learned(versions: Mapping[str, str]) -> dict[str, object]:
    """Give the parser's version for each publisher that has learned layouts, as the two sides of a map."""
    return {"publishers": list(versions), "learned_versions": list(versions.values())}


def count_for_refetch(connection: duckdb.DuckDBPyConnection, query: RefetchQuery) -> int:
    """Count what `select_for_refetch` gives for the same query."""
    statement = read_sql("read/select_for_refetch").rstrip().removesuffix(";")
    row = connection.execute(
        f"select count(*) from ({statement})",  # noqa: S608 - our own file
        _parameters(query),
    ).fetchone()
    return row[0] if row is not None else 0


def select_for_refetch(connection: duckdb.DuckDBPyConnection, query: RefetchQuery) -> Iterator[RefetchCandidate]:
    """Give the articles to ask for, one seed each, those of one host together.

    What is due is said by the macro recheck_plan alone. Needs no publish: it reads the facts. An article's seed is the
    one with text, then the longest, then the smallest id, as in marts.article.
    """
    for row in _rows(connection, read_sql("read/select_for_refetch"), _parameters(query)):
        host, current_url, existence, *payload = row[_SEED_COLUMNS:-7]
        missing_since, checked_at, published_at, has_archived, known, precision, tried = row[-7:]
        yield RefetchCandidate(
            seed=_read_seed(row),
            host=str(host),
            current_url=_text(current_url),
            existence=Existence(str(existence)) if existence is not None else None,
            earlier=_read_payload(*payload),
            missing_since=_moment(missing_since),
            checked_at=_moment(checked_at),
            published_at=_moment(published_at),
            has_archived=bool(has_archived),
            known=_read_known(known),
            published_at_precision=DatePrecision(str(precision or DatePrecision.UNKNOWN)),
            tried_addresses=frozenset(tried) if isinstance(tried, list) else frozenset(),
        )


def select_due(
    connection: duckdb.DuckDBPyConnection, *, now: dt.datetime, confirm_after: dt.timedelta, most: int
) -> list[DueArticle]:
    """Choose at most `most` articles that are due, those first whose look can change most answers."""
    parameters = {"now": now, "confirm_after": confirm_after, "most": most}
    rows = connection.execute(read_sql("read/select_due"), parameters).fetchall()
    return [
        DueArticle(article_id=article_id, reason=reason, due_at=due_at, turn=turn)
        for article_id, reason, due_at, turn in rows
    ]


def _read_known(found: object) -> KnownVerdict | None:
    if not isinstance(found, dict):
        return None
    told = {"existence": Existence(found["existence"]), "content": Content(found["content"])}
    return KnownVerdict(**(found | told))


def _read_payload(capture_id: object, target_uri: object, captured_at: object, *rest: object) -> EarlierPayload | None:
    if capture_id is None:
        return None
    assert isinstance(captured_at, dt.datetime)  # noqa: S101 the column is NOT NULL
    etag, last_modified, digest, warc_file, warc_offset = rest
    return EarlierPayload(
        capture_id=str(capture_id),
        target_uri=str(target_uri),
        captured_at=captured_at,
        etag=_text(etag),
        last_modified=_text(last_modified),
        payload_digest=str(digest),
        warc_file=_text(warc_file),
        warc_offset=warc_offset if isinstance(warc_offset, int) else None,
    )


def seed_publishers(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """List the publishers of the seeds, the one with most articles first."""
    return tuple(str(row[0]) for row in connection.execute(read_sql("read/seed_publishers")).fetchall())


def captures_with_verdict(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Name the captures that showed their article, so that their text counts."""
    return frozenset(row[0] for row in connection.execute(read_sql("read/captures_with_verdict")).fetchall())


def held_captures(connection: duckdb.DuckDBPyConnection, capture_ids: Collection[str]) -> set[str]:
    """Tell which of these captures the warehouse holds."""
    query = "select capture_id from raw.capture where capture_id in (select unnest($capture_ids::varchar[]))"
    return {row[0] for row in connection.execute(query, {"capture_ids": sorted(capture_ids)}).fetchall()}


def stored_captures(
    connection: duckdb.DuckDBPyConnection,
    *,
    publisher: str | None = None,
    article_ids: Collection[str] | None = None,
    not_parsed_by: str | None = None,
    learned: Mapping[str, str] | None = None,
    limit: int | None = None,
) -> Iterator[StoredCapture]:
    """Give the captures that have a payload in a WARC file, by file and offset, for parsing them again.

    Each payload comes once for an article, under the newest capture that shows it. `publisher` keeps one publisher
    and its editions, `article_ids` these articles; `not_parsed_by` leaves out payloads that this parser version has
    read, or the version that `learned` has for their publisher.
    """
    parameters: dict[str, object] = {
        "publisher": publisher, "article_ids": None if article_ids is None else sorted(article_ids),
        "parser_version": not_parsed_by, "limit": limit, **_learned(learned or {}),
    }  # fmt: skip
    for row in _rows(connection, read_sql("read/stored_captures"), parameters):
        capture_id, target_uri, final_uri, captured_at, memento, headers, digest, file, offset = row[_SEED_COLUMNS:]
        assert isinstance(captured_at, dt.datetime)  # noqa: S101 the column is NOT NULL
        assert isinstance(headers, list)  # noqa: S101 the column is NOT NULL
        assert isinstance(offset, int)  # noqa: S101 the query keeps rows that have one
        yield StoredCapture(
            seed=_read_seed(row),
            capture_id=str(capture_id),
            target_uri=str(target_uri),
            final_uri=str(final_uri),
            captured_at=captured_at,
            memento_datetime=_moment(memento),
            headers=tuple((header["name"], header["value"]) for header in headers),
            payload_digest=str(digest),
            warc_file=str(file),
            warc_offset=offset,
        )
