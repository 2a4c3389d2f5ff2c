"""What fetching must know of bodies, read where a hang or a crash costs one body: never in the event loop.

A job is a record that says what to read and how; `read_body` is the function that a worker runs. Who opens a fetcher
says where its workers are (flows.batches.reading); where nobody does, it is a thread of this process.
"""

import asyncio
from dataclasses import dataclass
from typing import Protocol, TypeVar

from protego import Protego

from flows.existence.outcome import Answer, Judgement, judge_answer
from flows.fetch.cached import Rows
from flows.fetch.http.content_coding import CodingError, TooLargeError, decode_body
from flows.fetch.politeness.robots_rules import read_rules
from flows.fetch.sitemap_files import read_sitemap
from flows.fetch.sources.webarchives.lists import read_list

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class UnreadBodyError(Exception):
    """Say that reading a body came to no end: it hung, crashed, or raised; with the traceback where there is one."""

    def __init__(self, detail: str, trace: str = "") -> None:
        super().__init__(detail)
        self.trace = trace


class BodyJob(Protocol[R_co]):
    """A body, and what is to be read of it."""

    def read(self) -> R_co:
        """Read it."""


class BodyReader(Protocol):
    """Reads bodies somewhere safe."""

    async def read(self, job: BodyJob[R]) -> R:
        """Give what a job reads. Raises UnreadBodyError."""


class ThreadReader:
    """Reads in a thread of this process: for programs that bring no workers."""

    async def read(self, job: BodyJob[R]) -> R:
        """Give what a job reads."""
        return await asyncio.to_thread(job.read)


def read_body(job: BodyJob[object]) -> object:
    """Run a job, in a worker."""
    return job.read()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeJob:
    """An answer to judge."""

    answer: Answer

    def read(self) -> Judgement:
        """Say what it is."""
        return judge_answer(self.answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsJob:
    """A robots.txt in its content coding."""

    body: bytes
    codings: tuple[str, ...]
    cap: int

    def read(self) -> Protego | str:
        """Parse it; what is wrong with its coding is a text."""
        try:
            return read_rules(decode_body(self.body, self.codings, self.cap))
        except (CodingError, TooLargeError) as error:
            return str(error)


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapJob:
    """A sitemap file, compressed or not."""

    body: bytes

    def read(self) -> Rows:
        """List what it lists."""
        return read_sitemap(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexJob:
    """What the index of a web archive answers."""

    body: bytes

    def read(self) -> Rows | str:
        """List its rows as texts; what is wrong with it is a text."""
        try:
            return read_list(self.body)
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            return f"{type(error).__name__}: {error}"
