"""The clock of a host is learned from its articles, or not at all: numbers that tell no time date nothing."""

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from factories import make_batch, read_derived, seed_at

from flows.reconcile.reconcile import reconcile
from flows.records import Batch, SeedArticle
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish
from warehouse.upkeep.full_check import check_full

pytestmark = pytest.mark.usefixtures("defined")

START = dt.date(2012, 5, 20)
COUNT = 240
STEP = 4  # days from one article to the next
# A host that no publisher file describes, with a section's year in its addresses.
URL = "https://gazette.example/news/{number}-a-story.html"


def day_of(place: int) -> dt.date:
    return START + dt.timedelta(days=STEP * place)


def story(place: int, rng: random.Random) -> str:
    """Write a text that names its day most times, its year now and then, and other days as texts do."""
    day = day_of(place)
    parts = ["The council met in the old town hall to speak about the bridge over the river."]
    if rng.random() < 0.7:
        year = f", {day.year}" if rng.random() < 0.3 else ""
        parts.append(f"On {day:%B} {day.day}{year} the mayor opened the meeting.")
    if rng.random() < 0.3:
        other = START + dt.timedelta(days=rng.randrange(-9000, 9000))
        parts.append(f"The first bridge fell on {other:%B} {other.day}, {other.year}.")
    return " ".join(parts)


def seeds(numbers: Sequence[int]) -> list[SeedArticle]:
    rng = random.Random(17)
    stories = [story(place, rng) for place in range(len(numbers))]
    return [
        seed_at(URL.format(number=number), title=f"Story {number}", body=text)
        for number, text in zip(numbers, stories, strict=True)
    ]


def cleaned(part: Sequence[SeedArticle]) -> Batch:
    return make_batch(*part, reconciliations=tuple(reconcile(seed, None) for seed in part))


def load(connection: duckdb.DuckDBPyConnection, home: Path, part: Sequence[SeedArticle]) -> None:
    load_batches(connection, [write_batch(home / "batches", cleaned(part))])
    publish(connection, home)


RISING = [1000 + 37 * place for place in range(COUNT)]


def dated(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[dt.date, str]]:
    rows = connection.execute(
        "select url, make_timestamp(epoch_us(published_at))::date, published_at_precision::varchar from marts.article"
    ).fetchall()
    return {url: (day, precision) for url, day, precision in rows}


def test_articles_are_dated_by_the_days_that_their_neighbours_name(tmp_path: Path):
    with open_writer(tmp_path) as connection:
        load(connection, tmp_path, seeds(RISING))
        found = dated(connection)
        intervals = connection.execute(
            "select article_number, earliest_day, latest_day, is_named from marts.learned_day"
        ).fetchall()
    learned = {url: day for url, (day, precision) in found.items() if precision == "learned_clock"}
    assert len(learned) > 0.85 * COUNT  # at both ends the year may not be known
    misses = [
        abs((learned[url] - day_of(place)).days)
        for place, number in enumerate(RISING)
        if (url := URL.format(number=number)) in learned
    ]
    assert sum(miss <= STEP for miss in misses) > 0.85 * len(misses)
    assert max(misses) < 40
    held = [first <= day_of(RISING.index(number)) <= last for number, first, last, _ in intervals]
    assert sum(held) >= 0.88 * len(held)
    assert {named for *_, named in intervals} == {True, False}


@pytest.mark.parametrize("kind", ["shuffled", "no year anywhere", "too few"])
def test_numbers_that_tell_no_time_date_nothing(kind: str, tmp_path: Path):
    numbers = random.Random(5).sample(RISING, COUNT) if kind == "shuffled" else RISING
    made = seeds(numbers)
    if kind == "no year anywhere":
        made = [
            seed_at(seed.url, title=seed.title, body=f"On {day:%B} {day.day} the mayor opened the meeting.")
            for place, seed in enumerate(made)
            if (day := day_of(place))
        ]
    if kind == "too few":
        made = made[:8]
    with open_writer(tmp_path) as connection:
        load(connection, tmp_path, made)
        assert connection.execute("from marts.clock").fetchall() == []
        assert set(dated(connection).values()) == {(None, "unknown")}


def test_articles_that_name_nothing_but_long_gone_years_change_nothing(tmp_path: Path):
    old = [
        seed_at(URL.format(number=number + 5), title=f"Old {number}", body="The bridge fell on March 3, 1907.")
        for number in (*RISING[::40], 99_000)
    ]
    with open_writer(tmp_path) as connection:
        load(connection, tmp_path, [*seeds(RISING), *old])
        found = dated(connection)
    learned = [found[URL.format(number=number)][0] for number in RISING]
    assert sum(day is not None for day in learned) > 0.85 * COUNT
    assert found[old[-1].url] == (None, "unknown")  # far beyond the last number that is known


def test_a_stretch_whose_year_nothing_fixes_is_not_dated(tmp_path: Path):
    """Its days could be of this year or of the next: no date is better than a wrong one."""
    early, late = range(80), range(80, 160)
    made = [*seeds(RISING)[: len(early)]]
    for place in late:
        day = day_of(place + 120)  # more than a year later
        body = f"On {day:%B} {day.day} the mayor opened the meeting in the old town hall."
        made.append(seed_at(URL.format(number=1000 + 37 * place), title=f"Story {place}", body=body))
    with open_writer(tmp_path) as connection:
        load(connection, tmp_path, made)
        found = dated(connection)
    wrong = [
        found[seed.url]
        for place, seed in enumerate(made)
        if found[seed.url][0] and abs((found[seed.url][0] - day_of(place if place < 80 else place + 120)).days) > 60
    ]
    assert wrong == []


def test_days_of_columns_and_addresses_are_anchors_and_stand(tmp_path: Path):
    with open_writer(tmp_path) as connection:
        known = [
            seed_at(URL.format(number=number), title="A story", body="Words.", extra=f'{{"date": "{day_of(place)}"}}')
            if place % 3
            else seed_at(URL.format(number=number), title="A story", body="Other words.")
            for place, number in enumerate(RISING[:90])
        ]
        load(connection, tmp_path, known)
        found = dated(connection)
    assert {precision for _, precision in found.values()} == {"seed", "learned_clock"}
    assert max(abs((found[seed.url][0] - day_of(place)).days) for place, seed in enumerate(known)) <= 2 * STEP


def test_the_clock_is_the_same_in_any_order_and_bit_by_bit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("warehouse.marts.build.FULL_REFRESH_SHARE", 2.0)  # always only what was touched
    made = seeds(RISING)
    at_random = random.Random(9).sample(made, COUNT)
    states = []
    for name, parts in {"once": [made], "bits": [at_random[:100], at_random[100:230], at_random[230:]]}.items():
        home = tmp_path / name
        home.mkdir()
        with open_writer(home) as connection:
            for part in parts:
                load(connection, home, part)
            states.append(read_derived(connection))
        assert check_full(home).is_sound
    assert states[0] == states[1]
