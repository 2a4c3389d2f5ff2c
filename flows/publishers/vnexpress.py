"""VnExpress: a CMS of its own. Its data names the newspaper as author; the writer is the last paragraph."""

from flows.publishers import Layout, Publisher

PUBLISHER = Publisher(
    name="vnexpress.net",
    hosts=(
        "vnexpress.net",
        "e.vnexpress.net",
    ),
    former_hosts=(  # sections that had hosts of their own until 2020
        "kinhdoanh.vnexpress.net",
        "giaitri.vnexpress.net",
        "thethao.vnexpress.net",
        "dulich.vnexpress.net",
        "suckhoe.vnexpress.net",
        "doisong.vnexpress.net",
        "sohoa.vnexpress.net",
        "startup.vnexpress.net",
    ),
    article_number=(r"-(?P<number>\d+)\.html(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    moved=("https://vnexpress.net/{slug}-{number}.html",),  # from /tin-tuc/<section>/<slug>-<id>.html
    layouts=(
        Layout(
            name="fck_detail",
            fingerprint=("article.fck_detail",),
            title=("h1.title-detail", "h1.title_news_detail", "h1.title_gn_detail", "h1.title_post"),
            lead=("p.description", "h2.description", ".lead_post_detail", "h2.lead"),
            body=("article.fck_detail",),
            caption=("figcaption", "p.Image", "td.Image", ".desc_cation"),
            author=(
                "p.author_mail strong",
                '.fck_detail p.Normal[style*="right"] strong',
                '.fck_detail p.Normal[align="right"] strong',
                ".fck_detail p.author",
                ".box_author .author_name",
                ".author_mail .author_top",
            ),
            byline=("p.author_mail",),
            published=("span.date", "span.time"),
            section=("ul.breadcrumb li a", ".header-content .breadcrumb a"),
            tags=(".tags .item-tag a", "#box_tag a"),
            drop=(
                "#article-end",
                ".box-tinlienquanv2",
                ".box_tinlienquan",
                ".block_tinlienquan_temp",
                ".related_news",
                ".box_img_video",
                ".location-stamp",
                ".list-news",
                ".width_common.box-tinlienquan",
                ".banner-ads",
                ".newsletter",
                "form",
                ".box_embed_video_parent",
                ".author_mail",
            ),
        ),
        Layout(
            name="long_form",
            fingerprint=(".fck_detail",),
            title=("h1.title-detail", "h1.title_news", "h1.title_post", "h1"),
            lead=("p.description", ".lead_post_detail", ".lead"),
            body=(".fck_detail",),
            caption=("figcaption", "p.Image"),
            author=(".author_mail strong", ".box_author .author_name", ".author a"),
            published=("span.date", "span.time"),
            drop=(".location-stamp", ".box-tinlienquanv2"),
        ),
    ),
)
