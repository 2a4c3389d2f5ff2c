"""Tiền Phong: ePi throughout, older pages under other class names."""

import datetime as dt

from flows.publishers import Layout, PathRule, Publisher
from flows.publishers.families.epi import CAPTIONS, CURRENT, JUNK

_HEADLINE = Layout(
    name="headline",
    fingerprint=("h1#headline", "#article-body"),
    valid_to=dt.date(2021, 12, 31),
    title=("h1#headline", ".cms-title"),
    lead=("p.article-sapo", ".cms-desc"),
    body=("#article-body", ".cms-body"),
    caption=CAPTIONS,
    author=("p.article-author", ".cms-author"),
    byline=("p.article-author",),
    published=("p.byline-dateline time", "time"),
    photo=(".article-avatar",),
    drop=JUNK,
)


PUBLISHER = Publisher(
    name="tienphong.vn",
    hosts=("tienphong.vn",),
    article_number=(r"-(?:post)?(?P<number>\d+)\.tpo(?:$|\?)",),
    moved_paths=(
        PathRule(
            pattern=r"(?P<slug>[^/]+?)-(?P<number>\d{5,})\.tpo",
            target="{slug}-post{number}.tpo",
            source="/<slug>-<id>.tpo became /<slug>-post<id>.tpo, as at VietnamPlus on the same CMS",
        ),
    ),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    layouts=(CURRENT, _HEADLINE),
)
