"""One fetched page on its way to a worker, and what it turned out to be."""

from dataclasses import dataclass

from flows.records.captures import Capture
from flows.records.layouts import PublisherLayouts
from flows.records.pages import ParsedPage
from flows.records.reconciliations import Reconciliation
from flows.records.seeds import SeedArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class PageJob:
    """One fetched page with the seed it is compared with."""

    seed: SeedArticle
    capture: Capture
    payload: bytes
    layouts: PublisherLayouts | None = None  # what the pages of its publisher taught before


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFinding:
    """What one page turned out to be."""

    page: ParsedPage
    reconciliation: Reconciliation
