"""Hostile pages in a child with a deadline and a memory limit: each costs itself at most, never its neighbours (F7)."""

import time

import pytest
from sandbox_pages import MEMORY, Job, read_or_die

from flows.executors.sandbox import Crash, CrashKind, Sandbox

DEADLINE = 15.0  # seconds
ARTICLE = "<html><head><title>Con đò</title></head><body><article><h1>Con đò</h1>" + "".join(
    f"<p>Đoạn văn thứ {i} của bài này đủ dài để không ai coi nó là một dòng chữ thừa.</p>" for i in range(6)
)
GOOD: Job = ("good", ARTICLE.encode())
READ = "Con đò: 6"
HOSTILE = {
    "nested": "<div>" * 100_000,
    "attributes": "<div " + " ".join(f"a{i}=b" for i in range(100_000)) + ">x</div>",
    "attributes_by_line": "<div\n" + "\n".join(f"a{i}='>'" for i in range(100_000)) + ">x</div>",
    "attributes_by_slash": "<div " + "/".join(f"a{i}" for i in range(100_000)) + ">x</div>",
    "one_text": "<p>" + "chữ thường " * 1_800_000,  # 20 MB
    "a_million_paragraphs": "<p>" * 1_000_000,
    "lines": "<p>a" + "<br>a" * 200_000,
    "null_bytes": "\x00" * 5_000_000,
    "surrogates": "<p>&#xD800;&#55296; x</p>" * 10_000,
    "title": "</article><title>" + "a - " * 500_000 + "</title>",
    "captions": "<figure><img src=a.jpg><figcaption>Ảnh: An</figcaption></figure>" * 20_000,
    "quotes": "".join(f"<blockquote>Lời nói thứ {i} của người lái đò</blockquote>" for i in range(20_000)),
    "boxes": ("<div><img src=a.jpg><p>Ảnh</p>" * 90 + "</div>" * 90) * 100,
    "links": "<p>" + "<a href=/a>chữ <b>đậm</b></a> " * 50_000,
    "names": "<p>Reporting by " + "And " * 50_000 + "says</p>",
    "notes_in_data": '<script type="application/ld+json">' + "/* " * 500_000 + "</script>",
    "authors_in_data": '<script type="application/ld+json">{' + '"author":"b",' * 100_000 + "</script>",
    "headings": "<title>Con đò ngang sông</title>" + "<h2>Con</h2>" * 100_000,
    "data": '<script type="application/ld+json">' + "[" * 500_000 + "</script>",
}
DEADLY = {
    "segfault": CrashKind.CRASH,
    "killed": CrashKind.MEMORY,  # SIGKILL is what the kernel sends when memory runs out
    "out_of_memory": CrashKind.MEMORY,
}


def kind_of(result: str | Crash) -> str:
    return result.kind.value if isinstance(result, Crash) else result


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_markup_is_read_well_within_the_deadline(name: str):
    started = time.process_time()
    title, count = read_or_die((name, (ARTICLE + HOSTILE[name]).encode())).rsplit(":", 1)
    assert time.process_time() - started < DEADLINE / 2
    assert title == "Con đò"
    assert int(count) >= 6


def test_pages_that_kill_their_child_cost_themselves_and_the_hundred_around_them_are_read():
    hostile: list[Job] = [(name, b"") for name in DEADLY]
    hostile += [(name, (ARTICLE + HOSTILE[name]).encode("utf-8", "surrogatepass")) for name in ("nested", "surrogates")]
    batch: list[Job] = []
    for number in range(100):
        batch.append(GOOD)
        if number % 20 == 10:
            batch.append(hostile[number // 20])
    with Sandbox(read_or_die, deadline_s=DEADLINE, memory_bytes=MEMORY) as sandbox:
        results = [kind_of(result) for result in sandbox.run_blocking(batch)]
    read = [result for (name, _), result in zip(batch, results, strict=True) if name == "good"]
    assert read == [READ] * 100
    assert {name: results[batch.index((name, b""))] for name in DEADLY} == {k: v.value for k, v in DEADLY.items()}


def test_a_page_that_hangs_ends_at_the_deadline():
    with Sandbox(read_or_die, deadline_s=0.5, memory_bytes=MEMORY) as sandbox:
        sandbox.run_blocking([GOOD])  # a child takes a second to start
        started = time.monotonic()
        results = sandbox.run_blocking([GOOD, ("hang", b""), GOOD])
        assert time.monotonic() - started < 20
    assert [kind_of(result) for result in results] == [READ, "timeout", READ]
