"""Serve the demo site on loopback, one address a publisher, and write the seeds that once came from it.

    python tests/site/server.py --dir DIR

writes DIR/seeds and DIR/truth.json, serves until standard input closes or Ctrl-C, and logs every request to
DIR/requests.jsonl. The site has two states: the second shows while the file DIR/second-pass exists.
On one machine the answers depend on nothing but articles/*.toml; only the ports are whatever is free.
"""

import argparse
import contextlib
import hashlib
import html
import json
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from site_articles import Answer, Article, Host, SeedFormat, load_articles
from site_pages import load_layout, render_article, seed_words

SECOND_PASS = "second-pass"
RULE = "-" * 17
DRIP_SECONDS = 0.5
STATUS = {
    Answer.NOT_FOUND: 404,
    Answer.MOVED_SILENTLY: 404,
    Answer.GONE: 410,
    Answer.SOFT_NOT_FOUND: 200,
    Answer.FORBIDDEN: 403,
    Answer.CHALLENGE: 503,
}
MARKS = {Answer.CHALLENGE: {"cf-mitigated": "challenge", "server": "cloudflare"}}
HTML = "text/html; charset=utf-8"
INWARD_ADDRESS = "http://10.255.255.1/admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer; `body` may be sent slowly, or not at all."""

    status: int = 200
    content_type: str = HTML
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    drips: bool = False
    cuts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The running site and the files it wrote."""

    folder: Path
    articles: tuple[Article, ...]
    origins: dict[str, str]  # host key → "http://127.0.0.11:40311"

    @property
    def seeds(self) -> Path:
        """Folder of the seed files."""
        return self.folder / "seeds"

    def url(self, article: Article) -> str:
        """Address in the article's seed."""
        return self.origins[article.host.key] + article.path

    def show_second_pass(self) -> None:
        """Let the site change to its second state."""
        (self.folder / SECOND_PASS).touch()

    @property
    def truth(self) -> list[dict[str, object]]:
        """What a truthful check must say, one entry an article: key, about, url, existence, content, facts, issues."""
        return [
            {"key": article.key, "about": article.about, "url": self.url(article), **asdict(article.truth)}
            for article in self.articles
        ]

    def requests(self) -> list[dict[str, str]]:
        """Every request so far: host, method, path, agent."""
        log = self.folder / "requests.jsonl"
        return [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []


# -- answers ------------------------------------------------------------------------------------


class Publisher:
    """The answers of one host."""

    def __init__(self, host: Host, articles: list[Article], folder: Path) -> None:
        self.host = host
        self.origin = ""
        self.folder = folder
        self.articles = {article.path: article for article in articles}
        self.moved = {article.moved_path: article for article in articles}

    def _story_no(self) -> int:
        return int((self.folder / SECOND_PASS).exists())

    def answer(self, path: str) -> Reply:
        """Answer a path."""
        if path == "/robots.txt":
            return self._robots()
        if path == "/":
            return self._home()
        if path in self.articles:
            return self._article(self.articles[path])
        if path in self.moved:
            return self._moved(self.moved[path])
        return self._note(Answer.NOT_FOUND)

    def _robots(self) -> Reply:
        lines = ["User-agent: *", *(f"Disallow: {prefix}" for prefix in self.host.disallow), "Allow: /", ""]
        return Reply(content_type="text/plain; charset=utf-8", body="\n".join(lines))

    def _home(self) -> Reply:
        number = self._story_no()
        links = "\n".join(
            f'<li><a href="{article.path}">{html.escape(article.now[number].title)}</a></li>'
            for article in self.articles.values()
            if article.now[number].answer is Answer.PAGE
        )
        names = {"site": self.host.name, "language": self.host.language, "url": f"{self.origin}/", "links": links}
        return Reply(body=load_layout("home").substitute(names))

    def _note(self, answer: Answer) -> Reply:
        layout = Answer.NOT_FOUND if answer is Answer.MOVED_SILENTLY else answer
        body = load_layout(layout.value).substitute(site=self.host.name)
        return Reply(status=STATUS[answer], body=body, headers=MARKS.get(answer, {}))

    def _article(self, article: Article) -> Reply:
        story = article.now[self._story_no()]
        match story.answer:
            case Answer.PAGE | Answer.PAYWALL | Answer.DRIP:
                body = render_article(article, story, self.origin + article.path)
                return Reply(body=body, drips=story.answer is Answer.DRIP)
            case Answer.MOVED_BY_REDIRECT:
                return Reply(status=301, headers={"Location": article.moved_path})
            case Answer.HOME:
                return Reply(status=302, headers={"Location": "/"})
            case Answer.INWARD:
                return Reply(status=302, headers={"Location": INWARD_ADDRESS})
            case Answer.RESET:
                return Reply(cuts=True)
            case _:
                return self._note(story.answer)

    def _moved(self, article: Article) -> Reply:
        story = article.now[self._story_no()]
        if story.answer not in (Answer.MOVED_BY_REDIRECT, Answer.MOVED_SILENTLY):
            return self._note(Answer.NOT_FOUND)
        return Reply(body=render_article(article, story, self.origin + article.moved_path))


class Door(BaseHTTPRequestHandler):
    """Send what the publisher answers."""

    protocol_version = "HTTP/1.1"
    publisher: Publisher
    stopping: threading.Event
    log_lock: threading.Lock

    def do_GET(self) -> None:
        """Answer GET."""
        self._log()
        reply = self.publisher.answer(self.path.partition("?")[0])
        if reply.cuts:
            self.close_connection = True
            return
        body = reply.body.encode("utf-8")
        tag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
        if reply.status == 200 and self.headers.get("If-None-Match") == tag:
            self._send_head(304, {"ETag": tag}, 0)
            return
        tagged = {"ETag": tag} if reply.status == 200 else {}
        self._send_head(reply.status, {"Content-Type": reply.content_type, **tagged, **reply.headers}, len(body))
        self._send_body(body, reply)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

    def _send_head(self, status: int, headers: dict[str, str], length: int) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def _send_body(self, body: bytes, reply: Reply) -> None:
        if self.command == "HEAD":
            return
        with contextlib.suppress(ConnectionError):
            if not reply.drips:
                self.wfile.write(body)
                return
            for byte in body:
                if self.stopping.wait(DRIP_SECONDS):
                    return
                self.wfile.write(bytes([byte]))

    def _log(self) -> None:
        entry = {
            "host": self.publisher.host.key,
            "method": self.command,
            "path": self.path,
            "agent": self.headers.get("User-Agent", ""),
        }
        with self.log_lock, (self.publisher.folder / "requests.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server uses
        """Write nothing to the terminal: requests.jsonl has it."""


# -- seeds and running --------------------------------------------------------------------------


def _dashed(url: str, title: str, body: str) -> str:
    return f"{url}\n{RULE}\n{title}\n{RULE}\n{body}\n{RULE}\n"


def _write_seeds(site: Site) -> None:
    """Write one dashed text a file, and one JSON-lines file; the last file is no seed at all."""
    site.seeds.mkdir(parents=True, exist_ok=True)
    lines: dict[str, list[str]] = {}
    for article in site.articles:
        title, body = seed_words(article)
        url = site.url(article)
        if article.seed.format is SeedFormat.JSONL:
            record = {"url": url, "title": title, "text": body}
            lines.setdefault(article.host.key, []).append(json.dumps(record, ensure_ascii=False))
            continue
        for copy in range(article.seed.copies):
            name = f"{article.key}.txt" if copy == 0 else f"{article.key}-copy-{copy}.txt"
            (site.seeds / name).write_text(_dashed(url, title, body), "utf-8")
    for key, records in lines.items():
        (site.seeds / f"{key}.jsonl").write_text("\n".join(records) + "\n", "utf-8")
    (site.seeds / "no-address.txt").write_text(_dashed("", "Ghi chép", "Không có địa chỉ."), "utf-8")


def _listen(publisher: Publisher, stopping: threading.Event, log_lock: threading.Lock) -> ThreadingHTTPServer:
    names = {"publisher": publisher, "stopping": stopping, "log_lock": log_lock}
    door = type("PublisherDoor", (Door,), names)
    try:
        server = ThreadingHTTPServer((publisher.host.address, 0), door)
    except OSError:  # a system with 127.0.0.1 alone: the ports tell the publishers apart
        server = ThreadingHTTPServer(("127.0.0.1", 0), door)
    server.daemon_threads = True
    publisher.origin = "http://{}:{}".format(*server.server_address[:2])
    return server


@contextlib.contextmanager
def demo_site(folder: Path) -> Iterator[Site]:
    """Serve the site while the block runs; seeds, truth and the request log are written to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SECOND_PASS).unlink(missing_ok=True)
    (folder / "requests.jsonl").unlink(missing_ok=True)
    articles = load_articles()
    hosts = {article.host.key: article.host for article in articles}
    publishers = [Publisher(host, [a for a in articles if a.host.key == host.key], folder) for host in hosts.values()]
    stopping, log_lock = threading.Event(), threading.Lock()
    with contextlib.ExitStack() as stack:
        for publisher in publishers:
            server = stack.enter_context(_listen(publisher, stopping, log_lock))
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
            stack.callback(server.shutdown)
        stack.callback(stopping.set)
        site = Site(folder=folder, articles=tuple(articles), origins={p.host.key: p.origin for p in publishers})
        _write_seeds(site)
        (folder / "truth.json").write_text(json.dumps(site.truth, ensure_ascii=False, indent=1), "utf-8")
        yield site


def main() -> None:
    """Serve until standard input closes; print one JSON line when ready."""
    parser = argparse.ArgumentParser(description="Serve the demo site on loopback.")
    parser.add_argument("--dir", type=Path, required=True, help="folder for seeds, truth and the request log")
    arguments = parser.parse_args()
    with demo_site(arguments.dir.resolve()) as site, contextlib.suppress(KeyboardInterrupt):
        sys.stdout.write(json.dumps({"seeds": str(site.seeds), "origins": site.origins}) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
