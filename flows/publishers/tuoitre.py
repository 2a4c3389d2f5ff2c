"""Tuổi Trẻ: VCCorp since 2018; its addresses hold the time at which the article was created."""

import datetime as dt
from dataclasses import replace

from flows.publishers import Layout, Publisher, clock_pattern
from flows.publishers.families.vccorp import DETAIL, JUNK, MAIN_DETAIL

_DETAIL = replace(DETAIL, author=(*DETAIL.author, 'meta[name="dable:author"]'))
_MAIN_DETAIL = replace(MAIN_DETAIL, valid_from=dt.date(2018, 1, 1), valid_to=dt.date(2022, 12, 31))
_FCK = Layout(
    name="fck",
    fingerprint=("h1.title-2", "p.txt-head"),
    valid_to=dt.date(2017, 12, 31),
    title=("h1.title-2",),
    lead=("p.txt-head", "h2.txt-head"),
    body=("div.fck", ".detail-content"),
    caption=("td.caption", ".desc_image", ".desc_image_video", "figcaption"),
    author=(".detail-content .author", "p.author"),
    published=("span.date", ".tool-date .date"),
    section=("ul.breadcrumb li:last-child a", ".breadcrumb-nav li:last-child a"),
    tags=(".block-key a",),
    drop=(*JUNK, "h2.title", ".block-left", ".relate-news"),
)


PUBLISHER = Publisher(
    name="tuoitre.vn",
    hosts=("tuoitre.vn",),
    article_number=(
        r"-(?P<number>\d{5,20})\.htm(?:$|\?)",
        r"^/tin/[^?]*/(?P<number>\d+)\.html(?:$|\?)",  # to 2017: /tin/<section>/<yyyymmdd>/<slug>/<id>.html
    ),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    moved=("https://tuoitre.vn/{slug}-{number}.htm",),  # from /tin/<section>/<yyyymmdd>/<slug>/<id>.html
    url_time=(
        r"^/tin/[^?]*/(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)/[^/]+/\d+\.html",
        clock_pattern("htm"),
        clock_pattern("htm", prefix="100"),
    ),
    layouts=(_DETAIL, _MAIN_DETAIL, _FCK),
)
