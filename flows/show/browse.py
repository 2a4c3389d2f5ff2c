"""`seedbank browse`: the published snapshot as pages on loopback. It reads, and stores nothing."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows import __version__
from flows.errors import SeedbankError
from flows.records import Content, Existence, Issue
from flows.show.article import view_article
from flows.show.report import draw_figures
from flows.show.snapshot import Snapshot
from flows.show.templating import read_style, templates
from warehouse.read.browse import (
    Choices,
    Filters,
    ListedArticle,
    PageCursor,
    Sorting,
    count_articles,
    list_articles,
    list_matches,
    read_choices,
)
from warehouse.read.dossier import read_dossier
from warehouse.report.figures import Figure, read_figure
from warehouse.report.figures import Scope as ReportScope

DAMAGED = "The address of this page is damaged."
NO_FILTER = ReportScope()
HOSTS = ["127.0.0.1", "localhost"]
ROWS_OF_A_PAGE = 50
MOST_HITS = 1_000
MOST_LETTERS = 200  # of the words to search
OVERVIEW = (
    "headline", "estimated_shares", "estimated_parts", "estimate_trend",
    "survival_by_age", "survival_undated", "existence_by_publisher", "existence_by_year",
    "existence_by_publisher_and_year", "verdicts", "difference_origin", "edits_in_time",
    "facts_by_kind", "repaired_seeds", "snapshot",
)  # fmt: skip
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
E_ = TypeVar("E_", bound=StrEnum)


class SafeHeaders:
    """Puts the headers on every answer that keep a page to itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self._app(scope, receive, send_safely)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address of a list says. Every part of it may be missing."""

    words: str
    filters: Filters
    sorting: Sorting
    after: PageCursor | None

    def address(self, after: PageCursor | None) -> str:
        """Write the address of another page of the same list."""
        values = {field.name: getattr(self.filters, field.name) for field in fields(Filters)}
        values |= {"words": self.words, "sorting": self.sorting.value}
        values |= {"after": f"{after.key or ''}~{after.article_id}"} if after else {}
        return "/articles?" + urlencode({name: value for name, value in values.items() if value})


def _choose(kind: type[E_], value: str | None) -> E_ | None:
    """Read a value of a vocabulary; raises 400 for one that is not in it."""
    if not value:
        return None
    try:
        return kind(value)
    except ValueError:
        raise HTTPException(400, f"There is no {kind.__name__.lower()} “{value}”.") from None


def read_asked(query: Mapping[str, str]) -> Asked:
    """Read the address of a list. Raises 400 where a part cannot be read."""
    year = query.get("year") or None
    if year is not None and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise HTTPException(400, f"“{year}” is no year.")
    return Asked(
        words=query.get("words", "").strip()[:MOST_LETTERS],
        filters=Filters(
            publisher=query.get("publisher", "").strip() or None,
            existence=_choose(Existence, query.get("existence")),
            content=_choose(Content, query.get("content")),
            issue=_choose(Issue, query.get("issue")),
            year=int(year) if year else None,
        ),
        sorting=_choose(Sorting, query.get("sorting")) or Sorting.NEWEST,
        after=_read_place(query.get("after")),
    )


def _read_place(text: str | None) -> PageCursor | None:
    if not text:
        return None
    key, mark, article_id = text.partition("~")
    if not mark:
        raise HTTPException(400, DAMAGED)
    return PageCursor(key=key or None, article_id=article_id)


class Pages:
    """The pages of one home folder."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._drawing = threading.Lock()
        self._drawn: tuple[list[Figure], str] | None = None

    def style(self, _: Request) -> Response:
        """Give the style sheet."""
        return Response(read_style(), media_type="text/css")

    def overview(self, _: Request) -> Response:
        """Show the figures of the corpus."""
        return HTMLResponse(self.draw_overview())

    def draw_overview(self) -> str:
        """Draw the overview, once for each snapshot; only the reading of one figure at a time keeps others waiting."""
        with self._drawing:
            figures = self._read_figures()
            if self._drawn is None or self._drawn[0] != list(figures.values()):
                page = self._render(
                    "browse_overview.html",
                    figures=figures,
                    drawings=draw_figures(figures),
                    scope=NO_FILTER,
                    here="overview",
                )
                self._drawn = (list(figures.values()), page)
            return self._drawn[1]

    def _read_figures(self) -> dict[str, Figure]:
        """Read each figure by itself, then take all of them from one snapshot."""
        for name in OVERVIEW:
            self._read_figure(name)
        with self._snapshot.reading():
            return {name: self._read_figure(name) for name in OVERVIEW}

    def _read_figure(self, name: str) -> Figure:
        return self._snapshot.keep(f"figure {name}", partial(read_figure, name=name))

    def articles(self, request: Request) -> Response:
        """List articles."""
        asked = read_asked(request.query_params)
        found = self._snapshot.find(asked.words, MOST_HITS) if asked.words else []
        choices = self._snapshot.keep("choices", read_choices)
        try:
            rows, total = self._find_rows(asked, found)
        except ValueError as error:
            raise HTTPException(400, DAMAGED) from error
        return self._list(asked, rows, total, choices, is_indexing=found is None)

    def _find_rows(self, asked: Asked, found: list[str] | None) -> tuple[list[ListedArticle], int | None]:
        """Find the rows of a page and one more; how many fit is counted where nothing was searched."""
        most = ROWS_OF_A_PAGE + 1
        with self._snapshot.reading() as connection:
            if found is None:
                return [], None
            if asked.words:
                return list_matches(connection, found, asked.filters, asked.after, most=most), None
            rows = list_articles(connection, asked.filters, asked.sorting, asked.after, most=most)
            return rows, count_articles(connection, asked.filters)

    def _list(
        self, asked: Asked, rows: list[ListedArticle], total: int | None, choices: Choices, *, is_indexing: bool
    ) -> Response:
        shown = rows[:ROWS_OF_A_PAGE]
        last = shown[-1].place if len(rows) > len(shown) else None
        page = self._render(
            "browse_articles.html",
            asked=asked,
            rows=shown,
            total=total,
            choices=choices,
            is_indexing=is_indexing,
            most_hits=MOST_HITS,
            next_page=asked.address(last) if last else None,
            first_page=asked.address(None) if asked.after else None,
            here="articles",
        )
        return HTMLResponse(page)

    def article(self, request: Request) -> Response:
        """Show one article."""
        article_id = request.path_params["article_id"]
        with self._snapshot.reading() as connection:
            dossier = read_dossier(connection, article_id)
        if dossier is None:
            raise HTTPException(404, f"The snapshot has no article {article_id}.")
        return HTMLResponse(self._render("browse_article.html", view=view_article(dossier), here="article"))

    def problem(self, _: Request, error: Exception) -> Response:
        """Say in a sentence what is wrong."""
        status = error.status_code if isinstance(error, HTTPException) else 503
        sentence = str(error.detail) if isinstance(error, HTTPException) else str(error)
        return HTMLResponse(self._render("browse_problem.html", sentence=sentence, here="problem"), status)

    def _render(self, name: str, **values: object) -> str:
        return templates().get_template(name).render(version=__version__, **values)


def make_app(home: Path) -> Starlette:
    """Make the application for a home folder. It answers only to names of this machine."""
    snapshot = Snapshot(home)
    pages = Pages(snapshot)
    threading.Thread(target=_warm, args=(pages,), name="overview", daemon=True).start()
    return Starlette(
        routes=[
            Route("/", pages.overview),
            Route("/articles", pages.articles),
            Route("/article/{article_id}", pages.article),
            Route("/style.css", pages.style),
        ],
        middleware=[
            Middleware(SafeHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False),
        ],
        exception_handlers={HTTPException: pages.problem, SeedbankError: pages.problem},
    )


def _warm(pages: Pages) -> None:
    """Draw the overview before anybody asks; what is wrong with the snapshot is said to the one who asks."""
    try:
        pages.draw_overview()
    except SeedbankError:
        return
