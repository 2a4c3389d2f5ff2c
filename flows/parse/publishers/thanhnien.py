"""Thanh Niên: ePi to 2022, VCCorp since; what came before the move has `185` and its old number in its address."""

import datetime as dt
from dataclasses import replace

from flows.parse.publishers import Publisher
from flows.parse.publishers._epi import DETAILS
from flows.parse.publishers._vccorp import DETAIL

_OLD = replace(
    DETAILS,
    name="details",
    valid_to=dt.date(2022, 12, 31),
    lead=("#chapeau", ".sapo", ".cms-desc"),
    body=("#abody", "#main_detail", ".cms-body.detail", ".cms-body"),
)


PUBLISHER = Publisher(
    name="thanhnien.vn",
    hosts=("thanhnien.vn",),
    article_number=(
        r"-(?P<number>\d{5,20})\.htm(?:$|\?)",
        r"-(?:post)?(?P<number>\d{4,8})\.html(?:$|\?)",  # to 2022
    ),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    url_time=(
        r"-185(?P<year>\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)\d{2,3}(?=\.htm)",
    ),
    layouts=(DETAIL, _OLD),
)
