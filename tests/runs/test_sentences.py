"""What a run says of itself in a line is true also where nothing was done."""

from dataclasses import dataclass, field

from flows.runs.run import Totals
from flows.runs.sentences import UNCHANGED, join_parts, tell_pages, tell_published, tell_seeds


@dataclass(kw_only=True)
class Summary:
    totals: Totals = field(default_factory=Totals)
    article_count: int = 1_234
    is_new_snapshot: bool = True


def test_seeds_are_accounted_for() -> None:
    totals = Totals(seeds_read=1_027, seeds_loaded=1_025, seeds_duplicate=2)
    assert tell_seeds(totals) == "1,027 read = 1,025 loaded + 2 duplicates + 0 rejected"


def test_pages_are_told_only_where_some_were_asked() -> None:
    assert tell_pages(Totals(), {}) == ""
    asked = Totals(captures=12, pages_rejected=1)
    assert tell_pages(asked, {"live": 9, "moved": 2}) == "12 pages asked: 9 live, 2 moved; 1 could not be read"
    assert tell_pages(Totals(captures=1), {}) == "1 pages asked: no verdict"


def test_a_publish_without_news_is_none() -> None:
    assert tell_published(Summary()) == "1,234 articles published"
    assert tell_published(Summary(is_new_snapshot=False)) == UNCHANGED
    set_aside = Summary(totals=Totals(articles_set_aside=3))
    assert tell_published(set_aside) == "1,234 articles published, 3 set aside by a check"
    assert join_parts("", "a", "", "b") == "a; b"
