"""The shares that an estimate gives: for each the pages that answer its question, and those that say yes."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.estimates.proportions import METHOD, Proportion, StratumCount, estimate_share, size_for
from flows.estimates.strata import Stratum
from flows.existence.kinds import OFF_THE_WEB, ON_THE_WEB
from flows.records import Content, CorpusPart, Estimate, Existence, FactKind, SampledArticle, content_id

NO_ANSWER = frozenset({Existence.BLOCKED, Existence.UNREACHABLE, Existence.REFUSED})
CHANGED = frozenset({Content.EXTENDED, Content.SHORTENED, Content.EDITED, Content.REWRITTEN, Content.REPLACED})
# Below, an interval is so wide that it misleads more than it tells: a share of one half is "19 to 81 %" with eight.
LEAST_ANSWERED_IN_PART = 10

Question = Callable[[SampledArticle], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A question to each article of a sample."""

    name: str
    is_answered: Question
    is_positive: Question  # asked of those that answered


def _is_asked(article: SampledArticle) -> bool:
    return article.existence is not Existence.UNCHECKED


def _is_found_out(article: SampledArticle) -> bool:
    return article.existence in ON_THE_WEB or article.existence in OFF_THE_WEB


def _is_read(article: SampledArticle) -> bool:
    """Say whether it is known how the page stands to the seed; a page that is lost says nothing else either."""
    return article.existence in OFF_THE_WEB or (
        article.existence in ON_THE_WEB and article.content is not Content.NOT_COMPARED
    )


def _in_existence(name: str, members: frozenset[Existence]) -> Figure:
    is_answered = _is_asked if members <= NO_ANSWER else _is_found_out
    return Figure(name=f"existence:{name}", is_answered=is_answered, is_positive=lambda item: item.existence in members)


def _in_content(name: str, members: frozenset[Content]) -> Figure:
    return Figure(
        name=f"content:{name}",
        is_answered=_is_read,
        is_positive=lambda item: item.existence in ON_THE_WEB and item.content in members,
    )


def _in_facts(name: str, kinds: frozenset[FactKind]) -> Figure:
    return Figure(
        name=f"fact:{name}",
        is_answered=_is_read,
        is_positive=lambda item: item.existence in ON_THE_WEB and not kinds.isdisjoint(item.fact_kinds),
    )


# What an interval is made narrow for with `--until`, and what is shown first.
MAIN_FIGURES = (
    _in_existence("there", ON_THE_WEB),
    _in_existence("lost", OFF_THE_WEB),
    _in_content("changed", CHANGED),
    _in_facts("any", frozenset(FactKind)),
)
FIGURES = (
    *MAIN_FIGURES,
    *(_in_existence(item.value, frozenset({item})) for item in Existence if item is not Existence.UNCHECKED),
    *(_in_content(item.value, frozenset({item})) for item in Content if item is not Content.NOT_COMPARED),
    *(_in_facts(item.value, frozenset({item})) for item in FactKind),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the corpus that shares are given for: some whole strata."""

    kind: CorpusPart
    name: str
    strata: tuple[str, ...]


def cut_parts(strata: Sequence[Stratum]) -> list[Part]:
    """Name the corpus, each publisher whose strata are its own alone, and each stratum that is not all of one."""
    parts = [Part(kind=CorpusPart.CORPUS, name="", strata=tuple(item.name for item in strata))]
    pooled = {cell.publisher for item in strata if item.publisher is None for cell in item.cells}
    own: dict[str, list[str]] = {}
    for item in strata:
        if item.publisher is not None and item.publisher not in pooled:
            own.setdefault(item.publisher, []).append(item.name)
    parts += [Part(kind=CorpusPart.PUBLISHER, name=name, strata=tuple(names)) for name, names in own.items()]
    whole = {names[0] for names in own.values() if len(names) == 1}
    left = (item.name for item in strata if item.name not in whole)
    return parts + [Part(kind=CorpusPart.STRATUM, name=name, strata=(name,)) for name in left]


def count_figure(
    figure: Figure, populations: Mapping[str, int], sample: Sequence[SampledArticle]
) -> dict[str, StratumCount]:
    """Count what the sample says to one question, by stratum."""
    counts = {name: [0, 0, 0] for name in populations}
    for article in sample:
        count = counts[article.stratum]
        is_answered = figure.is_answered(article)
        count[0] += 1
        count[1] += is_answered
        count[2] += is_answered and figure.is_positive(article)
    return {
        name: StratumCount(population=populations[name], sampled=sampled, answered=answered, positive=positive)
        for name, (sampled, answered, positive) in counts.items()
    }


def widest_main(strata: Sequence[Stratum], sample: Sequence[SampledArticle]) -> Proportion:
    """Estimate the main figures of the corpus, and give the one with the widest interval among those answered."""
    populations = {item.name: item.population for item in strata}
    found = [estimate_share(list(count_figure(item, populations, sample).values())) for item in MAIN_FIGURES]
    return max((item for item in found if item.answered), key=lambda item: item.half_width, default=found[0])


def name_estimate(panel_id: str, sample: Sequence[SampledArticle]) -> str:
    """Name what rests on these articles and looks, estimated in this way."""
    looks = (
        f"{item.article_id}:{item.stratum}:{item.existence}:{item.content}:{sorted(item.fact_kinds)}:{item.checked_at}"
        for item in sorted(sample, key=lambda item: item.article_id)
    )
    return content_id("estimate", panel_id, METHOD, *looks)


def estimate_all(
    strata: Sequence[Stratum], sample: Sequence[SampledArticle], *, panel_id: str, scope: str, now: dt.datetime
) -> Iterator[Estimate]:
    """Estimate every figure for the corpus, and for each part of it that enough pages answer for.

    `now` stands for the time of the looks where there was none.
    """
    estimate_id = name_estimate(panel_id, sample)
    populations, parts = {item.name: item.population for item in strata}, cut_parts(strata)
    times = [item.checked_at for item in sample if item.checked_at is not None]
    for figure in FIGURES:
        counts = count_figure(figure, populations, sample)
        for part in parts:
            found = estimate_share([counts[name] for name in part.strata])
            if part.kind is not CorpusPart.CORPUS and found.answered < LEAST_ANSWERED_IN_PART:
                continue
            yield Estimate(
                estimate_id=estimate_id,
                panel_id=panel_id,
                scope=scope,
                as_of=max(times, default=now),
                oldest_at=min(times, default=now),
                figure=figure.name,
                part=part.kind,
                stratum=part.name,
                population=found.population,
                sample_size=found.sampled,
                answered=found.answered,
                positive=found.positive,
                share=found.share,
                low=found.low,
                high=found.high,
                bound_low=found.bound_low,
                bound_high=found.bound_high,
                more_to_halve=size_for(found, found.half_width / 2) - found.sampled,
                method=METHOD,
            )
