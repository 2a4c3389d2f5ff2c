from flows.reconcile.origin import DifferenceOrigin, settle_origin
from flows.reconcile.reconcile import reconcile
from flows.records import PageKind


def settle(make_seed, make_page, seed: list[str], archive: list[str], page: list[str]):
    given = make_seed(" ".join(seed))
    return settle_origin(reconcile(given, make_page(archive)), reconcile(given, make_page(page)))


def test_what_only_the_page_shows_is_the_publishers(make_seed, make_page, story):
    settled = settle(make_seed, make_page, story, story, [*story[:3], *story[4:]])
    assert settled == (DifferenceOrigin.PUBLISHER, 1, 0)


def test_what_the_archived_copy_shows_too_is_the_scrapers(make_seed, make_page, story):
    settled = settle(make_seed, make_page, [*story[:3], *story[4:]], story, story)
    assert settled == (DifferenceOrigin.SCRAPER, 0, 1)


def test_both_can_have_changed_something(make_seed, make_page, story):
    page = [*story[:8], story[8].replace("15%", "16%"), *story[9:]]
    settled = settle(make_seed, make_page, [*story[:3], *story[4:]], story, page)
    assert settled == (DifferenceOrigin.BOTH, 1, 1)


def test_nothing_is_settled_where_nothing_differs_or_nobody_knows(make_seed, make_page, story):
    assert settle(make_seed, make_page, story, story, story).origin is DifferenceOrigin.NONE
    seed = make_seed(" ".join(story))
    changed = reconcile(seed, make_page(story[:5]))
    assert settle_origin(None, changed).origin is DifferenceOrigin.UNKNOWN
    no_article = reconcile(seed, make_page(story, kind=PageKind.ERROR))
    assert settle_origin(no_article, changed).origin is DifferenceOrigin.UNKNOWN
