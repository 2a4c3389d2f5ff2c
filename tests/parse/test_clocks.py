"""The time that an address holds, against the one that its page shows."""

import datetime as dt

import pytest

from flows.parse.metadata.url_clock import judge_clock
from flows.parse.page import parse_page

VIETNAM = dt.timezone(dt.timedelta(hours=7))


@pytest.mark.parametrize(
    ("url", "published", "verdict"),
    [
        ("https://tuoitre.vn/con-do-20260307075519174.htm", "2026-03-07 08:01", "agrees"),
        ("https://tuoitre.vn/con-do-20260307075519174.htm", "2026-03-10 20:00", "agrees"),
        ("https://tuoitre.vn/con-do-20260307075519174.htm", "2026-03-06 08:01", "page_before_url"),
        ("https://tuoitre.vn/con-do-20260307075519174.htm", "2026-07-03 08:01", "page_after_url"),
        ("https://tuoitre.vn/con-do-100260307075519174.htm", "2026-03-07 08:01", "agrees"),
        ("http://tuoitre.vn/tin/x/20150323/con-do/724057.html", "2015-03-23 08:06", "agrees"),
        ("https://nld.com.vn/con-do-196260307075519174.htm", "2026-03-07 08:06", "agrees"),
        ("https://nld.com.vn/con-do-196260307075519174.htm", "2026-03-07 01:06", "page_before_url"),
        ("https://baochinhphu.vn/con-do-102260301094012345.htm", "2026-03-01 09:51", "agrees"),
        ("https://thanhnien.vn/con-do-185260307075519174.htm", "2026-03-07 08:06", "agrees"),
        ("https://cafef.vn/con-do-188260306224841123.chn", "2026-03-07 00:01", "agrees"),
        ("https://dantri.com.vn/x/con-do-20260307080054340.htm", "2026-03-07 08:07", "agrees"),
        ("https://baotintuc.vn/x/con-do-20260305081003123.htm", "2026-03-05 08:10", "agrees"),
        ("https://www.vietnamplus.vn/con-do/409435.vnp", "2016-10-05 20:00", "agrees"),
        ("https://www.vietnamplus.vn/con-do-post409435.vnp", "2017-10-05 20:00", "page_after_url"),
        ("https://www.vietnamplus.vn/con-do-post409435.vnp", "2011-10-05 20:00", "page_before_url"),
        ("https://bao.example/2016/10/05/con-do/", "2016-10-05 09:00", "agrees"),
        ("https://bao.example/2016/10/05/con-do/", "2015-10-05 09:00", "page_before_url"),
        ("https://thanhnien.vn/con-do-18552883.htm", "2012-03-07 08:06", None),
        ("https://zh.vietnamplus.vn/con-do-post409435.vnp", "2011-10-05 20:00", None),
        ("https://bao.example/con-do", "2016-10-05 09:00", None),
    ],
)
def test_an_address_and_a_page_agree_or_not(url: str, published: str, verdict: str | None):
    assert judge_clock(url, dt.datetime.fromisoformat(published).replace(tzinfo=VIETNAM)) == verdict


def test_a_disagreement_stands_in_the_provenance_of_the_page():
    markup = "<h1>Con đò</h1><time datetime='2024-01-01T08:00:00+07:00'></time><article><p>Một câu.</p></article>"
    page = parse_page(markup.encode(), url="https://tuoitre.vn/con-do-20260307075519174.htm", headers={})
    assert page.published_at == dt.datetime(2024, 1, 1, 1, tzinfo=dt.UTC)
    assert ("url_clock", "page_before_url") in page.provenance
