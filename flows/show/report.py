"""`seedbank report`: what became of a corpus, as one page that stands alone."""

import datetime as dt
import importlib.metadata
from collections.abc import Callable
from dataclasses import dataclass, replace

import duckdb

from flows import __version__
from flows.errors import MissingInputError
from flows.show import charts
from flows.show.article import ArticleView, Paragraph, SeedPiece, view_article
from flows.show.figure_links import FigureLinks
from flows.show.language import ENGLISH, Language
from flows.show.templating import content_policy, read_style, templates
from flows.show.vocabulary import CONTENT_ORDER, EXISTENCE_ORDER
from warehouse.database.migrate import require_current_schema
from warehouse.read.dossier import read_dossier
from warehouse.report.figures import Figure, Scope, read_figure, set_scope

# What is shown of each article, so that the report stays below 5 MB whatever the corpus holds.
ROWS_OF_A_DIFF = 60
SAME_AROUND = 1  # sentences that are the same, shown beside each that is not
LETTERS_OF_A_SEED = 2_500
TOOLS = ("duckdb", "altair", "vl-convert-python", "prefect", "selectolax", "rapidfuzz")

FIGURES = (
    "headline", "estimated_shares", "estimated_parts", "estimate_trend",
    "survival_by_age", "survival_undated", "existence_by_publisher", "existence_by_year",
    "existence_by_publisher_and_year", "verdicts", "difference_origin", "edits_in_time",
    "facts_by_kind", "changed_facts", "most_changed",
    "repaired_seeds", "repair_examples", "not_judged", "not_compared", "rejected_inputs", "accounting", "rules",
    "runs", "checks", "snapshot",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairExample:
    """A seed before and after its repair; `before` is cut where it is long."""

    view: ArticleView
    issues: list[str]
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that the report shows."""

    figures: dict[str, Figure]
    links: FigureLinks
    drawings: dict[str, charts.Drawing]  # by the name of their figure; none for a figure without rows
    changed: list[ArticleView]
    repaired: list[RepairExample]
    tools: dict[str, str]
    scope: Scope
    made_at: dt.datetime
    language: Language


DRAWERS: dict[str, Callable[[charts.Records, Language], charts.Drawing]] = {
    "estimated_shares": charts.draw_intervals,
    "survival_by_age": charts.draw_survival,
    "existence_by_publisher": lambda records, language: charts.draw_shares(
        records,
        language,
        by="publisher",
        value="existence",
        order=EXISTENCE_ORDER,
        label=language.say("What the last check showed, as shares of each publisher's articles"),
    ),
    "existence_by_year": lambda records, language: charts.draw_shares(
        records,
        language,
        by="published_year",
        value="existence",
        order=EXISTENCE_ORDER,
        label=language.say("What the last check showed, as shares of the articles of each year"),
    ),
    "verdicts": lambda records, language: charts.draw_counts(
        sorted(records, key=lambda record: CONTENT_ORDER.index(str(record["content"]))),
        language,
        by="content",
        vocabulary="content",
        count="article_count",
        title=language.say("Articles"),
        label=language.say("How pages stand to seeds, in articles"),
        is_coloured=True,
    ),
    "edits_in_time": charts.draw_months,
    "facts_by_kind": lambda records, language: charts.draw_counts(
        records,
        language,
        by="kind",
        vocabulary="fact",
        count="fact_count",
        title=language.say("Changed facts"),
        label=language.say("Changed facts by kind"),
    ),
    "repaired_seeds": lambda records, language: charts.draw_counts(
        records,
        language,
        by="issue",
        vocabulary="issue",
        count="article_count",
        title=language.say("Articles"),
        label=language.say("What was wrong with the seeds, in articles"),
    ),
}


def read_report(
    connection: duckdb.DuckDBPyConnection,
    scope: Scope,
    *,
    now: dt.datetime,
    server: str | None = None,
    language: Language = ENGLISH,
) -> Report:
    """Ask the published snapshot for everything.

    `server` is the address of a `seedbank browse` whose lists the figures lead to. Raises MissingInputError where the
    scope holds no article, EnvironmentBrokenError for a snapshot of an earlier version.
    """
    require_current_schema(connection)
    links = FigureLinks(None if server is None else f"{server}/{language.code}", scope)
    set_scope(connection, scope)
    figures = {name: read_figure(connection, name) for name in FIGURES}
    if not figures["headline"].only()["article_count"]:
        raise MissingInputError("No published article fits: name another publisher, or an earlier day.")
    return Report(
        figures=figures,
        drawings=draw_figures(figures, links, language),
        links=links,
        changed=_read_changed(connection, figures["most_changed"]),
        repaired=_read_repaired(connection, figures["repair_examples"]),
        tools={name: importlib.metadata.version(name) for name in TOOLS},
        scope=scope,
        made_at=now,
        language=language,
    )


def draw_figures(figures: dict[str, Figure], links: FigureLinks, language: Language) -> dict[str, charts.Drawing]:
    """Draw the figures that are charts, where they have rows, each mark with its link where there is one."""
    return {
        name: draw(_link_rows(figures[name], links), language) for name, draw in DRAWERS.items() if figures[name].rows
    }


def _link_rows(figure: Figure, links: FigureLinks) -> list[dict[str, object]]:
    return [{**record, charts.HREF: links.of_row(figure, record)} for record in figure.records()]


def _read_changed(connection: duckdb.DuckDBPyConnection, figure: Figure) -> list[ArticleView]:
    views = []
    for record in figure.records():
        dossier = read_dossier(connection, str(record["article_id"]))
        if dossier is not None:
            views.append(view_article(dossier, around=SAME_AROUND, most=ROWS_OF_A_DIFF))
    return views


def _read_repaired(connection: duckdb.DuckDBPyConnection, figure: Figure) -> list[RepairExample]:
    examples = []
    for record in figure.records():
        dossier = read_dossier(connection, str(record["article_id"]))
        issues = record["issues"]
        if dossier is not None and isinstance(issues, list):
            view, is_cut = _cut(view_article(dossier))
            examples.append(RepairExample(view=view, issues=issues, is_cut=is_cut))
    return examples


def _cut(view: ArticleView) -> tuple[ArticleView, bool]:
    """Keep the beginning of a long seed and of its clean text."""
    pieces: list[SeedPiece] = []
    paragraphs: list[Paragraph] = []
    letters = 0
    for piece in view.seed_pieces:
        kept = piece.text[: LETTERS_OF_A_SEED - letters]
        letters += len(kept)
        if kept:
            pieces.append(replace(piece, text=kept))
    letters = 0
    for paragraph in view.paragraphs:
        letters += sum(len(sentence.text) for sentence in paragraph.sentences)
        if paragraphs and letters > LETTERS_OF_A_SEED:
            break
        paragraphs.append(paragraph)
    is_cut = len(paragraphs) < len(view.paragraphs) or len(view.seed.body or "") > LETTERS_OF_A_SEED
    return replace(view, seed_pieces=pieces, paragraphs=paragraphs), is_cut


def render_report(report: Report) -> str:
    """Write the report: no script, nothing fetched, readable offline."""
    language = report.language
    return (
        templates(language)
        .get_template("report.html")
        .render(
            report=report,
            links=report.links,
            style=read_style(language),
            policy=content_policy(language),
            version=__version__,
        )
    )
