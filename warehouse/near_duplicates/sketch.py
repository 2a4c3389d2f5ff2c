"""Sketch texts by MinHash, so that near-identical texts share a key and others hardly ever do.

A sketch is some keys, one a band of MinHash values. Two texts with Jaccard index s share a key with probability
1 - (1 - s^5)^14: 0.996 at 0.8, 0.36 at 0.5, 0.0001 at 0.1. What shares a key is a candidate and is measured exactly.

The shingles are those of `shingles.py` beside this, but none is ever a string: numpy reads the characters of many texts
at once and hashes words and shingles, for a fifth of the CPU.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from warehouse.near_duplicates.shingles import (
    A_WORD_ITSELF,
    BETWEEN_WORDS,
    MIN_SHINGLES,
    SHINGLE_WORDS,
    character_kinds,
)

BANDS: Final = 14
ROWS: Final = 5
_SEED: Final = 42
# Keys compare within one version: raise the number with any change of shingles, hashes, bands or seed. A test holds
# the keys of a text, so that a library that computes others is noticed.
SKETCH_VERSION: Final = f"2.{RMinHash.ALGORITHM_VERSION}"
_CHARACTERS_AT_ONCE: Final = 1 << 16  # few enough that their arrays stay in a processor's cache
_FACTOR: Final = 0x9E3779B97F4A7C15  # 2^64 / golden ratio, odd: it has an inverse modulo 2^64

Hashes = NDArray[np.uint64]  # computed modulo 2^64


def sketch_text(text: str) -> list[int]:
    """Make the band keys of a text, 64 bits each; none where it says too little to be told from others."""
    return sketch_texts([text])[0]


def sketch_texts(texts: Sequence[str]) -> list[list[int]]:
    """Make the band keys of each text, as `sketch_text` does; many at once cost least for each."""
    return [keys for some in _small_letters(texts) for keys in _sketch_some(some)]


def _small_letters(texts: Sequence[str]) -> Iterator[list[str]]:
    """Give the texts in small letters, as many at once as should be read together."""
    some: list[str] = []
    size = 0
    for text in texts:
        some.append(text.casefold())
        size += len(some[-1])
        if size >= _CHARACTERS_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _sketch_some(texts: list[str]) -> list[list[int]]:
    words, starts = _hash_words(texts)
    shingles, counts = _hash_shingles(words, starts)
    ends = np.append(0, np.cumsum(counts))
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(shingles, ends.astype(np.uint64), BANDS * ROWS, _SEED)
    keys = _hash_bands(np.array(matrix.to_rows(), dtype=np.uint64)).tolist()
    parts = (shingles[start:end] for start, end in pairwise(ends.tolist()))
    return [found if _says_enough(part) else [] for found, part in zip(keys, parts, strict=True)]


def _says_enough(shingles: Hashes) -> bool:
    """Tell whether enough of the shingles differ; nearly always the first ones do."""
    few = shingles[: 2 * MIN_SHINGLES]
    return len(set(few.tolist())) >= MIN_SHINGLES or len(np.unique(shingles)) >= MIN_SHINGLES


def _hash_words(texts: list[str]) -> tuple[Hashes, NDArray[np.int64]]:
    """Hash the words of all texts in order, and say at which of them each text starts.

    The hash of a word is the sum of its characters, each times a power of a factor that its place gives.
    """
    codes = np.frombuffer(" ".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    kinds = character_kinds()[codes]
    is_start = np.append(True, kinds[1:] != kinds[:-1])[: len(codes)]
    is_start |= kinds == A_WORD_ITSELF
    is_start &= kinds != BETWEEN_WORDS
    starts = np.flatnonzero(is_start)
    text_starts = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
    if not len(starts):
        return np.empty(0, dtype=np.uint64), np.zeros(len(texts), dtype=np.int64)
    powers, inverse_powers = _powers(-(-len(codes) // (2 * _CHARACTERS_AT_ONCE)) * 2 * _CHARACTERS_AT_ONCE)
    values = (codes * (kinds != BETWEEN_WORDS)) * powers[: len(codes)]
    hashes = _scatter(np.add.reduceat(values, starts) * inverse_powers[starts])
    return hashes, np.searchsorted(starts, text_starts)


@lru_cache(maxsize=1)
def _powers(length: int) -> tuple[Hashes, Hashes]:
    """List the powers of the factor from the first on, and of its inverse, which take them back."""
    factors = (_FACTOR, pow(_FACTOR, -1, 1 << 64))
    powers, inverse = (np.multiply.accumulate(np.full(length, factor, dtype=np.uint64)) for factor in factors)
    return powers, inverse


def _hash_shingles(words: Hashes, starts: NDArray[np.int64]) -> tuple[Hashes, NDArray[np.int64]]:
    """Hash the shingles of all texts in order, and count those of each."""
    counts = np.diff(starts, append=len(words))
    last = SHINGLE_WORDS - 1
    owners = np.repeat(np.arange(len(counts)), counts)
    count = max(0, len(words) - last)
    shingles = _join([words[place : place + count] for place in range(SHINGLE_WORDS)])
    return shingles[owners[:count] == owners[last:]], np.maximum(counts - last, 0)


def _hash_bands(values: Hashes) -> Hashes:
    """Hash the MinHash values of each band; the same values in another band are another key."""
    bands = values.reshape(-1, BANDS, ROWS)
    numbers = np.broadcast_to(np.arange(BANDS, dtype=np.uint64), bands.shape[:2])
    return _join([numbers, *(bands[:, :, row] for row in range(ROWS))])


def _join(parts: Sequence[Hashes]) -> Hashes:
    """Join numbers that stand side by side into one hash each; their order counts."""
    joined = parts[0]
    for part in parts[1:]:
        joined = _scatter(joined * np.uint64(_FACTOR) + part)
    return joined


def _scatter(numbers: Hashes) -> Hashes:
    """Scatter numbers over 64 bits, one to one: the finaliser of splitmix64."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
