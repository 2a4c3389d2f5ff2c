"""VietNamNet: a CMS of its own; the times of its data have a space before the zone."""

from flows.publishers import Layout, Publisher

PUBLISHER = Publisher(
    name="vietnamnet.vn",
    hosts=("vietnamnet.vn",),
    article_number=(r"-(?P<number>\d{5,8})\.html(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    layouts=(
        Layout(
            name="maincontent",
            fingerprint=("#maincontent.main-content", ".maincontent.main-content"),
            title=("h1.content-detail-title",),
            lead=("h2.content-detail-sapo", ".content-detail-sapo"),
            body=("#maincontent", ".maincontent"),
            caption=("figcaption",),
            author=(".article-detail-author__info .name", ".article-detail-author .name"),
            byline=(".article-detail-author__info",),
            published=(".bread-crumb-detail__time",),
            section=(".bread-crumb-detail li:last-child a", ".bread-crumb-detail ul a"),
            tags=(".tag-cotnent a", ".tag-content a"),
            drop=(
                ".insert-wiki-content",
                ".article-relate",
                ".related-news",
                ".newsletter",
                "form",
                ".vnn-template-noneditable",
            ),
        ),
        Layout(
            name="article_detail",
            fingerprint=(".ArticleDetail", "#ArticleContent"),
            title=(".ArticleDetail h1.title", "h1.title"),
            lead=(".ArticleLead", ".bold.ArticleLead"),
            body=("#ArticleContent",),
            caption=(".image_desc", "figcaption", "td.image_desc"),
            author=(".bo-t .bold",),
            tags=("#BoxTag .tagBoxContent li a",),
            published=(".ArticleDate",),
            drop=(".article-relate", ".inner-article", ".box-taitro", ".ArticleLead"),
        ),
    ),
)
