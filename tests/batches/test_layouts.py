"""Which stored pages of a publisher are learned from."""

import datetime as dt
import random

import pytest
from factories import DAY

from flows.batches import layouts
from flows.batches.layouts import choose_pages
from warehouse.read.layouts import StoredLook


def look(number: int, day: int) -> StoredLook:
    return StoredLook(f"{number:016x}", f"{number}@{day}", DAY + dt.timedelta(days=day))


def test_half_of_the_articles_give_their_newest_page_and_the_others_their_oldest(monkeypatch: pytest.MonkeyPatch):
    """All were asked on the first day, ten of them again after a redesign: both designs have pages enough."""
    monkeypatch.setattr(layouts, "MOST_READ", 16)
    pages = [look(number, 0) for number in range(40)] + [look(number, 9) for number in range(10)]
    count, chosen = choose_pages(pages)
    assert (count, len(chosen)) == (40, 16)
    assert sum(name.endswith("@9") for name in chosen.values()) == 8
    assert choose_pages(random.Random(1).sample(pages, len(pages))) == (count, chosen)
