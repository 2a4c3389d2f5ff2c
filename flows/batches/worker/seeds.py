"""What a worker process does with seeds: it cleans a chunk of them and writes the batch."""

import contextlib
import gc
from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.batches.seed_pages import decode_seeds
from flows.reconcile.reconcile import reconcile
from flows.records import Batch, BatchKind, Rejection, SeedArticle, content_id
from flows.seedfiles import SeedChunk
from warehouse.load.batch_files import write_batch


def seed_batch_id(chunk: SeedChunk, most: int | None = None) -> str:
    """Name the batch of a chunk (cut to its first `most` documents) by its content: the same input is loaded once."""
    return content_id(BatchKind.SEEDS, chunk.chunk_id, "" if most is None else str(most))


def clean_chunk(chunk: SeedChunk, folder: Path, run_id: str, most: int | None = None) -> Path:
    """Decode a chunk of seed documents, clean each seed, and write the batch. Returns the batch's folder."""
    seeds, rejections = decode_seeds(chunk)
    if most is not None:
        seeds, rejections = seeds[:most], rejections[: max(0, most - len(seeds))]
    return clean_seeds(seeds, rejections, seed_batch_id(chunk, most), folder, run_id)


def clean_seeds(
    seeds: Sequence[SeedArticle], rejections: Sequence[Rejection], batch_id: str, folder: Path, run_id: str
) -> Path:
    """Clean decoded seeds and write them as a batch."""
    with _collector_paused():
        return write_batch(folder, _clean(seeds, rejections, batch_id, run_id))


@contextlib.contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the cycle collector from walking the records of a batch again and again: they hold no cycles.

    Measured on 6,000 real seeds: 9 % less CPU.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _clean(seeds: Sequence[SeedArticle], rejections: Sequence[Rejection], batch_id: str, run_id: str) -> Batch:
    return Batch(
        batch_id=batch_id,
        kind=BatchKind.SEEDS,
        run_id=run_id,
        seeds=tuple(seeds),
        reconciliations=tuple(reconcile(seed, None) for seed in seeds),
        rejections=tuple(rejections),
    )


def write_rejections(rejections: Sequence[Rejection], folder: Path, run_id: str) -> Path:
    """Write what could not even be read as a batch of its own."""
    batch_id = content_id(BatchKind.SEEDS, *(f"{r.source_path}:{r.line}:{r.reason}:{r.detail}" for r in rejections))
    return clean_seeds((), rejections, batch_id, folder, run_id)
