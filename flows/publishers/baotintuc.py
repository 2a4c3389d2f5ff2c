"""Báo Tin tức, of the Vietnam News Agency; its addresses hold the time, its texts Ð for Đ."""

from flows.publishers import Layout, Publisher, clock_pattern

PUBLISHER = Publisher(
    name="baotintuc.vn",
    hosts=("baotintuc.vn",),
    article_number=(r"-(?P<number>\d{14,20})\.htm(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    url_time=(clock_pattern("htm"),),
    layouts=(
        Layout(
            name="contents",
            fingerprint=(".divfirst", ".boxdetail .contents", ".detail-content .contents", ".contents"),
            title=("h1.detail-title", "h1.title", "h1"),
            lead=("h2.sapo", ".divfirst h2", ".sapo", ".divfirst"),
            body=(".boxdetail .contents", ".contents", ".detail-content"),
            caption=("figcaption", "td.caption", ".imgcaption"),
            author=(".detail-author", "div.author", ".author strong"),
            byline=(".detail-author", "div.author"),
            published=("div.date .txt", ".date .txt", ".detail-time", "time"),
            section=(".breadcrumb li:last-child a", ".breadcrumb a:last-child"),
            tags=(".keysword a", ".tags a"),
            drop=(".newsrelation", ".boxdata", ".keysword", ".author", ".detail-author", ".related", ".share"),
        ),
        Layout(
            name="live_divs",  # ASP.NET, to about 2020
            fingerprint=("[id$=divContentLive]",),
            title=("h1.title", "h1"),
            lead=("[id$=divSapoLive]",),
            body=("[id$=divContentLive]",),
            caption=("figcaption", "td.caption", ".imgcaption"),
            author=("div.author", ".author strong"),
            published=(".date .txt", ".date", "time"),
            drop=(".newsrelation", ".boxdata", ".keysword", ".author", ".related", ".share"),
        ),
    ),
)
