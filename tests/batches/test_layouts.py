"""Which stored pages of a publisher are learned from."""

import datetime as dt
import random

import pytest
from factories import DAY

from flows.batches import layouts
from flows.batches.layouts import choose_pages
from warehouse.read.layouts import StoredArticle


def stored(number: int, *days: int) -> StoredArticle:
    """Make an article with a page of each of some days."""
    return StoredArticle(
        f"{number:016x}", DAY + dt.timedelta(days=max(days)), f"{number}@{max(days)}", f"{number}@{min(days)}"
    )


def test_half_of_the_articles_give_their_newest_page_and_the_others_their_oldest(monkeypatch: pytest.MonkeyPatch):
    """All were asked on the first day, ten of them again after a redesign: both designs have pages enough."""
    monkeypatch.setattr(layouts, "MOST_READ", 16)
    articles = [stored(number, 0, 9) if number < 10 else stored(number, 0) for number in range(40)]
    count, chosen = choose_pages(articles)
    assert (count, len(chosen)) == (40, 16)
    assert sum(name.endswith("@9") for name in chosen.values()) == 8
    assert choose_pages(random.Random(1).sample(articles, len(articles))) == (count, chosen)


@pytest.mark.parametrize("count", [0, 1, 5, 16, 17])
def test_each_of_few_articles_gives_a_page(count: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(layouts, "MOST_READ", 16)
    found, chosen = choose_pages(stored(number, number) for number in range(count))
    assert (found, len(chosen)) == (count, min(count, 16))
