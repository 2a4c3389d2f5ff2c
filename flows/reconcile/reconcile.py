"""Compare one seed with one page, or clean it alone: the last pure step of the line."""

from rapidfuzz.distance import Indel

from flows.publishers import find_publisher
from flows.reconcile.compare import Comparison, compare
from flows.reconcile.dating import date_article
from flows.reconcile.media import merge_media
from flows.reconcile.page_text import PageText, read_page, text_key
from flows.reconcile.partition import SeedParts, partition_body
from flows.reconcile.repair import keep_seed, merge, take_page
from flows.reconcile.seed_knowledge import knowledge_of
from flows.records import (
    PAGINATED,
    Capture,
    CleanSentence,
    Content,
    DatePrecision,
    Evidence,
    Issue,
    NamedDay,
    PageKind,
    ParsedPage,
    Reconciliation,
    SeedArticle,
    TextSource,
    content_id,
)
from flows.text.language import detect_language, tag_of
from flows.text.letters import is_in_wrong_letters
from flows.text.marked_up import without_markup
from flows.text.named_days import HEAD, named_days
from flows.text.normalise import clean, fold, words

# Raised with every change of a rule that can change a result; a test compares it with the sources.
RULES_VERSION = "19"

# A text this long on one line had paragraphs once.
_FLATTENED_CHARACTERS = 1200
# The language shows in the first lines; they are mended first, because mojibake has none.
_LANGUAGE_SAMPLE = 700
WRONG_LETTERS = "wrong_letters"
_SAME = frozenset({Content.IDENTICAL, Content.COSMETIC})
_ARTICLES = frozenset({PageKind.ARTICLE, PageKind.LIVE_BLOG})


def _find_issues(seed: SeedArticle, parts: SeedParts, found: Comparison | None) -> tuple[Issue, ...]:
    """List what is wrong with the seed, as its own text and the page show it."""
    issues = set(parts.issues)
    if seed.title is None or not seed.title.strip():
        issues.add(Issue.NO_TITLE)
    if parts.sentences and parts.sentences[-1].paragraph == 1 and parts.sentences[-1].end > _FLATTENED_CHARACTERS:
        issues.add(Issue.FLATTENED)
    if found is not None and found.is_truncated:
        issues.add(Issue.TRUNCATED)
    return tuple(sorted(issues))


def _choose_title(seed: SeedArticle, page: ParsedPage | None) -> str | None:
    """Take the page's title, which may have been corrected since; the seed's where the two differ in form only."""
    mine = clean(without_markup(seed.title)) if seed.title else None
    theirs = clean(page.title) if page is not None and page.title else None
    if mine and theirs:
        return mine if mine == theirs or fold(mine) == fold(theirs) else theirs
    return theirs or mine


def _title_similarity(seed: SeedArticle, page: ParsedPage) -> float:
    if not seed.title or not page.title:
        return 0.0
    if seed.title == page.title:
        return 1.0
    return Indel.normalized_similarity(words(fold(seed.title)), words(fold(page.title)))


def _hold_against(
    seed: SeedArticle, page: ParsedPage, language: str | None
) -> tuple[SeedParts, PageText, Comparison | None]:
    """Cut the seed with the help of the page, and compare the two; None where one of them has no prose."""
    parts = partition_body(seed.body, language, page.media)
    text = read_page(page, language, parts, seed.body or "")
    if not parts.sentences or not text.sentences:
        return parts, text, None
    found = compare(parts, seed.body or "", text, title_similarity=_title_similarity(seed, page), language=language)
    if found.content not in _SAME and _is_in_wrong_letters(text, seed.body or ""):
        unread = Evidence(rule=WRONG_LETTERS)
        found = found._replace(content=Content.NOT_COMPARED, evidence=unread, changes=[], facts=[], is_truncated=False)
    return parts, text, found


def _is_in_wrong_letters(text: PageText, body: str) -> bool:
    return is_in_wrong_letters(" ".join([sentence.text for sentence in text.sentences]), body)


def _shows_apparatus(parts: SeedParts, text: PageText) -> bool:
    """Tell whether a page has all of a seed that is captions and credits alone, and nothing else."""
    shown = text_key(" ".join([*text.captions, *(mark.text for mark in text.marks), *(s.text for s in text.sentences)]))
    rest = shown
    for part in parts.left_out:
        key = text_key(part.text)
        if key not in shown:
            return False
        rest = rest.replace(key, "")
    return bool(parts.left_out) and not any(map(str.isalnum, rest))


def _list_named_days(seed: SeedArticle, page: ParsedPage | None, language: str | None) -> tuple[NamedDay, ...]:
    """List the days that the text of an undated article names: the seed's, or the page's where the seed has none."""
    if seed.body and seed.body.strip():
        return named_days(without_markup(seed.body), language)
    parts = (page.lead or "", *(block.text for block in page.blocks)) if page is not None else ()
    return named_days(" ".join(parts)[:HEAD], language)


def _write(
    parts: SeedParts, text: PageText | None, found: Comparison | None, source: TextSource
) -> tuple[CleanSentence, ...]:
    """Write the clean article from whatever there is."""
    if found is not None and found.content not in (Content.REPLACED, Content.NOT_COMPARED):
        return merge(found, source)
    if text is not None and text.sentences and not parts.sentences:
        return take_page(text, source, "seed_had_no_text")
    return keep_seed(parts.sentences)


def reconcile(
    seed: SeedArticle,
    page: ParsedPage | None,
    *,
    capture: Capture | None = None,
    source: TextSource = TextSource.PAGE,
) -> Reconciliation:
    """Compare a seed with a page; with no page, or one that is no article, clean the seed alone.

    `source` names where the page came from. Lines that only the corpus shows to be no prose (marts.boilerplate) change
    nothing here: with the same seed and page, everyone must come to the same result.
    """
    publisher, known = find_publisher(seed.identity.publisher), knowledge_of(seed)
    sample = clean(without_markup(seed.body or seed.title or "")[:_LANGUAGE_SAMPLE])
    prior = publisher.language if publisher else None
    language = detect_language(sample, tag_of(known.language) or prior if known.language else prior)
    page_id = page.page_id if page else None
    text: PageText | None = None
    found: Comparison | None = None
    if page is None or page.kind not in _ARTICLES:
        rule, page = "no_page" if page is None else "page_is_no_article", None
        parts = partition_body(seed.body, language)
    else:
        parts, text, found = _hold_against(seed, page, language or page.language)
        rule = "seed_has_no_text" if not parts.sentences else "page_has_no_text"
    alone = Content.NOT_COMPARED
    if text is not None and not parts.sentences and _shows_apparatus(parts, text):
        rule, alone = "only_apparatus", Content.COSMETIC
    if found is not None and page is not None and PAGINATED in page.provenance:
        rule, found, text = "paginated", None, None
    other = found is not None and (found.content is Content.REPLACED or found.evidence.rule == WRONG_LETTERS)
    used = None if other else page
    published_at, precision = date_article(seed, used, source, publisher, language)
    return Reconciliation(
        reconciliation_id=content_id(seed.seed_id, page_id or "", capture.capture_id if capture else "", RULES_VERSION),
        rules_version=RULES_VERSION,
        seed_id=seed.seed_id,
        article_id=seed.identity.article_id,
        page_id=page_id,
        capture_id=capture.capture_id if capture else None,
        content=found.content if found else alone,
        similarity=found.similarity if found and found.content is not Content.NOT_COMPARED else None,
        evidence=found.evidence if found else Evidence(rule=rule),
        title=_choose_title(seed, used),
        lead=clean(used.lead) if used and used.lead else None,
        sentences=_write(parts, None if other else text, found, source),
        media=merge_media(parts.media, used.media if used else ()),
        left_out=tuple(parts.left_out),
        changes=tuple(found.changes) if found else (),
        facts=tuple(found.facts) if found else (),
        issues=_find_issues(seed, parts, found),
        published_at=published_at,
        published_at_precision=precision,
        modified_at=used.modified_at if used else None,
        authors=(used.authors if used else ()) or known.authors,
        section=(used.section if used else None) or known.section,
        tags=(used.tags if used else ()) or known.tags,
        language=language or (page.language if page else None),
        named_days=_list_named_days(seed, used, language) if precision is DatePrecision.UNKNOWN else (),
    )
