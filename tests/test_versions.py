"""Rules that changed without a new version would mix old and new results in one warehouse."""

import json

import pytest
from version_digests import KNOWN, VERSIONS, closure_of, versions_of_today


@pytest.mark.parametrize("name", VERSIONS)
def test_a_change_of_what_decides_comes_with_a_look_at_its_version(name):
    known = json.loads(KNOWN.read_text("utf-8"))
    assert versions_of_today()[name] == known[name], (
        f"Code that decides results under {name} has changed. Raise it where a result can differ; in any case run "
        "`python tests/version_digests.py` and commit what it writes."
    )


def test_the_digests_cover_what_decides_in_other_rooms():
    parser, rules, existence, moves, learner = (set(closure_of(roots)) for _, roots in VERSIONS.values())
    assert {"flows.text.language", "flows.addresses.urls", "flows.publishers.vietnamplus"} <= parser
    assert {"flows.text.dates", "flows.publishers.vnexpress", "flows.addresses.article_clock"} <= rules
    assert {"flows.addresses.moves.expressions", "flows.addresses.urls"} <= moves
    assert {"flows.existence.wordings", "flows.existence.outcome_rules", "flows.addresses.moved"} <= existence
    assert {"flows.layouts.page_labels", "flows.reconcile.partition", "flows.parse.markup.marks"} <= learner
