"""Người Lao Động: VCCorp; its addresses hold the time at which the article was created."""

import datetime as dt
from dataclasses import replace

from flows.parse.publishers import Publisher
from flows.parse.publishers._vccorp import DETAIL, NEWS

PUBLISHER = Publisher(
    name="nld.com.vn",
    hosts=("nld.com.vn",),
    article_number=(r"-(?P<number>\d{5,20})\.htm(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    url_time=(
        r"-196(?P<year>\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)\d{2,3}(?=\.htm)",
    ),
    layouts=(DETAIL, replace(NEWS, valid_to=dt.date(2023, 12, 31))),
)
