"""`seedbank ingest`: the main job."""

import os
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from flows.commands import _options
from flows.errors import DONE_WITH_REJECTIONS
from flows.records import Refetch
from flows.runs.prefect_server import run_flow, start_prefect_api
from flows.runs.sentences import tell_seeds
from flows.settings import read_settings
from flows.show import terminal

if TYPE_CHECKING:
    from flows.ingest import IngestSummary

DEFAULT_SEEDS = "seeds"
LOOK_AT_ARTICLES = "select publisher, title, existence, content, published_at from marts.article limit 5"
LOOK_AT_REJECTIONS = "select reason, source_path, line, detail from ops.rejection"


@click.command("ingest")
@click.argument("seeds", nargs=-1, type=click.Path(exists=True))
@click.option(
    "--refetch",
    type=click.Choice([choice.value for choice in Refetch]),
    default=Refetch.NONE.value,
    show_default=True,
    help="Which source pages to ask for again.",
)
@click.option(
    "--from",
    "sources",
    multiple=True,
    default=("live",),
    show_default=True,
    metavar="live|wayback|PATH|URL",
    help="Where pages come from: the live web, web archives, a WARC or WACZ file, a folder, or a WARC file at "
    "https:// or s3://. Tried in order.",
)
@click.option("--limit", type=click.IntRange(min=1), help="At most so many seeds, and so many pages.")
@_options.column_option
@_options.encoding_option
@_options.dates_option
@_options.home_option
@_options.json_option
def command(
    *,
    seeds: tuple[str, ...],
    refetch: str,
    sources: tuple[str, ...],
    limit: int | None,
    columns: tuple[str, ...],
    encoding: str | None,
    dates: Literal["dmy", "mdy"] | None,
    home: Path | None,
    as_json: bool,
) -> int:
    """Read SEEDS (files, archives, folders; default: seeds), reconcile them with their pages, load and publish."""
    settings = read_settings(home=home)
    start_prefect_api(settings.home, os.environ)
    with terminal.progress_bar():
        from flows.ingest import ingest  # noqa: PLC0415 - imports prefect, which must find its API named

        summary = run_flow(
            ingest(
                seeds=list(seeds) or [DEFAULT_SEEDS],
                refetch=Refetch(refetch),
                sources=list(sources),
                limit=limit,
                columns=list(columns),
                encoding=encoding,
                dates=dates,
                home=str(settings.home),
            )
        )
    summary = replace(summary, seconds=terminal.seconds_waited())
    if as_json:
        terminal.say_json(asdict(summary))
    else:
        _report(summary)
    return DONE_WITH_REJECTIONS if summary.totals.has_rejections or summary.rejected_before else 0


def _report(summary: "IngestSummary") -> None:
    totals, out = summary.totals, terminal.console()
    out.print(f"Seeds      {tell_seeds(totals)}")
    if summary.files_unchanged:
        out.print(f"           {summary.files_unchanged:,} files were read by an earlier run and are unchanged")
    if summary.rejected_before:
        out.print(f"           rejected by an earlier run, and still: {summary.rejected_before:,}")
    if totals.captures:
        out.print(f"Pages      {totals.captures:,} asked for, {totals.pages:,} parsed")
    if totals.pages_rejected:
        out.print(f"           {totals.pages_rejected:,} could not be read; they are in ops.rejection")
    out.print(f"Articles   {summary.article_count:,} in {summary.snapshot}")
    terminal.tell_set_aside(out, totals.articles_set_aside)
    out.print(f"Time       {summary.seconds:,.1f} s")
    home = "" if summary.snapshot.parent == Path("data") else f" --home {summary.snapshot.parent}"
    out.print("\nLook next")
    out.print(f"  seedbank status{home}")
    out.print(f'  seedbank sql{home} "{LOOK_AT_ARTICLES}"')
    if totals.has_rejections or summary.rejected_before:
        out.print(f'  seedbank sql{home} "{LOOK_AT_REJECTIONS}"')
