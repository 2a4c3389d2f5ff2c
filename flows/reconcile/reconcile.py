"""Hold one seed against one page, or clean it alone: the last pure step of the line."""

import datetime as dt
from zoneinfo import ZoneInfo

from flows.parse.publishers import Publisher, find_publisher
from flows.records import (
    BlockKind,
    Capture,
    CleanSentence,
    Content,
    DatePrecision,
    Evidence,
    Issue,
    PageKind,
    ParsedPage,
    Reconciliation,
    SeedArticle,
    TextSource,
    content_id,
)
from flows.reconcile.partition import SeedParts, partition_body
from flows.text.dates import day_of_text, interpolate
from flows.text.language import detect_language
from flows.text.normalise import clean

RULES_VERSION = "1"

# Below this length a text cannot show that it was flattened.
_FLATTENED_CHARACTERS = 1200
_MIDDAY = dt.time(12)


def _issues(seed: SeedArticle, parts: SeedParts) -> tuple[Issue, ...]:
    issues = list(parts.issues)
    if seed.title is None or not seed.title.strip():
        issues.append(Issue.NO_TITLE)
    if parts.sentences and parts.sentences[-1].paragraph == 1 and parts.sentences[-1].end > _FLATTENED_CHARACTERS:
        issues.append(Issue.FLATTENED)
    return tuple(sorted(set(issues)))


def _midday(day: dt.date, publisher: Publisher | None) -> dt.datetime:
    """Stand for a day: its midday where it was published, which is the same day in UTC for most of the world."""
    zone = ZoneInfo(publisher.zone) if publisher and publisher.zone else dt.UTC
    return dt.datetime.combine(day, _MIDDAY, tzinfo=zone).astimezone(dt.UTC)


def _date_by_number(seed: SeedArticle, publisher: Publisher | None, language: str | None) -> tuple[dt.datetime | None, DatePrecision]:
    """Date a seed by its article number and the day that its text names."""
    number = seed.identity.article_number
    if publisher is None or not publisher.clock or number is None or not number.isdigit():
        return None, DatePrecision.UNKNOWN
    if seed.identity.publisher != publisher.name:
        return None, DatePrecision.UNKNOWN
    near = interpolate(publisher.clock, int(number))
    if near is None:
        return None, DatePrecision.UNKNOWN
    day = day_of_text(seed.body or "", near, language)
    if day is None:
        return _midday(near, publisher), DatePrecision.ID_CLOCK
    return _midday(day, publisher), DatePrecision.ID_CLOCK_AND_TEXT


def reconcile(
    seed: SeedArticle,
    page: ParsedPage | None,
    *,
    capture: Capture | None = None,
    source: TextSource = TextSource.PAGE,
    boilerplate: frozenset[str] = frozenset(),
) -> Reconciliation:
    """Hold a seed against a page; with no page, or one that is no article, clean the seed alone.

    `source` names where the page came from, `boilerplate` the comparison keys of lines that are no prose
    at this publisher.
    """
    publisher = find_publisher(seed.identity.publisher)
    language = detect_language(seed.body or seed.title or "", publisher.language if publisher else None)
    parts = partition_body(seed.body, language)
    published_at, precision = _date_by_number(seed, publisher, language)
    return Reconciliation(
        reconciliation_id=content_id(seed.seed_id, page.page_id if page else "", capture.capture_id if capture else "", RULES_VERSION),
        rules_version=RULES_VERSION,
        seed_id=seed.seed_id,
        article_id=seed.identity.article_id,
        page_id=page.page_id if page else None,
        capture_id=capture.capture_id if capture else None,
        content=Content.NOT_COMPARED,
        similarity=None,
        evidence=Evidence(rule="no_page"),
        title=clean(seed.title) if seed.title else None,
        lead=None,
        sentences=tuple(
            CleanSentence(
                paragraph_no=sentence.paragraph,
                sentence_no=number,
                block=BlockKind.PARAGRAPH,
                text=sentence.text,
                source=TextSource.SEED,
                rule="seed_only",
                seed_start=sentence.start,
                seed_end=sentence.end,
            )
            for number, sentence in enumerate(parts.sentences, 1)
        ),
        media=tuple(parts.media),
        left_out=tuple(parts.left_out),
        changes=(),
        facts=(),
        issues=_issues(seed, parts),
        published_at=published_at,
        published_at_precision=precision,
        modified_at=None,
        authors=(),
        section=None,
        tags=(),
        language=language,
    )
