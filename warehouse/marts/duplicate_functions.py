"""The functions that the refresh of the duplicate marts calls from SQL."""

from functools import lru_cache

import duckdb
import pyarrow as pa
from duckdb.func import PythonUDFType

from warehouse.near_duplicates.shingles import jaccard, list_shingles
from warehouse.near_duplicates.sketch import SKETCH_VERSION, sketch_texts

# Sets of shingles kept at hand while pairs are measured, about 40 KB each; pairs come sorted by their first text.
_SETS_AT_HAND = 256


def _sketch(texts: pa.ChunkedArray) -> pa.Array:
    return pa.array(sketch_texts([text or "" for text in texts.to_pylist()]), type=pa.list_(pa.uint64()))


def _measure(left: pa.ChunkedArray, right: pa.ChunkedArray) -> pa.Array:
    @lru_cache(maxsize=_SETS_AT_HAND)
    def shingles(text: str) -> frozenset[str]:
        return frozenset(list_shingles(text))

    pairs = zip(left.to_pylist(), right.to_pylist(), strict=True)
    return pa.array([1.0 if a == b else jaccard(shingles(a), shingles(b)) for a, b in pairs], type=pa.float64())


def _find_root(parent: dict[int, int], member: int) -> int:
    while (above := parent.setdefault(member, member)) != member:
        parent[member] = parent[above]
        member = above
    return member


def join_pairs(pairs: list[tuple[int, int]]) -> dict[int, int]:
    """Map each member of a pair to the smallest member that pairs lead to (connected components)."""
    parent: dict[int, int] = {}
    for left, right in pairs:
        first, second = sorted((_find_root(parent, left), _find_root(parent, right)))
        parent[second] = first
    return {member: _find_root(parent, member) for member in parent}


def _cluster(pair_lists: pa.ChunkedArray) -> pa.Array:
    row = pa.struct([("cluster", pa.uint64()), ("member", pa.uint64())])
    clusters = [join_pairs([(pair["a"], pair["b"]) for pair in pairs or ()]) for pairs in pair_lists.to_pylist()]
    found = [[{"cluster": root, "member": member} for member, root in sorted(roots.items())] for roots in clusters]
    return pa.array(found, type=pa.list_(row))


def declare_duplicate_functions(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the functions known to a connection that refreshes marts, and tell it which sketches compare."""
    connection.execute("set variable sketch_version = $version", {"version": SKETCH_VERSION})
    known = connection.execute("select 1 from duckdb_functions() where function_name = 'seedbank_sketch'").fetchone()
    if known is not None:
        return
    pairs, members = "STRUCT(a UBIGINT, b UBIGINT)[]", "STRUCT(cluster UBIGINT, member UBIGINT)[]"
    arrow = PythonUDFType.ARROW
    connection.create_function("seedbank_sketch", _sketch, ["VARCHAR"], "UBIGINT[]", type=arrow)
    connection.create_function("seedbank_jaccard", _measure, ["VARCHAR", "VARCHAR"], "DOUBLE", type=arrow)
    connection.create_function("seedbank_clusters", _cluster, [pairs], members, type=arrow)
