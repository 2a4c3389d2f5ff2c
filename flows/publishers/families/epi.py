"""Layouts of the ePi CMS, which VietnamPlus, Nhân Dân, SGGP, Tiền Phong, Znews, VOV and others use (2014 to today).

`CURRENT` also fits sites of the family that have no file: Le Courrier du Vietnam, Vietnam Law,
Tạp chí Tuyên giáo, Báo Lào Cai, PLO, An ninh Thủ đô, Giáo dục & Thời đại, Báo Pháp luật.
"""

from flows.publishers import Layout

# The family names its shards so on every host (vietnamese-news §2.3, §4: VietnamPlus, CAND).
SITEMAPS_BY_PATH = ((r"\.vnp$", "/sitemaps/news-{year}-{month}.xml"),)
ERROR_PAGE = (r"class=[\"'][^\"'>]*\bcontainer error\b", r">\s*không tìm thấy đường dẫn này")
JUNK = (
    ".article__social",
    ".sda_middle",
    "[id^=sdaWeb_]",
    "[id^=sas_]",
    ".rennab",
    ".article-relate",
    "[class*=article__relate]",
    ".related-news",
    ".related-topic",
    ".box-relate-news",
    "article.story",
    ".article__source",
    ".article__author",
    ".article__tag",
    ".article__meta",
    ".box-comment",
    ".poll-box",
    ".article-poll",
    ".surveywidget",
    ".ads",
    ".banner",
    ".newsletter",
    "form",
    ".article-author",
    ".cms-author",
    ".inner-article",
    ".details__morenews",
    ".morenews",
    ".z-corona-header",
    ".modal",
    ".pswp",
    ".fyi--InnerArticle",
    ".timeline-index-wrap",
)
CAPTIONS = (
    "figcaption",
    "td.caption",
    ".pCaption",
    ".article-photo",
    ".image_caption",
    ".imgcaption",
    ".media-caption",
    ".video-caption",
    "table.contentimg .fig",
)
# One of these is on every page of the family, and on no other site's: "sapo" is what Vietnamese editors call a lead.
MARKS = (
    ".cms-body",
    ".zce-content-body",
    ".article__sapo",
    ".cms-title",
    ".cms-desc",
    ".cms-author",
    ".cms-photo",
    ".the-article-body",
)

CURRENT = Layout(
    name="current",
    fingerprint=(".article__body",),
    title=("h1.article__title", ".article__title", "h1.article-title", ".cms-title"),
    lead=(".article__sapo", ".cms-desc", ".article .sapo"),
    body=(".article__body.cms-body", ".article__body", ".zce-content-body", ".cms-body"),
    caption=CAPTIONS,
    author=(
        ".article__author .name",
        ".article__author .cms-author",
        ".article__author",
        ".article__meta .author",
        ".cms-author",
    ),
    byline=(".article__meta .author", ".article__author"),
    published=(".article__meta time", ".article__meta .time", ".article-meta time", "time.time", "time"),
    section=(".breadcrumb h2 a", ".breadcrumb a.current", ".article__header .parent a", ".cate-breadcrumb a"),
    tags=(".article__tag a", ".article__tags a"),
    photo=(".article__avatar", ".article__photo"),
    drop=JUNK,
)
DETAILS = Layout(
    name="details",
    fingerprint=(".details__headline",),
    title=("h1.details__headline", ".details__headline", ".cms-title"),
    lead=(".details__summary", ".sapo", ".cms-desc"),
    body=("#abody", ".article-body.cms-body", ".cms-body.detail", ".cms-body", "#main_detail", ".article-body"),
    caption=CAPTIONS,
    author=(".details__author h4 a", ".details__author a[title]", "div.cms-author", ".cms-author"),
    byline=("div.source", ".details__author"),
    published=(".details__meta time", "div.source time", "time"),
    section=(".direction a:last-child", ".breadcrumb a:last-child"),
    tags=(".tags a", ".details__tags a"),
    photo=("#contentAvatar",),
    drop=JUNK,
)
HEADER = Layout(
    name="header",
    fingerprint=("header.article-header", "header.article-hdr"),
    title=("header.article-header h1", "header.article-hdr h1", ".cms-title"),
    lead=(".summary.cms-desc", ".article-sapo", ".cms-desc"),
    body=(".article-body.cms-body", ".cms-body", ".article-body"),
    caption=CAPTIONS,
    author=("p.meta .author", ".meta .author", ".cms-author"),
    byline=("p.meta .author", ".meta .author"),
    published=("p.meta time", ".meta time", "time"),
    section=(".breadcrumb a.current",),
    tags=(".article-tags a", ".tags a"),
    photo=(".article-avatar",),
    drop=JUNK,
)
ZING = Layout(
    name="the_article",
    fingerprint=(".the-article-body",),
    title=("h1.the-article-title", ".the-article-title", ".cms-title"),
    lead=("p.the-article-summary", ".the-article-summary", ".cms-desc"),
    body=(".the-article-body",),
    caption=(*CAPTIONS, "td.pCaption"),
    author=(".the-article-meta .author", ".the-article-credit .author", "p.author", ".cms-author"),
    byline=(".the-article-credit .author", "p.author"),
    published=("li.the-article-publish", ".the-article-publish", ".cms-date"),
    section=("p.the-article-category a", ".the-article-category a"),
    tags=(".the-article-tags a",),
    drop=(*JUNK, "table.article", ".the-article-tags", ".the-article-credit"),
)
SHARED = Layout(
    name="shared",
    fingerprint=(".cms-body", "#abody", "#main_detail"),
    title=("h1.cms-title", ".cms-title", "h1.headline-title", "h1.main-title"),
    lead=(".cms-desc", ".article-sapo", ".sapo"),
    body=("#abody", ".article-body.cms-body", ".cms-body.detail", ".cms-body", "#main_detail"),
    caption=CAPTIONS,
    author=(".cms-author", ".article-author", ".meta .author", ".meta .name"),
    byline=(".cms-author", ".article-author"),
    published=(".cms-date", ".article-meta time", ".meta time", "time"),
    section=(".breadcrumb a.current", ".breadcrumb li:last-child a"),
    tags=(".article-tags a", ".tags a"),
    photo=(".article-avatar", "#contentAvatar"),
    drop=JUNK,
)
LAYOUTS = (CURRENT, DETAILS, ZING, HEADER, SHARED)
