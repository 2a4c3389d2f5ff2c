"""CafeF: VCCorp; its data gives times without a zone."""

from dataclasses import replace

from flows.publishers import Publisher, clock_pattern
from flows.publishers.families.vccorp import DETAIL, NEWS

_CAFEF = replace(
    DETAIL,
    name="detail",
    title=("h1.title", *DETAIL.title),
    lead=("h2.sapo", *DETAIL.lead),
    author=("p.author", *DETAIL.author),
    byline=("p.author", *DETAIL.byline),
    published=("span.pdate", *DETAIL.published),
)


PUBLISHER = Publisher(
    name="cafef.vn",
    hosts=("cafef.vn",),
    article_number=(r"-(?P<number>\d{5,20})\.chn(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    url_time=(clock_pattern("chn", prefix="188"),),
    layouts=(_CAFEF, NEWS),
)
