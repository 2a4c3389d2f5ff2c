"""Nhân Dân: ePi since 2021."""

import datetime as dt

from flows.publishers import Layout, Publisher
from flows.publishers.families.epi import CAPTIONS, CURRENT, JUNK

_ITEM = Layout(
    name="item",
    fingerprint=(".item-container .item-content",),
    valid_to=dt.date(2021, 12, 31),
    title=(".item-container h3",),
    lead=(".sapo p", ".sapo"),
    body=(".item-content",),
    caption=CAPTIONS,
    published=("h5.date-created",),
    drop=JUNK,
)


PUBLISHER = Publisher(
    name="nhandan.vn",
    hosts=(
        "nhandan.vn",
        "nhandan.com.vn",
        "en.nhandan.vn",
        "zh.nhandan.vn",
        "fr.nhandan.vn",
        "es.nhandan.vn",
        "ru.nhandan.vn",
    ),
    article_number=(
        r"-post(?P<number>\d+)\.html(?:$|\?)",
        r"-(?P<number>\d{5,8})/?(?:$|\?)",
    ),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    layouts=(CURRENT, _ITEM),
)
