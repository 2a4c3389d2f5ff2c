"""When an article is looked at again."""

import datetime as dt

import pytest

from flows.fetch.plan import (
    BLOCKED,
    CHANGED,
    CONFIRM_MISSING,
    EPOCH,
    FRESH,
    GONE,
    NEVER_CHECKED,
    RANK,
    UNCHANGED,
    UNREACHABLE,
    PastCheck,
    plan_next_check,
)
from flows.records import Content, Existence

START = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
OLD_STORY = dt.datetime(2016, 10, 5, tzinfo=dt.UTC)


def looks(*existences: Existence, content: Content = Content.IDENTICAL) -> list[PastCheck]:
    return [
        PastCheck(checked_at=START + index * DAY, existence=existence, content=content)
        for index, existence in enumerate(existences)
    ]


def plan(history: list[PastCheck], published_at: dt.datetime | None = OLD_STORY) -> tuple[dt.timedelta, str]:
    due, reason = plan_next_check(history, published_at=published_at, confirm_after=DAY)
    return due - history[-1].checked_at, reason


@pytest.mark.parametrize("history", [[], looks(Existence.UNCHECKED)])
def test_article_that_was_never_looked_at_is_due_at_once(history: list[PastCheck]) -> None:
    assert plan_next_check(history, published_at=None, confirm_after=DAY) == (EPOCH, NEVER_CHECKED)


def test_missing_article_is_looked_at_again_when_the_confirmation_may_count() -> None:
    assert plan(looks(Existence.LIVE, Existence.MISSING)) == (DAY, CONFIRM_MISSING)


@pytest.mark.parametrize(
    ("existence", "reason", "first_days", "third_days"),
    [
        (Existence.UNREACHABLE, UNREACHABLE, 0.25, 1),
        (Existence.BLOCKED, BLOCKED, 1, 4),
        (Existence.GONE, GONE, 30, 120),
    ],
)
def test_waits_double_while_nothing_changes(
    existence: Existence, reason: str, first_days: float, third_days: float
) -> None:
    assert plan(looks(existence)) == (dt.timedelta(days=first_days), reason)
    assert plan(looks(existence, existence, existence)) == (dt.timedelta(days=third_days), reason)


def test_waits_have_an_upper_end() -> None:
    assert plan(looks(*[Existence.BLOCKED] * 40)) == (30 * DAY, BLOCKED)
    assert plan(looks(*[Existence.LIVE] * 40)) == (365 * DAY, UNCHANGED)


def test_fresh_story_is_looked_at_sooner_than_an_old_one() -> None:
    history = looks(Existence.LIVE)
    assert plan(history, START - dt.timedelta(hours=3)) == (dt.timedelta(hours=6), FRESH)
    assert plan(history, START - 5 * DAY) == (DAY, FRESH)
    assert plan(history, START - 20 * DAY) == (7 * DAY, UNCHANGED)
    assert plan(history) == (30 * DAY, UNCHANGED)


def test_page_that_changed_is_looked_at_soon_again() -> None:
    history = [
        *looks(Existence.LIVE),
        PastCheck(checked_at=START + DAY, existence=Existence.LIVE, content=Content.EDITED),
    ]
    assert plan(history) == (2 * DAY, CHANGED)


def test_new_bytes_with_the_same_words_are_no_change() -> None:
    history = [
        PastCheck(checked_at=START + n * DAY, existence=Existence.LIVE, content=content, payload_digest=f"sha256:{n}")
        for n, content in enumerate((Content.IDENTICAL, Content.COSMETIC))
    ]
    assert plan(history) == (60 * DAY, UNCHANGED)


def test_confirming_what_is_missing_comes_first_and_own_refusals_last() -> None:
    ranked = sorted(RANK, key=lambda reason: RANK[reason])
    assert ranked[0] == CONFIRM_MISSING
    assert ranked[-1] == "refused"
