"""Layouts of the VCCorp CMS, which Tuổi Trẻ, Thanh Niên, Người Lao Động, Báo Chính phủ and CafeF use."""

from flows.parse.publishers import Layout

JUNK = (
    "[type=RelatedOneNews]",
    "[type=RelatedNewsBox]",
    "[type=RelatedNews]",
    "[type=Newsletter]",
    ".readmore-body-box",
    ".kbwscwl-relatedbox",
    ".seo-suggest-link",
    "#listNewsInContent",
    ".tindnd",
    ".c-banner",
    ".link-source-detail",
    ".knc-relate-wrapper",
    ".VCObjectBoxRelatedNewsItemSapo",
    ".adm-commentsection",
    ".ads",
    ".newsletter",
    "form",
    "zone",
    ".detail-author-bottom",
    ".detail-tab",
    ".detail-tag-wrapper",
)
CAPTIONS = ("figcaption", ".PhotoCMS_Caption", ".VideoCMS_Caption", ".image-caption")

DETAIL = Layout(
    name="detail",
    fingerprint=(".detail-content.afcbc-body", ".afcbc-body"),
    title=("h1.detail-title", "h1.article-title", "h1.title", "h1[data-role=title]"),
    lead=(".detail-sapo", "h2.sapo", "[data-role=sapo]"),
    body=(".detail-content[data-role=content]", ".detail-content.afcbc-body", ".afcbc-body"),
    caption=CAPTIONS,
    author=(".detail-author .name", ".detail-author a", ".author-info .name", ".detail-author", "p.author"),
    byline=(".detail-author", ".author-info", "p.author"),
    published=("[data-role=publishdate]", ".detail-time", "span.pdate"),
    section=(".detail-cate a", ".category-page__name", "[data-role=cate-name]"),
    tags=(".detail-tab .tags a", ".detail-tag-list a", ".tags-item a", "ul.tags a"),
    drop=JUNK,
)
LAYOUTS = (DETAIL,)
