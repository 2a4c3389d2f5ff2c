"""A batch: the unit of work, loaded once or not at all."""

from dataclasses import dataclass
from enum import StrEnum

from flows.records.captures import Capture, HostState
from flows.records.estimates import Estimate, SampledArticle
from flows.records.layouts import LayoutLesson
from flows.records.moves import AddressRule, AddressTry
from flows.records.observations import Observation
from flows.records.pages import ParsedPage
from flows.records.reconciliations import Reconciliation
from flows.records.rejections import Rejection
from flows.records.seeds import SeedArticle


class BatchKind(StrEnum):
    """Which part of the line a batch ran."""

    SEEDS = "seeds"  # read, clean, load
    PAGES = "pages"  # fetch, parse, reconcile, load
    REPARSE = "reparse"  # parse stored captures, reconcile, load
    ESTIMATE = "estimate"  # what a sample of pages says of all
    MOVES = "moves"  # learn where the articles of a host went
    LAYOUTS = "layouts"  # what the stored pages of a publisher teach of its layouts


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The unit of work: some hundreds of articles, loaded once or not at all."""

    batch_id: str  # content_id of kind and inputs: the same work has the same id
    kind: BatchKind
    run_id: str
    seeds: tuple[SeedArticle, ...] = ()
    captures: tuple[Capture, ...] = ()
    observations: tuple[Observation, ...] = ()
    pages: tuple[ParsedPage, ...] = ()
    reconciliations: tuple[Reconciliation, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    hosts: tuple[HostState, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    address_rules: tuple[AddressRule, ...] = ()
    address_tries: tuple[AddressTry, ...] = ()
    sample: tuple[SampledArticle, ...] = ()
    lessons: tuple[LayoutLesson, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCounts:
    """What loading a batch did. seeds_read = seeds_loaded + seeds_duplicate + seeds_rejected, always."""

    batch_id: str
    seeds_read: int
    seeds_loaded: int
    seeds_duplicate: int
    seeds_rejected: int
    captures: int
    pages: int
    reconciliations: int
    pages_rejected: int  # archived, but not to be read; the pages and reconciliations above do not hold them
