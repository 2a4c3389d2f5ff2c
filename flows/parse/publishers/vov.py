"""VOV, the radio: a Drupal site."""

from flows.parse.publishers import Layout, Publisher

PUBLISHER = Publisher(
    name="vov.vn",
    hosts=("vov.vn",),
    article_number=(r"-(?:post)?(?P<number>\d+)\.vov(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    layouts=(
        Layout(
            name="article_content",
            fingerprint=("h1.article-title", ".row.article-title"),
            title=("h1.article-title", ".row.article-title h1", ".row.article-title"),
            lead=(".article-summary",),
            body=(".article-content",),
            caption=("figcaption", ".image-caption"),
            author=(".article-author a", ".article-author"),
            byline=(".article-author",),
            published=(".article-date", "time"),
            section=(".breadcrumb-item:last-child a",),
            tags=(".article-tags a",),
            drop=(".article-related", ".article-summary", ".article-author", ".article-tags", "form"),
        ),
    ),
)
