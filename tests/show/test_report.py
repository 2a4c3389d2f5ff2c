import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from show_corpus import Corpus
from show_html import Reader, style_addresses

from flows.cli import run
from flows.commands.sql import run_query
from flows.show.charts import draw_shares, draw_survival
from flows.show.language import ENGLISH
from flows.show.report import DRAWERS, FIGURES
from flows.show.vocabulary import EXISTENCE_ORDER
from warehouse.database.connect import open_published
from warehouse.database.sql_files import list_sql
from warehouse.report.figures import Scope, read_figure, set_scope


def write_report(corpus: Corpus, file: Path, *options: str) -> str:
    assert run(["report", "-o", str(file), *options, "--home", str(corpus.home)]) == 0
    return file.read_text("utf-8")


@pytest.fixture(scope="module")
def page(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_report(corpus, tmp_path_factory.mktemp("report") / "report.html")


def test_the_headline_is_what_the_corpus_holds(corpus: Corpus):
    with open_published(corpus.home) as connection:
        set_scope(connection, Scope())
        head = read_figure(connection, "headline").only()
    expected = {"article_count": 9, "present_count": 7, "lost_count": 1, "unjudged_count": 1, "changed_count": 5}
    assert {name: head[name] for name in expected} == expected


def test_a_survival_of_all_has_wilsons_interval(corpus: Corpus):
    """All of n articles are there: Wilson's lower bound is n / (n + z²)."""
    with open_published(corpus.home) as connection:
        set_scope(connection, Scope())
        (row,) = read_figure(connection, "survival_by_age").records()
    assert (row["judged_count"], row["surviving_share"]) == (6, 1)
    assert row["upper_share"] == pytest.approx(1)
    assert row["lower_share"] == pytest.approx(6 / (6 + 1.96**2))


def test_the_report_says_what_it_leaves_out_of_the_ages(page: str):
    assert "2 judged articles (1 of them lost) have no known day" in Reader(page).text


def test_the_report_fetches_nothing_and_runs_nothing(page: str):
    read = Reader(page)
    assert read.fetched == ["data:,"]
    assert "script" not in read.tags
    assert not read.events
    assert not style_addresses(page)
    assert "default-src &#39;none&#39;" in page


def test_markup_from_outside_is_text(page: str):
    read = Reader(page)
    assert "img" not in read.tags
    assert "<script>document.title='owned'</script>" in read.text


def test_every_chart_has_its_table_and_every_figure_its_sql(page: str, corpus: Corpus):
    read = Reader(page)
    with open_published(corpus.home) as connection:
        set_scope(connection, Scope())
        drawn = [name for name in DRAWERS if read_figure(connection, name).rows]
    assert read.tags.count("figure") == len(DRAWERS)
    assert page.count('role="img"') == 2 * len(drawn)
    assert page.count("<summary>Table</summary>") == len(drawn)
    for name in set(FIGURES) - {"survival_undated", "snapshot"}:
        assert list_sql("report")[name].read_text("utf-8").splitlines()[0] in read.text, name


@pytest.mark.parametrize("name", sorted(list_sql("report")))
def test_the_sql_that_is_shown_gives_the_figures_rows(corpus: Corpus, tmp_path: Path, name: str):
    """What stands in the report, given to `seedbank sql`, has as many rows under the same columns."""
    scope = Scope(publisher="127.0.0.1")
    with open_published(corpus.home) as connection:
        set_scope(connection, scope)
        figure = read_figure(connection, name)
    out = tmp_path / "answer.csv"
    with open_published(corpus.home) as connection:
        run_query(connection, "\n".join([*scope.statements, figure.sql]), form="csv", output=out, may_write=False)
    header, *rows = csv.reader(io.StringIO(out.read_text("utf-8")))
    assert header == figure.columns
    assert len(rows) == len(figure.rows)


def test_a_publisher_or_a_day_narrows_the_report(corpus: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert "Only articles of 127.0.0.1." in write_report(corpus, tmp_path / "a.html", "--publisher", "127.0.0.1")
    capsys.readouterr()
    write_report(corpus, tmp_path / "b.html", "--since", "2026-03-02", "--json")
    assert json.loads(capsys.readouterr().out)["article_count"] == 1


def test_a_report_on_nothing_is_a_sentence(corpus: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "report.html"
    assert run(["report", "-o", str(file), "--publisher", "nobody.example", "--home", str(corpus.home)]) == 2
    assert "No published article fits" in capsys.readouterr().err
    assert not file.exists()


def test_nothing_is_drawn_over_an_age_without_articles():
    shares = {"surviving_share": 0.9, "lower_share": 0.8, "upper_share": 0.95}
    together = draw_survival([{"age_years": age, **shares} for age in (1, 2, 3)], ENGLISH).wide
    apart = draw_survival([{"age_years": age, **shares} for age in (1, 2, 9)], ENGLISH).wide
    assert together.count('stroke-width="2"') + 1 == apart.count('stroke-width="2"')


def test_a_chart_writes_names_from_outside_as_text():
    record = {"publisher": "<script>alert(1)</script>&", "existence": "live", "article_count": 3}
    drawing = draw_shares(
        [record], ENGLISH, by="publisher", value="existence", order=EXISTENCE_ORDER, label='a "label" <b>'
    )
    for svg in (drawing.wide, drawing.narrow):
        assert "<script" not in svg
        assert 'aria-label="a &#34;label&#34; &lt;b&gt;"' in svg


DRAW_WHILE_PANDAS_IS_IMPORTED = """
import threading
from flows.show.charts import draw_counts
from flows.show.language import ENGLISH

importing = threading.Thread(target=__import__, args=("pandas",))
importing.start()
while True:
    is_last = not importing.is_alive()
    draw_counts([{"kind": "date", "n": 2}], ENGLISH, by="kind", vocabulary="fact", count="n", title="", label="")
    if is_last:
        break
"""


def test_a_chart_is_drawn_while_another_thread_imports_pandas():
    """DuckDB imports pandas by the way, in the thread that asks it."""
    done = subprocess.run(
        [sys.executable, "-c", DRAW_WHILE_PANDAS_IS_IMPORTED], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
