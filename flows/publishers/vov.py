"""VOV, the radio: a Drupal site since about 2021, ePi before."""

import datetime as dt
from dataclasses import replace

from flows.publishers import Layout, Publisher
from flows.publishers.families.epi import SHARED

_EARLIER = replace(
    SHARED,
    name="vov_content",
    fingerprint=(".vov-content",),
    valid_to=dt.date(2021, 12, 31),
    title=(".vov-content h1",),
    lead=(".vov-content .sapo",),
    body=("#article-body", ".cms-body"),
    author=(".main-contents .author .name", ".author .name"),
    byline=(".main-contents .author",),
    published=(".vov-content .meta time", ".meta time"),
)

PUBLISHER = Publisher(
    name="vov.vn",
    hosts=("vov.vn",),
    article_number=(r"-(?:post)?(?P<number>\d+)\.vov(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    sitemaps=("https://vov.vn/sitemaps/{year}/{month}/article.xml",),
    layouts=(
        Layout(
            name="article_content",
            fingerprint=("h1.article-title", ".row.article-title", ".row.article-content"),
            title=("h1.article-title", ".row.article-title h1", ".row.article-title"),
            lead=(".row.article-summary", ".article-summary"),
            body=(".article-content .text-long", ".row.article-content", ".article-content"),
            caption=("figcaption", ".image-caption"),
            author=(".article-author a", ".article-author"),
            byline=(".article-author",),
            published=(".article-date", "time"),
            section=(".breadcrumb-item:last-child a",),
            tags=(".article-tags a",),
            drop=(".article-related", ".article-summary", ".article-author", ".article-tags", "form"),
        ),
        _EARLIER,
    ),
)
