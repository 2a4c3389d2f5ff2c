"""Learned layouts as the parser applies them."""

from flows.publishers import Layout
from flows.records import LearnedLayout


def layout_of(learned: LearnedLayout) -> Layout:
    """Give the layout that was learned, without its evidence."""

    def selectors(role: str) -> tuple[str, ...]:
        return tuple(item.selector for item in learned.evidence if item.role == role)

    return Layout(
        name=learned.name,
        fingerprint=learned.fingerprint,
        title=selectors("title"),
        lead=selectors("lead"),
        body=selectors("body"),
        caption=selectors("caption"),
        credit=selectors("credit"),
        author=selectors("author"),
        published=selectors("published"),
        photo=selectors("photo"),
        drop=selectors("drop"),
        title_affixes=learned.title_affixes,
    )
