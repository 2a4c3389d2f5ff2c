"""A reconciliation: one seed compared with one page, sentence by sentence, and the clean article it gives."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from flows.records.pages import BlockKind, MediaItem


class Content(StrEnum):
    """How the page's text stands to the seed's text (DESIGN §4)."""

    IDENTICAL = "identical"
    COSMETIC = "cosmetic"
    EXTENDED = "extended"
    SHORTENED = "shortened"
    EDITED = "edited"
    REWRITTEN = "rewritten"
    REPLACED = "replaced"
    SEED_TRUNCATED = "seed_truncated"
    NOT_COMPARED = "not_compared"


class Relation(StrEnum):
    """Of a pair of sentences (DESIGN §4)."""

    SAME = "same"
    COSMETIC = "cosmetic"
    EDITED = "edited"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"
    APPARATUS = "apparatus"


class FactKind(StrEnum):
    """Of a changed fact (DESIGN §4)."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    QUOTE = "quote"
    NEGATION = "negation"


class DifferenceOrigin(StrEnum):
    """Whose doing it is that seed and page differ, as an archived copy near the seed's date shows."""

    NONE = "none"  # the words of seed and page agree
    PUBLISHER = "publisher"  # the copy has what the seed has: the page was edited since
    SCRAPER = "scraper"  # the copy has what the page has: the seed was read wrongly
    BOTH = "both"
    UNKNOWN = "unknown"  # no such copy, or too late a one


class TextSource(StrEnum):
    """Where a sentence of the clean text came from."""

    SEED = "seed"
    PAGE = "page"
    ARCHIVE = "archive"


class Issue(StrEnum):
    """What was found wrong with a seed's text."""

    CAPTION_IN_TEXT = "caption_in_text"
    FLATTENED = "flattened"
    MOJIBAKE = "mojibake"
    NOT_NFC = "not_nfc"
    TRUNCATED = "truncated"
    BOILERPLATE = "boilerplate"
    NO_TEXT = "no_text"
    NO_TITLE = "no_title"
    ENTITIES = "entities"
    INVISIBLE_CHARACTERS = "invisible_characters"
    LOOK_ALIKE_LETTERS = "look_alike_letters"
    GLUED_SENTENCES = "glued_sentences"
    MEDIA_ONLY = "media_only"
    SEVERAL_TEXTS = "several_texts"  # seeds of other headlines have the same address; each is in marts.article_version
    MARKUP = "markup"


class LeftOutKind(StrEnum):
    """Why a piece of the seed is not in the clean text."""

    CAPTION = "caption"
    CREDIT = "credit"
    BYLINE = "byline"
    AGENCY_MARK = "agency_mark"
    DATELINE = "dateline"
    END_MARK = "end_mark"
    RELATED_LINK = "related_link"
    PROMO = "promo"
    REPEATED = "repeated"
    TITLE_REPEATED = "title_repeated"
    INVISIBLE = "invisible"


class DatePrecision(StrEnum):
    """How `published_at` was found, best first."""

    PAGE = "page"
    ARCHIVE = "archive"
    SEED = "seed"  # a column of the seed said so
    AMBIGUOUS = "ambiguous"  # the same, and nothing in the column tells days from months; days are taken to come first
    URL = "url"  # the URL carries the day or the second
    ID_CLOCK_AND_TEXT = "id_clock_and_text"  # article number gives the month, the text's own day fixes the day
    ID_CLOCK = "id_clock"  # interpolated from the article number alone
    LEARNED_CLOCK = "learned_clock"  # of a clock learned from all articles of the host: given by the marts alone
    UNKNOWN = "unknown"

    @property
    def is_of_a_day(self) -> bool:
        """Tell whether the day is known, not only about when it was."""
        return self in {self.PAGE, self.ARCHIVE, self.SEED, self.URL, self.ID_CLOCK_AND_TEXT}


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanSentence:
    """One sentence of the clean text. Sorted by (paragraph_no, sentence_no), both from 1; sentence_no runs on."""

    paragraph_no: int
    sentence_no: int
    block: BlockKind  # never CAPTION
    text: str
    source: TextSource
    rule: str  # "same", "cosmetic", "completed_tail", "seed_only", …
    seed_start: int | None  # span in SeedArticle.body, characters; None when not from the seed
    seed_end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A piece of the seed's body that is not in the clean text. Spans and CleanSentence spans tile the body."""

    kind: LeftOutKind
    text: str  # verbatim
    seed_start: int
    seed_end: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceChange:
    """A pair of sentences that is not `same`; one side is None for added and removed."""

    relation: Relation
    seed_sentence_no: int | None  # 1-based, in the seed's own segmentation
    page_sentence_no: int | None
    seed_text: str | None
    page_text: str | None
    similarity: float  # 0-1


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """A changed fact inside an edited pair."""

    kind: FactKind
    before: str
    after: str
    seed_sentence_no: int | None
    page_sentence_no: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDay:
    """A day that the text of an article names, its own or another."""

    year: int | None  # None where the text leaves it out
    month: int
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The counts behind a content verdict, and the rule that decided it."""

    rule: str
    same_count: int = 0
    cosmetic_count: int = 0
    edited_count: int = 0
    moved_count: int = 0
    added_count: int = 0
    removed_count: int = 0
    apparatus_count: int = 0
    changed_share: float | None = None  # (edited + max(added, removed)) / (that + same + cosmetic + moved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """One seed compared with one page (or none) by one version of the rules."""

    reconciliation_id: str  # content_id(seed_id, page_id or "", capture_id or "", rules_version)
    rules_version: str
    seed_id: str
    article_id: str
    page_id: str | None
    capture_id: str | None
    content: Content
    similarity: float | None  # 0-1; None where not compared
    evidence: Evidence
    title: str | None
    lead: str | None
    sentences: tuple[CleanSentence, ...]
    media: tuple[MediaItem, ...]
    left_out: tuple[LeftOut, ...]
    changes: tuple[SentenceChange, ...]
    facts: tuple[FactChange, ...]
    issues: tuple[Issue, ...]
    published_at: dt.datetime | None
    published_at_precision: DatePrecision
    modified_at: dt.datetime | None
    authors: tuple[str, ...]
    section: str | None
    tags: tuple[str, ...]
    language: str | None  # BCP 47
    named_days: tuple[NamedDay, ...] = ()  # where nothing dates the article: what the clock of its host is learned from

    @property
    def text(self) -> str:
        """Join the clean sentences: a space inside a paragraph, a blank line between paragraphs."""
        paragraphs: dict[int, list[str]] = {}
        for sentence in self.sentences:
            paragraphs.setdefault(sentence.paragraph_no, []).append(sentence.text)
        return "\n\n".join(" ".join(parts) for parts in paragraphs.values())
