"""The second half of the line against the fault server: fetch, read, reconcile, load, without Prefect."""

import asyncio
import ipaddress
from dataclasses import dataclass, replace
from pathlib import Path

import factories
from fault_server import ALLOWED, PARAGRAPHS, TITLE

from flows.batches.pages import check_pages, check_pages_of_batch
from flows.batches.worker.seeds import clean_seeds
from flows.records import Refetch, SeedArticle, content_id
from flows.runs.run import open_run
from flows.settings import Settings
from warehouse.database.connect import open_writer
from warehouse.load.load import load_batches


def make_seed(
    url: str, *, title: str = TITLE, body: str = " ".join(PARAGRAPHS), extra: str | None = None
) -> SeedArticle:
    """Make a seed of the fault server's article at an address."""
    return factories.seed_at(url, title=title, body=body, extra=extra)


@dataclass(slots=True)
class Checking:
    """A home folder whose articles are looked at again and again."""

    home: Path

    @property
    def settings(self) -> Settings:
        return Settings(
            home=self.home,
            workers=1,
            host_interval=0.0,
            retry_wait=0.01,
            fetch_deadline=5.0,
            gone_confirm_after=0.0,
            allow_private_addresses=(ipaddress.ip_network(ALLOWED),),
        )

    def add(self, *seeds: SeedArticle) -> None:
        """Load seeds."""
        folder = clean_seeds(seeds, (), content_id(*(seed.seed_id for seed in seeds)), self.settings.batches, "seeds")
        with open_writer(self.home) as connection:
            load_batches(connection, [folder], run_id="seeds")

    def check(self, *sources: str, refetch: Refetch = Refetch.ALL, **changes: object) -> None:
        """Check the pages of the articles once."""
        asyncio.run(self._check(sources or ("live",), refetch, replace(self.settings, **changes)))

    async def _check(self, sources: tuple[str, ...], refetch: Refetch, settings: Settings) -> None:
        async with open_run(settings, command="check", parameters={}) as run:
            scope = frozenset({"seeds.jsonl"})
            await check_pages(
                run, refetch=refetch, scope=scope, sources=sources, limit=None, check_batch=check_pages_of_batch
            )

    def ask(self, query: str, **parameters: object) -> list[tuple[object, ...]]:
        """Ask the facts."""
        with open_writer(self.home) as connection:
            return connection.execute(query, parameters).fetchall()
