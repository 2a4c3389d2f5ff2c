"""Lao Động: a CMS of its own."""

import datetime as dt

from flows.publishers import Layout, Publisher

PUBLISHER = Publisher(
    name="laodong.vn",
    hosts=("laodong.vn",),
    article_number=(r"-(?P<number>\d+)\.ldo(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    layouts=(
        Layout(
            name="art_body",
            fingerprint=(".art-body",),
            title=("h1.title",),
            lead=(".chappeau",),
            body=(".art-body",),
            caption=("figure.image figcaption", "figcaption"),
            author=("span.author", ".m-top .author"),
            byline=(".m-top",),
            published=("span.time", ".m-top .time"),
            section=(".breadcrumb a:last-child", "ul.breadcrumb li a"),
            tags=(".lst-tags a",),
            drop=(".lst-tags", ".article-related", "form", ".ads"),
        ),
        Layout(
            name="article_content",
            fingerprint=("div.article-content",),
            valid_to=dt.date(2021, 12, 31),
            title=("h1.title", ".section-title h1", "h1"),
            lead=("p.abs", ".chappeau"),
            body=("div.article-content",),
            caption=("figcaption", ".imgCon .description"),
            author=("span.author", ".author-wrapper .author"),
            byline=(".author-wrapper",),
            published=("span.time", ".f-datetime", "time"),
            photo=(".imgCon",),
            drop=(".lst-tags", ".article-related"),
        ),
    ),
)
