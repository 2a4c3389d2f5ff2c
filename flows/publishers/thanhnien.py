"""Thanh Niên: ePi to 2022, VCCorp since; what came before the move has `185` and its old number in its address."""

import datetime as dt
from dataclasses import replace

from flows.publishers import Publisher, clock_pattern
from flows.publishers.families.epi import DETAILS, SHARED
from flows.publishers.families.vccorp import DETAIL

_OLD = replace(
    DETAILS,
    name="details",
    valid_to=dt.date(2022, 12, 31),
    lead=("#chapeau", ".sapo", ".cms-desc"),
    author=(".details__author h4 a", ".details__author a[title]", ".details__author .cms-author", ".cms-author"),
    body=("#abody", "#main_detail", ".cms-body.detail", ".cms-body"),
)


_MAIN = replace(
    SHARED,
    name="main_article",
    fingerprint=("#abody",),
    valid_to=dt.date(2019, 12, 31),
    title=("h1.main-title", *SHARED.title),
)

PUBLISHER = Publisher(
    name="thanhnien.vn",
    hosts=("thanhnien.vn",),
    article_number=(
        r"-185(?P<number>\d{4,8})\.htm(?:$|\?)",  # written before the move of 2022: 185 and its old number
        r"-(?P<number>\d{5,20})\.htm(?:$|\?)",
        r"-(?:post)?(?P<number>\d{4,8})\.html(?:$|\?)",  # to 2022
    ),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    moved=("https://thanhnien.vn/{slug}-185{number}.htm",),
    url_time=(clock_pattern("htm", prefix="185"),),
    layouts=(replace(DETAIL, author=(*DETAIL.author, 'meta[property="article:author"]')), _OLD, _MAIN),
)
