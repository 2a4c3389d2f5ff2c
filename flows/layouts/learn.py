"""Learn the layouts of a host: keep the selectors that many of its pages support and few speak against.

A page speaks for a selector where its elements hold what the seed has. Wrong, edited and truncated seeds speak too: so
a selector counts by its support (pages for it) and precision (of the pages that say anything of it). A host may have
several layouts: the pages that the best body does not fit teach the next one.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Final

from flows.layouts.bodies import LEAST_SUPPORT, SAME, Readings, best_body
from flows.layouts.drops import boxes_within, learn_drops
from flows.layouts.page_labels import Container, PageLabels, Sample, Span, Votes, label_page
from flows.layouts.selectors import plainness
from flows.records import LearnedLayout, SelectorEvidence

# Raised where the same pages may teach other layouts: publishers are then learned again by their next run.
LEARNER_VERSION: Final = "2"

MOST_PAGES: Final = 200  # a layout shows in less; which ones follows from their articles' ids alone
MOST_LAYOUTS: Final = 6
LEAST_SHOWN: Final = 0.3  # of the letters of a seed; a page with fewer shows its tags, or the teaser of it
PRECISION: Final = 0.9
MOST_PAGES_SHARE: Final = 0.5  # of the pages that a time or headline must stand on
_NONE: Final = Votes(support=False, contradicts=False)


def learn_layouts(samples: Iterable[Sample]) -> tuple[LearnedLayout, ...]:
    """Learn the layouts of one host from a page an article: the same ones in any order give the same."""
    labelled = {sample.seed.identity.article_id: label_page(sample) for sample in samples}
    return learn_from_labels({article_id: labels for article_id, labels in labelled.items() if labels is not None})


def learn_from_labels(labelled: Mapping[str, PageLabels]) -> tuple[LearnedLayout, ...]:
    """Learn from the labels of pages, by article, the commonest layout first."""
    useful = [article_id for article_id, labels in labelled.items() if labels.shown_share >= LEAST_SHOWN]
    chosen = sorted(useful, key=lambda article_id: hashlib.blake2b(article_id.encode()).digest())[:MOST_PAGES]
    return _cut_eras([labelled[article_id] for article_id in chosen])


def continue_layouts(earlier: Sequence[LearnedLayout], learned: Sequence[LearnedLayout]) -> tuple[LearnedLayout, ...]:
    """Set what was learned before what was known: a layout with the same body keeps its name, an old one its place.

    Pages of an earlier layout are still stored when all new ones have another; so it stays, behind the new ones.
    """
    known = {_body_of(item): item.name for item in earlier}
    free = (name for number in count(1) if (name := f"learned_{number}") not in known.values())
    new = [replace(item, name=known.get(_body_of(item)) or next(free)) for item in learned]
    kept = [item for item in earlier if _body_of(item) not in set(map(_body_of, new))]
    return tuple([*new, *kept][:MOST_LAYOUTS])


def _body_of(layout: LearnedLayout) -> str:
    return next(item.selector for item in layout.evidence if item.role == "body")


def _cut_eras(pages: list[PageLabels]) -> tuple[LearnedLayout, ...]:
    learned: list[LearnedLayout] = []
    left = pages
    while len(left) >= LEAST_SUPPORT and len(learned) < MOST_LAYOUTS:
        readings = Readings(left)
        body = best_body(readings)
        if body is None:
            break
        fits = readings.fits(body.selector)
        mine = [page for page, is_mine in zip(left, fits, strict=True) if is_mine]
        others = [page for page in pages if all(page is not other for other in mine)]
        learned.append(_learn_one(f"learned_{len(learned) + 1}", body, mine, others))
        used = Counter(name for page in mine for name in page.used)
        usual = frozenset(name for name, count in used.items() if count >= MOST_PAGES_SHARE * len(mine))
        rest = [page for page, is_mine in zip(left, fits, strict=True) if not is_mine]
        left = [page for page in rest if not _has_more(page, body.selector, usual)]
    return tuple(learned)


def _has_more(page: PageLabels, body: str, usual: frozenset[str]) -> bool:
    """Tell a page of a known layout whose seed broke off: what else its body holds is text on the layout's pages."""
    found = page.container(body)
    if found is None or found.recall < SAME:
        return False
    boxes = boxes_within(page, found.spans).boxes
    text = sum(box.letters for box in boxes if not usual.isdisjoint(box.names))
    return text >= PRECISION * sum(box.letters for box in boxes)


def _learn_one(
    name: str, body: SelectorEvidence, mine: Sequence[PageLabels], others: Sequence[PageLabels]
) -> LearnedLayout:
    fingerprint = _fingerprint(body.selector, mine, others)
    titles = _keep("title", [page.title for page in mine], most=2, share=MOST_PAGES_SHARE)
    affixes: tuple[str, ...] = ()
    if not titles:
        titles, affixes = _affixed_title(mine)
    taken = {item.selector for item in titles} | {body.selector}
    bodies = [container for page in mine if (container := page.container(body.selector)) is not None]
    leads = _keep("lead", _beside([page.lead for page in mine], bodies), most=4, without=taken)
    photos = _keep("photo", _beside([page.photo for page in mine], bodies), most=2, without=taken)
    captions = _keep("caption", [page.caption for page in mine], most=3, without=taken)
    taken |= {item.selector for item in captions}
    credited = _keep("credit", [page.credit for page in mine], most=2, without=taken)
    authors = _keep("author", [page.author for page in mine], most=2, without=taken)
    times = _times(mine)
    read = [[*container.spans, *_lead_of(page, leads)] for page, container in zip(mine, bodies, strict=True)]
    drops = learn_drops([boxes_within(page, spans) for page, spans in zip(mine, read, strict=True)])
    drops = [item for item in drops if item.selector not in taken]
    return LearnedLayout(
        name=name,
        fingerprint=(fingerprint,),
        title_affixes=affixes,
        seed_count=len(mine),
        evidence=(body, *titles, *leads, *captions, *credited, *authors, *times, *photos, *drops),
    )


def _beside(pages: Sequence[Mapping[str, Span | None]], bodies: Sequence[Container]) -> list[dict[str, Votes]]:
    """Say which elements of the article stand beside its body: neither in it nor around it."""

    def vote(span: Span | None, body: Container) -> Votes:
        supports = span is not None and not any(item.holds(span) or span.holds(item) for item in body.spans)
        return Votes(support=supports, contradicts=not supports)

    return [{name: vote(span, body) for name, span in page.items()} for page, body in zip(pages, bodies, strict=True)]


def _lead_of(page: PageLabels, leads: Sequence[SelectorEvidence]) -> list[Span]:
    """Give the element that a reader would take for the lead."""
    return [span for item in leads if (span := page.lead.get(item.selector)) is not None][:1]


def _affixed_title(pages: Sequence[PageLabels]) -> tuple[list[SelectorEvidence], tuple[str, ...]]:
    """Find the element that shows the headline between the same words on all pages: "Print: …"."""
    counts: Counter[tuple[str, tuple[str, str]]] = Counter()
    for page in pages:
        counts.update(page.affixes.items())
    enough = max(LEAST_SUPPORT, PRECISION * len(pages))
    good = [item for item in counts.items() if item[1] >= enough]
    if not good:
        return [], ()
    (selector, affixes), support = min(good, key=lambda item: (-item[1], *plainness(item[0][0])))
    found = SelectorEvidence(role="title", selector=selector, support=support, contradicting=len(pages) - support)
    return [found], tuple(filter(None, affixes))


def _fingerprint(body: str, mine: Sequence[PageLabels], others: Sequence[PageLabels]) -> str:
    """Choose what tells these pages from the host's others: the body's selector where that is enough."""

    def told(selector: str) -> int:
        here = sum(selector in page.present for page in mine)
        return here - 2 * sum(selector in page.present for page in others)

    if told(body) == len(mine):
        return body
    known = sorted({selector for page in mine for selector in page.present})
    return max(known, key=lambda selector: (told(selector), selector == body))


def _count(pages: Sequence[Mapping[str, Votes]], role: str) -> list[SelectorEvidence]:
    known = sorted({selector for page in pages for selector in page})
    return [
        SelectorEvidence(
            role=role,
            selector=selector,
            support=sum(page.get(selector, _NONE).support for page in pages),
            contradicting=sum(page.get(selector, _NONE).contradicts for page in pages),
        )
        for selector in known
    ]


def _keep(
    role: str,
    pages: Sequence[Mapping[str, Votes]],
    *,
    most: int,
    share: float = 0.0,
    least: int = LEAST_SUPPORT,
    without: Iterable[str] = (),
) -> list[SelectorEvidence]:
    """Keep the best selectors of a role: enough pages for them, hardly any against them."""
    excluded = set(without)
    good = [
        item
        for item in _count(pages, role)
        if item.selector not in excluded
        and item.support >= max(least, share * len(pages))
        and item.support >= PRECISION * (item.support + item.contradicting)
    ]
    return sorted(good, key=lambda item: (item.contradicting - item.support, *plainness(item.selector)))[:most]


def _times(pages: Sequence[PageLabels]) -> list[SelectorEvidence]:
    """Keep the selectors that show a time on most pages, and not the same one on all: a clock, or a copyright."""
    shown = [{selector: Votes(support=True, contradicts=False) for selector in page.published} for page in pages]
    kept = []
    for item in _keep("published", shown, most=6, share=MOST_PAGES_SHARE):
        different = {page.published[item.selector] for page in pages if item.selector in page.published}
        if 2 * len(different) >= item.support:
            kept.append(item)
    return kept[:2]
