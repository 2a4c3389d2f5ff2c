"""What a run came to, in words that a person reads on a terminal, in a log or beside a state."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # imports prefect, which must find its API named
    from flows.runs.run import Totals

UNCHANGED = "nothing had changed: what is published stays"


def tell_seeds(totals: "Totals") -> str:
    """Account for every seed."""
    return (
        f"{totals.seeds_read:,} read = {totals.seeds_loaded:,} loaded + {totals.seeds_duplicate:,} duplicates"
        f" + {totals.seeds_rejected:,} rejected"
    )


def tell_pages(totals: "Totals", verdicts: Mapping[str, int]) -> str:
    """Count what was asked for and what that showed; empty where nothing was."""
    if not totals.captures:
        return ""
    found = ", ".join(f"{count:,} {name}" for name, count in verdicts.items())
    unread = f"; {totals.pages_rejected:,} could not be read" if totals.pages_rejected else ""
    return f"{totals.captures:,} pages asked: {found or 'no verdict'}{unread}"


def join_parts(*parts: str) -> str:
    """Write what there is to say as one sentence."""
    return "; ".join(part for part in parts if part)


class Published(Protocol):
    """What the summary of a run that publishes has."""

    @property
    def totals(self) -> "Totals": ...
    @property
    def article_count(self) -> int: ...
    @property
    def is_new_snapshot(self) -> bool: ...


def tell_published(summary: Published) -> str:
    """Say what is published now."""
    set_aside = summary.totals.articles_set_aside
    aside = f", {set_aside:,} set aside by a check" if set_aside else ""
    return f"{summary.article_count:,} articles published{aside}" if summary.is_new_snapshot else UNCHANGED
