"""An estimate: what a random sample of pages says of the shares of the whole corpus."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from flows.records.observations import Existence
from flows.records.reconciliations import Content, FactKind


class CorpusPart(StrEnum):
    """What an estimated share is a share of."""

    CORPUS = "corpus"
    PUBLISHER = "publisher"
    STRATUM = "stratum"  # a publisher's articles of a year, or what was pooled because it is small


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledArticle:
    """An article of a sample, and what was known of its page when the estimate was made."""

    article_id: str
    stratum: str
    existence: Existence
    content: Content
    fact_kinds: tuple[FactKind, ...]  # of the facts that its page says otherwise
    checked_at: dt.datetime | None  # None: never, or longer ago than the estimate takes into account


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One share that was estimated, with its error."""

    estimate_id: str  # of all shares that rest on the same sample and the same looks
    panel_id: str  # of the samples of which the larger contains the smaller: the same articles, asked again or more
    scope: str  # source files that it is about; empty for the whole corpus
    as_of: dt.datetime  # of the newest look
    oldest_at: dt.datetime
    figure: str  # kind and value, such as existence:gone
    part: CorpusPart
    stratum: str  # name of the part; empty for the corpus
    population: int  # articles of the part
    sample_size: int  # of them in the sample
    answered: int  # of those: their pages said whether
    positive: int  # of those
    share: float | None  # None: no page answered
    low: float  # of the 95 % interval
    high: float
    bound_low: float  # whatever those say that did not answer
    bound_high: float
    more_to_halve: int  # pages more for an interval of half the length
    method: str
