"""What a seed knows of its article beside title and text: what its columns were taken for while it was read."""

import json
from dataclasses import dataclass
from functools import lru_cache

from flows.records import SeedArticle

_KEY = "@seed"  # of `SeedArticle.extra`
# Seeds that were read before this was written down have their columns alone: those in which a date may stand.
_DATES = (
    "published_at", "date_published", "datePublished", "publish_date", "published", "pub_date", "pubDate",
    "date_publish", "publication_date", "date", "datetime", "timestamp", "time",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedKnowledge:
    """What the columns of a seed's source say; empty where they say nothing."""

    published: str = ""
    date_order: str = ""  # of the column: "dmy", "mdy", "ambiguous"
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str = ""  # as written: "pt-BR", "Finnish"


NOTHING = SeedKnowledge()


def knowledge_of(seed: SeedArticle) -> SeedKnowledge:
    """Give what a seed knows."""
    return _read(seed.extra) if seed.extra else NOTHING


@lru_cache(maxsize=64)
def _read(extra: str) -> SeedKnowledge:
    columns = json.loads(extra)
    known = columns.get(_KEY)
    if not isinstance(known, dict):
        return SeedKnowledge(published=str(next((columns[name] for name in _DATES if columns.get(name)), "")))
    return SeedKnowledge(
        published=str(known.get("published", "")),
        date_order=str(known.get("date_order", "")),
        authors=tuple(map(str, known.get("authors", ()))),
        section=known.get("section"),
        tags=tuple(map(str, known.get("tags", ()))),
        language=str(known.get("language", "")),
    )
