"""VnEconomy: a CMS of its own; the body is told by `data-field`."""

from flows.parse.publishers import Layout, Publisher

PUBLISHER = Publisher(
    name="vneconomy.vn",
    hosts=("vneconomy.vn",),
    article_number=(r"-(?P<number>\d{6,})\.htm(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    layouts=(
        Layout(
            name="detail",
            fingerprint=("div[data-field=body]", ".ct-edtior-web"),
            title=("h1.name-detail",),
            lead=(".news-sapo",),
            body=("div[data-field=body]", ".ct-edtior-web"),
            caption=("figcaption",),
            author=(".name-author",),
            published=(".date-detail",),
            drop=(".related", ".newsletter"),
        ),
    ),
)
