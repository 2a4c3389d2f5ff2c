"""A real page of 2014 and the seed that was read from it in 2017."""

from flows.parse.page import parse_page
from flows.reconcile.reconcile import reconcile
from flows.records import Content, DatePrecision

LINE = "\n-----------------\n"


def test_a_real_seed_is_found_whole_on_its_real_page(make_seed, shared_data):
    folder = shared_data / "pages-vn" / "fragments"
    url, title, body = (folder / "2014-07-11_vietnamplus_270450.seed.txt").read_text("utf-8").split(LINE)[:3]
    payload = (folder / "2014-07-11_vietnamplus_270450.fragment.html").read_bytes()
    seed = make_seed(body, title=title, url=url)
    page = parse_page(payload, url=url, headers={"content-type": "text/html; charset=utf-8"}, seed=seed)
    found = reconcile(seed, page)
    assert found.content in (Content.IDENTICAL, Content.COSMETIC)
    evidence = found.evidence
    assert evidence.same_count + evidence.cosmetic_count == len(found.sentences)
    assert not any((evidence.edited_count, evidence.moved_count, evidence.added_count, evidence.removed_count))
    assert found.sentences[-1].paragraph_no > 5
    assert [item.credit for item in found.media] == ["Trần Lê Lâm/TTXVN"]
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2014-07-11T04:35:00+00:00"
    assert found.published_at_precision is DatePrecision.PAGE
