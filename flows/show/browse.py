"""`seedbank browse`: the published snapshot as pages on loopback. It reads, and stores nothing."""

import os
import tempfile
import threading
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows import __version__
from flows.errors import SeedbankError
from flows.show.article import view_article
from flows.show.asked import DAMAGED, Asked, read_asked
from flows.show.downloads import WRITERS
from flows.show.figure_links import GROUPS, FigureLinks
from flows.show.report import draw_figures
from flows.show.snapshot import Snapshot
from flows.show.templating import read_style, templates
from warehouse.read.browse import (
    Choices,
    ListedArticle,
    count_articles,
    count_publishers,
    find_matching_neighbours,
    find_neighbours,
    list_articles,
    list_matches,
    read_batches,
    read_choices,
)
from warehouse.read.dossier import read_dossier
from warehouse.report.figures import Figure, read_figure
from warehouse.report.figures import Scope as ReportScope

NO_FILTER = ReportScope()
LINKS = FigureLinks("", NO_FILTER)
HOSTS = ["127.0.0.1", "localhost"]
ROWS_OF_A_PAGE = 50
MOST_HITS = 1_000
ROWS_OF_COUNTS = 20  # publishers beside a list
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


Counts = list[tuple[str, int]]  # articles by publisher


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
                    drawings=draw_figures(figures, LINKS),
                    links=LINKS,
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
            rows, total, counts = self._find_rows(asked, found)
        except ValueError as error:
            raise HTTPException(400, DAMAGED) from error
        return self._list(asked, rows, total, counts, choices, is_indexing=found is None)

    def _find_rows(self, asked: Asked, found: list[str] | None) -> tuple[list[ListedArticle], int | None, Counts]:
        """Find the rows of a page and one more; how many fit is counted where nothing was searched."""
        most = ROWS_OF_A_PAGE + 1
        with self._snapshot.reading() as connection:
            if found is None:
                return [], None, []
            if asked.words:
                return list_matches(connection, found, asked.filters, asked.after, most=most), None, []
            rows = list_articles(connection, asked.filters, asked.sorting, asked.after, most=most)
            counts = count_publishers(connection, asked.filters, most=ROWS_OF_COUNTS)
            return rows, count_articles(connection, asked.filters), counts

    def download(self, request: Request) -> Response:
        """Give all articles of a list as a file."""
        asked, form = read_asked(request.query_params), request.path_params["form"]
        if form not in WRITERS:
            raise HTTPException(404, f"A list is written as {' or '.join(WRITERS)}, not as {form}.")
        found = self._snapshot.find(asked.words, MOST_HITS) if asked.words else None
        if asked.words and found is None:
            raise HTTPException(503, "The index of the words is being made from this snapshot. Ask again in a moment.")
        media_type, write = WRITERS[form]
        descriptor, name = tempfile.mkstemp(prefix="seedbank-", suffix=f".{form}")
        os.close(descriptor)
        file = Path(name)
        try:
            with self._snapshot.reading() as connection:
                write(read_batches(connection, asked.filters, asked.sorting, found), file)
        except BaseException:
            file.unlink()
            raise
        gone = BackgroundTask(file.unlink)
        return FileResponse(file, media_type=media_type, filename=f"articles.{form}", background=gone)

    def _list(
        self,
        asked: Asked,
        rows: list[ListedArticle],
        total: int | None,
        counts: Counts,
        choices: Choices,
        *,
        is_indexing: bool,
    ) -> Response:
        shown = rows[:ROWS_OF_A_PAGE]
        last = shown[-1].place if len(rows) > len(shown) else None
        page = self._render(
            "browse_articles.html",
            asked=asked,
            rows=shown,
            total=total,
            counts=counts,
            choices=choices,
            is_indexing=is_indexing,
            most_hits=MOST_HITS,
            groups=GROUPS,
            downloads=list(WRITERS),
            next_page=asked.address(last) if last else None,
            first_page=asked.address(None) if asked.after else None,
            here="articles",
        )
        return HTMLResponse(page)

    def article(self, request: Request) -> Response:
        """Show one article."""
        article_id, asked = request.path_params["article_id"], read_asked(request.query_params)
        found = self._snapshot.find(asked.words, MOST_HITS) if asked.words else None
        with self._snapshot.reading() as connection:
            dossier = read_dossier(connection, article_id)
            if dossier is None:
                raise HTTPException(404, f"The snapshot has no article {article_id}.")
            if found is None:
                before, after = find_neighbours(connection, asked.filters, asked.sorting, article_id)
            else:
                before, after = find_matching_neighbours(connection, asked.filters, found, article_id)
        page = self._render(
            "browse_article.html", view=view_article(dossier), before=before, after=after, asked=asked, here="article"
        )
        return HTMLResponse(page)

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
            Route("/articles.{form}", pages.download),
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
