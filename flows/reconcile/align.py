"""Align two lists of sentences: what stands, what moved, what was edited, merged, split, added or removed.

Exact keys come first: equal prefix and suffix, then the longest common run of equal keys. What is equal
but out of order has moved. The gaps are aligned by word similarity, one to one, two to one and one to two;
what is left is looked for anywhere. Cost is near linear where texts agree, and bounded where they do not.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel, LCSseq

from flows.text.normalise import fold_clean, squeeze, squeeze_all, words


class Link(StrEnum):
    """How two groups of sentences hang together."""

    EQUAL = "equal"  # same key, in order
    MOVED = "moved"  # same key, out of order
    SIMILAR = "similar"  # words differ
    REMOVED = "removed"
    ADDED = "added"


class Pair(NamedTuple):
    """A group of seed sentences and the group of page sentences that stands for it (indexes; one side may be empty)."""

    link: Link
    seed: tuple[int, ...]
    page: tuple[int, ...]
    similarity: float  # of the words, 0-1


# Two sentences with less in common than this are two sentences. The open site benchmark takes pairs below 0.6 for
# either, and its strangers lie below 0.45; this is between.
SIMILAR: Final = 0.52
# A sentence is part of a merged one when this share of its words stands there in order.
PART: Final = 0.6
# A sentence found again elsewhere must be this similar, because more strangers are looked at.
SIMILAR_ELSEWHERE: Final = 0.7
# Work per gap: up to this many pairs are compared; longer gaps compare only sentences that share rare words.
MAX_GAP: Final = 4_000
# What a sentence is compared with where nothing says where its counterpart is: the holders of its rarest words.
RARE_WORDS: Final = 6
NEAR: Final = 20
# Of those, the ones with most of the rare words are looked at.
CLOSEST: Final = 12
# Sentences of one side that are one of the other at most.
MAX_REGROUP: Final = 12
# Cells of one bit-parallel run over sentence keys, or over the words of two sentences (a bit each). 40 million are two
# sentences of 30 KB: texts without full stops.
MAX_CELLS: Final = 40_000_000


def _common_ends(left: Sequence[int], right: Sequence[int]) -> tuple[int, int]:
    """Count the equal items at the start and, behind those, at the end."""
    shortest = min(len(left), len(right))
    head = 0
    while head < shortest and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < shortest - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    return head, tail


def _increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a longest run of pairs that rises on both sides; pairs are sorted by their left side."""
    ends: list[int] = []
    chain: list[int] = []
    before: list[int] = [-1] * len(pairs)
    for at, (_, right) in enumerate(pairs):
        where = bisect_left(ends, right)
        if where == len(ends):
            ends.append(right)
            chain.append(at)
        else:
            ends[where] = right
            chain[where] = at
        before[at] = chain[where - 1] if where else -1
    run: list[tuple[int, int]] = []
    at = chain[-1] if chain else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def longest_run(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Match equal items in order, as many as possible; for very long lists, by the n-th occurrence of each."""
    if len(left) * len(right) <= MAX_CELLS:
        return [
            (block.a + step, block.b + step)
            for block in LCSseq.editops(left, right).as_matching_blocks()
            for step in range(block.size)
        ]
    places: dict[Hashable, list[int]] = defaultdict(list)
    for at, item in enumerate(right):
        places[item].append(at)
    seen: dict[Hashable, int] = defaultdict(int)
    pairs = []
    for at, item in enumerate(left):
        nth = seen[item]
        seen[item] += 1
        if nth < len(places.get(item, ())):
            pairs.append((at, places[item][nth]))
    return _increasing(pairs)


def match_equal(left: Sequence[int], right: Sequence[int]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Match equal items: those in order, and those that are equal but out of order."""
    head, tail = _common_ends(left, right)
    inner_left, inner_right = left[head : len(left) - tail], right[head : len(right) - tail]
    run = longest_run(inner_left, inner_right) if inner_left and inner_right else []
    in_order = [(at, at) for at in range(head)]
    in_order += [(head + a, head + b) for a, b in run]
    in_order += [(len(left) - at, len(right) - at) for at in range(tail, 0, -1)]
    matched_left, matched_right = {a for a, _ in in_order}, {b for _, b in in_order}
    places: dict[int, list[int]] = defaultdict(list)
    for at in range(len(right) - 1, -1, -1):
        if at not in matched_right:
            places[right[at]].append(at)
    moved = [(at, places[left[at]].pop()) for at in range(len(left)) if at not in matched_left and places.get(left[at])]
    return in_order, moved


class _Texts:
    """The sentences of both sides, with their keys and words; each text is folded once."""

    def __init__(self, seed: Sequence[str], page: Sequence[str]) -> None:
        self._texts = (seed, page)
        self._folded: dict[str, str] = {}
        self._words: dict[str, list[str]] = {}

    def fold(self, text: str) -> str:
        """Return the folded form of a text."""
        found = self._folded.get(text)
        if found is None:
            found = self._folded[text] = fold_clean(text)
        return found

    def words(self, side: int, at: int) -> list[str]:
        """Return the words of a sentence of the seed (side 0) or of the page (side 1)."""
        text = self._texts[side][at]
        found = self._words.get(text)
        if found is None:
            found = self._words[text] = words(self.fold(text))
        return found

    def codes(self) -> tuple[list[int], list[int]]:
        """Number the keys of both sides; a text that stands on both word for word needs no key but itself."""
        keys = self._fold_unshared()
        known: dict[str, int] = {}
        left, right = ([known.setdefault(keys.get(text, text), len(known)) for text in side] for side in self._texts)
        return left, right

    def _fold_unshared(self) -> dict[str, str]:
        """Fold all texts that stand on one side only in one go, and return their keys."""
        texts = list(set(self._texts[0]).symmetric_difference(self._texts[1]))
        folded = fold_clean("\n".join(texts)).split("\n")
        if len(folded) != len(texts):  # a text has a line break of its own
            folded = [fold_clean(text) for text in texts]
        self._folded = dict(zip(texts, folded, strict=True))
        return {text: key.rstrip(". ") for text, key in zip(texts, squeeze_all(folded), strict=True)}

    def joined(self, side: int, places: Sequence[int]) -> str:
        """Return the folded form of some sentences of one side."""
        return " ".join(self.fold(self._texts[side][at]) for at in places)

    def run(self, side: int, places: Sequence[int]) -> list[str]:
        """Return the folded forms of some sentences without any space."""
        return [self.fold(self._texts[side][at]).replace(" ", "") for at in places]

    def name(self, pair: Pair, link: Link) -> Pair:
        """Call a pair equal (or moved) whose texts differ in form only, or in where the sentences were parted."""
        if pair.similarity < 1:
            return pair
        left, right = self.joined(0, pair.seed), self.joined(1, pair.page)
        return pair._replace(link=link) if sentence_key(left) == sentence_key(right) else pair


def sentence_key(folded: str) -> str:
    """Make the key of a sentence: spaces that part no words go, and the full stop at its end, which headings lack."""
    return squeeze(folded).rstrip(". ")


def word_similarity(left: list[str], right: list[str], needed: float = 0.0) -> float:
    """Return how similar two lists of words are, 0-1, and 0 below `needed`: 2 x shared / all, shared in order.

    Very long lists are compared by neighbouring words, in time that grows with their length and not with its square.
    """
    size = len(left) + len(right)
    if 2 * min(len(left), len(right)) < needed * size:
        return 0.0
    if len(left) * len(right) <= MAX_CELLS:
        return Indel.normalized_similarity(left, right, score_cutoff=needed)
    shared = (Counter(pairwise(left)) & Counter(pairwise(right))).total()
    similarity = 2 * shared / (size - 2)
    return similarity if similarity >= needed else 0.0


def _part_of(part: list[str], whole: list[str]) -> float:
    """Return the share of `part` that stands in `whole` in order."""
    return LCSseq.similarity(part, whole) / len(part) if part else 0.0


def _joined(first: list[str], second: list[str], whole: list[str]) -> float:
    """Return how similar two sentences together are to one, 0 unless each is part of it."""
    both = first + second
    similarity = word_similarity(both, whole, SIMILAR)
    if not similarity or len(both) * len(whole) > MAX_CELLS:
        return 0.0
    return similarity if _part_of(first, whole) >= PART and _part_of(second, whole) >= PART else 0.0


_Step = tuple[float, int, int, float]  # value of the rest, sentences taken on either side, their similarity


def _steps(left: Sequence[list[str]], right: Sequence[list[str]], i: int, j: int, best: list[list[float]]) -> _Step:
    """Choose what to do with two sentences of a gap: pair them, two with one, or leave one out."""
    options: list[_Step] = [(best[i + 1][j], 1, 0, 0.0), (best[i][j + 1], 0, 1, 0.0)]
    similarity = word_similarity(left[i], right[j], SIMILAR)
    if similarity:
        options.append((best[i + 1][j + 1] + similarity - SIMILAR + 0.01, 1, 1, similarity))
    if i + 2 <= len(left) and similarity < 1:
        similarity = _joined(left[i], left[i + 1], right[j])
        options.append((best[i + 2][j + 1] + similarity - SIMILAR, 2, 1, similarity))
    if j + 2 <= len(right) and similarity < 1:
        similarity = _joined(right[j], right[j + 1], left[i])
        options.append((best[i + 1][j + 2] + similarity - SIMILAR, 1, 2, similarity))
    return max(options, key=lambda option: option[0])


def _align_gap(found: _Texts, seed: Sequence[int], page: Sequence[int]) -> list[Pair]:
    """Align the sentences of one gap in order, so that the similarity above the threshold is greatest."""
    if len(seed) == len(page) == 1:
        similarity = word_similarity(found.words(0, seed[0]), found.words(1, page[0]), SIMILAR)
        return [Pair(Link.SIMILAR, (seed[0],), (page[0],), similarity)] if similarity else []
    rows, columns = len(seed), len(page)
    left, right = [found.words(0, i) for i in seed], [found.words(1, j) for j in page]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    step: list[list[_Step]] = [[(0.0, 0, 0, 0.0)] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            step[i][j] = _steps(left, right, i, j, best)
            best[i][j] = step[i][j][0]
    pairs = []
    i = j = 0
    while i < rows and j < columns:
        _, down, across, similarity = step[i][j]
        if down and across:
            pairs.append(Pair(Link.SIMILAR, tuple(seed[i : i + down]), tuple(page[j : j + across]), similarity))
        i, j = i + down, j + across
    return pairs


def _first_free(places: list[int], taken: set[int]) -> list[int]:
    """Return the first places that are free; places are in falling order, and those taken at the end are dropped."""
    while places and places[-1] in taken:
        places.pop()
    return [at for at in places[-NEAR:] if at not in taken]


def _closest(near: Counter[int]) -> list[int]:
    """Return the candidates that were named most often, the first of the text where that is even."""
    return sorted(near, key=lambda j: (-near[j], j))[:CLOSEST] if len(near) > CLOSEST else list(near)


def _look_anywhere(found: _Texts, seed: Sequence[int], page: Sequence[int], needed: float) -> list[Pair]:
    """Pair sentences by the words they share, rarest words first, wherever they stand."""
    holders: dict[str, list[int]] = defaultdict(list)
    for j in reversed(page):
        for word in set(found.words(1, j)):
            holders[word].append(j)
    taken: set[int] = set()
    pairs = []
    for i in seed:
        mine = sorted(set(found.words(0, i)) & holders.keys(), key=lambda word: (len(holders[word]), word))[:RARE_WORDS]
        near = Counter(j for word in mine for j in _first_free(holders[word], taken))
        scored = [(word_similarity(found.words(0, i), found.words(1, j), needed), -j) for j in _closest(near)]
        similarity, negative = max(scored, default=(0.0, 0))
        if similarity >= needed:
            taken.add(-negative)
            pairs.append(Pair(Link.SIMILAR, (i,), (-negative,), similarity))
    return pairs


def _gaps(
    in_order: list[tuple[int, int]], seed: set[int], page: set[int], ends: tuple[int, int]
) -> list[tuple[list[int], list[int]]]:
    """List what lies unmatched between each two anchors, where both sides have something."""
    gaps = []
    i = j = 0
    for a, b in [*in_order, ends]:
        if a > i and b > j:
            left = [at for at in range(i, a) if at in seed]
            right = [at for at in range(j, b) if at in page]
            if left and right:
                gaps.append((left, right))
        i, j = a + 1, b + 1
    return gaps


def regroup(left: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    """Count the sentences at the start of both sides that are the same text, parted at other places.

    Returns how many of each side; (0, 0) where the texts differ or one goes on further than `MAX_REGROUP` sentences.
    """
    i = j = 0
    here = there = ""
    while True:
        if here and here == there:
            return (i, j) if i + j > 2 else (0, 0)
        if len(here) <= len(there):
            if i == min(len(left), MAX_REGROUP):
                return 0, 0
            here, i = here + left[i], i + 1
        else:
            if j == min(len(right), MAX_REGROUP):
                return 0, 0
            there, j = there + right[j], j + 1
        if not (here.startswith(there) or there.startswith(here)):
            return 0, 0


def _same_text(found: _Texts, gap: tuple[list[int], list[int]]) -> list[Pair]:
    """Pair the stretches at the start of a gap that are the same text in other sentences, and take them off it."""
    left, right = found.run(0, gap[0]), found.run(1, gap[1])
    pairs: list[Pair] = []
    while True:
        i, j = regroup(left, right)
        pair = found.name(Pair(Link.SIMILAR, tuple(gap[0][:i]), tuple(gap[1][:j]), 1.0), Link.EQUAL)
        if not i or pair.link is not Link.EQUAL:
            return pairs
        pairs.append(pair)
        del left[:i], right[:j], gap[0][:i], gap[1][:j]


def _fill_gap(found: _Texts, gap: tuple[list[int], list[int]]) -> list[Pair]:
    """Pair the sentences of one gap."""
    same = _same_text(found, gap) if len(gap[0]) + len(gap[1]) > 2 else []
    seed, page = gap
    is_small = len(seed) * len(page) <= MAX_GAP
    similar = _align_gap(found, seed, page) if is_small else _look_anywhere(found, seed, page, SIMILAR)
    return same + [found.name(pair, Link.EQUAL) for pair in similar]


@lru_cache(maxsize=1 << 13)
def _equal_pair(seed: int, page: int) -> Pair:
    """Make the pair of two sentences with one key, in order: the commonest pair, and the same for all texts."""
    return Pair(Link.EQUAL, (seed,), (page,), 1.0)


def align(seed: Sequence[str], page: Sequence[str]) -> list[Pair]:
    """Align the clean sentences of a seed with those of a page; every sentence is in exactly one pair, in no order."""
    if seed == page:
        return [_equal_pair(at, at) for at in range(len(seed))]
    found = _Texts(seed, page)
    in_order, moved = match_equal(*found.codes())
    pairs = [_equal_pair(a, b) for a, b in in_order]
    pairs += [Pair(Link.MOVED, (a,), (b,), 1.0) for a, b in moved]
    seed_left = set(range(len(seed))) - {a for a, _ in in_order} - {a for a, _ in moved}
    page_left = set(range(len(page))) - {b for _, b in in_order} - {b for _, b in moved}
    if seed_left and page_left:
        filled = [
            pair
            for gap in _gaps(in_order, seed_left, page_left, (len(seed), len(page)))
            for pair in _fill_gap(found, gap)
        ]
        seed_left -= {at for pair in filled for at in pair.seed}
        page_left -= {at for pair in filled for at in pair.page}
        pairs += filled
    if seed_left and page_left:
        elsewhere = _look_anywhere(found, sorted(seed_left), sorted(page_left), SIMILAR_ELSEWHERE)
        seed_left -= {at for pair in elsewhere for at in pair.seed}
        page_left -= {at for pair in elsewhere for at in pair.page}
        pairs += [found.name(pair, Link.MOVED) for pair in elsewhere]
    pairs += [Pair(Link.REMOVED, (at,), (), 0.0) for at in sorted(seed_left)]
    pairs += [Pair(Link.ADDED, (), (at,), 0.0) for at in sorted(page_left)]
    return pairs
