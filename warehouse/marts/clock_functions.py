"""The functions that the refresh of the clock marts calls from SQL."""

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from duckdb.func import PythonUDFType

from warehouse.marts.clock_curve import Curve, NamedDays, learn_curve, read_curve

_NAMED = "STRUCT(place BIGINT, year BIGINT, month BIGINT, day BIGINT, weight DOUBLE)[]"
_ANCHORS = "STRUCT(article_number DOUBLE, day DOUBLE, low DOUBLE, high DOUBLE, support BIGINT, margin DOUBLE)[]"
_CURVE = f"STRUCT(anchors {_ANCHORS}, first_number DOUBLE, last_number DOUBLE, neighbourhood DOUBLE)"
_READING = "STRUCT(place BIGINT, day BIGINT, earliest BIGINT, latest BIGINT, is_named BOOLEAN)[]"
_ANCHOR_TYPE = pa.struct(
    [
        ("article_number", pa.float64()),
        ("day", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("support", pa.int64()),
        ("margin", pa.float64()),
    ]
)
_CURVE_TYPE = pa.struct(
    [
        ("anchors", pa.list_(_ANCHOR_TYPE)),
        ("first_number", pa.float64()),
        ("last_number", pa.float64()),
        ("neighbourhood", pa.float64()),
    ]
)

_READING_TYPE = pa.struct(
    [
        ("place", pa.int64()),
        ("day", pa.int64()),
        ("earliest", pa.int64()),
        ("latest", pa.int64()),
        ("is_named", pa.bool_()),
    ]
)


def _column(values: pa.StructArray, name: str) -> Any:  # noqa: ANN401 - NumPy's array of that column's type
    """Give one field of an array of structs, without going through Python objects."""
    found = values.field(name)
    return found.to_numpy(zero_copy_only=False)


def _named(row: pa.ListScalar) -> NamedDays:
    values = row.values
    return NamedDays(*(_column(values, name) for name in NamedDays._fields))


def _learn(numbers: pa.ChunkedArray, named: pa.ChunkedArray) -> pa.Array:
    """Learn a clock a row; none where the numbers are no clock."""
    found = [
        learn_curve(row.values.to_numpy(zero_copy_only=False), _named(days))
        for row, days in zip(numbers, named, strict=True)
    ]
    return pa.array([[_plain(curve)] if curve else [] for curve in found], type=pa.list_(_CURVE_TYPE))


def _plain(curve: Curve) -> dict[str, object]:
    names = [field.name for field in _ANCHOR_TYPE]
    columns = (curve.numbers, curve.days, curve.low, curve.high, curve.support, curve.margin)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return {
        "anchors": [dict(zip(names, row, strict=True)) for row in rows],
        "first_number": curve.first,
        "last_number": curve.last,
        "neighbourhood": curve.neighbourhood,
    }


def _to_curve(row: pa.StructScalar) -> Curve:
    anchors = row["anchors"].values
    return Curve(
        numbers=_column(anchors, "article_number"),
        days=_column(anchors, "day"),
        low=_column(anchors, "low"),
        high=_column(anchors, "high"),
        support=_column(anchors, "support"),
        margin=_column(anchors, "margin"),
        first=row["first_number"].as_py(),
        last=row["last_number"].as_py(),
        neighbourhood=row["neighbourhood"].as_py(),
    )


def _read(curves: pa.ChunkedArray, numbers: pa.ChunkedArray, named: pa.ChunkedArray) -> pa.Array:
    """Date the articles of a host a row: those that its clock gives a day."""
    # DuckDB calls a function with no rows at all where every row holds a NULL: then there are no other parts.
    counts, parts = [0], [pa.array([], type=_READING_TYPE)]
    for curve, row, days in zip(curves, numbers, named, strict=True):
        reading = read_curve(_to_curve(curve), row.values.to_numpy(zero_copy_only=False), _named(days))
        place = np.flatnonzero(reading.is_dated)
        columns = (reading.day, reading.earliest, reading.latest, reading.is_named)
        arrays = [pa.array(place), *(pa.array(column[place]) for column in columns)]
        parts.append(pa.StructArray.from_arrays(arrays, fields=list(_READING_TYPE)))
        counts.append(counts[-1] + len(place))
    return pa.ListArray.from_arrays(pa.array(counts, type=pa.int32()), pa.concat_arrays(parts))


def declare_clock_functions(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the functions known to a connection that refreshes marts."""
    known = connection.execute("select 1 from duckdb_functions() where function_name = 'seedbank_clock'").fetchone()
    if known is not None:
        return
    arrow = PythonUDFType.ARROW
    connection.create_function("seedbank_clock", _learn, ["BIGINT[]", _NAMED], f"{_CURVE}[]", type=arrow)
    connection.create_function("seedbank_clock_days", _read, [_CURVE, "BIGINT[]", _NAMED], _READING, type=arrow)
