"""Reading whatever a test has written, through the same three steps as an ingest."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from flows.batches.duckdb_seeds import open_duckdb
from flows.batches.seed_pages import read_page
from flows.records import Rejection, SeedArticle
from flows.seedfiles import Notice, SourceFile, find_sources, read_chunks, read_seeds


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
def notices() -> Callable[..., list[str]]:
    def said_of(*paths: str | Path) -> list[str]:
        sources = [source for source in find_sources(paths) if isinstance(source, SourceFile)]
        return [item.text for item in read_chunks(sources) if isinstance(item, Notice)]

    return said_of


@pytest.fixture
def read() -> Callable[..., Outcome]:
    def read_paths(*paths: str | Path) -> Outcome:
        items: Sequence[SeedArticle | Rejection] = list(read_seeds(paths, open_duckdb=open_duckdb, read_page=read_page))
        return Outcome(
            [item for item in items if isinstance(item, SeedArticle)],
            [item for item in items if isinstance(item, Rejection)],
        )

    return read_paths
