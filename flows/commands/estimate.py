"""`seedbank estimate`: what a few hundred pages tell of the whole corpus."""

import os
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from flows.commands import _options
from flows.errors import DONE_WITH_REJECTIONS
from flows.records import CorpusPart, Estimate
from flows.runs.prefect_server import run_flow, start_prefect_api
from flows.settings import read_settings
from flows.show import terminal
from flows.show.language import ENGLISH

if TYPE_CHECKING:
    from flows.estimate import EstimateSummary

PARTS_SHOWN = 20
COLUMNS = ("estimate", "95 % interval", "whatever the rest hides", "pages", "more to halve it")
FIGURES_OF_PARTS = ("existence:there", "content:changed")
WITHOUT_ROWS = {"existence:lost"}  # the rest of existence:there


def _read_share(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
    """Read a share as people write it, 3% or 0.03; it must lie between 0 and one half."""
    if value is None:
        return None
    match = re.fullmatch(r"(\d*\.?\d+)\s*(%?)", value.strip())
    share = float(match[1]) / (100 if match[2] else 1) if match else 0.0
    if not 0 < share < 0.5:
        raise click.BadParameter(f"{value!r} is no share between 0 and 50 %; write for example 3%.", ctx, param)
    return share


@click.command("estimate")
@click.argument("seeds", nargs=-1, type=click.Path(exists=True))
@click.option("--sample", type=click.IntRange(min=2), default=400, show_default=True, help="Pages in the sample.")
@click.option(
    "--until",
    callback=_read_share,
    metavar="SHARE",
    help="Go on until the intervals are this narrow: 3% is 3 points up and down.",
)
@click.option(
    "--seed", "number", type=click.IntRange(min=0), default=1, show_default=True,
    help="Names the draw: the same number draws the same articles, another one a fresh sample.",
)  # fmt: skip
@click.option(
    "--max-age", "max_age_days", type=click.IntRange(min=0), default=30, show_default=True, metavar="DAYS",
    help="Days that an earlier look at a page counts for; older ones are asked again.",
)  # fmt: skip
@_options.home_option
@_options.json_option
def command(
    *,
    seeds: tuple[str, ...],
    sample: int,
    until: float | None,
    number: int,
    max_age_days: int,
    home: Path | None,
    as_json: bool,
) -> int:
    """Ask a random sample of the pages of SEEDS (default: of all that is loaded), and say what that tells of the rest.

    Run again, it goes on where it was: a larger sample contains the smaller one, and no page is asked twice.
    """
    settings = read_settings(home=home)
    start_prefect_api(settings.home, os.environ)
    from flows.estimate import estimate  # noqa: PLC0415 - imports prefect, which must find its API named

    asked = estimate(
        seeds=list(seeds),
        sample=sample,
        until=until,
        number=number,
        max_age_days=max_age_days,
        home=str(settings.home),
    )
    with terminal.progress_bar():
        summary = run_flow(asked)
    if as_json:
        terminal.say_json(asdict(summary))
    else:
        _show(terminal.console(), summary)
    return DONE_WITH_REJECTIONS if summary.totals.has_rejections else 0


def _show(out: Console, summary: "EstimateSummary") -> None:
    whole = summary.of_corpus()
    told = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in summary.existence.items())
    drawn = sum(summary.existence.values())
    out.print(f"Sample     {drawn:,} of {summary.population:,} articles, from {summary.stratum_count} strata: {told}")
    out.print(f"Checked    {_tell_days(whole[0])}; {summary.totals.captures:,} pages in this run")
    out.print(f"Articles   {summary.article_count:,} in {summary.snapshot}")
    terminal.tell_set_aside(out, summary.totals.articles_set_aside)
    out.print()
    rows = [_write_row(item, ENGLISH.figure(item.figure)) for item in whole if _is_worth_a_row(item)]
    out.print(terminal.table("", ("share of the corpus", *COLUMNS), rows))
    _show_parts(out, summary)


def _tell_days(found: Estimate) -> str:
    first, last = f"{found.oldest_at:%Y-%m-%d}", f"{found.as_of:%Y-%m-%d}"
    return f"on {first}" if first == last else f"between {first} and {last}"


def _is_worth_a_row(found: Estimate) -> bool:
    return found.figure in FIGURES_OF_PARTS or (bool(found.positive) and found.figure not in WITHOUT_ROWS)


def _write_row(found: Estimate, name: str) -> tuple[object, ...]:
    return (
        name,
        "unknown" if found.share is None else f"{found.share:.1%}",
        f"{found.low:.1%} to {found.high:.1%}",
        f"{found.bound_low:.1%} to {found.bound_high:.1%}",
        f"{found.answered:,}",
        f"{found.more_to_halve:,}",
    )


def _show_parts(out: Console, summary: "EstimateSummary") -> None:
    """Show where it is worst: the parts that enough pages were asked of, those first of which least is left."""
    for figure in FIGURES_OF_PARTS:
        parts = [item for item in summary.estimates if item.part is not CorpusPart.CORPUS and item.figure == figure]
        parts.sort(key=lambda item: (item.share or 0.0, item.stratum), reverse=figure != "existence:there")
        if len(parts) > 1:
            rows = [_write_row(item, item.stratum) for item in parts[:PARTS_SHOWN]]
            out.print()
            out.print(terminal.table("", (ENGLISH.figure(figure), *COLUMNS), rows))
