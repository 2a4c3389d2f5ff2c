"""Every record that crosses a boundary between stages, and the closed vocabularies in them.

seeds ──▶ SeedArticle ──▶ Capture ──▶ ParsedPage ──▶ Reconciliation ──▶ facts

All records are frozen and know nothing of where they are stored. Text fields hold NFC text with
single spaces unless the field says that it is verbatim. Times are aware and in UTC unless said.
Ids are lower-case hexadecimal and derive from content alone, so the same input has the same id.
"""

from flows.records.batches import Batch, BatchCounts, BatchKind
from flows.records.candidates import (
    DecidingVersions,
    DueArticle,
    EarlierPayload,
    KnownVerdict,
    Refetch,
    RefetchCandidate,
    RefetchQuery,
    StoredCapture,
)
from flows.records.captures import Capture, CaptureRule, FetchedPage, Headers, HostState, Outcome, Redirect, Source
from flows.records.estimates import CorpusPart, Estimate, SampledArticle
from flows.records.findings import PageFinding, PageJob
from flows.records.ids import content_id
from flows.records.layouts import LayoutLesson, LearnedLayout, PublisherLayouts, SelectorEvidence
from flows.records.moves import (
    AddressPair,
    AddressRule,
    AddressTry,
    MovedArticle,
    OldArticle,
    Renaming,
    RuleAddress,
)
from flows.records.observations import Existence, Observation
from flows.records.pages import PAGINATED, Block, BlockKind, MediaItem, MediaKind, PageKind, ParsedPage
from flows.records.reconciliations import (
    CleanSentence,
    Content,
    DatePrecision,
    DifferenceOrigin,
    Evidence,
    FactChange,
    FactKind,
    Issue,
    LeftOut,
    LeftOutKind,
    NamedDay,
    Reconciliation,
    Relation,
    SentenceChange,
    TextSource,
)
from flows.records.rejections import Reason, Rejection, Stage
from flows.records.seeds import Identity, SeedArticle, SeedFormat

__all__ = [
    "PAGINATED",
    "AddressPair",
    "AddressRule",
    "AddressTry",
    "Batch",
    "BatchCounts",
    "BatchKind",
    "Block",
    "BlockKind",
    "Capture",
    "CaptureRule",
    "CleanSentence",
    "Content",
    "CorpusPart",
    "DatePrecision",
    "DecidingVersions",
    "DifferenceOrigin",
    "DueArticle",
    "EarlierPayload",
    "Estimate",
    "Evidence",
    "Existence",
    "FactChange",
    "FactKind",
    "FetchedPage",
    "Headers",
    "HostState",
    "Identity",
    "Issue",
    "KnownVerdict",
    "LayoutLesson",
    "LearnedLayout",
    "LeftOut",
    "LeftOutKind",
    "MediaItem",
    "MediaKind",
    "MovedArticle",
    "NamedDay",
    "Observation",
    "OldArticle",
    "Outcome",
    "PageFinding",
    "PageJob",
    "PageKind",
    "ParsedPage",
    "PublisherLayouts",
    "Reason",
    "Reconciliation",
    "Redirect",
    "Refetch",
    "RefetchCandidate",
    "RefetchQuery",
    "Rejection",
    "Relation",
    "Renaming",
    "RuleAddress",
    "SampledArticle",
    "SeedArticle",
    "SeedFormat",
    "SelectorEvidence",
    "SentenceChange",
    "Source",
    "Stage",
    "StoredCapture",
    "TextSource",
    "content_id",
]
