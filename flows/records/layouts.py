"""A layout that the pages of a publisher and their seeds taught, with its evidence."""

from dataclasses import dataclass

from flows.records.ids import content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectorEvidence:
    """Why a selector is in a layout: the pages for it, and those against it."""

    role: str  # a field of flows.publishers.Layout
    selector: str
    support: int
    contradicting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedLayout:
    """One layout of a publisher (an era): by what a page is told to have it, and what stands where on it."""

    name: str  # "learned_1"
    fingerprint: tuple[str, ...]
    title_affixes: tuple[str, ...]
    seed_count: int  # pages of this layout whose seeds taught it
    evidence: tuple[SelectorEvidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherLayouts:
    """All learned layouts of one publisher, in the order in which they are tried on a page."""

    publisher: str
    layouts: tuple[LearnedLayout, ...]

    @property
    def version(self) -> str:
        """Name them by what decides how a page is read; how many pages speak for it does not."""
        told = (
            "\n".join((item.name, *item.fingerprint, "", *item.title_affixes, "", *_selectors(item)))
            for item in self.layouts
        )
        return content_id(self.publisher, *told)


def _selectors(layout: LearnedLayout) -> list[str]:
    return [f"{item.role} {item.selector}" for item in layout.evidence]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutLesson:
    """What the stored pages of a publisher taught at one time; no layouts where they taught nothing."""

    lesson_id: str  # content_id of the learner's version and the pages: the same pages teach the same
    publisher: str
    learner_version: str
    stored_count: int  # articles with a stored page
    read_count: int  # of these, pages that were labelled
    unreadable_count: int
    layouts: tuple[LearnedLayout, ...]
