"""Người Lao Động: VCCorp; its addresses hold the time at which the article was created."""

import datetime as dt
from dataclasses import replace

from flows.publishers import Publisher, clock_pattern
from flows.publishers.families.vccorp import DETAIL, NEWS

PUBLISHER = Publisher(
    name="nld.com.vn",
    hosts=("nld.com.vn",),
    article_number=(r"-(?P<number>\d{5,20})\.htm(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    url_time=(clock_pattern("htm", prefix="196"),),
    layouts=(DETAIL, replace(NEWS, valid_to=dt.date(2023, 12, 31))),
)
