"""VietnamPlus, the electronic newspaper of the Vietnam News Agency (TTXVN)."""

import datetime as dt
from dataclasses import replace

from flows.publishers import Layout, PathRule, Publisher
from flows.publishers.families.epi import CAPTIONS, CURRENT, DETAILS, HEADER, JUNK

PUBLISHER = Publisher(
    name="vietnamplus.vn",
    hosts=(
        "vietnamplus.vn",
        "en.vietnamplus.vn",
        "es.vietnamplus.vn",
        "fr.vietnamplus.vn",
        "ru.vietnamplus.vn",
        "zh.vietnamplus.vn",
    ),
    article_number=(
        r"^[^?]*/(?P<number>\d+)\.vnp(?:$|\?)",  # since about 2013: /<slug>/<id>.vnp
        r"^[^?]*-post(?P<number>\d+)\.vnp(?:$|\?)",  # since November 2023: /<slug>-post<id>.vnp
        r"^/Home/[^?]*/(?P<number>\d+)\.vnplus(?:$|\?)",  # 2010-2013: /Home/<Slug>/<yyyym>/<id>.vnplus
        r"(?i)^/Utilities/Print\.aspx\?(?:.*&)?contentid=(?P<number>\d+)(?:&|$)",  # the print page, to 2023
    ),
    moved=("https://www.vietnamplus.vn/{slug}-post{number}.vnp",),
    moved_paths=(
        PathRule(
            pattern=r"(?P<slug>[^/]+)/(?P<number>\d{4,})\.vnp",
            target="{slug}-post{number}.vnp",
            source="November 2023 (vietnamese-news §2.1)",
        ),
    ),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    clock=(  # days known to the month stand at its middle; those below 100000 and 365000 are medians of neighbours
        (35000, dt.date(2010, 2, 4)),
        (50000, dt.date(2010, 6, 8)),
        (65000, dt.date(2010, 10, 5)),
        (80000, dt.date(2011, 2, 10)),
        (95000, dt.date(2011, 6, 4)),
        (104340, dt.date(2011, 9, 15)),
        (226696, dt.date(2013, 10, 23)),
        (270450, dt.date(2014, 7, 11)),
        (365000, dt.date(2016, 1, 7)),
        (409435, dt.date(2016, 10, 5)),
        (451819, dt.date(2017, 6, 15)),
        (478059, dt.date(2017, 12, 4)),
        (574834, dt.date(2019, 6, 15)),
        (729372, dt.date(2021, 7, 15)),
        (748484, dt.date(2021, 10, 15)),
        (910005, dt.date(2023, 11, 25)),
        (1006275, dt.date(2025, 1, 7)),
        (1101437, dt.date(2026, 3, 27)),
    ),
    sitemaps=(
        "https://www.vietnamplus.vn/sitemaps/news-{year}-{month}.xml",
        "https://www.vietnamplus.vn/sitemaps/news-{year}-{month:02}.xml",
    ),
    layouts=(
        replace(CURRENT, name="era_d", valid_from=dt.date(2023, 11, 15)),
        replace(DETAILS, name="era_c", valid_from=dt.date(2018, 1, 1), valid_to=dt.date(2023, 11, 24)),
        replace(HEADER, name="era_b", valid_from=dt.date(2014, 1, 1), valid_to=dt.date(2018, 3, 31)),
        Layout(
            name="print",  # /Utilities/Print.aspx, to 2023: the body of era B or C without the page around it
            fingerprint=(".content.article-body", ".article-body.cms-body", ".details__summary"),
            valid_to=dt.date(2023, 11, 24),
            title=("h1.cms-title", "h1", "title"),
            lead=(".details__summary", ".cms-desc"),
            body=(".content.article-body", ".article-body", ".cms-body"),
            caption=CAPTIONS,
            author=("div.cms-author", ".cms-author", ".author"),
            byline=("div.source", ".author"),
            published=("time",),
            drop=JUNK,
            title_affixes=("Bản in : ", " | Vietnam+ (VietnamPlus)"),
        ),
        Layout(
            name="era_a",
            fingerprint=(".dtText",),
            valid_from=dt.date(2010, 1, 1),
            valid_to=dt.date(2014, 6, 30),
            title=("h1", ".dtTitle"),
            body=(".dtText",),
            caption=("#picOfnews",),
            author=(".dtContentTxtAuthor",),
            byline=(".dtContentTxtAuthor",),
            published=(".discussTime",),
            photo=("#picOfnews",),
            drop=JUNK,
        ),
    ),
)
