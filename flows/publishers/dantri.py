"""Dân trí: a CMS of its own; since 2026 without telling class names, but with complete data."""

from flows.publishers import Layout, Publisher, clock_pattern

PUBLISHER = Publisher(
    name="dantri.com.vn",
    hosts=("dantri.com.vn",),
    article_number=(r"-(?P<number>\d{9,20})\.htm(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    url_time=(clock_pattern("htm"),),
    layouts=(
        Layout(
            name="slots",
            fingerprint=("#desktop-in-article",),
            title=("h1",),
            lead=("h1 + h2", "article h2", '[data-slot="sapo"]', "h2"),
            body=("#desktop-in-article",),
            caption=("figcaption",),
            published=("time",),
            drop=(".dantri-widget", ".article-business", ".newsletter", "form", '[data-slot="related"]'),
        ),
        Layout(
            name="singular",
            fingerprint=(".singular-content", ".e-magazine__body", ".dnews__body"),
            title=("h1.title-page", "h1"),
            lead=(".singular-sapo h2", ".singular-sapo", "h2.singular-sapo", ".e-magazine__sapo", ".dnews__sapo"),
            body=(".singular-content", ".e-magazine__body", ".dnews__body"),
            caption=("figcaption",),
            author=(".author-name", ".author-wrap .author-name"),
            published=("time.author-time", "time"),
            section=(".breadcrumbs a:last-child",),
            tags=(".tags-wrap a",),
            drop=(".dt-news__content", ".article-related", ".singular-related", "form"),
        ),
        Layout(
            name="news_content",
            fingerprint=("#divNewsContent",),
            title=("h1",),
            lead=("h2.sapo", "h2.fon33", ".fon33"),
            body=("#divNewsContent",),
            caption=("figcaption", ".PhotoCMS_Caption", ".VideoCMS_Caption"),
            published=(".tt-capitalize", "span.fr.fon7"),
            tags=(".news-tags-item a", ".news-tag a"),
            drop=(".news-tag", ".news-tags", ".article-related", "[type^=Related]", "h2.sapo a", ".fon33 a"),
        ),
        Layout(
            name="fonts",
            fingerprint=(".fon34",),
            title=("h1", ".fon31"),
            lead=(".fon33",),
            body=(".fon34",),
            published=(".fon7",),
            drop=(".news-tag",),
        ),
    ),
)
