"""Whatever addresses and headlines hold, learning and guessing end, and raise nothing."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from flows.addresses.moves import give_addresses, learn_rules
from flows.addresses.moves.expressions import explain, fill
from flows.addresses.moves.parts import take_apart
from flows.addresses.moves.pieces import read_pieces
from flows.records import MovedArticle, OldArticle

PART = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"[a-z]{1,6}(-[a-zđéñ]{1,5}){0,4}(-\d{1,9})?", fullmatch=True),
    st.from_regex(r"(19|20)\d\d|\d{1,20}|%[0-9A-F]{2}|\{title\}|२०१६|İ", fullmatch=True),
)
ADDRESS = st.builds(
    lambda parts, query, suffix: "http://a.example/" + "/".join(parts) + suffix + query,
    st.lists(PART, max_size=4),
    st.sampled_from(["", "?id=7", "?a=b&c=%7B", "?=&&", "#x", "?q=a/b"]),
    st.sampled_from(["", ".html", "/", ".", "{suffix}"]),
)
MOMENT = st.none() | st.datetimes(timezones=st.just(dt.UTC))


@given(old=ADDRESS, new=ADDRESS, title=st.text(max_size=40), at=MOMENT)
def test_every_explanation_gives_the_part_that_it_explains(
    old: str, new: str, title: str, at: dt.datetime | None
) -> None:
    before, after = take_apart(old), take_apart(new)
    if before is None or after is None:
        return
    pieces = read_pieces(before, title, at)
    for slot in after.slots:
        for found in explain(slot, pieces):
            if "{unknown}" not in found.text:
                assert fill(found.text, pieces, {}) == slot, found.text


@given(pairs=st.lists(st.tuples(ADDRESS, ADDRESS, st.text(max_size=30), MOMENT), max_size=8), lost=ADDRESS)
def test_any_pairs_teach_something_or_nothing(pairs: list[tuple[str, str, str, dt.datetime | None]], lost: str) -> None:
    moved = [
        MovedArticle(old=OldArticle(article_id=f"{n:04}", url=old, title=title, published_at=at), new_url=new)
        for n, (old, new, title, at) in enumerate(pairs)
    ]
    rules = learn_rules("a.example", moved)
    assert rules == learn_rules("a.example", moved[::-1])
    for given_address in give_addresses(rules, OldArticle(article_id="x", url=lost, title=lost, published_at=None)):
        assert given_address.address != lost
