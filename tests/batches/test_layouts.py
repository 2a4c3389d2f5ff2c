"""Which stored pages of a publisher are learned from."""

import dataclasses
import datetime as dt
import random

import pytest
from factories import DAY, make_seed

from flows.batches import layouts
from flows.batches.layouts import choose_pages
from flows.records import StoredCapture

PUBLISHER = "bao-mau.example"


def stored(number: int, day: int, **changes: object) -> StoredCapture:
    seed = make_seed(number)
    page = StoredCapture(
        seed=seed,
        capture_id=f"{number}@{day}",
        target_uri=seed.url,
        final_uri=seed.url,
        captured_at=DAY + dt.timedelta(days=day),
        memento_datetime=None,
        headers=(),
        payload_digest=f"sha256:{number}@{day}",
        warc_file="a.warc.gz",
        warc_offset=1,
    )
    return dataclasses.replace(page, **changes)  # type: ignore[arg-type]  # fields of a stored capture


def test_half_of_the_articles_give_their_newest_page_and_the_others_their_oldest(monkeypatch: pytest.MonkeyPatch):
    """All were asked on the first day, ten of them again after a redesign: both designs have pages enough."""
    monkeypatch.setattr(layouts, "MOST_READ", 16)
    pages = [stored(number, 0) for number in range(40)] + [stored(number, 9) for number in range(10)]
    count, chosen = choose_pages(pages, PUBLISHER)
    numbers = [name.split("@")[0] for name in chosen]
    assert (count, len(chosen), len(set(numbers))) == (40, 16, 16)
    assert sum(name.endswith("@9") for name in chosen) == 8
    assert choose_pages(random.Random(1).sample(pages, len(pages)), PUBLISHER) == (count, chosen)


def test_an_archived_copy_is_as_old_as_the_archive_says():
    """A copy of ten years ago that was fetched today shows the design of then."""
    old = stored(1, 5, memento_datetime=DAY - dt.timedelta(days=3650))
    assert choose_pages([old, stored(1, 1)], PUBLISHER) == (1, frozenset({"1@1"}))


def test_seeds_without_text_and_of_others_teach_nothing():
    other = make_seed(3, publisher="anderes.example")
    pages = [stored(1, 0, seed=make_seed(1, body=None)), stored(2, 0), stored(3, 0, seed=other)]
    assert choose_pages(pages, PUBLISHER) == (1, frozenset({"2@0"}))
