"""Learn the clock of a host: the day that belongs to each article number, from the days that its articles name.

Numbers rise with time, so the days of a host form a curve that never falls. Most texts name a day, often without its
year, and many days that they name are of something else (anniversaries, plans). The curve is the monotone path that
the most articles speak for: a Viterbi path (Viterbi 1967) over bins of articles by number and days of the calendar,
which is isotonic regression (Barlow et al. 1972) with a bounded loss in place of squares. So a day that is not the
article's costs nothing wherever it lies, and a day without its year speaks for that day of each year.

The interval of a number is split-conformal (Lei et al. 2018), from the distances of articles that their own curve was
learned without; its level is that of the days which the neighbourhood of the curve holds.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Voices = npt.NDArray[np.int32]  # of articles, in parts of _UNIT

CLOCK_VERSION: Final = "2"  # raised with every change that can move a day: the marts are then built again
LEVEL: Final = 0.9  # of the intervals
LEAST_ARTICLES: Final = 12  # that name a day; with fewer, a path can be laid through anything
MOST_ARTICLES: Final = 100_000  # that name a day; of more, every n-th teaches: 1 million took 1.1 GB
MOST_BINS: Final = 1500  # 27,612 real seeds have two days in one; memory and time follow bins x days
FOLDS: Final = 5
# Over 19,685 seeds of VietnamPlus, texts that name a day near a hand-written clock name it within 20 days of it.
NEIGHBOURHOOD: Final = 20
COARSE: Final = 4  # median distances: a coarser curve has a wider neighbourhood
# Articles of which the curve meets a day, over those that it would meet by chance: numbers that do not rise with time
# come to about 1, the two real clocks to 4.7 and 7.9 (tests/benchmarks/learned_clocks.py).
LEAST_LIFT: Final = 2.0
LEAST_SHARE: Final = 0.5
LEAST_MARGIN: Final = 4
WIDEST: Final = 90  # days; a wider interval dates nothing
LOCAL: Final = 400  # articles nearest by number, whose distances make an interval
# Beyond the last article that names a day the curve is held for as many numbers as these last ones take.
MARGIN: Final = 10
FIRST_YEAR: Final = 1985
LAST_YEAR: Final = 2100
# How much a day speaks for each day of publication behind it: stories are of that day or the day before.
_KERNEL: Final = ((-2, 0.25), (-1, 0.5), (0, 1.0), (1, 1.0), (2, 0.5), (3, 0.25))
# A stretch at an end of the path counts only with this part of the mean number of articles a day: a plan or an
# anniversary alone does not draw it out. In its middle this cost is the same for all paths.
_SPARSEST: Final = 0.1
_HALF_YEAR: Final = 183
_UNIT: Final = 256  # of an article's voice: paths are summed in whole numbers, in less than half the time
_BLOCK: Final = 64  # bins whose scores are counted at once


class NamedDays(NamedTuple):
    """Days that articles name, one a row."""

    place: Integers  # of the article, in the order of the numbers
    year: Integers  # 0 where the text leaves it out
    month: Integers
    day: Integers
    weight: Floats  # 1 for a day of a text; more where it is known to be that of publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A clock: anchors, ascending, and how far around their days (since 1970) the interval reaches."""

    numbers: Floats
    days: Floats
    low: Floats  # days before, 0 or less
    high: Floats
    support: Integers  # articles that name a day, in the bin of each anchor
    margin: Floats  # by how many articles' voices its year is known
    first: float  # numbers outside are not dated
    last: float
    neighbourhood: float


class Reading(NamedTuple):
    """The days of some articles, since 1970; `is_dated` is false where the clock gives none."""

    is_dated: Flags
    day: Integers
    earliest: Integers
    latest: Integers
    is_named: Flags  # the article names the day itself


class _Points(NamedTuple):
    """Days of the calendar that articles speak for: a day without its year stands in each year."""

    place: Integers
    day: Integers  # from the first of the span
    weight: Floats


class _Path(NamedTuple):
    numbers: Floats
    days: Floats
    support: Integers
    margin: Floats


def learn_curve(numbers: Integers, named: NamedDays) -> Curve | None:
    """Learn the clock of a host from its article numbers, ascending; None where they are no clock."""
    named = _thin_out(named)
    span = _find_span(named)
    if span is None:
        return None
    points = _spread(named, span)
    places = np.unique(points.place)
    if len(places) < LEAST_ARTICLES:
        return None
    # An article that names days of other years alone says nothing.
    named = _keep(named, np.isin(named.place, places))
    distance = np.full(len(places), np.inf)
    shifted = np.full(len(places), np.inf)
    for fold in range(FOLDS):
        held = np.arange(len(places)) % FOLDS == fold
        path = _lay_path(numbers, _without(points, places[held]), span, margins=False)
        by_number = _day_at(path, numbers[places])
        distance[held] = _distances(by_number, places, named)[held]
        # Held against the days of articles from elsewhere: what a curve meets by chance.
        shifted[held] = _distances(np.roll(by_number, len(places) // 2), places, named)[held]
    neighbourhood = max(float(NEIGHBOURHOOD), COARSE * float(np.median(np.abs(distance))))
    is_near = np.abs(distance) <= neighbourhood
    by_chance = max(float(np.mean(np.abs(shifted) <= neighbourhood)), 1 / len(places))
    if is_near.mean() < max(LEAST_SHARE, LEAST_LIFT * by_chance):
        return None
    path = _lay_path(numbers, points, span, margins=True)
    low, high = _intervals(path.numbers, numbers[places][is_near], distance[is_near])
    first, last = _reach(numbers[places])
    return Curve(
        numbers=path.numbers,
        days=path.days,
        low=low,
        high=high,
        support=path.support,
        margin=path.margin,
        first=first,
        last=last,
        neighbourhood=neighbourhood,
    )


def read_curve(curve: Curve, numbers: Integers, named: NamedDays) -> Reading:
    """Date articles: by the day that they name themselves where the curve has one near, else by the curve."""
    exact = numbers.astype(np.float64)
    near = np.interp(exact, curve.numbers, curve.days)
    earliest, latest = _bounds(curve, exact, near)
    places = np.unique(named.place)
    distance = np.full(len(numbers), np.inf)
    distance[places] = _distances(near[places], places, named)
    is_named = np.abs(distance) <= curve.neighbourhood / 2
    day = np.rint(near + np.where(is_named, distance, 0.0)).astype(np.int64)
    is_known = np.interp(exact, curve.numbers, (curve.margin >= LEAST_MARGIN).astype(np.float64)) == 1
    is_dated = is_known & (exact >= curve.first) & (exact <= curve.last) & (latest - earliest <= WIDEST)
    return Reading(
        is_dated=is_dated,
        day=day,
        earliest=np.ceil(earliest).astype(np.int64),
        latest=np.floor(latest).astype(np.int64),
        is_named=is_named & is_dated,
    )


def _bounds(curve: Curve, exact: Floats, near: Floats) -> tuple[Floats, Floats]:
    """Give the interval of each number; in a gap of the curve it reaches from one side to the other."""
    earliest = near + np.interp(exact, curve.numbers, curve.low)
    latest = near + np.interp(exact, curve.numbers, curve.high)
    right = np.clip(np.searchsorted(curve.numbers, exact), 1, len(curve.numbers) - 1)
    before, behind = curve.days[right - 1], curve.days[right]
    is_gap = behind - before > curve.neighbourhood
    earliest = np.where(is_gap, np.minimum(earliest, before + curve.low[right - 1]), earliest)
    latest = np.where(is_gap, np.maximum(latest, behind + curve.high[right]), latest)
    return earliest, latest


def _thin_out(named: NamedDays) -> NamedDays:
    """Keep the days of every n-th article that names one, so that memory does not grow with the host."""
    places = np.unique(named.place)
    step = -(-len(places) // MOST_ARTICLES)
    if step <= 1:
        return named
    return _keep(named, np.isin(named.place, places[::step]))


def _keep(named: NamedDays, kept: Flags) -> NamedDays:
    return NamedDays(
        place=named.place[kept],
        year=named.year[kept],
        month=named.month[kept],
        day=named.day[kept],
        weight=named.weight[kept],
    )


def _find_span(named: NamedDays) -> tuple[int, int] | None:
    """Find the years that the articles may be of, first and last, from those that are named."""
    years = named.year[(named.year >= FIRST_YEAR) & (named.year <= LAST_YEAR)]
    if not len(years):
        return None
    first, last = np.percentile(years, (2, 98))
    return int(first) - 1, int(np.ceil(last)) + 1


def _since_1970(year: Integers, month: Integers, day: Integers) -> tuple[Integers, Flags]:
    """Turn days of the calendar into numbers; the flag is false where that month has no such day."""
    months = (year - 1970) * 12 + month - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    behind = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    found = first + day - 1
    return found, found < behind


def _spread(named: NamedDays, span: tuple[int, int]) -> _Points:
    """Set each named day into the calendar, one without its year into each year of the span."""
    start = (dt.date(span[0], 1, 1) - dt.date(1970, 1, 1)).days
    parts = []
    for year in range(span[0], span[1] + 1):
        is_in = (named.year == year) | (named.year == 0)
        day, is_real = _since_1970(np.full(int(is_in.sum()), year), named.month[is_in], named.day[is_in])
        parts.append((named.place[is_in][is_real], day[is_real] - start, named.weight[is_in][is_real]))
    return _Points(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _without(points: _Points, places: Integers) -> _Points:
    kept = ~np.isin(points.place, places)
    return _Points(points.place[kept], points.day[kept], points.weight[kept])


def _lay_path(numbers: Integers, points: _Points, span: tuple[int, int], *, margins: bool) -> _Path:
    """Find the monotone path that most articles speak for, an anchor a bin of articles; `margins` if they are asked."""
    first_day = (dt.date(span[0], 1, 1) - dt.date(1970, 1, 1)).days
    size = (dt.date(span[1] + 1, 1, 1) - dt.date(1970, 1, 1)).days - first_day
    places, ranks = np.unique(points.place, return_inverse=True)
    bins = _Bins(points, ranks, min(len(places), MOST_BINS), size)
    costs = np.rint(_SPARSEST * len(places) / size * _UNIT * np.arange(size)).astype(np.int32)
    upto = _sum_up(bins, costs)
    path = _best_path(upto, costs)
    centres = np.array([np.median(numbers[places[a:b]]) for a, b in pairwise(bins.edges)])
    # Anchors of one number (editions of one article) would make a step of no width.
    centres, kept = np.unique(centres, return_index=True)
    days = (path[kept] + first_day).astype(np.float64)
    margin = _margins(bins, upto, costs, path)[kept] if margins else np.zeros(len(kept))
    return _Path(centres, days, np.diff(bins.edges)[kept], margin)


class _Bins:
    """Articles in bins by their number, and what those of a bin say for each day of the span."""

    def __init__(self, points: _Points, ranks: Integers, count: int, size: int) -> None:
        self.count, self._size = count, size
        self.edges = np.linspace(0, int(ranks.max()) + 1, count + 1).astype(np.int64)
        bin_of = np.searchsorted(self.edges, ranks, side="right") - 1
        order = np.argsort(bin_of, kind="stable")
        self._bin_of = bin_of[order]
        self._starts = np.searchsorted(self._bin_of, np.arange(count + 1))
        self._days, self._weights = points.day[order], points.weight[order]

    def blocks(self) -> list[range]:
        """List the bins, some at a time."""
        return [range(at, min(at + _BLOCK, self.count)) for at in range(0, self.count, _BLOCK)]

    def scores(self, block: range) -> Voices:
        """Count what speaks for each day of the span, a bin a row."""
        here = slice(self._starts[block.start], self._starts[block.stop])
        rows = (self._bin_of[here] - block.start)[:, None]
        days = self._days[here][:, None] + np.array([shift for shift, _ in _KERNEL])
        weights = self._weights[here][:, None] * np.array([share * _UNIT for _, share in _KERNEL])
        is_in = (days >= 0) & (days < self._size)
        places = (rows * self._size + days)[is_in]
        counted = np.bincount(places, weights[is_in], minlength=len(block) * self._size)
        return counted.astype(np.int32).reshape(len(block), self._size)


def _sum_up(bins: _Bins, costs: Voices) -> Voices:
    """Sum up, for each bin and day, the best rising path that ends there: its scores and its cost so far (Viterbi)."""
    upto = np.empty((bins.count, len(costs)), dtype=np.int32)
    best = costs
    for block in bins.blocks():
        for number, score in zip(block, bins.scores(block), strict=True):
            best = np.add(np.maximum.accumulate(best), score, out=upto[number])
    return upto


def _best_path(upto: Voices, costs: Voices) -> Integers:
    """Follow the best path back from its end."""
    path = np.empty(len(upto), dtype=np.int64)
    latest = int(np.argmax(upto[-1] - costs))
    for number in range(len(upto) - 1, -1, -1):
        latest -= int(np.argmax(upto[number, latest::-1]))
        path[number] = latest
    return path


def _margins(bins: _Bins, upto: Voices, costs: Voices, path: Integers) -> Floats:
    """Give for each bin by how much the path is better than the best one that is half a year away there.

    By that much the year is known (max-marginals).
    """
    margin = np.zeros(bins.count)
    behind = -costs
    for block in reversed(bins.blocks()):
        for number, score in zip(reversed(block), bins.scores(block)[::-1], strict=True):
            whole, day = upto[number] + behind, path[number]
            elsewhere = np.concatenate((whole[: max(0, day - _HALF_YEAR)], whole[day + _HALF_YEAR + 1 :]))
            margin[number] = (int(whole[day]) - int(elsewhere.max())) / _UNIT
            behind = np.maximum.accumulate((behind + score)[::-1])[::-1]
    return margin


def _day_at(path: _Path, numbers: Integers) -> Floats:
    found: Floats = np.interp(numbers.astype(np.float64), path.numbers, path.days)
    return found


def _distances(near: Floats, places: Integers, named: NamedDays) -> Floats:
    """Give for each article the distance of its nearest named day to `near`, in days, later is positive."""
    rank = np.searchsorted(places, named.place)
    centre = near[rank]
    years = centre.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    found = np.full(len(centre), np.inf)
    for step in (-1, 0, 1):
        year = np.where(named.year == 0, years + step, named.year)
        day, is_real = _since_1970(year, named.month, named.day)
        distance = np.where(is_real, day - centre, np.inf)
        found = np.where(np.abs(distance) < np.abs(found), distance, found)
    order = np.lexsort((found, np.abs(found), rank))
    first = np.searchsorted(rank[order], np.arange(len(places)))
    nearest: Floats = found[order][first]
    return nearest


def _intervals(anchors: Floats, numbers: Integers, distance: Floats) -> tuple[Floats, Floats]:
    """Give the quantiles of the distances around each anchor, with the correction for their number."""
    size = min(LOCAL, len(distance))
    tail = max(0.0, 1 - (1 - (1 - LEVEL) / 2) * (1 + 1 / size))
    begin = np.clip(np.searchsorted(numbers, anchors) - size // 2, 0, len(distance) - size)
    ordered = {start: np.quantile(distance[start : start + size], (tail, 1 - tail)) for start in np.unique(begin)}
    bounds = np.array([ordered[start] for start in begin])
    return bounds[:, 0], bounds[:, 1]


def _reach(numbers: Integers) -> tuple[float, float]:
    """Say between which numbers the curve holds."""
    step = min(MARGIN, len(numbers) - 1)
    return float(2 * numbers[0] - numbers[step]), float(2 * numbers[-1] - numbers[-1 - step])
