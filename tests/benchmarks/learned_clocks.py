"""Clocks that are learned from seeds alone, against the hand-written one and against what the texts say themselves.

The hand-written clock of VietnamPlus is hidden; its days, with those that the texts name near it, are the truth. The
Chinese edition has no clock. Needs `shared/data` beside the checkout; says so and ends where it is not. Beside the
real hosts stand parts of them (fewer articles), and hosts whose numbers are shuffled, which must not be dated.
"""

import datetime as dt
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from flows.addresses.article_clock import interpolate
from flows.publishers import find_publisher
from flows.records import NamedDay, SeedArticle
from flows.seedfiles import read_seeds
from flows.text.dates import day_of_text
from flows.text.marked_up import without_markup
from flows.text.named_days import named_days
from warehouse.marts.clock_curve import NamedDays, Reading, learn_curve, read_curve

EPOCH = dt.date(1970, 1, 1)
PARTS = (2000, 500, 200, 100, 50)
YEAR_SLACK = 10  # days: a day with its year that is this near the learned one but for its year names its year


class Article(NamedTuple):
    """What is known of a seed: its number, the days that it names, and the truth where there is one."""

    number: int
    named: tuple[NamedDay, ...]
    truth: int | None  # days since 1970


def read_articles() -> dict[str, list[Article]]:
    """Read the real seeds, by host."""
    parents = Path(__file__).resolve().parents
    archive = "shared/data/seeds/vietnamplus-open.tar.xz"
    source = next((found for parent in parents if (found := parent / archive).exists()), None)
    hosts: dict[str, list[Article]] = {}
    for seed in read_seeds([source]) if source else ():
        if isinstance(seed, SeedArticle) and seed.identity.article_number:
            language = "zh" if seed.identity.publisher.startswith("zh.") else "vi"
            hosts.setdefault(seed.identity.publisher, []).append(read_article(seed, language))
    return hosts


def read_article(seed: SeedArticle, language: str) -> Article:
    """Read the days of a seed, and its true one: by the hand-written clock and the text."""
    number, text = int(seed.identity.article_number or 0), without_markup(seed.body or "")
    publisher = find_publisher(seed.identity.publisher)
    is_main = publisher is not None and publisher.name == seed.identity.publisher
    near = interpolate(publisher.clock, number) if publisher is not None and is_main else None
    day = day_of_text(text, near, language) if near else None
    return Article(number, named_days(text, language), (day - EPOCH).days if day else None)


def learn(articles: Sequence[Article]) -> tuple[Reading | None, float]:
    """Learn the clock of some articles, in the order of their numbers, and date them; with the seconds of CPU."""
    rows = [
        (place, day.year or 0, day.month, day.day, 2.0 if day.year else 1.0)
        for place, article in enumerate(articles)
        for day in article.named
    ]
    *whole, weight = zip(*rows, strict=True)
    named = NamedDays(*(np.array(column, dtype=np.int64) for column in whole), np.array(weight))
    numbers = np.array([article.number for article in articles])
    started = time.process_time()
    curve = learn_curve(numbers, named)
    reading = read_curve(curve, numbers, named) if curve else None
    return reading, time.process_time() - started


def contradicted(articles: Sequence[Article], reading: Reading) -> tuple[int, int]:
    """Count the articles that name their day with its year, and those of them that are dated into another year.

    A text that names its day without the year as well tells of another year's day beside it.
    """
    named = wrong = 0
    for place in np.flatnonzero(reading.is_dated):
        learned = EPOCH + dt.timedelta(days=int(reading.day[place]))
        distances = [
            (day.year is not None, abs((dt.date(day.year or learned.year, day.month, day.day) - learned).days))
            for day in articles[place].named
            if abs((day.year or learned.year) - learned.year) <= 1 and (day.month, day.day) != (2, 29)
        ]
        same = any(distance <= YEAR_SLACK for _, distance in distances)
        other = any(has_year and abs(distance - 365) <= YEAR_SLACK for has_year, distance in distances)
        if other or any(has_year and distance <= YEAR_SLACK for has_year, distance in distances):
            named, wrong = named + 1, wrong + (other and not same)
    return named, wrong


def measure(name: str, articles: list[Article]) -> bool:
    """Print the line of one host; False where a figure is missed."""
    reading, seconds = learn(sorted(articles, key=lambda article: article.number))
    if reading is None:
        print(f"{name:34} {len(articles):6}  no clock  {seconds:5.1f} s")
        return name.startswith("shuffled") or len(articles) < PARTS[0]
    articles = sorted(articles, key=lambda article: article.number)
    known = [p for p, article in enumerate(articles) if article.truth is not None and reading.is_dated[p]]
    truth = np.array([articles[place].truth for place in known], dtype=np.int64)
    met = np.abs(reading.day[known] - truth) <= 3
    held = (reading.earliest[known] <= truth) & (truth <= reading.latest[known])
    named, wrong = contradicted(articles, reading)
    shares = f"met within 3 days {met.mean():.4f}  interval {held.mean():.4f}" if known else ""
    years = f"years contradicted {wrong}/{named}"
    dated = f"{name:34} {len(articles):6}  dated {reading.is_dated.mean():.4f}"
    print(f"{dated}  {shares:52}  {years:26} {seconds:5.1f} s CPU")
    is_whole = len(articles) > PARTS[0]
    is_met = reading.is_dated.mean() >= 0.95 and (not known or (met.mean() >= 0.95 and 0.88 <= held.mean() <= 0.92))
    return not name.startswith("shuffled") and (not is_whole or is_met)


def main() -> int:
    """Measure each host, parts of it, and what is no clock; 1 where a figure is missed."""
    hosts = read_articles()
    if not hosts:
        print("the real seeds (shared/data) are not beside this checkout: nothing measured")
        return 0
    is_met = True
    for host, articles in hosts.items():
        rng = random.Random(3)
        is_met &= measure(host, articles)
        for size in PARTS:
            is_met &= measure(f"{host}, {size} of it", rng.sample(articles, size))
        numbers = rng.sample([article.number for article in articles], len(articles))
        shuffled = [
            article._replace(number=number, truth=None) for article, number in zip(articles, numbers, strict=True)
        ]
        is_met &= measure(f"shuffled {host}", shuffled)
    print("all figures are reached" if is_met else "a figure is missed")
    return not is_met


if __name__ == "__main__":
    sys.exit(main())
