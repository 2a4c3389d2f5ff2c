"""Báo Tin tức, of the Vietnam News Agency; its addresses hold the time, its texts Ð for Đ."""

from flows.parse.publishers import Layout, Publisher

PUBLISHER = Publisher(
    name="baotintuc.vn",
    hosts=("baotintuc.vn",),
    article_number=(r"-(?P<number>\d{14,20})\.htm(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    url_time=(
        r"-(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)\d{2,3}(?=\.htm)",
    ),
    layouts=(
        Layout(
            name="contents",
            fingerprint=(".divfirst", ".detail-content .contents", ".contents"),
            title=("h1.detail-title", "h1"),
            lead=(".divfirst h2", "h2.sapo", ".sapo"),
            body=(".contents", ".detail-content"),
            caption=("figcaption", "td.caption", ".imgcaption"),
            author=(".detail-author", ".author strong"),
            byline=(".detail-author", ".author"),
            published=(".date .txt", ".detail-time", "time"),
            drop=(".newsrelation", ".boxdata", ".keysword", ".author", ".related"),
        ),
    ),
)
