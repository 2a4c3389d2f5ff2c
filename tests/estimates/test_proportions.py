"""Shares, intervals and bounds against figures worked out by hand or taken from books."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.estimates.proportions import StratumCount, estimate_share, size_for


def count(population: int, answered: int, positive: int, *, silent: int = 0) -> StratumCount:
    return StratumCount(population=population, sampled=answered + silent, answered=answered, positive=positive)


def test_of_one_large_stratum_it_is_wilsons_interval():
    """10 of 100: Wilson's interval is 5.5 to 17.4 % (Brown, Cai and DasGupta 2001 have the formula)."""
    found = estimate_share([count(10_000_000, 100, 10)])
    assert found.share == pytest.approx(0.1)
    assert (found.low, found.high) == pytest.approx((0.0552, 0.1744), abs=0.002)


def test_strata_are_weighed_by_their_articles_and_not_by_their_sample():
    assert estimate_share([count(9_000, 10, 0), count(1_000, 90, 90)]).share == pytest.approx(0.1)


def test_strata_that_differ_narrow_the_interval():
    alike = estimate_share([count(5_000, 100, 50), count(5_000, 100, 50)])
    unlike = estimate_share([count(5_000, 100, 5), count(5_000, 100, 95)])
    assert unlike.half_width < 0.6 * alike.half_width


def test_when_every_article_answered_the_share_is_exact():
    found = estimate_share([count(20, 20, 3), count(10, 10, 10)])
    assert (found.low, found.share, found.high) == pytest.approx((13 / 30, 13 / 30, 13 / 30))
    assert (found.bound_low, found.bound_high) == (found.low, found.high)


def test_nothing_found_does_not_mean_that_there_is_nothing():
    found = estimate_share([count(10_000, 50, 0)])
    assert (found.share, found.low) == (0, 0)
    assert 0.05 < found.high < 0.1


def test_what_was_seen_is_certain_in_a_small_part():
    found = estimate_share([count(12, 10, 4)])
    assert found.low >= 4 / 12
    assert found.high <= 6 / 12


def test_without_an_answer_there_is_no_share_and_anything_may_be():
    found = estimate_share([count(100, 0, 0, silent=10)])
    assert found.share is None
    assert (found.low, found.high, found.bound_low, found.bound_high) == (0, 1, 0, 1)


def test_a_stratum_that_is_silent_is_in_the_bounds_and_not_in_the_share():
    found = estimate_share([count(5_000, 200, 20), count(5_000, 0, 0, silent=200)])
    assert found.share == pytest.approx(0.1)
    assert found.bound_low < 0.05
    assert found.bound_high > 0.55


strata = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 200)).map(
        lambda drawn: count(sum(drawn), drawn[0] + drawn[1], drawn[0], silent=drawn[2])
    ),
    min_size=1,
    max_size=6,
)


@given(strata)
def test_bounds_hold_the_interval_and_the_interval_the_share(counts: list[StratumCount]):
    found = estimate_share(counts)
    assert 0 <= found.bound_low <= found.low <= found.high <= found.bound_high <= 1
    if found.share is not None and all(item.answered for item in counts if item.population):
        assert found.low - 1e-9 <= found.share <= found.high + 1e-9
    assert all(map(math.isfinite, (found.low, found.high, found.bound_low, found.bound_high)))


@given(strata)
def test_no_answers_that_the_silent_may_give_fall_out_of_the_bounds(counts: list[StratumCount]):
    found = estimate_share(counts)
    for answer in (0, 1):
        told = [
            count(item.population, item.sampled, item.positive + answer * (item.sampled - item.answered))
            for item in counts
        ]
        share = estimate_share(told).share
        assert share is None or found.bound_low - 1e-9 <= share <= found.bound_high + 1e-9


def test_four_times_the_pages_halve_the_interval_of_an_endless_corpus_and_fewer_do_of_a_small_one():
    large, small = estimate_share([count(10**9, 400, 200)]), estimate_share([count(1_000, 400, 200)])
    assert size_for(large, large.half_width / 2) == pytest.approx(1_600, abs=1)
    assert size_for(small, small.half_width / 2) == pytest.approx(728, abs=1)


def test_the_size_that_was_foretold_halves_the_interval():
    found = estimate_share([count(20_000, 200, 60), count(30_000, 300, 30)])
    wanted = size_for(found, found.half_width / 2) / found.sampled
    again = estimate_share(
        [count(20_000, round(200 * wanted), round(60 * wanted)), count(30_000, round(300 * wanted), round(30 * wanted))]
    )
    assert again.half_width == pytest.approx(found.half_width / 2, rel=0.03)


def test_silent_pages_are_asked_for_in_proportion():
    found = estimate_share([count(10**9, 200, 100, silent=200)])
    assert size_for(found, found.half_width / 2) == pytest.approx(1_600, abs=2)
