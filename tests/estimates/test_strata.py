"""Strata depend on the corpus alone, and a larger sample takes nothing away."""

from hypothesis import given
from hypothesis import strategies as st

from flows.estimates.strata import LEAST_IN_STRATUM, OTHERS, Cell, allocate, build_strata


def cell(publisher: str, year: int | None, count: int) -> Cell:
    return Cell(publisher=publisher, year=year, article_count=count)


def test_large_years_stand_alone_small_years_of_a_publisher_are_pooled_and_small_publishers_too():
    cells = [
        cell("grande.example", 2010, 500),
        cell("grande.example", 2011, 12),
        cell("grande.example", 2012, 13),
        cell("grande.example", None, 300),
        cell("pequeno.example", 2010, 5),
        cell("menor.example", None, 6),
        cell("antiguo.example", 2001, 15),
        cell("antiguo.example", 2002, 16),
    ]
    strata = {item.name: item.population for item in build_strata(cells)}
    assert strata == {
        "grande.example, 2010": 500,
        "grande.example, no year": 300,
        "grande.example, other years": 25,
        "antiguo.example, all years": 31,
        OTHERS: 11,
    }


populations = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 300), min_size=1)


@given(populations, st.integers(0, 500), st.integers(0, 100))
def test_a_larger_sample_has_at_least_as_many_articles_of_each_stratum(
    sizes: dict[str, int], sample_size: int, more: int
):
    smaller, larger = allocate(sizes, sample_size), allocate(sizes, sample_size + more)
    assert all(smaller[name] <= larger[name] <= sizes[name] for name in sizes)


@given(populations, st.integers(0, 500))
def test_a_sample_has_the_size_that_was_asked_for_and_two_of_each_stratum(sizes: dict[str, int], sample_size: int):
    taken = allocate(sizes, sample_size)
    least = sum(min(LEAST_IN_STRATUM, count) for count in sizes.values())
    assert sum(taken.values()) == max(least, min(sample_size, sum(sizes.values())))
    assert all(taken[name] >= min(LEAST_IN_STRATUM, count) for name, count in sizes.items())


def test_a_sample_is_shared_out_in_proportion():
    assert allocate({"a": 6_000, "b": 3_000, "c": 1_000}, 100) == {"a": 60, "b": 30, "c": 10}
