"""VnEconomy: a CMS of its own; `data-field` marks the body."""

from flows.publishers import Layout, Publisher

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
            drop=(".news-general", ".related", ".newsletter"),
        ),
        Layout(
            name="summary",  # about 2021-2025
            fingerprint=(".detail__content",),
            title=("h1.detail__title", "h1"),
            lead=("h2.detail__summary", ".detail__summary"),
            body=(".detail__content",),
            caption=("figcaption",),
            author=(".detail__author strong", ".detail__author"),
            byline=(".detail__author",),
            published=(".detail__meta", "time"),
            section=(".detail__category a", ".breadcrumb a:last-child"),
            tags=(".detail__tag a",),
            drop=(".news-general", ".related", ".newsletter", "form"),
        ),
        Layout(
            name="contentdetail",  # to 2021
            fingerprint=(".contentleft",),
            title=("h1.title", "h1.h1titleheaderbvt"),
            lead=(".contentleft .sapo", "h2.h2titleheaderbvt"),
            body=(".contentleft .contentdetail", ".detailsbaiviet"),
            caption=("figcaption", ".psaboxfooterimage", ".avatardesc", ".spimgbaivietnote"),
            author=(".author .name a", ".tacgiabaiviet"),
            published=(".author .time", ".timverbvvth"),
            section=(".menutop .active", ".titleheaderbv span[itemprop=name]"),
            photo=(".contentleft .imgdetail", ".spimgbaiviet"),
            drop=(".related", ".newsletter"),
        ),
    ),
)
