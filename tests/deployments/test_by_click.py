"""A run is started, cancelled and started again by clicks on the page of a real Prefect server; an automation acts."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pytest
import yaml
from loopback_server import ROOT, Server, start_server
from playwright.sync_api import Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PAGE_MS = 240_000  # for what a click leads to, on a machine that may be busy
STORY = "Die alte Brücke wird im Herbst gesperrt. Der Rat hat am Dienstag so entschieden."
HONEY = "Auf dem Markt gibt es seit Mai auch Honig. Verkauft wird er von drei Imkern."
PAGES = {
    "/bruecke-1.html": f"<h1>Die Brücke</h1><article><p>{STORY}</p></article>",
    "/markt-2.html": f"<h1>Der Markt</h1><article><p>{HONEY.replace('drei', 'vier')}</p></article>",
}
AUTOMATION = "seedbank-many-gone"
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (Debian: apt-get install chromium)"),
    pytest.mark.timeout(1200),
]


class SlowSite:
    """A site whose pages come only once the gate is open; one of them has been edited."""

    def __init__(self) -> None:
        self.is_asked, self.gate = threading.Event(), threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path != "/robots.txt":
                    site.is_asked.set()
                    site.gate.wait()
                self.send_response(404 if self.path == "/robots.txt" else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                with contextlib.suppress(OSError):  # whoever asked has been cancelled
                    self.wfile.write(PAGES.get(self.path, "").encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        place = f"http://127.0.0.1:{self.server.server_port}"
        self.urls = [f"{place}{path}" for path in PAGES]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Give a server of its own: other tests count what theirs was told."""
    with start_server(tmp_path / "prefect") as started:
        yield started


@pytest.fixture
def slow_site() -> Iterator[SlowSite]:
    site = SlowSite()
    threading.Thread(target=site.server.serve_forever, daemon=True).start()
    yield site
    site.gate.set()
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def served(server: Server, slow_site: SlowSite, tmp_path: Path) -> Iterator[Path]:
    """Serve a deployment that asks the pages of the site; gives the home of its runs."""
    seeds = (
        {"url": url, "title": title, "body": text}
        for url, (title, text) in zip(slow_site.urls, (("Die Brücke", STORY), ("Der Markt", HONEY)), strict=True)
    )
    (tmp_path / "seeds.jsonl").write_text("\n".join(map(json.dumps, seeds)))
    (nightly, *_) = yaml.safe_load((ROOT / "deployments" / "prefect.yaml").read_text("utf-8"))["deployments"]
    nightly |= {"name": "by-click", "schedules": []}
    nightly["parameters"] |= {"seeds": [str(tmp_path / "seeds.jsonl")], "refetch": "missing"}
    (tmp_path / "prefect.yaml").write_text(yaml.safe_dump({"deployments": [nightly]}), "utf-8")
    environment = server.environment | {
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        "SEEDBANK_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
        "SEEDBANK_FETCH_DEADLINE": "300s",
    }
    seedbank = Path(sys.executable).with_name("seedbank")
    line = [seedbank, "serve", "--prefect-file", tmp_path / "prefect.yaml", "--home", tmp_path / "home"]
    with subprocess.Popen(line, cwd=ROOT, env=environment, stdout=subprocess.PIPE, start_new_session=True) as serving:
        assert serving.stdout is not None
        assert serving.stdout.readline().startswith(b"Serving ingest/by-click ")
        yield tmp_path / "home"
        os.killpg(serving.pid, signal.SIGTERM)


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.set_default_timeout(PAGE_MS)
        expect.set_options(timeout=PAGE_MS)
        yield page
        browser.close()


def runs_of(server: Server) -> dict[str, str]:
    """Map the runs of the deployment to their states."""
    found = server.ask("flow_runs/filter", {"deployments": {"name": {"any_": ["by-click"]}}})
    return {run["id"]: run["state_type"] for run in found}  # type: ignore[attr-defined]


def wait_for(server: Server, is_reached: Callable[[dict[str, str]], bool]) -> dict[str, str]:
    """Wait until the runs of the deployment are as they should be; gives them."""
    end = time.monotonic() + PAGE_MS / 1000
    while not is_reached(found := runs_of(server)):
        assert time.monotonic() < end, found
        time.sleep(1)  # the server alone knows
    return found


def automate(server: Server) -> None:
    """Make the automation of the guide that pauses a deployment, for one edited article instead of twenty gone."""
    made = yaml.safe_load((ROOT / "deployments" / "automations.yaml").read_text("utf-8"))["automations"]
    (wanted,) = [automation for automation in made if automation["name"] == AUTOMATION]
    wanted["trigger"] |= {"expect": ["seedbank.article.edited"], "threshold": 1}
    server.ask("automations/", wanted)


def wait_for_pause(server: Server) -> None:
    """Wait until the deployment is paused."""
    end = time.monotonic() + PAGE_MS / 1000
    while True:
        (deployment,) = server.ask("deployments/filter", {"deployments": {"name": {"any_": ["by-click"]}}})  # type: ignore[misc]
        if deployment["paused"]:
            return
        assert time.monotonic() < end, deployment
        time.sleep(0.5)  # the server acts when it has taken the event in


def start_by_click(server: Server, page: Page) -> None:
    """Start a run of the deployment with the parameters that it has, and open its page."""
    site = server.url.removesuffix("/api")
    before = runs_of(server).keys()
    page.goto(f"{site}/deployments")
    page.get_by_role("link", name="by-click").click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("Quick run").click()
    page.get_by_role("dialog").get_by_role("button", name="Run", exact=True).click()
    (run_id,) = wait_for(server, lambda runs: runs.keys() > before).keys() - before
    page.goto(f"{site}/runs/flow-run/{run_id}")


def test_a_run_is_started_cancelled_and_run_again_by_click_and_an_automation_pauses_what_found_an_edit(
    server: Server, slow_site: SlowSite, served: Path, page: Page
):
    start_by_click(server, page)
    assert slow_site.is_asked.wait(PAGE_MS / 1000)
    page.get_by_role("button", name="Cancel", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    slow_site.gate.set()  # what is under way may be finished
    expect(page.get_by_text("Cancelled", exact=True).first).to_be_visible()
    expect(page.get_by_text("run the same command again to go on").first).to_be_visible()  # among the lines of its log

    automate(server)
    start_by_click(server, page)
    wait_for(server, lambda runs: sorted(runs.values()) == ["CANCELLED", "COMPLETED"])
    with duckdb.connect(str(served / "published.duckdb"), read_only=True) as connection:
        found = connection.execute("select title, content::varchar from marts.article order by all").fetchall()
    assert found == [("Der Markt", "edited"), ("Die Brücke", "identical")]
    wait_for_pause(server)
