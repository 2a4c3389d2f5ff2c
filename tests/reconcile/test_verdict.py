from collections import Counter

import pytest

from flows.reconcile.verdict import changed_share, count_evidence, judge
from flows.records import Content, Relation

SAME, COSMETIC, EDITED, MOVED = Relation.SAME, Relation.COSMETIC, Relation.EDITED, Relation.MOVED
ADDED, REMOVED, APPARATUS = Relation.ADDED, Relation.REMOVED, Relation.APPARATUS


def verdict(counts: dict[Relation, int], similarity: float = 0.9, title: float = 0.9) -> Content:
    return judge(Counter(counts), similarity=similarity, title_similarity=title, is_truncated=False)[0]


@pytest.mark.parametrize(
    ("counts", "content"),
    [
        ({SAME: 5}, Content.IDENTICAL),
        ({SAME: 5, COSMETIC: 1}, Content.COSMETIC),
        ({SAME: 5, APPARATUS: 1}, Content.COSMETIC),
        ({SAME: 5, MOVED: 1}, Content.EDITED),
        ({SAME: 5, ADDED: 2}, Content.EXTENDED),
        ({SAME: 5, COSMETIC: 2, APPARATUS: 1, ADDED: 2}, Content.EXTENDED),
        ({SAME: 5, REMOVED: 2}, Content.SHORTENED),
        ({SAME: 5, ADDED: 1, REMOVED: 1}, Content.EDITED),
        ({SAME: 5, ADDED: 1, MOVED: 1}, Content.EDITED),
        ({SAME: 6, EDITED: 4}, Content.EDITED),
        ({SAME: 3, EDITED: 7}, Content.REWRITTEN),
    ],
)
def test_the_counts_decide(counts, content):
    assert verdict(counts) is content


def test_another_story_needs_both_no_sentence_and_another_title():
    nothing = {ADDED: 5, REMOVED: 8}
    assert verdict(nothing, similarity=0.0, title=0.1) is Content.REPLACED
    assert verdict(nothing, similarity=0.0, title=0.9) is Content.NOT_COMPARED
    assert verdict({EDITED: 8}, similarity=0.6, title=0.1) is Content.REWRITTEN


def test_the_changed_share_counts_additions_and_removals_once():
    counts = Counter({SAME: 4, COSMETIC: 1, MOVED: 1, EDITED: 2, ADDED: 1, REMOVED: 2})
    assert changed_share(counts) == pytest.approx(4 / 10)
    assert changed_share(Counter()) is None
    evidence = count_evidence(counts, "some_changed")
    assert (evidence.rule, evidence.same_count, evidence.changed_share) == ("some_changed", 4, 0.4)
