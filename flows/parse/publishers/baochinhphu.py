"""Báo Chính phủ: VCCorp; the shown time has no zone, the headline of its data is escaped."""

from flows.parse.publishers import Publisher
from flows.parse.publishers._vccorp import DETAIL

PUBLISHER = Publisher(
    name="baochinhphu.vn",
    hosts=(
        "baochinhphu.vn",
        "xaydungchinhsach.chinhphu.vn",
    ),
    article_number=(r"-(?P<number>\d{5,20})\.htm(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    url_time=(
        r"-102(?P<year>\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)\d{2,3}(?=\.htm)",
    ),
    layouts=(DETAIL,),
)
