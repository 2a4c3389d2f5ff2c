"""Znews (Zing): ePi under class names of its own; the number survives all hosts."""

from flows.publishers import Publisher
from flows.publishers.families.epi import CURRENT, ZING

PUBLISHER = Publisher(
    name="znews.vn",
    hosts=("znews.vn",),
    former_hosts=(
        "zingnews.vn",
        "news.zing.vn",
        "lifestyle.znews.vn",
    ),
    article_number=(r"-?post(?P<number>\d+)\.html(?:$|\?)",),
    zone="Asia/Ho_Chi_Minh",
    language="vi",
    moved=("https://znews.vn/{slug}-post{number}.html",),
    layouts=(ZING, CURRENT),
)
