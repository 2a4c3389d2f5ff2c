"""A small corpus that went the whole line: seed files, pages served on loopback, WARC files, a published snapshot."""

import asyncio
import datetime as dt
import ipaddress
import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from flows.batches.worker.pages import examine_page
from flows.existence.verdict import ExistenceCase, judge_existence
from flows.fetch import FetchOptions, PageRequest, open_fetcher
from flows.reconcile.reconcile import reconcile
from flows.records import (
    Batch,
    BatchKind,
    Content,
    Existence,
    FetchedPage,
    Observation,
    PageFinding,
    PageJob,
    Reason,
    Rejection,
    SeedArticle,
    Stage,
    content_id,
)
from flows.seedfiles import read_seeds
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish

DAY = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
CONFIRM_AFTER = dt.timedelta(hours=24)
HOSTILE_TITLE = "<script>document.title='owned'</script> & \"dấu nháy\" \u202egnắhp"
HOSTILE_SENTENCE = "Câu này có <x-y tabindex=1 autofocus onfocus=\"document.title='owned'\"> và {{ 7 * 7 }} giữa dòng."
PLAIN = [
    "Sáng 5/10, cây cầu mới ở xã Tân Phú được thông xe sau hai năm xây dựng.",
    "Cầu dài 412 mét, nối hai bờ sông Vàm và rút ngắn đường đến trường của trẻ em trong xã.",
    "Ông Trần Văn Bình, chủ tịch xã, nói rằng người dân đã chờ ngày này từ lâu.",
    "Kinh phí xây dựng là 42 tỷ đồng, do tỉnh và người dân cùng góp.",
    "Bến phà cũ sẽ ngừng chạy vào cuối tháng sau.",
]
ADDED = ["Chiều cùng ngày, đoàn công tác của tỉnh đã đến thăm các hộ ven sông.", "Việc dọn bến mất khoảng ba tuần."]
OTHER = [
    "Đội bóng chuyền huyện thắng trận thứ ba liên tiếp trên sân nhà.",
    "Khán giả đứng kín hai bên sân dù trời mưa nặng hạt.",
    "Huấn luyện viên cho biết toàn đội sẽ nghỉ hai ngày trước vòng chung kết.",
    "Vé vào sân vòng tới được bán từ sáng thứ hai tại nhà văn hóa.",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article: what the seed says, and what the page answers in the first and the later look."""

    name: str
    title: str
    seed: tuple[str, ...] | None
    page: tuple[str, ...] = ()
    page_title: str | None = None
    status: int = 200
    caption: str = ""
    language: str = "vi"


STORIES = (
    Story(
        name="edited",
        title="Cầu Tân Phú thông xe",
        caption="Quang cảnh lễ thông xe. (Ảnh: Nguyễn Dân/TTXVN)",
        seed=tuple(PLAIN),
        page=(PLAIN[0], PLAIN[1], PLAIN[2].replace("Bình", "Bính"), PLAIN[3].replace("42 tỷ", "47 tỷ"), PLAIN[4]),
    ),
    Story(name="same", title="Bến phà Tân Hội ngừng chạy", seed=tuple(OTHER), page=tuple(OTHER)),
    Story(
        name="hostile",
        title=HOSTILE_TITLE,
        seed=(*PLAIN[:3], HOSTILE_SENTENCE),
        page=(*PLAIN[:3], HOSTILE_SENTENCE.replace("giữa dòng", "cuối dòng")),
    ),
    Story(name="extended", title="Cầu mới ở Tân Phú", seed=tuple(PLAIN), page=(*PLAIN, *ADDED)),
    Story(
        name="replaced", title="Chợ quê họp phiên cuối", seed=tuple(PLAIN), page=tuple(OTHER), page_title="Bóng chuyền"
    ),
    Story(name="gone", title="Hội làng mở muộn", seed=tuple(OTHER[:3]), status=404),
    Story(name="blocked", title="Giá lúa cuối tuần", seed=tuple(PLAIN[:3]), status=403),
    Story(name="empty", title="Ngày sách ven sông", seed=None, page=tuple(OTHER)),
    Story(
        name="english",
        title="Council votes for a new ferry",
        language="en",
        seed=(
            "Fenwick town council voted on Tuesday to buy a new ferry for the Skerry Point crossing.",
            "The vessel will cost £2.4 million and carry 120 passengers.",
            "It replaces the Mary Tallow, which has made the trip since 1971.",
            "Two councillors voted against the plan and asked for a second tender.",
        ),
        page=(
            "Fenwick town council voted on Tuesday to buy a new ferry for the Skerry Point crossing.",
            "The vessel will cost £2.9 million and carry 120 passengers.",
            "It replaces the Mary Tallow, which has made the trip since 1971.",
            "Two councillors voted against the plan and asked for a second tender.",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The home folder, and the article_id of each story."""

    home: Path
    seeds: Path
    ids: Mapping[str, str] = field(default_factory=dict)


def page_of(story: Story) -> str:
    """Write the page of a story as a publisher would."""
    paragraphs = "".join(f"<p>{escape(text)}</p>\n" for text in story.page)
    title = escape(story.page_title or story.title)
    return (
        f'<!DOCTYPE html><html lang="{story.language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{title}">'
        '<meta property="article:published_time" content="2016-10-05T08:30:00+07:00"></head><body>'
        f"<article><h1>{title}</h1>\n{paragraphs}</article><footer>Báo Mẫu</footer></body></html>"
    )


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        story = next((story for story in STORIES if self.path == f"/{story.name}.html"), None)
        status = story.status if story else 404
        body = page_of(story).encode() if story and status == 200 else f"<h1>{status}</h1>".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


def make_corpus(folder: Path) -> Corpus:
    """Make seed files, serve their pages, look twice, a day and more apart, and publish."""
    home, seeds = folder / "home", folder / "seeds"
    seeds.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        write_seeds(seeds, f"http://127.0.0.1:{server.server_address[1]}")
        read = [seed for seed in read_seeds([seeds]) if isinstance(seed, SeedArticle)]
        ids = {Path(seed.source_path).stem: seed.identity.article_id for seed in read}
        first = look(home, read, DAY, {})
        missing = {o.article_id: o.observed_at for o in first.observations if o.existence is Existence.MISSING}
        lost = [seed for seed in read if seed.identity.article_id in missing]
        second = look(home, lost, DAY + dt.timedelta(days=2), missing)
        publish_batches(home, [seed_batch(read), first, second])
    finally:
        server.shutdown()
        server.server_close()
    return Corpus(home=home, seeds=seeds, ids=ids)


def write_seeds(folder: Path, site: str) -> None:
    """Write one JSON file a story."""
    for story in STORIES:
        text = None if story.seed is None else " ".join([story.caption, *story.seed]).strip()
        line = json.dumps({"url": f"{site}/{story.name}.html", "title": story.title, "text": text}, ensure_ascii=False)
        (folder / f"{story.name}.jsonl").write_text(line + "\n", "utf-8")


def seed_batch(seeds: Iterable[SeedArticle]) -> Batch:
    """Clean the seeds; one input is rejected beside them."""
    listed = tuple(seeds)
    rejection = Rejection(
        stage=Stage.READ, reason=Reason.MISSING_URL, detail="the seed has no URL", source_path="seeds/x.jsonl", line=1
    )
    return Batch(
        batch_id=content_id("seeds"),
        kind=BatchKind.SEEDS,
        run_id="run-1",
        seeds=listed,
        reconciliations=tuple(reconcile(seed, None) for seed in listed),
        rejections=(rejection,),
    )


def look(home: Path, seeds: list[SeedArticle], now: dt.datetime, missing: Mapping[str, dt.datetime]) -> Batch:
    """Ask for the pages of some seeds at a moment, and judge what they show."""
    by_article = {seed.identity.article_id: seed for seed in seeds}
    fetched = asyncio.run(_fetch(home, seeds, now))
    findings: dict[str, PageFinding] = {}
    observations: list[Observation] = []
    for item in fetched:
        seed = by_article[item.capture.article_id]
        found = examine_page(PageJob(seed=seed, capture=item.capture, payload=item.payload)) if item.payload else None
        observation = judge_existence(
            ExistenceCase(
                capture=item.capture,
                page=found.page if found else None,
                seed=seed,
                reconciliation=found.reconciliation if found else None,
                missing_since=missing.get(seed.identity.article_id),
                confirm_after=CONFIRM_AFTER,
            )
        )
        observations.append(observation)
        is_found = observation.existence in {Existence.LIVE, Existence.MOVED}
        if found and (is_found or found.reconciliation.content is Content.REPLACED):
            findings[item.capture.capture_id] = found
    return Batch(
        batch_id=content_id("pages", now.isoformat()),
        kind=BatchKind.PAGES,
        run_id="run-2",
        captures=tuple(item.capture for item in fetched),
        observations=tuple(observations),
        pages=tuple(finding.page for finding in findings.values()),
        reconciliations=tuple(finding.reconciliation for finding in findings.values()),
    )


async def _fetch(home: Path, seeds: Iterable[SeedArticle], now: dt.datetime) -> list[FetchedPage]:
    options = FetchOptions(
        allow_private=(ipaddress.ip_network("127.0.0.0/8"),), host_interval_s=0.0, contact="test@example.org"
    )
    requests = [PageRequest(article_id=seed.identity.article_id, url=seed.url) for seed in seeds]
    async with open_fetcher(options, home=home, run_id="test", now=lambda: now) as fetcher:
        return [page async for page in fetcher.fetch_pages(requests)]


def publish_batches(home: Path, batches: Iterable[Batch]) -> None:
    """Load batches and publish."""
    with open_writer(home) as connection:
        load_batches(connection, [write_batch(home / "batches", batch) for batch in batches])
        publish(connection, home, now=DAY + dt.timedelta(days=3))
