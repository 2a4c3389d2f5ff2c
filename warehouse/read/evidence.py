"""Read one article's facts as documents: what a bundle of evidence holds beside the bytes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

import duckdb

from warehouse.database.sql_files import read_sql
from warehouse.read.dossier import Dossier

Document = dict[str, object]  # plain JSON: texts, numbers, lists and documents; times in ISO 8601, UTC


def plain(value: object) -> object:
    """Turn a value of a row or a record into plain JSON."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, str) else value  # a member of a vocabulary becomes its text


def read_documents(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object]
) -> list[Document]:
    """Run `sql/<name>.sql` and give each row as a document."""
    cursor = connection.execute(read_sql(name), parameters)
    columns = [column[0] for column in cursor.description or ()]
    return [{name: plain(value) for name, value in zip(columns, row, strict=True)} for row in cursor.fetchall()]


def read_verdict(connection: duckdb.DuckDBPyConnection, dossier: Dossier) -> Document:
    """Give the verdicts of one article with all their parts."""
    article = dossier.article
    by_verdict = {"reconciliation_id": article.reconciliation_id}
    reconciliations = read_documents(connection, "read/evidence_reconciliation", by_verdict)
    return {
        "article": plain(asdict(article)),
        "reconciliation": reconciliations[0] if reconciliations else None,
        "sentences": [plain(asdict(item)) for item in dossier.sentences],
        "sentence_changes": read_documents(connection, "read/evidence_change", by_verdict),
        "repeated_additions": read_documents(connection, "read/evidence_repeated", by_verdict),
        "fact_changes": [plain(asdict(item)) for item in dossier.facts],
        "left_out": [plain(asdict(item)) for item in dossier.left_out],
        "media": [plain(asdict(item)) for item in dossier.media],
        "observations": read_documents(connection, "read/evidence_observation", {"article_id": article.article_id}),
    }


def read_captures(connection: duckdb.DuckDBPyConnection, article_id: str) -> list[Document]:
    """Give every capture of one article."""
    return read_documents(connection, "read/evidence_capture", {"article_id": article_id})


def read_page(connection: duckdb.DuckDBPyConnection, page_id: str) -> Document | None:
    """Give a page as it was read; None where there is none of this id."""
    return next(iter(read_documents(connection, "read/evidence_page", {"page_id": page_id})), None)
