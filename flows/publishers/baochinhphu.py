"""Báo Chính phủ: VCCorp; the shown time has no zone, the headline of its data is escaped."""

from flows.publishers import Publisher, clock_pattern
from flows.publishers.families.vccorp import DETAIL

PUBLISHER = Publisher(
    name="baochinhphu.vn",
    hosts=(
        "baochinhphu.vn",
        "xaydungchinhsach.chinhphu.vn",
    ),
    article_number=(r"-(?P<number>\d{5,20})\.htm(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    url_time=(clock_pattern("htm", prefix="102"),),
    layouts=(DETAIL,),
)
