"""Judge how a page's text stands to a seed's, from counted relations (DESIGN §4)."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from flows.records import Content, Evidence, Relation

# Half of the sentences: below it most of the text stands. The open site benchmark accepts either verdict
# between 0.45 and 0.65, so the middle is the safest place.
REWRITTEN_SHARE: Final = 0.55
# Another story: next to nothing stands, and what is similar is as little as two strangers share.
REPLACED_STANDING_SHARE: Final = 0.05
REPLACED_SIMILARITY: Final = 0.25


def changed_share(counts: Counter[Relation]) -> float | None:
    """Return (edited + max(added, removed)) / (that + same + cosmetic + moved); None for nothing to compare."""
    changed = counts[Relation.EDITED] + max(counts[Relation.ADDED], counts[Relation.REMOVED])
    total = changed + counts[Relation.SAME] + counts[Relation.COSMETIC] + counts[Relation.MOVED]
    return changed / total if total else None


def _unchanged(counts: Counter[Relation]) -> tuple[Content, str]:
    """Judge a text in which no word changed."""
    if counts[Relation.MOVED]:
        return Content.EDITED, "only_moved"
    if counts[Relation.COSMETIC]:
        return Content.COSMETIC, "only_form"
    if counts[Relation.APPARATUS]:
        return Content.COSMETIC, "only_apparatus"
    return Content.IDENTICAL, "nothing_differs"


def _changed(share: float) -> tuple[Content, str]:
    """Judge a story of which some sentences stand and some changed."""
    if share >= REWRITTEN_SHARE:
        return Content.REWRITTEN, "most_changed"
    return Content.EDITED, "some_changed"


def judge(
    counts: Counter[Relation], *, similarity: float, title_similarity: float, is_truncated: bool
) -> tuple[Content, str]:
    """Return the verdict and the name of the rule that gave it.

    A page with the seed's title and none of its sentences was read at the wrong place, or rewritten whole:
    nobody can tell, so there is no verdict.
    """
    share = changed_share(counts)
    if is_truncated:
        return Content.SEED_TRUNCATED, "seed_breaks_off"
    if not share:
        return _unchanged(counts)
    if counts[Relation.EDITED] == counts[Relation.MOVED] == 0 and 0 in (
        counts[Relation.ADDED],
        counts[Relation.REMOVED],
    ):
        return (Content.EXTENDED, "only_added") if counts[Relation.ADDED] else (Content.SHORTENED, "only_removed")
    if 1 - share <= REPLACED_STANDING_SHARE and max(similarity, title_similarity / 2) < REPLACED_SIMILARITY:
        return Content.REPLACED, "another_story"
    if share == 1 and not counts[Relation.EDITED]:
        return Content.NOT_COMPARED, "no_sentence_in_common"
    return _changed(share)


def judge_without_repeated(
    counts: Mapping[Relation, int], *, content: Content, rule: str, repeated: int
) -> tuple[Content, str]:
    """Judge a compared page again, with `repeated` of its added sentences as apparatus: other pages have them too.

    The marts do this for all pages (`warehouse/marts/settled_verdict.sql`).
    """
    if not repeated or content is Content.SEED_TRUNCATED:
        return content, rule
    settled = Counter(counts)
    settled[Relation.ADDED] -= repeated
    settled[Relation.APPARATUS] += repeated
    # What was compared shares enough with its seed to be the same story.
    return judge(settled, similarity=1.0, title_similarity=1.0, is_truncated=False)


def count_evidence(counts: Counter[Relation], rule: str) -> Evidence:
    """Write the counts down beside the rule that they led to."""
    share = changed_share(counts)
    return Evidence(
        rule=rule,
        same_count=counts[Relation.SAME],
        cosmetic_count=counts[Relation.COSMETIC],
        edited_count=counts[Relation.EDITED],
        moved_count=counts[Relation.MOVED],
        added_count=counts[Relation.ADDED],
        removed_count=counts[Relation.REMOVED],
        apparatus_count=counts[Relation.APPARATUS],
        changed_share=None if share is None else round(share, 4),
    )
