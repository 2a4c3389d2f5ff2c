"""Seeds of every length, printed in layouts that no site has, are found live and unchanged (see tests/benchmarks)."""

import random
from pathlib import Path

import pytest

from flows.records import Content, Existence
from tests.batches.test_seed_is_witness import look, seed_of
from tests.benchmarks._invented_layouts import LAYOUTS, Story, paragraphs_of

ARTICLES = Path(__file__).resolve().parents[1] / "reconcile" / "articles"
LENGTHS = (1, 2, 3, 5, 8, 13, 40)


@pytest.mark.parametrize("language", ["vi", "zh", "en", "fr", "ru"])
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_seed_of_any_length_is_live_and_unchanged_in_any_layout(layout, language):
    lines = (ARTICLES / f"{language}.txt").read_text("utf-8").splitlines()
    others = [
        (line[:40], line)
        for path in sorted(ARTICLES.glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()[:1]
    ]
    for length in LENGTHS:
        body = ("" if language == "zh" else " ").join(lines[1 : 1 + length])
        title = lines[0][:60]
        story = Story(title, paragraphs_of(body, language, random.Random(length)), language, others[:4])
        existence, finding = look(layout(story), seed_of(body, title))
        assert existence is Existence.LIVE
        assert finding.reconciliation.content in {Content.IDENTICAL, Content.COSMETIC}, finding.reconciliation.changes
