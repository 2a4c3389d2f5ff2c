"""Reading whatever a test has written, through the same three steps as an ingest."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from flows.records import Rejection, SeedArticle
from flows.seedfiles import read_seeds


class Outcome(NamedTuple):
    seeds: list[SeedArticle]
    rejections: list[Rejection]

    @property
    def reasons(self) -> list[str]:
        return [str(rejection.reason) for rejection in self.rejections]

    @property
    def texts(self) -> list[tuple[str, str | None, str | None]]:
        return [(seed.url, seed.title, seed.body) for seed in self.seeds]


@pytest.fixture
def read() -> Callable[..., Outcome]:
    def read_paths(*paths: str | Path) -> Outcome:
        items: Sequence[SeedArticle | Rejection] = list(read_seeds(paths))
        return Outcome(
            [item for item in items if isinstance(item, SeedArticle)],
            [item for item in items if isinstance(item, Rejection)],
        )

    return read_paths
