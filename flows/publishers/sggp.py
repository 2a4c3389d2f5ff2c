"""Sài Gòn Giải Phóng: ePi."""

import datetime as dt

from flows.publishers import Layout, Publisher
from flows.publishers.families.epi import CAPTIONS, CURRENT, JUNK

_BOX = Layout(
    name="box_content",
    fingerprint=("#box-content .article-content",),
    valid_to=dt.date(2021, 12, 31),
    title=("#box-content h1",),
    lead=(".cms-desc", ".sapo"),
    body=(".article-content .cms-body", ".article-content"),
    caption=CAPTIONS,
    author=(".cms-author",),
    published=(".cms-date", "time"),
    drop=JUNK,
)


PUBLISHER = Publisher(
    name="sggp.org.vn",
    hosts=(
        "sggp.org.vn",
        "dttc.sggp.org.vn",
    ),
    article_number=(
        r"-?post(?P<number>\d+)\.html(?:$|\?)",
        r"-(?P<number>\d{5,8})\.html(?:$|\?)",
    ),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    layouts=(CURRENT, _BOX),
)
