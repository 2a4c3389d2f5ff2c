"""CafeF: VCCorp; its data gives times without a zone."""

from dataclasses import replace

from flows.parse.publishers import Publisher
from flows.parse.publishers._vccorp import DETAIL, NEWS

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
    url_time=(
        r"-188(?P<year>\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)\d{2,3}(?=\.chn)",
    ),
    layouts=(_CAFEF, NEWS),
)
