"""An observation: what one capture says of one article's existence."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Existence(StrEnum):
    """What the last fetch showed of the source page (DESIGN §4)."""

    LIVE = "live"
    MOVED = "moved"
    GONE = "gone"
    MISSING = "missing"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    ARCHIVED_ONLY = "archived_only"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one capture says of one article's existence, with the evidence."""

    capture_id: str
    article_id: str
    observed_at: dt.datetime
    existence: Existence
    rule: str  # name of the rule that decided
    evidence: str  # one line for a person: status, matched text, score, earlier capture
    current_url: str | None  # where the article is now, when live or moved
    rules_version: str
