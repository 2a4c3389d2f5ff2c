"""Intervals hold the truth as often as they say: a small part of tests/benchmarks/estimate_coverage.py."""

import pytest
from invented_corpus import Frame, Trouble, invent_frame, simulate

REPETITIONS = 60
# Many figures and parts of one corpus are tallied together, so that chance moves the share by less than a hundredth.
LEAST, MOST = 0.935, 0.975


@pytest.fixture(scope="module")
def frame() -> Frame:
    return invent_frame(8_000, seed=22)


@pytest.mark.parametrize("trouble", Trouble)
def test_intervals_hold_the_truth_and_bounds_always_do(frame: Frame, trouble: Trouble):
    tallies = simulate(frame, trouble, sample_size=300, repetitions=REPETITIONS, seed=7)
    for group in (tallies.corpus, tallies.parts):
        varied = sum(tally.varied for tally in group.values())
        assert LEAST <= sum(tally.held for tally in group.values()) / varied <= MOST
        assert all(tally.held_by_bounds == tally.count for tally in group.values())
