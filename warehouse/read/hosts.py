"""What is known of each publisher: what became of its articles, its pages' layouts, its addresses' rules."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from flows.records import AddressPair, Renaming, SelectorEvidence
from warehouse.database.sql_files import read_sql
from warehouse.read.dossier import fetch_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRow:
    """A publisher with its articles in figures, and how much was learned of it."""

    publisher: str
    article_count: int
    judged_count: int
    lost_count: int
    compared_count: int
    changed_count: int
    layout_count: int  # learned ones that pages are read with now
    rule_count: int  # of addresses, those in use


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutRow:
    """A learned layout, with the pages for each of its selectors and those against it."""

    publisher: str
    layout: str
    layouts_version: str
    is_current: bool
    learned_at: dt.datetime
    stored_count: int
    seed_count: int
    support: int | None
    contradicting: int | None
    fingerprint: list[str]
    selectors: list[SelectorEvidence]
    page_count: int
    valid_from: dt.datetime | None
    valid_to: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutHealthRow:
    """How a layout fares on the pages of one publisher."""

    publisher: str
    layout: str
    page_count: int
    fallback_count: int
    fallback_share: float
    located_by_seed_count: int
    undated_count: int
    clock_conflict_count: int
    failing_since: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRuleRow:
    """A rule by which addresses were rewritten, with examples for and against it."""

    rule_id: str
    sentence: str
    template: str
    only_piece: str | None
    only_values: list[str]
    renamings: list[Renaming]
    support: int
    counter_count: int
    tried_count: int
    found_count: int
    hit_rate: float | None
    is_used: bool
    learned_at: dt.datetime
    examples: list[AddressPair]
    counter_examples: list[AddressPair]


def list_hosts(connection: duckdb.DuckDBPyConnection) -> list[HostRow]:
    """List the 500 largest publishers."""
    return fetch_rows(connection, "read/hosts", HostRow, {})


def read_learned_layouts(connection: duckdb.DuckDBPyConnection) -> dict[str, list[LayoutRow]]:
    """Map each publisher to the layouts that its pages taught, those in use first."""
    found: dict[str, list[LayoutRow]] = {}
    for record in _read_records(connection, "read/learned_layouts", {}):
        selectors = [SelectorEvidence(**item) for item in record["selectors"]]
        found.setdefault(record["publisher"], []).append(LayoutRow(**{**record, "selectors": selectors}))
    return found


def read_layout_health(connection: duckdb.DuckDBPyConnection) -> dict[str, list[LayoutHealthRow]]:
    """Map each publisher to the layouts of its pages and how they fare."""
    found: dict[str, list[LayoutHealthRow]] = {}
    for row in fetch_rows(connection, "read/layout_health", LayoutHealthRow, {}):
        found.setdefault(row.publisher, []).append(row)
    return found


def read_host_rules(connection: duckdb.DuckDBPyConnection, publisher: str) -> list[AddressRuleRow]:
    """Read the rules of a publisher's addresses, the surest first."""
    made = []
    for record in _read_records(connection, "read/host_rules", {"publisher": publisher}):
        pairs = {name: [AddressPair(**pair) for pair in record[name]] for name in ("examples", "counter_examples")}
        renamings = [Renaming(**item) for item in record["renamings"]]
        made.append(AddressRuleRow(**{**record, **pairs, "renamings": renamings}))
    return made


def known_articles(connection: duckdb.DuckDBPyConnection, article_ids: Collection[str]) -> set[str]:
    """Tell which of some articles the snapshot has."""
    found = connection.execute(read_sql("read/known_articles"), {"article_ids": sorted(article_ids)}).fetchall()
    return {row[0] for row in found}


def _read_records(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object]
) -> list[dict[str, Any]]:
    found = connection.execute(read_sql(name), parameters)
    columns = [column[0] for column in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
