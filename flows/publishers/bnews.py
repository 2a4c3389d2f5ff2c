"""Bnews, the economic paper of the Vietnam News Agency (TTXVN): little is known of its pages."""

from flows.publishers import Layout, Publisher

PUBLISHER = Publisher(
    name="bnews.vn",
    hosts=("bnews.vn",),
    article_number=(r"/(?P<number>\d{4,8})\.html(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    layouts=(
        Layout(
            name="article_content",
            fingerprint=(".article__content",),
            title=("h1.article__title", "h1"),
            lead=(".article__sapo", "h2.sapo", ".sapo"),
            body=(".article__content",),
            caption=("figcaption", "td.caption", ".article-photo"),
            author=(".article__author", ".author"),
            published=(".article__meta time", ".post-time", "time"),
            section=(".breadcrumb a:last-child",),
            tags=(".article__tag a", ".tags a"),
            drop=(".article-relate", ".related-news", ".article__author", ".article__source", ".article__tag", "form"),
        ),
    ),
)
