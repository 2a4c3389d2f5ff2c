"""How far a run is: counted by the flows, shown by a bar or by Prefect."""

from contextvars import ContextVar
from typing import Protocol


class Progress(Protocol):
    """Where progress is shown: a bar on a terminal, an artifact, or nowhere."""

    def begin(self, phase: str, total: int | None) -> None:
        """Open a phase of `total` articles; None where that is not known yet."""

    def advance(self, phase: str, count: int) -> None:
        """Count articles that are done."""


class Silence:
    """Progress that is shown nowhere."""

    def begin(self, phase: str, total: int | None) -> None:
        """Show nothing."""

    def advance(self, phase: str, count: int) -> None:
        """Show nothing."""


current_progress: ContextVar[Progress] = ContextVar("current_progress", default=Silence())  # noqa: B039 - Silence has no state
