"""What is known of where a publisher's articles went, and the rules that were learned of it."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import duckdb

from flows.records import AddressPair, AddressRule, DatePrecision, MovedArticle, OldArticle, Renaming
from warehouse.database.connect import new_cursor
from warehouse.database.sql_files import read_sql

_BLOCK_ROWS = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherMoves:
    """Where the articles of a publisher went."""

    publisher: str
    moved: tuple[MovedArticle, ...]  # found at another address, or named so by their own page
    gone: tuple[OldArticle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRule:
    """A rule in force, and what became of the addresses that it gave."""

    rule: AddressRule
    tried_count: int
    found_count: int


def find_moving(connection: duckdb.DuckDBPyConnection, *, since_load_no: int) -> tuple[str, ...]:
    """List the publishers of which the batches after a load found an article where it had not been found before."""
    rows = connection.execute(read_sql("read/moving_publishers"), {"load_no": since_load_no}).fetchall()
    return tuple(row[0] for row in rows)


def read_moves(
    connection: duckdb.DuckDBPyConnection, publishers: Collection[str], *, most: int
) -> Iterator[PublisherMoves]:
    """Read where the articles of some publishers went, one publisher at a time; at most so many that were found."""
    cursor = new_cursor(connection)
    try:
        cursor.execute(read_sql("read/moved_articles"), {"publishers": sorted(publishers), "most": most})
        for publisher, rows in groupby(_rows(cursor), key=lambda row: row[0]):
            articles = [(_read_old(row), row[-1]) for row in rows]
            yield PublisherMoves(
                publisher=publisher,
                moved=tuple(MovedArticle(old=old, new_url=new_url) for old, new_url in articles if new_url),
                gone=tuple(old for old, new_url in articles if not new_url),
            )
    finally:
        cursor.close()


_Row = tuple[str, str, str, str | None, dt.datetime | None, str | None, str | None]


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[_Row]:
    while block := cursor.fetchmany(_BLOCK_ROWS):
        yield from block


def _read_old(row: _Row) -> OldArticle:
    _, article_id, url, title, published_at, precision, _ = row
    is_sure = precision is not None and DatePrecision(precision).is_of_a_day
    return OldArticle(article_id=article_id, url=url, title=title, published_at=published_at if is_sure else None)


def read_rules(connection: duckdb.DuckDBPyConnection) -> dict[str, list[KnownRule]]:
    """Read the rules in force by publisher, the surest first."""
    rows = connection.execute(read_sql("read/address_rules")).fetchall()
    found: dict[str, list[KnownRule]] = {}
    for *columns, tried_count, found_count in rows:
        rule = _read_rule(columns)
        known = KnownRule(rule=rule, tried_count=tried_count, found_count=found_count)
        found.setdefault(rule.publisher, []).append(known)
    return found


def _read_rule(row: Sequence[Any]) -> AddressRule:
    rule_id, publisher, host, folder_count, parameters, template, only_piece, only_values, renamings, *rest = row
    support, counter_count, examples, counter_examples, version = rest
    return AddressRule(
        rule_id=rule_id,
        publisher=publisher,
        host=host,
        folder_count=folder_count,
        parameters=tuple(parameters),
        template=template,
        only_piece=only_piece,
        only_values=tuple(only_values),
        renamings=tuple(Renaming(**item) for item in renamings),
        support=support,
        counter_count=counter_count,
        examples=tuple(AddressPair(**item) for item in examples),
        counter_examples=tuple(AddressPair(**item) for item in counter_examples),
        version=version,
    )


def read_given(connection: duckdb.DuckDBPyConnection, article_ids: Collection[str]) -> set[tuple[str, str]]:
    """Read which addresses rules gave for some articles before: pairs of article_id and address."""
    rows = connection.execute(read_sql("read/given_addresses"), {"article_ids": sorted(article_ids)}).fetchall()
    return {(article_id, address) for article_id, address in rows}
