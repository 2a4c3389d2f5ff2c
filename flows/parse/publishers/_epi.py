"""Layouts of the ePi CMS, which VietnamPlus, Nhân Dân, SGGP, Tiền Phong, Znews and others use (2014 to today)."""

from flows.parse.publishers import Layout

JUNK = (
    ".article__social", ".sda_middle", "[id^=sdaWeb_]", "[id^=sas_]", ".rennab", ".article-relate", ".related-news", ".related-topic", "article.story",
    ".article__source", ".article__author", ".article__tag", ".box-comment", ".poll-box", ".ads", ".newsletter", "form", ".article-author", ".inner-article",
    ".details__morenews", ".z-corona-header", ".notebox.ncenter .ads",
)
CAPTIONS = ("figcaption", "td.caption", ".pCaption", ".article-photo", ".image_caption", ".media-caption")

CURRENT = Layout(
    name="current",
    fingerprint=(".article__body",),
    title=("h1.article__title", ".cms-title"),
    lead=(".article__sapo", ".cms-desc"),
    body=(".article__body", ".zce-content-body", ".cms-body"),
    caption=CAPTIONS,
    author=(".article__author .name", ".article__author .cms-author", ".article__author", ".cms-author"),
    byline=(".article__meta .author", ".article__author"),
    published=(".article__meta time", "time.time", "time"),
    section=(".breadcrumb h2 a", ".breadcrumb a.current", ".article__header .parent a"),
    tags=(".article__tag a", ".article__tags a"),
    photo=(".article__avatar", ".article__photo"),
    drop=JUNK,
)
DETAILS = Layout(
    name="details",
    fingerprint=(".details__headline",),
    title=("h1.details__headline", ".cms-title"),
    lead=(".details__summary", ".sapo", ".cms-desc"),
    body=(".cms-body", ".article-body"),
    caption=CAPTIONS,
    author=(".details__author h4 a", "div.cms-author", ".cms-author"),
    byline=("div.source",),
    published=(".details__meta time", "div.source time", "time"),
    section=(".direction a:last-child", ".breadcrumb a:last-child"),
    tags=(".tags a",),
    drop=JUNK,
)
HEADER = Layout(
    name="header",
    fingerprint=("header.article-header + .article-body", "header.article-header", "header.article-hdr"),
    title=("header.article-header h1", "header.article-hdr h1", ".cms-title"),
    lead=(".summary.cms-desc", ".article-sapo"),
    body=(".article-body", ".cms-body"),
    caption=CAPTIONS,
    author=("p.meta .author", ".meta .author", ".cms-author"),
    byline=("p.meta .author", ".meta .author"),
    published=("p.meta time", ".meta time", "time"),
    section=(".breadcrumb a.current",),
    drop=JUNK,
)
ZING = Layout(
    name="the_article",
    fingerprint=(".the-article-body",),
    title=("h1.the-article-title", ".cms-title"),
    lead=("p.the-article-summary", ".cms-desc"),
    body=(".the-article-body",),
    caption=(*CAPTIONS, "td.pCaption"),
    author=(".the-article-meta .author", "p.author", ".cms-author"),
    byline=(".the-article-credit .author", "p.author"),
    published=("li.the-article-publish", ".cms-date"),
    section=("p.the-article-category a", ".the-article-category a"),
    tags=(".the-article-tags a",),
    drop=(*JUNK, "table.article", ".inner-article", ".the-article-tags", ".the-article-credit"),
)
SHARED = Layout(
    name="shared",
    fingerprint=(".cms-body",),
    title=(".cms-title",),
    lead=(".cms-desc",),
    body=(".cms-body",),
    caption=CAPTIONS,
    author=(".cms-author",),
    byline=(".cms-author",),
    published=(".cms-date", ".article-meta time", "time"),
    tags=(".article-tags a", ".tags a"),
    drop=JUNK,
)
LAYOUTS = (CURRENT, DETAILS, ZING, HEADER, SHARED)
