"""Kênh14: VCCorp, under class names of its own to about 2023; its addresses hold the time of creation."""

from flows.publishers import Publisher, clock_pattern
from flows.publishers.families.vccorp import DETAIL, KNC

PUBLISHER = Publisher(
    name="kenh14.vn",
    hosts=("kenh14.vn",),
    article_number=(r"-(?P<number>\d{8,20})\.chn(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    url_time=(
        clock_pattern("chn"),
        clock_pattern("chn", prefix="215"),
    ),
    layouts=(KNC, DETAIL),
)
