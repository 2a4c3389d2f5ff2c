"""Lao Động: a CMS of its own."""

from flows.parse.publishers import Layout, Publisher

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
            title=("h1.title",),
            lead=("p.abs",),
            body=("div.article-content",),
            caption=("figure.image figcaption",),
            author=("span.author",),
            published=("span.time", "time"),
            drop=(".lst-tags", ".article-related"),
        ),
    ),
)
