"""What other programs write of a site is read: each runs here, on a small site of our own, where it is installed."""

import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest
from archive_tools import TOOLS, are_there, run_tool
from fault_fetching import Fetching
from test_pywb import free_port, read_when_ready

from flows.fetch import PageRequest
from flows.records import FetchedPage, Outcome, Redirect, Source

ROOM = Path(__file__).parents[2] / "flows" / "fetch" / "sources" / "containers"
STORY = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Jauns tilts</title></head><body><article>"
    "<h1>Jauns tilts pār upi</h1><p>Pilsētā atklāts jauns tilts, kas savieno abus upes krastus.</p>"
    "<p>Darbi ilga divus gadus un izmaksāja mazāk, nekā plānots sākumā.</p></article></body></html>"
)
HOME = "<html><head><title>Avīze</title></head><body><a href='/zinas?id=7'>7</a> <a href='/vecais'>v</a></body></html>"
PAGES = {"/": HOME, "/zinas?id=7": STORY, "/raksts/tilts.html": STORY}
SENTENCE = "savieno abus upes krastus"


class Paper(BaseHTTPRequestHandler):
    """A paper of two stories and an old address."""

    def do_GET(self) -> None:
        body = PAGES.get(self.path, "").encode()
        self.send_response(301 if self.path == "/vecais" else 200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Tue, 05 Jan 2016 10:00:00 GMT")
        if self.path == "/vecais":
            self.send_header("Location", "/raksts/tilts.html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def paper() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.9.40", 0), Paper) as server:
        serve = partial(server.serve_forever, poll_interval=0.01)
        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.9.40:{server.server_port}"
        server.shutdown()


def run(*command: object, folder: Path) -> None:
    subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, timeout=100, check=False)


def look(fetching: Fetching, source: Path, url: str) -> FetchedPage:
    return fetching.page(PageRequest(article_id="1" * 16, url=url), sources=(str(source),))


def expect_story(page: FetchedPage) -> None:
    assert page.capture.outcome is Outcome.OK, page.capture.outcome_detail
    assert SENTENCE in (page.payload or b"").decode()


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 40
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            if time.monotonic() > deadline or process.poll() is not None:
                raise
            time.sleep(0.1)
        else:
            return


def wait_for_records(folder: Path, urls: Iterable[str]) -> None:
    """Wait until each address has its record in the plain WARC files of a folder."""
    deadline = time.monotonic() + 60
    wanted = [f"WARC-Target-URI: {url}".encode() for url in urls]
    while True:
        written = b"".join(path.read_bytes() for path in folder.glob("*.warc*"))
        if all(line in written for line in wanted):
            return
        assert time.monotonic() < deadline, f"no record of each of {wanted}"
        time.sleep(0.1)


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


@needs("wget")
def test_wget_warc(fetching: Fetching, tmp_path: Path, paper: str) -> None:
    run("wget", "-q", "-r", "-l2", "--warc-file=first", "--delete-after", f"{paper}/", folder=tmp_path)
    dedup = ("--warc-cdx", "--warc-dedup=first.cdx")
    run("wget", "-q", "--warc-file=first", "--warc-cdx", "--delete-after", f"{paper}/zinas?id=7", folder=tmp_path)
    run("wget", "-q", "--warc-file=second", *dedup, "--delete-after", f"{paper}/zinas?id=7", folder=tmp_path)
    run("wget", "-q", "--warc-file=third", "--delete-after", f"{paper}/vecais", folder=tmp_path)
    expect_story(look(fetching, tmp_path, f"{paper}/zinas?id=7"))
    moved = look(fetching, tmp_path, f"{paper}/vecais")
    expect_story(moved)
    target = f"{paper}/raksts/tilts.html"
    assert moved.capture.redirects == (Redirect(uri=f"{paper}/vecais", http_status=301, location=target),)


@needs("wget")
@pytest.mark.parametrize("options", [["-r"], ["-r", "-k", "-E"]])
def test_wget_mirror(fetching: Fetching, tmp_path: Path, paper: str, options: list[str]) -> None:
    run("wget", "-q", *options, "-l2", f"{paper}/", folder=tmp_path)
    page = look(fetching, tmp_path, f"{paper}/zinas?id=7")
    expect_story(page)
    assert page.capture.source is Source.FOLDER
    assert page.capture.memento_datetime is not None
    assert page.capture.memento_datetime.year == 2016  # the page's Last-Modified, which wget gives its file
    assert "the moment is that of its file" in page.capture.outcome_detail


@needs("httrack")
def test_httrack_mirror(fetching: Fetching, tmp_path: Path, paper: str) -> None:
    run("httrack", f"{paper}/", "-O", tmp_path / "site", "-q", "-r3", "-%v0", folder=tmp_path)
    expect_story(look(fetching, tmp_path / "site", f"{paper}/zinas?id=7"))


@needs("chromium")
def test_chromium_mhtml_and_playwright_har(fetching: Fetching, tmp_path: Path, paper: str) -> None:
    from playwright.sync_api import sync_playwright

    url = f"{paper}/zinas?id=7"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(record_har_path=tmp_path / "visit.har", record_har_content="embed")
        page = context.new_page()
        page.goto(url)
        snapshot = context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})
        (tmp_path / "page.mhtml").write_text(snapshot["data"], newline="")
        context.close()
        browser.close()
    for name in ("visit.har", "page.mhtml"):
        expect_story(look(fetching, tmp_path / name, url))


@are_there
def test_pywb_recorder(fetching: Fetching, tmp_path: Path, paper: str) -> None:
    run_tool("wb-manager", "init", "avize", folder=tmp_path)
    port, url = free_port(), f"{paper}/zinas?id=7"
    settings = "collections:\n  live: $live\nrecorder:\n  source_coll: live\n"
    (tmp_path / "config.yaml").write_text(settings)
    process = subprocess.Popen(
        [TOOLS / "wayback", "-p", str(port), "-b", "127.0.0.1"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        read_when_ready(f"http://127.0.0.1:{port}/", process)
        assert SENTENCE.encode() in read_when_ready(f"http://127.0.0.1:{port}/avize/record/id_/{url}", process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)
    expect_story(look(fetching, tmp_path / "collections" / "avize", url))


@are_there
@needs("wget")
def test_wacz_of_py_wacz(fetching: Fetching, tmp_path: Path, paper: str) -> None:
    url = f"{paper}/zinas?id=7"
    run("wget", "-q", "--warc-file=one", "--delete-after", url, folder=tmp_path)
    run_tool("wacz", "create", "-f", tmp_path / "one.warc.gz", "-o", tmp_path / "one.wacz")
    expect_story(look(fetching, tmp_path / "one.wacz", url))


@are_there
def test_warcprox(fetching: Fetching, tmp_path: Path, paper: str) -> None:
    """Two addresses of one text: the second is a revisit of the first, with the digest in base16."""
    port = free_port()
    command = [TOOLS / "warcprox", "-p", str(port), "-b", "127.0.0.1", "-d", tmp_path / "warcs"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    urls = (f"{paper}/zinas?id=7", f"{paper}/raksts/tilts.html")
    try:
        wait_for_port(port, process)
        opener = build_opener(ProxyHandler({"http": f"http://127.0.0.1:{port}"}))
        for url in urls:
            assert SENTENCE.encode() in opener.open(url, timeout=20).read()
        wait_for_records(tmp_path / "warcs", urls)  # it answers first and writes later; a stop loses what is between
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    for url in urls:
        expect_story(look(fetching, tmp_path / "warcs", url))


@are_there
def test_warcit(fetching: Fetching, tmp_path: Path) -> None:
    """Files of markup become records of the type resource."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "tilts.html").write_text(STORY)
    run_tool("warcit", "--name", "made", "http://avize.example/raksts/", "site", folder=tmp_path)
    expect_story(look(fetching, next(tmp_path.glob("made*")), "http://avize.example/raksts/tilts.html"))


@are_there
@needs("wget")
def test_cdxj_indexer(fetching: Fetching, tmp_path: Path, paper: str) -> None:
    (tmp_path / "in").mkdir()
    url = f"{paper}/zinas?id=7"
    run("wget", "-q", "--warc-file=in/one", "--delete-after", url, folder=tmp_path)
    run_tool("cdxj-indexer", "-o", tmp_path / "in" / "one.cdxj", tmp_path / "in" / "one.warc.gz")
    expect_story(look(fetching, tmp_path / "in", url))


FORMS = re.compile(r"\(form\)$")
# The rows of the table in the room's README, each by how it begins, and the test that holds it.
ROWS: dict[str, Callable[..., None]] = {
    "warcprox": test_warcprox,
    "wget 1.21.3 `--warc-file`": test_wget_warc,
    "wget 1.21.3 mirrors": test_wget_mirror,
    "HTTrack": test_httrack_mirror,
    "Chromium": test_chromium_mhtml_and_playwright_har,
    "Playwright": test_chromium_mhtml_and_playwright_har,
    "py-wacz": test_wacz_of_py_wacz,
    "pywb": test_pywb_recorder,
    "warcit": test_warcit,
    "cdxj-indexer": test_cdxj_indexer,
}


def test_each_tool_of_the_table_has_its_test() -> None:
    rows = [line.split("|")[1].strip() for line in (ROOM / "README.md").read_text("utf-8").splitlines() if "|" in line]
    tools = [row for row in rows[2:] if not FORMS.search(row)]
    assert tools
    assert [tool for tool in tools if not any(tool.startswith(name) for name in ROWS)] == []
