"""Estimate a share of a finite population from a stratified random sample, some of which gave no answer.

The share is the stratified mean with the finite population correction (Cochran, Sampling Techniques, 1977, 5.3-5.5).
Its 95 % interval is Wilson's, with the effective sample size in the place of the sample size (Korn and Graubard,
"Confidence intervals for proportions with small expected number of positive counts estimated from survey data",
Survey Methodology 24, 1998, have that size; Franco, Little, Louis and Slud, "Comparative study of confidence intervals
for proportions in complex sample surveys", Journal of Survey Statistics and Methodology 7, 2019, find Wilson's with it
among those that hold what they promise, where Clopper and Pearson's are too wide).

Who gave no answer is taken to be like the others of the same stratum. That cannot be tested, so beside the interval
stand the worst cases: none of them is what is asked for, and all of them are (Manski, "Nonparametric bounds on
treatment effects", 1990; Horowitz and Manski, 1998, for surveys). The bounds are for those who must not be wrong: their
room for the error of the sample is Hoeffding's inequality ("Probability inequalities for sums of bounded random
variables", 1963, theorem 1; section 6 for draws without replacement), which holds for samples of any size.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95
CONFIDENCE_OF_BOUNDS = 0.99999
HALVINGS = 40  # of an interval of length 1, until its length is that of a rounding error
# How many articles like the whole sample are added to a stratum when its spread is estimated: a stratum of eight
# without a single loss is not a stratum that can lose nothing. tests/benchmarks/estimate_coverage.py compares.
ARTICLES_OF_PRIOR = 2.0
LEAST_GROWTH = 0.1  # of a sample, from one round to the next: each round waits for the slowest host
METHOD = "stratified mean, Wilson with effective sample size"


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumCount:
    """What the sample of one stratum showed."""

    population: int
    sampled: int
    answered: int  # of those sampled
    positive: int  # of those that answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion:
    """A share with what is known of its error; without an answer no share, and an interval that says nothing."""

    population: int
    sampled: int
    answered: int
    positive: int
    share: float | None
    low: float
    high: float
    bound_low: float  # worst cases of what gave no answer
    bound_high: float

    @property
    def half_width(self) -> float:
        """Half of the interval's length."""
        return (self.high - self.low) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mean:
    """A stratified mean, and the size of a simple random sample of an endless population that errs as much."""

    share: float
    effective_size: float  # infinite where every article answered


def _mean(strata: Sequence[StratumCount]) -> _Mean | None:
    """Weigh the strata that answered by their population; those that did not are taken to be like the rest."""
    heard = [item for item in strata if item.answered]
    population = sum(item.population for item in heard)
    if not population:
        return None
    weights = [item.population / population for item in heard]
    share = sum(weight * item.positive / item.answered for weight, item in zip(weights, heard, strict=True))
    spread = spread_if_alike = 0.0
    for weight, item in zip(weights, heard, strict=True):
        part = weight**2 * (1 - item.answered / item.population) / item.answered
        own = (item.positive + ARTICLES_OF_PRIOR * share) / (item.answered + ARTICLES_OF_PRIOR)
        correction = item.answered / (item.answered - 1) if item.answered > 1 else 1.0
        spread += part * own * (1 - own) * correction
        spread_if_alike += part
    if not spread_if_alike:
        return _Mean(share=share, effective_size=math.inf)
    size = share * (1 - share) / spread if spread else 1 / spread_if_alike
    return _Mean(share=share, effective_size=size * _freedom(heard))


def _freedom(strata: Sequence[StratumCount]) -> float:
    """Make the effective size smaller where its spread rests on few articles a stratum (Korn and Graubard 1998)."""
    answered = sum(item.answered for item in strata)
    return (_t_quantile(max(1, answered - 1)) / _t_quantile(max(1, answered - len(strata)))) ** 2


def _t_quantile(freedom: int) -> float:
    """Give Student's t for the confidence (Abramowitz and Stegun 1964, 26.7.5): within 2 % from four degrees on."""
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)


def _wilson(mean: _Mean) -> tuple[float, float]:
    """Give Wilson's interval (1927) of a share."""
    if math.isinf(mean.effective_size):
        return mean.share, mean.share
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    size, share = mean.effective_size, mean.share
    centre = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return max(0.0, centre - half), min(1.0, centre + half)


def _divergence(share: float, other: float) -> float:
    """Tell how unlike two shares are (Kullback and Leibler, 1951)."""
    yes = share * math.log(share / other) if share else 0.0
    no = (1 - share) * math.log((1 - share) / (1 - other)) if share < 1 else 0.0
    return yes + no


def _hoeffding(mean: _Mean, end: float) -> float:
    """Give the share farthest towards `end`, 0 or 1, that the sample still allows."""
    allowed = math.log(2 / (1 - CONFIDENCE_OF_BOUNDS)) / mean.effective_size
    if mean.share == end:
        return end
    near, far = mean.share, end
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        if not 0 < middle < 1:
            return end
        if _divergence(mean.share, middle) > allowed:
            far = middle
        else:
            near = middle
    return far


def _filled(strata: Sequence[StratumCount], *, is_positive: bool) -> list[StratumCount]:
    """Give those that did not answer the same answer, whatever it is."""
    return [
        StratumCount(
            population=item.population,
            sampled=item.sampled,
            answered=item.sampled,
            positive=item.positive + (item.sampled - item.answered if is_positive else 0),
        )
        for item in strata
    ]


def _bounds(strata: Sequence[StratumCount]) -> tuple[float, float]:
    worst, best = _mean(_filled(strata, is_positive=False)), _mean(_filled(strata, is_positive=True))
    if worst is None or best is None:
        return 0.0, 1.0
    return _hoeffding(worst, 0.0), _hoeffding(best, 1.0)


def estimate_share(strata: Sequence[StratumCount]) -> Proportion:
    """Estimate the share of a population that the strata make up."""
    population = sum(item.population for item in strata)
    sampled, answered, positive = (
        sum(getattr(item, name) for item in strata) for name in ("sampled", "answered", "positive")
    )
    mean = _mean(strata)
    low, high = (0.0, 1.0) if mean is None else _wilson(mean)
    # What was seen is certain, however few articles there are.
    least, most = (positive / population, 1 - (answered - positive) / population) if population else (0.0, 1.0)
    low, high = max(low, min(least, high)), min(high, max(most, low))
    bound_low, bound_high = _bounds(strata)
    return Proportion(
        population=population,
        sampled=sampled,
        answered=answered,
        positive=positive,
        share=None if mean is None else mean.share,
        low=low,
        high=high,
        bound_low=min(max(bound_low, least), low),
        bound_high=max(min(bound_high, most), high),
    )


def size_for(found: Proportion, half_width: float) -> int:
    """Say how many articles a sample needs for an interval of that half width; all, where no sample will do.

    From the error's fall with one over the root of the size, and the finite population correction (Cochran 1977, 4.4):
    1/n - 1/N falls with the square of the half width.
    """
    if not found.answered or not found.half_width:
        return found.sampled
    told = found.answered / found.sampled
    whole = found.population * told
    if found.answered >= whole:
        return found.sampled
    left = (1 / found.answered - 1 / whole) * (half_width / found.half_width) ** 2 + 1 / whole
    return min(found.population, math.ceil(1 / left / told))


def next_sample_size(found: Proportion, sample_size: int, until: float) -> int | None:
    """Say how large the next sample is to be for an interval of half width `until`; None where this one will do.

    Stopping once an interval is narrow holds what it promises for large samples (Chow and Robbins, "On the asymptotic
    theory of fixed-width sequential confidence intervals for the mean", 1965).
    """
    if found.half_width <= until:
        return None
    return max(math.ceil(sample_size * (1 + LEAST_GROWTH)), size_for(found, until))
