"""Tuổi Trẻ: VCCorp since 2018; its addresses hold the time at which the article was created."""

import datetime as dt

from flows.parse.publishers import Layout, Publisher
from flows.parse.publishers._vccorp import CAPTIONS, DETAIL, JUNK

_MAIN_DETAIL = Layout(
    name="main_detail",
    fingerprint=("#main-detail-body",),
    valid_from=dt.date(2018, 1, 1),
    valid_to=dt.date(2022, 12, 31),
    title=("h1.article-title",),
    lead=("h2.sapo",),
    body=("#main-detail-body",),
    caption=CAPTIONS,
    author=("div.author",),
    byline=("div.author",),
    published=("div.date-time",),
    section=(".bread-crumbs li:last-child a",),
    tags=("ul.tags-wrapper a",),
    drop=JUNK,
)
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
    section=(".breadcrumb-nav li:last-child a",),
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
    url_time=(
        r"-(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)\d{2,3}(?=\.htm)",
        r"-100(?P<year>\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)\d{2,3}(?=\.htm)",
    ),
    layouts=(DETAIL, _MAIN_DETAIL, _FCK),
)
