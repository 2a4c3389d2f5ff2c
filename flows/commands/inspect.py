"""`seedbank inspect`: what seed files would be read as, before anything is loaded."""

from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands import _options
from flows.settings import read_settings
from flows.show import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.records import Rejection, SeedArticle
    from flows.seedfiles import HintBook, SourceFile
    from flows.seedfiles.columns import ColumnPlan

SAMPLE_DOCUMENTS = 200
SHOWN = 60  # characters of an example


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What one source would be read as."""

    source: str
    format: str
    columns: dict[str, str]  # by role: the column, why, and an example
    notices: list[str]
    rejections: list[str]
    seeds_seen: int
    languages: list[str]


@click.command("inspect")
@click.argument("seeds", nargs=-1, required=True, type=click.Path(exists=True))
@_options.column_option
@_options.encoding_option
@_options.dates_option
@_options.home_option
@_options.json_option
def command(
    *,
    seeds: tuple[str, ...],
    columns: tuple[str, ...],
    encoding: str | None,
    dates: str | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """Read the first rows of SEEDS and say what each column is taken for, and what would be rejected."""
    from flows.seedfiles import HintBook, read_hint_tables, read_hints  # noqa: PLC0415 - imported when it is needed

    tables = read_hint_tables(read_settings(home=home).seeds)
    book = HintBook(general=read_hints(columns, encoding, dates), by_pattern=tables)
    found = [inspection for path in seeds for inspection in _inspect(Path(path), book)]
    if as_json:
        terminal.say_json([asdict(item) for item in found])
        return
    for item in found:
        _show(item)


def _inspect(path: Path, book: "HintBook") -> list[Inspection]:
    from flows.records import Rejection  # noqa: PLC0415 - imported when the command needs it
    from flows.seedfiles import find_sources  # noqa: PLC0415 - the same

    return [
        _rejected(item) if isinstance(item, Rejection) else _inspect_source(item, book) for item in find_sources([path])
    ]


def _rejected(rejection: "Rejection") -> Inspection:
    return Inspection(
        source=rejection.source_path or "",
        format="none",
        columns={},
        notices=[],
        rejections=[f"{rejection.reason}: {rejection.detail}"],
        seeds_seen=0,
        languages=[],
    )


def _inspect_source(source: "SourceFile", book: "HintBook") -> Inspection:
    from flows.batches.duckdb_seeds import open_duckdb  # noqa: PLC0415 - imported when the command needs it
    from flows.batches.seed_pages import decode_seeds  # noqa: PLC0415 - the same
    from flows.seedfiles import Notice, SeedChunk, read_chunks  # noqa: PLC0415 - the same
    from flows.seedfiles.formats import reader_of  # noqa: PLC0415 - the same
    from flows.text.language import detect_language  # noqa: PLC0415 - the same

    chunked = read_chunks([source], chunk_documents=SAMPLE_DOCUMENTS, hints=book, open_duckdb=open_duckdb)
    items = list(islice(chunked, 50))
    chunks = [item for item in items if isinstance(item, SeedChunk)][:1]
    notices = [item.text for item in items if isinstance(item, Notice)]
    told = [f"{item.reason}: {item.detail}" for item in items if not isinstance(item, SeedChunk | Notice)]
    if not chunks:
        return Inspection(
            source=source.source_path, format="none", columns={}, notices=notices, rejections=told, seeds_seen=0,
            languages=[],
        )  # fmt: skip
    read, rejected = decode_seeds(chunks[0])
    first = chunks[0].documents[0]
    reader = reader_of(first.format)
    columns = _describe(reader.plan_of(first.header), read) if reader.plan_of else {}
    return Inspection(
        source=source.source_path,
        format=first.format.value,
        columns=columns,
        notices=notices,
        rejections=[*told, *sorted({f"{item.reason}: {item.detail}" for item in rejected})],
        seeds_seen=len(read),
        languages=sorted({detect_language(seed.body or seed.title or "", None) or "unknown" for seed in read}),
    )


def _describe(plan: "ColumnPlan", seeds: "Sequence[SeedArticle]") -> dict[str, str]:
    from flows.seedfiles.columns import Role  # noqa: PLC0415 - imported when the command needs it

    examples = {
        Role.URL: next((seed.url for seed in seeds), ""),
        Role.TITLE: next((seed.title for seed in seeds if seed.title), ""),
        Role.TEXT: next((seed.body for seed in seeds if seed.body), ""),
    }
    described = {}
    for role in Role:
        names = plan.of(role)
        if names:
            example = " ".join((examples.get(role) or "").split())[:SHOWN]
            order = f", {plan.date_order}" if role is Role.PUBLISHED and plan.date_order else ""
            described[role.value] = f"{', '.join(names)} ({plan.reasons[role.value]}{order})" + (
                f": {example}" if example else ""
            )
        else:
            described[role.value] = "not found"
    return described


def _show(item: Inspection) -> None:
    out = terminal.console()
    out.print(terminal.safe(f"{item.source}: {item.format}, {item.seeds_seen:,} seeds in the first rows"))
    for role, text in item.columns.items():
        out.print(terminal.safe(f"  {role:10} {text}"))
    if item.languages:
        out.print(terminal.safe(f"  {'languages':10} {', '.join(item.languages)}"))
    for text in (*item.notices, *item.rejections):
        out.print(terminal.safe(f"  ! {text}"))
