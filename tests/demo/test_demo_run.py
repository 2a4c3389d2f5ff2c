"""The whole line against the demo site: two looks at every page, each verdict held against the site's own truth."""

import asyncio
import io
import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from flows.demo.run import run_demo
from flows.errors import UsageError

ARTICLES = Path(__file__).resolve().parents[1] / "site" / "articles"
KEYS = sorted(path.stem for path in ARTICLES.glob("*.toml"))
REJECTED = 3  # exit code: the site has one seed without an address


@dataclass(frozen=True, kw_only=True)
class Demo:
    """A demo that has run."""

    home: Path
    printed: str
    first_look: dict[str, str]  # URL → existence after the first pass
    truth: dict[str, dict[str, object]]  # key → what must be said

    def ask(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Ask the published snapshot."""
        with duckdb.connect(self.home / "published.duckdb", read_only=True) as connection:
            return connection.execute(query, list(values)).fetchall()

    def article(self, key: str, columns: str) -> tuple[object, ...]:
        """Read columns of the one article of a key."""
        (row,) = self.ask(f"select {columns} from marts.article where url = ?", self.truth[key]["url"])  # noqa: S608
        return row


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, command: Callable[..., subprocess.CompletedProcess[str]]) -> Demo:
    home = tmp_path_factory.mktemp("demo") / "home"
    looks: list[dict[str, str]] = []

    async def ingest(seeds: Path, environment: Mapping[str, str]) -> None:
        line = ("ingest", seeds, "--refetch", "all", "--home", home)
        ended = await asyncio.to_thread(command, *line, environment=environment)
        assert ended.returncode in {0, REJECTED}, ended.stderr
        with duckdb.connect(home / "published.duckdb", read_only=True) as connection:
            looks.append(dict(connection.execute("select url, existence::varchar from marts.article").fetchall()))

    printed = io.StringIO()
    asyncio.run(run_demo(home=home, console=Console(file=printed, width=200), ingest=ingest))
    truth = {entry["key"]: entry for entry in json.loads((home / "site" / "truth.json").read_text("utf-8"))}
    return Demo(home=home, printed=printed.getvalue(), first_look=looks[0], truth=truth)


@pytest.mark.parametrize("key", KEYS)
def test_existence_is_true_after_each_look(demo: Demo, key: str):
    first, second = demo.truth[key]["existence"]  # type: ignore[misc]
    assert demo.first_look[str(demo.truth[key]["url"])] in first
    assert demo.article(key, "existence::varchar")[0] in second


@pytest.mark.parametrize("key", KEYS)
def test_content_is_true(demo: Demo, key: str):
    assert demo.article(key, "content::varchar")[0] in demo.truth[key]["content"]  # type: ignore[operator]


@pytest.mark.parametrize("key", KEYS)
def test_changed_facts_are_named_and_no_others(demo: Demo, key: str):
    found = demo.ask(
        "select kind::varchar, coalesce(\"before\", ''), coalesce(\"after\", '') from marts.fact_change "
        "join marts.article using (article_id) where url = ?",
        demo.truth[key]["url"],
    )
    wanted = demo.truth[key]["facts"]
    if wanted or demo.article(key, "content::varchar") != ("rewritten",):  # a story told anew has facts of its own
        assert sorted(kind for kind, _, _ in found) == sorted(kind for kind, _, _ in wanted)  # type: ignore[misc, attr-defined]
    for kind, before, after in wanted:  # type: ignore[attr-defined]
        assert any(k == kind and before in str(b) and after in str(a) for k, b, a in found), found


@pytest.mark.parametrize("key", KEYS)
def test_faults_of_the_seed_are_named(demo: Demo, key: str):
    (issues,) = demo.article(key, "issues::varchar[]")
    assert set(demo.truth[key]["issues"]) <= set(issues)  # type: ignore[call-overload]


def test_every_seed_is_accounted_for(demo: Demo):
    (loaded,) = demo.ask("select count(*) from marts.article")[0]
    assert loaded == len(KEYS)
    rejected = demo.ask("select reason::varchar, source_path from ops.rejection where stage = 'read'")
    assert [(reason, str(path).rsplit("/", 1)[-1]) for reason, path in rejected] == [("missing_url", "no-address.txt")]


def test_a_moved_article_says_where_it_is(demo: Demo):
    for key in ("moved-redirect", "moved-silently"):
        (current,) = demo.article(key, "current_url")
        number = str(demo.truth[key]["url"]).rsplit("/", 1)[-1].removesuffix(".vnp")
        assert str(current).endswith(f"-post{number}.vnp")


def test_a_truncated_seed_is_completed_from_the_page(demo: Demo):
    (text,) = demo.article("seed-truncated", '"text"')
    assert "Ông dựa vào dấu triện còn in trên các chum sành để suy đoán." in str(text)
    sources = demo.ask(
        "select distinct source::varchar from marts.sentence join marts.article using (article_id) where url = ?",
        demo.truth["seed-truncated"]["url"],
    )
    assert {source for (source,) in sources} == {"seed", "page"}


def test_captions_are_apart_from_the_text(demo: Demo):
    for key, caption, credit in (
        ("unchanged", "Người dân đi bộ qua cầu trong ngày đầu thông xe.", "Lê Thu Hạ/BCN"),
        ("seed-glued-caption", "Các em nhỏ chọn sách trên xe thư viện.", "Ngô Diễm/BCN"),
    ):
        (article_id, text) = demo.article(key, 'article_id, "text"')
        assert caption not in str(text)
        media = demo.ask("select caption, credit from marts.media where article_id = ?", article_id)
        assert media == [(caption, credit)]


def test_what_robots_forbids_is_never_asked_for(demo: Demo):
    log = (demo.home / "site" / "requests.jsonl").read_text("utf-8").splitlines()
    asked = [json.loads(line)["path"] for line in log]
    assert any(path == "/robots.txt" for path in asked)
    assert not [path for path in asked if path.startswith("/noi-bo/")]


def test_the_report_agrees_with_the_site(demo: Demo):
    assert f"All {len(KEYS)} verdicts agree" in demo.printed


def test_the_report_shows_what_changed(demo: Demo):
    assert "number: 12 → 14" in demo.printed
    assert "- Vụ tai nạn làm 12 người bị thương" in demo.printed
    assert "+ Vụ tai nạn làm 14 người bị thương" in demo.printed
    assert "+ Bến phà Tân Hội ngừng chạy khi cầu mới thông xe" in demo.printed
    assert "seedbank sql" in demo.printed


def test_a_home_that_holds_something_else_is_left_alone(tmp_path: Path):
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")

    async def ingest(seeds: Path, environment: Mapping[str, str]) -> None:
        pytest.fail(f"nothing was to be ingested: {seeds}, {environment}")

    with pytest.raises(UsageError, match="something that is not a demo"):
        asyncio.run(run_demo(home=tmp_path, console=Console(file=io.StringIO()), ingest=ingest))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_demo_that_was_cut_short_can_be_run_again(tmp_path: Path):
    looks: list[Path] = []

    async def ingest(seeds: Path, environment: Mapping[str, str]) -> None:
        assert environment["SEEDBANK_ALLOW_PRIVATE_ADDRESSES"] == "127.0.0.0/8"
        (seeds.parent.parent / "warehouse.duckdb").touch()
        looks.append(seeds)
        raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            asyncio.run(run_demo(home=tmp_path / "home", console=Console(file=io.StringIO()), ingest=ingest))
    assert looks == [tmp_path / "home" / "site" / "seeds"] * 2


def test_outside_a_checkout_the_demo_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("flows.demo.run.SITE", tmp_path / "nothing")

    async def ingest(seeds: Path, environment: Mapping[str, str]) -> None:
        pytest.fail(f"nothing was to be ingested: {seeds}, {environment}")

    with pytest.raises(UsageError, match="which a checkout and the wheel have"):
        asyncio.run(run_demo(home=tmp_path / "home", console=Console(file=io.StringIO()), ingest=ingest))
