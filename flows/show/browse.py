"""`seedbank browse`: the published snapshot as pages on loopback. It reads, and stores nothing."""

import os
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import duckdb
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows import __version__
from flows.addresses.urls import identify
from flows.errors import SeedbankError
from flows.show.article import view_article
from flows.show.asked import DAMAGED, LIST, Asked, PageProblem, read_asked, shown_page
from flows.show.charts import Drawing
from flows.show.downloads import WRITERS
from flows.show.figure_links import CHANGED, GROUPS, FigureLinks
from flows.show.language import LANGUAGES, Language, choose_language
from flows.show.report import draw_figures
from flows.show.snapshot import Snapshot
from flows.show.templating import read_style, templates
from flows.show.versions import compare_versions
from flows.show.words import WordRun, compare_words
from warehouse.read.browse import (
    ListedArticle,
    count_articles,
    count_publishers,
    find_matching_neighbours,
    find_neighbours,
    list_articles,
    list_changes,
    list_matches,
    read_batches,
    read_choices,
)
from warehouse.read.dossier import Dossier, VersionRow, read_dossier
from warehouse.read.hosts import (
    AddressRuleRow,
    known_articles,
    list_hosts,
    read_host_rules,
    read_layout_health,
    read_learned_layouts,
)
from warehouse.report.figures import Figure, read_figure
from warehouse.report.figures import Scope as ReportScope

NO_FILTER = ReportScope()
HOSTS = ["127.0.0.1", "localhost"]
ROWS_OF_A_PAGE = 50
MOST_HITS = 1_000
CHANGES = "/changes"
ARTICLES_OF_CHANGES = 20
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
    "vary": "accept-language",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


Counts = list[tuple[str, int]]  # articles by publisher
Drawings = dict[str, Drawing]


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
class Reader:
    """In which language somebody reads, and where the pages of that language are."""

    language: Language
    root: str  # what stands before the path of every page: the language, where the address names one
    path: str  # of this page, without it
    query: str = ""

    def elsewhere(self) -> list[tuple[Language, str]]:
        """Give the address of this page in each language."""
        asked = f"?{self.query}" if self.query else ""
        return [(other, f"/{other.code}{quote(self.path)}{asked}") for other in LANGUAGES.values()]


class Pages:
    """The pages of one home folder."""

    def __init__(self, snapshot: Snapshot, language: Language | None = None) -> None:
        """`language` is that of addresses that name none; None: what the browser wishes."""
        self._snapshot = snapshot
        self._language = language
        self._drawing = threading.Lock()
        self._drawn: dict[str, tuple[list[Figure], Drawings]] = {}

    def reader(self, request: Request) -> Reader:
        """Tell in which language a page is read: by its address, else by what was set, else by the browser's wish."""
        path = request.scope["path"]
        code, _, rest = path.removeprefix("/").partition("/")
        if code in LANGUAGES:
            return Reader(language=LANGUAGES[code], root=f"/{code}", path=f"/{rest}", query=request.url.query)
        language = self._language or choose_language(request.headers.get("accept-language"))
        return Reader(language=language, root="", path=path, query=request.url.query)

    def style(self, request: Request) -> Response:
        """Give the style sheet."""
        return Response(read_style(self.reader(request).language), media_type="text/css")

    def overview(self, request: Request) -> Response:
        """Show the figures of the corpus."""
        reader = self.reader(request)
        figures, drawings = self.draw_overview(reader)
        links = FigureLinks(reader.root, NO_FILTER)
        return self._render(
            reader,
            "browse_overview.html",
            figures=figures,
            drawings=drawings,
            links=links,
            scope=NO_FILTER,
            here="overview",
        )

    def draw_overview(self, reader: Reader) -> tuple[dict[str, Figure], Drawings]:
        """Draw the charts, once for each snapshot; only the reading of one figure at a time keeps others waiting."""
        with self._drawing:
            figures = self._read_figures()
            name = f"{reader.root} {reader.language.code}"
            if name not in self._drawn or self._drawn[name][0] != list(figures.values()):
                drawings = draw_figures(figures, FigureLinks(reader.root, NO_FILTER), reader.language)
                self._drawn[name] = (list(figures.values()), drawings)
            return figures, self._drawn[name][1]

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
        reader = self.reader(request)
        asked = read_asked(request.query_params, reader.root)
        found = self._snapshot.find(asked.words, MOST_HITS) if asked.words else []
        choices = self._snapshot.keep("choices", read_choices)
        try:
            rows, total, counts = self._find_rows(asked, found)
        except ValueError as error:
            raise PageProblem(400, DAMAGED) from error
        page = shown_page(asked, rows, ROWS_OF_A_PAGE, LIST)
        return self._render(
            reader,
            "browse_articles.html",
            asked=asked,
            page=page,
            rows=page.rows,
            total=total,
            counts=counts,
            choices=choices,
            is_indexing=found is None,
            most_hits=MOST_HITS,
            groups=GROUPS,
            downloads=list(WRITERS),
            here="articles",
        )

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

    def changes(self, request: Request) -> Response:
        """Show what the changed articles of a list say otherwise, word by word."""
        reader = self.reader(request)
        asked = read_asked(request.query_params, reader.root)
        if asked.words:
            raise PageProblem(400, "Changes are shown of a list by its filters, not of what words were found in.")
        filters = asked.filters if asked.filters.content else replace(asked.filters, content=CHANGED)
        try:
            with self._snapshot.reading() as connection:
                rows = list_articles(connection, filters, asked.sorting, asked.after, most=ARTICLES_OF_CHANGES + 1)
                page = shown_page(asked, rows, ARTICLES_OF_CHANGES, CHANGES)
                changes = list_changes(connection, [row.article_id for row in page.rows])
        except ValueError as error:
            raise PageProblem(400, DAMAGED) from error
        by_article: dict[str, list[list[WordRun]]] = {}
        for change in changes:
            runs = compare_words(change.seed_text or "", change.page_text or "")
            by_article.setdefault(change.article_id, []).append(runs)
        return self._render(
            reader,
            "browse_changes.html",
            asked=asked,
            page=page,
            rows=page.rows,
            changes=by_article,
            here="changes",
        )

    def download(self, request: Request) -> Response:
        """Give all articles of a list as a file."""
        asked, form = read_asked(request.query_params), request.path_params["form"]
        if form not in WRITERS:
            raise PageProblem(404, "A list is written as CSV or Parquet, not as %(form)s.", form=form)
        found = self._snapshot.find(asked.words, MOST_HITS) if asked.words else None
        if asked.words and found is None:
            raise PageProblem(503, "The index of the words is being made from this snapshot. Ask again in a moment.")
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

    def article(self, request: Request) -> Response:
        """Show one article."""
        reader, article_id = self.reader(request), request.path_params["article_id"]
        asked = read_asked(request.query_params, reader.root)
        found = self._snapshot.find(asked.words, MOST_HITS) if asked.words else None
        with self._snapshot.reading() as connection:
            dossier = read_dossier(connection, article_id)
            if dossier is None:
                raise PageProblem(404, "The snapshot has no article %(article)s.", article=article_id)
            if found is None:
                before, after = find_neighbours(connection, asked.filters, asked.sorting, article_id)
            else:
                before, after = find_matching_neighbours(connection, asked.filters, found, article_id)
        return self._render(
            reader,
            "browse_article.html",
            view=view_article(dossier),
            before=before,
            after=after,
            asked=asked,
            here="article",
        )

    def compare(self, request: Request) -> Response:
        """Show two versions of an article side by side: the first and the last, unless others are named."""
        article_id = request.path_params["article_id"]
        with self._snapshot.reading() as connection:
            dossier = read_dossier(connection, article_id)
        if dossier is None or not dossier.versions:
            raise PageProblem(404, "The snapshot has no versions of an article %(article)s.", article=article_id)
        older = _choose_version(dossier, request.query_params.get("older"), otherwise=dossier.versions[0])
        newer = _choose_version(dossier, request.query_params.get("newer"), otherwise=dossier.versions[-1])
        return self._render(
            self.reader(request),
            "browse_compare.html",
            article=dossier.article,
            versions=dossier.versions,
            older=older,
            newer=newer,
            pairs=compare_versions(older.text, newer.text, dossier.article.language),
            here="article",
        )

    def hosts(self, request: Request) -> Response:
        """List the publishers with what is known of each."""
        reader = self.reader(request)
        rows = self._snapshot.keep("hosts", list_hosts)
        return self._render(
            reader, "browse_hosts.html", rows=rows, links=FigureLinks(reader.root, NO_FILTER), here="hosts"
        )

    def host(self, request: Request) -> Response:
        """Show what is known of one publisher: its articles, the layouts of its pages, the rules of its addresses."""
        reader, name = self.reader(request), request.path_params["publisher"]
        row = next((row for row in self._snapshot.keep("hosts", list_hosts) if row.publisher == name), None)
        if row is None:
            raise PageProblem(404, "The snapshot has no article of %(publisher)s.", publisher=name)
        health = self._snapshot.keep("health of layouts", read_layout_health)
        layouts = self._snapshot.keep("learned layouts", read_learned_layouts)
        with self._snapshot.reading() as connection:
            rules = read_host_rules(connection, name)
            articles = _find_articles(connection, rules)
        return self._render(
            reader,
            "browse_host.html",
            row=row,
            layouts=layouts.get(name, []),
            health=health.get(name, []),
            rules=rules,
            links=FigureLinks(reader.root, ReportScope(publisher=name)),
            articles=articles,
            here="host",
        )

    def problem(self, request: Request, error: Exception) -> Response:
        """Say in a sentence what is wrong; what other rooms say of it is in English."""
        reader, problem = self.reader(request), _name_problem(error)
        page = self._render(
            reader,
            "browse_problem.html",
            sentence=problem.sentence(reader.language) if isinstance(problem, PageProblem) else str(problem),
            is_foreign=not isinstance(problem, PageProblem),
            here="problem",
        )
        page.status_code = problem.status_code if isinstance(problem, PageProblem) else 503
        return page

    def _render(self, reader: Reader, name: str, **values: object) -> Response:
        template = templates(reader.language).get_template(name)
        return HTMLResponse(
            template.render(version=__version__, root=reader.root, elsewhere=reader.elsewhere(), **values),
            headers={"content-language": reader.language.code},
        )


def _choose_version(dossier: Dossier, number: str | None, *, otherwise: VersionRow) -> VersionRow:
    if not number:
        return otherwise
    for version in dossier.versions:
        if str(version.version_no) == number:
            return version
    raise PageProblem(404, "The article has no version “%(number)s”.", number=number)


def _find_articles(connection: duckdb.DuckDBPyConnection, rules: list[AddressRuleRow]) -> dict[str, str]:
    """Map the old addresses that speak for or against rules to their articles, as far as the snapshot has them."""
    addresses = {pair.before for rule in rules for pair in (*rule.examples, *rule.counter_examples)}
    named = {address: found.article_id for address in addresses if (found := identify(address))}
    known = known_articles(connection, named.values())
    return {address: article_id for address, article_id in named.items() if article_id in known}


def _name_problem(error: Exception) -> Exception:
    """Put what the router says of an address into a message."""
    if isinstance(error, PageProblem) or not isinstance(error, HTTPException):
        return error
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return PageProblem(error.status_code, "Pages are only read.")
    return PageProblem(error.status_code, "There is no page at this address.")


def make_app(home: Path, language: Language | None = None) -> Starlette:
    """Make the application for a home folder. It answers only to names of this machine.

    Every page has an address of its own in each language, and one without, which is shown in `language`, or as the
    browser wishes.
    """
    pages = Pages(Snapshot(home), language)
    drawn = [language] if language else list(LANGUAGES.values())
    threading.Thread(target=_warm, args=(pages, drawn), name="overview", daemon=True).start()
    routes = [
        Route("/", pages.overview),
        Route("/articles", pages.articles),
        Route("/articles.{form}", pages.download),
        Route(CHANGES, pages.changes),
        Route("/hosts", pages.hosts),
        Route("/host/{publisher}", pages.host),
        Route("/article/{article_id}", pages.article),
        Route("/article/{article_id}/compare", pages.compare),
        Route("/style.css", pages.style),
    ]
    return Starlette(
        routes=[*(Mount(f"/{code}", routes=routes) for code in LANGUAGES), *routes],
        middleware=[
            Middleware(SafeHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False),
        ],
        exception_handlers={HTTPException: pages.problem, SeedbankError: pages.problem},
    )


def _warm(pages: Pages, languages: Iterable[Language]) -> None:
    """Draw the overview before anybody asks; what is wrong with the snapshot is said to the one who asks."""
    try:
        for language in languages:
            pages.draw_overview(Reader(language=language, root="", path="/"))
    except SeedbankError:
        return
