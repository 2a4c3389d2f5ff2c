"""The charts, drawn by Vega-Lite when the page is made: SVG in the page, no script, for screen and paper alike.

Colours are variables of the style sheet, so that one drawing serves light and dark. Each chart is drawn twice,
for wide and for narrow screens, because letters that are scaled down cannot be read.
"""

import contextlib
import datetime as dt
import importlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import altair as alt
import vl_convert
from markupsafe import Markup, escape

from flows.show.language import Language

ROW_HEIGHT = 26  # pixels of one bar with its gap
PLOT_HEIGHT = 260
MONTHS_NAMED = 12  # with more of them, only the years are written
MONTH_WIDTH = 64  # pixels at most
AGES_NAMED = 30
LETTER_SIZE = 13  # pixels
# Vega measures letters in a font of its own; the page is drawn in the reader's. The widest that the style sheet names
# and machines have (DejaVu Sans, Verdana) takes 0.64 of its size for a letter on average, 1 for a Chinese one.
LETTER_WIDTH, WIDE_LETTER_WIDTH = 0.64, 1.0
WIDER = 1.2  # such a font, beside the one that Vega measures in
COLUMN_PADDING = 28  # pixels between the columns of a legend
LEGEND_GAP = COLUMN_PADDING + 18  # the same with the symbol before a label
LEGEND_LIMIT = 300
EDGE = 36  # pixels left free on the right, for labels that are centred on the end of an axis or end a legend
# Vega takes no address without a host: it would put one of its own before it. This one is taken off again.
LINK_BASE = "https://seedbank.invalid"
_LINK = re.compile(r'<a xlink:href="([^"]*)">((?:(?!</?a[ >]).)*+)</a>', re.DOTALL)
_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_OPENING = re.compile(r'<svg [^<>]*?(width="[^"]*" height="[^"]*" viewBox="[^"]*")[^>]*>')

HREF = "href"  # of a record: where its mark leads
PADDING = {"left": 4, "top": 4, "bottom": 4, "right": EDGE}
Records = Sequence[dict[str, object]]
AnyChart: TypeAlias = Any  # alt.Chart or alt.LayerChart, which mypy does not read


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """How much room a drawing has."""

    width: int  # pixels of the plot, beside its axis
    legend_columns: int
    label_width: int  # pixels for the names of bars


WIDE = Canvas(width=760, legend_columns=9, label_width=220)
NARROW = Canvas(width=190, legend_columns=2, label_width=140)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One chart as SVG, for wide and for narrow screens."""

    wide: Markup
    narrow: Markup


def _axis(title: str | None = None, **more: object) -> alt.Axis:
    return alt.Axis(
        title=title,
        labelColor="var(--soft)",
        titleColor="var(--soft)",
        labelFontSize=13,
        titleFontSize=13,
        titleFontWeight="normal",
        gridColor="var(--line)",
        domainColor="var(--line)",
        tickColor="var(--line)",
        **more,
    )


def _called(labels: Mapping[str, str]) -> str:
    """Write the expression that gives each label what it is called."""
    return f"({json.dumps(labels)})[datum.label]"


def _legend(canvas: Canvas, labels: Mapping[str, str]) -> alt.Legend:
    """Make the legend of some values with what they are called, in as many columns as fit."""
    widest = max(map(_width, labels.values()), default=0) + LEGEND_GAP
    fitting = max(1, round((canvas.width + canvas.label_width) / widest))
    return alt.Legend(
        title=None,
        orient="top",
        columns=min(canvas.legend_columns, fitting),
        labelLimit=LEGEND_LIMIT,
        labelColor="var(--soft)",
        labelFontSize=13,
        labelExpr=_called(labels),
        symbolType="circle",
        columnPadding=COLUMN_PADDING,
        symbolSize=110,
        symbolStrokeColor="var(--line)",
    )


def _room(names: Sequence[object], limit: int) -> int:
    """Tell the pixels that the longest of some labels takes in a wide font; Vega cuts them at the limit by its own."""
    return round(min(max(map(_width, map(str, names)), default=0), limit * WIDER))


def _width(text: str) -> float:
    """Tell the pixels that a text takes in a wide font."""
    letters = unicodedata.normalize("NFC", text)
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in letters)
    return (wide * WIDE_LETTER_WIDTH + (len(letters) - wide) * LETTER_WIDTH) * LETTER_SIZE


def _names_axis(names: Sequence[object], canvas: Canvas) -> alt.Axis:
    """Make the axis of named bars, with room for the names in any font."""
    room = _room(names, canvas.label_width)
    return _axis(labelLimit=canvas.label_width, ticks=False, labelPadding=8, minExtent=room + 8)


def _import_data_libraries() -> None:
    """Import numpy and pandas to the end, where they are installed, before a chart is made.

    DuckDB imports them by the way, as it binds parameters; Altair, drawing in another thread meanwhile, finds a half
    imported module and fails on the names that are not in it yet (findings/altair-asks-a-half-imported-pandas.sh).
    """
    for name in ("numpy", "pandas"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def _draw(make: Callable[[Canvas], AnyChart], label: str, language: Language) -> Drawing:
    _import_data_libraries()
    return Drawing(wide=_render(make(WIDE), label, language), narrow=_render(make(NARROW), label, language))


def _render(chart: AnyChart, label: str, language: Language) -> Markup:
    """Turn a chart into SVG that says in words what it shows; to a screen reader it is one picture."""
    plain = chart.configure(background="transparent", view=alt.ViewConfig(stroke=None), padding=PADDING)
    drawn = vl_convert.vegalite_to_svg(plain.to_json(), format_locale=language.chart_locale())
    role = "group" if LINK_BASE in drawn else "img"  # what is one picture can have no links in it
    drawn = _LINK.sub(_keep_link, _ROLES.sub("", drawn))
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" role="{role}" aria-label="{escape(label)}" \\1>'
    return Markup(_OPENING.sub(opening, drawn, count=1))  # noqa: S704 - Vega escapes the labels that it writes


def _keep_link(found: re.Match[str]) -> str:
    """Make a mark lead where its record says; the keyboard has the same links in the chart's table."""
    address, mark = found.groups()
    return (
        f'<a href="{address.removeprefix(LINK_BASE)}" tabindex="-1" aria-hidden="true">{mark}</a>'
        if LINK_BASE in address
        else mark
    )


def _href(record: Mapping[str, object]) -> str | None:
    return f"{LINK_BASE}{record[HREF]}" if record.get(HREF) else None


def _linked(chart: AnyChart, records: Records) -> AnyChart:
    """Make the marks of a chart lead somewhere, where any of its records says where."""
    return chart.encode(href="href:N") if any(record.get(HREF) for record in records) else chart


def _colours(field: str, labels: Mapping[str, str], canvas: Canvas) -> alt.Color:
    """Give each value of a vocabulary its colour of the style sheet, and what it is called in the legend."""
    shown = list(labels)
    scale = alt.Scale(domain=shown, range=[f"var(--{value})" for value in shown])
    return alt.Color(f"{field}:N", scale=scale, legend=_legend(canvas, labels), sort=shown)


def _number_runs(ages: Sequence[int]) -> list[int]:
    """Number the runs of ages that follow each other, so that nothing is drawn over an age without articles."""
    runs, run = [], 0
    for place, age in enumerate(ages):
        run += place > 0 and age != ages[place - 1] + 1
        runs.append(run)
    return runs


def draw_survival(records: Records, language: Language) -> Drawing:
    """Draw the share that is not lost by age, with the band of its interval."""
    ages = [int(str(record["age_years"])) for record in records]
    runs = _number_runs(ages)
    rows = [{**record, "run": run, HREF: _href(record)} for record, run in zip(records, runs, strict=True)]
    named = {"values": ages} if len(ages) <= AGES_NAMED else {}

    def make(canvas: Canvas) -> AnyChart:
        title = language.say("Age at the last check, in full years")
        base = alt.Chart(alt.Data(values=rows)).encode(
            detail="run:N",
            x=alt.X(
                "age_years:Q",
                axis=_axis(title, format="d", tickMinStep=1, grid=False, labelOverlap=True, **named),
                scale=alt.Scale(nice=False, padding=12),
            ),
        )
        shares = alt.Scale(domain=[0, 1])
        y_axis = _axis(language.say("Not lost"), format=".0%", tickCount=5)
        band = base.mark_area(color="var(--live)", opacity=0.18).encode(
            y=alt.Y("lower_share:Q", scale=shares, axis=y_axis), y2="upper_share:Q"
        )
        whiskers = base.mark_rule(color="var(--live)", opacity=0.5).encode(y="lower_share:Q", y2="upper_share:Q")
        line = base.mark_line(color="var(--live)", strokeWidth=2).encode(y="surviving_share:Q")
        points = base.mark_point(color="var(--live)", filled=True, size=50, opacity=1).encode(y="surviving_share:Q")
        points = _linked(points, records)
        return alt.layer(band, whiskers, line, points).properties(width=canvas.width, height=PLOT_HEIGHT)

    label = language.say("Share of articles that are not lost, by their age in years, with 95 per cent intervals")
    return _draw(make, label, language)


def draw_intervals(records: Records, language: Language) -> Drawing:
    """Draw each estimated share as a point on its interval, on a thinner line between its bounds."""
    rows = [
        {**record, "figure": language.figure(str(record["figure"])), "as_of": None, HREF: _href(record)}
        for record in records
    ]
    names = [row["figure"] for row in rows]

    def make(canvas: Canvas) -> AnyChart:
        shares = alt.Scale(domain=[0, 1])
        base = alt.Chart(alt.Data(values=rows)).encode(y=alt.Y("figure:N", sort=names, axis=_names_axis(names, canvas)))
        x_axis = _axis(language.say("Share of all articles"), format=".0%", tickCount=5)
        bounds = base.mark_rule(color="var(--soft)", opacity=0.5).encode(
            x=alt.X("least_share:Q", scale=shares, axis=x_axis), x2="most_share:Q"
        )
        interval = base.mark_rule(color="var(--accent)", strokeWidth=5, opacity=0.45).encode(
            x=alt.X("low_share:Q", scale=shares), x2="high_share:Q"
        )
        points = base.mark_point(color="var(--accent)", filled=True, size=70, opacity=1).encode(
            x=alt.X("estimated_share:Q", scale=shares)
        )
        return alt.layer(bounds, interval, _linked(points, records)).properties(
            width=canvas.width, height=alt.Step(ROW_HEIGHT)
        )

    label = language.say(
        "Shares of all articles, estimated from a random sample, with 95 per cent intervals and bounds"
    )
    return _draw(make, label, language)


def draw_shares(
    records: Records, language: Language, *, by: str, value: str, order: Sequence[str], label: str
) -> Drawing:
    """Draw one bar for each `by`, cut by the shares of the vocabulary `value`; counts are in article_count."""
    names = list(dict.fromkeys(language.word("cell", str(record[by])) for record in records))
    present = {record[value] for record in records}
    labels = {item: language.gloss(value, item) for item in order if item in present}
    rows = [
        {"name": language.word("cell", str(record[by])), "value": record[value],
         "article_count": record["article_count"], "place": order.index(str(record[value])), HREF: _href(record)}
        for record in records
    ]  # fmt: skip

    def make(canvas: Canvas) -> AnyChart:
        bars = (
            alt.Chart(alt.Data(values=rows))
            .mark_bar(height=alt.RelativeBandSize(0.72), stroke="var(--paper)", strokeWidth=1)
            .encode(
                y=alt.Y("name:N", sort=names, axis=_names_axis(names, canvas)),
                x=alt.X(
                    "article_count:Q",
                    stack="normalize",
                    axis=_axis(language.say("Share of articles"), format=".0%", tickCount=5),
                ),
                color=_colours("value", labels, canvas),
                order=alt.Order("place:Q"),
            )
            .properties(width=canvas.width, height=alt.Step(ROW_HEIGHT))
        )
        return _linked(bars, records)

    return _draw(make, label, language)


def draw_counts(
    records: Records,
    language: Language,
    *,
    by: str,
    vocabulary: str,
    count: str,
    title: str,
    label: str,
    is_coloured: bool = False,
) -> Drawing:
    """Draw one bar for each `by`, as long as its count; with the vocabulary's colours where it has them."""
    rows = [
        {
            "name": language.gloss(vocabulary, record[by]),
            "colour": record[by],
            "count": record[count],
            HREF: _href(record),
        }
        for record in records
    ]

    def make(canvas: Canvas) -> AnyChart:
        names = [row["name"] for row in rows]
        values = [row["colour"] for row in rows]
        colour = (
            alt.Color("colour:N", scale=alt.Scale(domain=values, range=[f"var(--{v})" for v in values]), legend=None)
            if is_coloured
            else alt.ColorValue("var(--accent)")
        )
        y = alt.Y("name:N", sort=names, axis=_names_axis(names, canvas))
        base = alt.Chart(alt.Data(values=rows)).encode(y=y)
        bars = base.mark_bar(height=alt.RelativeBandSize(0.72)).encode(
            x=alt.X("count:Q", axis=_axis(title, format=",d", tickMinStep=1, tickCount=5)), color=colour
        )
        return _linked(bars, records).properties(width=canvas.width, height=alt.Step(ROW_HEIGHT))

    return _draw(make, label, language)


def _all_months(records: Records) -> list[str]:
    """List every month between the first and the last, so that an empty one shows as a gap."""
    first, last = (choose(str(record["month"])[:7] for record in records) for choose in (min, max))
    span = range(int(first[:4]) * 12 + int(first[5:]) - 1, int(last[:4]) * 12 + int(last[5:]))
    return [f"{month // 12}-{month % 12 + 1:02}" for month in span]


def draw_months(records: Records, language: Language) -> Drawing:
    """Draw the edits of each month, those that the page itself dates and those that were only seen."""
    rows = [{**record, "month": str(record["month"])[:7], HREF: _href(record)} for record in records]
    months, kinds = _all_months(records), ["dated by the page", "first seen changed"]
    is_long = len(months) > MONTHS_NAMED
    named = {month: language.month(dt.date.fromisoformat(f"{month}-01")) for month in months}
    label = "slice(datum.label, 5) == '01' ? slice(datum.label, 0, 4) : ''" if is_long else _called(named)
    labels = {kind: language.word("cell", kind) for kind in kinds}

    def make(canvas: Canvas) -> AnyChart:
        scale = alt.Scale(domain=kinds, range=["var(--accent)", "var(--edited)"])
        counts = _axis(language.say("Articles"), format=",d", tickMinStep=1, tickCount=5)
        axis = _axis(labelExpr=label, labelOverlap=not is_long, labelAngle=0, ticks=not is_long)
        bars = (
            alt.Chart(alt.Data(values=rows))
            .mark_bar()
            .encode(
                x=alt.X("month:O", scale=alt.Scale(domain=months, paddingInner=0.15), axis=axis),
                y=alt.Y("article_count:Q", axis=counts),
                color=alt.Color("dated_by:N", scale=scale, legend=_legend(canvas, labels), sort=kinds),
            )
            .properties(width=alt.Step(min(MONTH_WIDTH, canvas.width / len(months))), height=PLOT_HEIGHT)
        )
        return _linked(bars, records)

    label_of_all = language.say(
        "Changed articles by month, dated by the page itself or by the check that found the change"
    )
    return _draw(make, label_of_all, language)
