"""Sketch a text by MinHash, so that near-identical texts share a key and others hardly ever do.

A sketch is some keys, one a band of MinHash values. Two texts with Jaccard index s share a key with probability
1 - (1 - s^5)^14: 0.996 at 0.8, 0.36 at 0.5, 0.0001 at 0.1. What shares a key is a candidate and is measured exactly.
"""

import struct
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

from rensa import RMinHash

from warehouse.shingles import MIN_SHINGLES, list_shingles

BANDS: Final = 14
ROWS: Final = 5
_SEED: Final = 42
# Keys compare within one version: raise the number with any change of shingles, bands or seed. A test holds the
# keys of a text, so that a library that computes others is noticed.
SKETCH_VERSION: Final = f"1.{RMinHash.ALGORITHM_VERSION}"
_BAND: Final = struct.Struct(f"<{ROWS + 1}I")


def sketch_text(text: str) -> list[int]:
    """Make the band keys of a text, 64 bits each; none where it says too little to be told from others."""
    shingles = list_shingles(text)
    if len(shingles) < MIN_SHINGLES or len(set(shingles)) < MIN_SHINGLES:
        return []
    values = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    values.update(shingles)
    digest = values.digest()
    return [_key(band, digest[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)]


def _key(band: int, values: Iterable[int]) -> int:
    return int.from_bytes(blake2b(_BAND.pack(band, *values), digest_size=8).digest(), "little")
