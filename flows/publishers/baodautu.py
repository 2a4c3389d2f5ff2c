"""Báo Đầu tư: MasterCMS, no h1 and no data; everything is on the page."""

from flows.publishers import Layout, Publisher

PUBLISHER = Publisher(
    name="baodautu.vn",
    hosts=("baodautu.vn",),
    article_number=(r"-d(?P<number>\d+)\.html(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    layouts=(
        Layout(
            name="detail_news",
            fingerprint=("#content_detail_news",),
            title=(".title-detail", ".title-detail-type"),
            lead=(".sapo_detail",),
            body=("#content_detail_news",),
            caption=("td.media-caption", ".MASTERCMS_TPL_TABLE tr + tr td", "figcaption"),
            author=("a.author", ".author"),
            byline=(".author",),
            published=(".post-time",),
            section=(".cate-detail a", ".breadcrumb a", ".col630 > .text-uppercase a"),
            tags=(".tag_detail a", ".tags a"),
            drop=(".related_news", ".box_lienquan", ".ads", "form"),
        ),
    ),
)
