"""Report and browse synthetic articles that were looked at. Usage: show_volume.py [COUNT].

Figures: time, peak memory and size of the report on COUNT articles (100,000); then, on ten times as many, time of
the browser's pages (median and slowest of 20), and of a page far behind the first beside the same by OFFSET.
"""

import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import httpx

from warehouse.database.connect import PUBLISHED_FILE, connect_file, open_published, open_writer
from warehouse.load.batch_folders import list_batches
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish

SQL = Path(__file__).with_name("show_corpus.sql")
MULTIPLY = Path(__file__).with_name("show_multiply.sql")
BATCH_SIZE = 10_000
BATCHES_A_COMMIT = 5
REPEATS = 20
WORDS = ["hội", "nghị", "trung", "ương", "kinh", "tế", "tăng", "trưởng", "xuất", "khẩu", "thủ", "tướng", "nước", "dân"]
NUMBERS = ["77", "4711", "123", "9000"]
NEWEST_FIRST = """
select published_at::varchar, article_id from derived.current_article order by published_at desc, article_id
"""
OFFSET = """
select article_id, title, publisher, published_at, url, existence, content, changed_share
from derived.current_article order by published_at desc, article_id limit 51 offset ?
"""


def make_home(home: Path, count: int) -> None:
    """Write, load and publish the articles."""
    with duckdb.connect() as connection:
        for start in range(0, count, BATCH_SIZE):
            folder = home / "batches" / f"{start:016x}"
            folder.mkdir(parents=True)
            values = {"first": start, "count": min(BATCH_SIZE, count - start), "words": WORDS, "batch_id": folder.name}
            for statement in SQL.read_text("utf-8").format(folder=folder).split(";\n"):
                used = {name: value for name, value in values.items() if f"${name}" in statement}
                connection.execute(statement, used)
    folders = list_batches(home / "batches")
    with open_writer(home, memory_limit="4GB") as connection:
        for start in range(0, count // BATCH_SIZE + 1, BATCHES_A_COMMIT):
            load_batches(connection, folders[start : start + BATCHES_A_COMMIT])
        publish(connection, home)


def multiply(snapshot: Path) -> None:
    """Make ten times the articles of a snapshot; readers alone are measured on it."""
    with connect_file(snapshot, memory_limit="4GB") as connection:
        for statement in filter(str.strip, MULTIPLY.read_text("utf-8").split(";\n")):
            connection.execute(statement)


def measure_report(home: Path) -> None:
    """Run the command in a process of its own."""
    file = home / "report.html"
    command = [str(Path(sys.executable).with_name("seedbank")), "report", "-o", str(file), "--home", str(home)]
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    print(f"report: {seconds:.1f} s, peak memory {peak:.2f} GB, {file.stat().st_size / 1e6:.2f} MB")


def read_cpu(process: int) -> float:
    """Read the CPU time that a process has used, in milliseconds (in steps of 10 on Linux)."""
    told = Path(f"/proc/{process}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    return (int(told[11]) + int(told[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def timed(ask: Callable[[], object]) -> list[float]:
    """Time some calls, in milliseconds."""
    found = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        ask()
        found.append((time.perf_counter() - began) * 1000)
    return found


def measure(name: str, server: int, ask: Callable[[], httpx.Response]) -> None:
    """Ask for pages and print one line of figures; CPU is the server's, which a busy machine changes little."""
    before = read_cpu(server)
    times = timed(lambda: ask().raise_for_status())
    cpu = (read_cpu(server) - before) / REPEATS
    print(f"  {name}: median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms, CPU {cpu:.0f} ms")


def measure_pages(home: Path) -> None:
    """Ask the pages of `seedbank browse`."""
    command = [str(Path(sys.executable).with_name("seedbank")), "browse", "--port", "0", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split()[0]
        try:
            with httpx.Client(base_url=address, timeout=600) as client:
                ask_pages(client, home, server.pid)
        finally:
            server.terminate()


def ask_pages(client: httpx.Client, home: Path, server: int) -> None:
    """Time each kind of page, after the overview is drawn and the index of words is there."""
    began = time.perf_counter()
    client.get("/").raise_for_status()
    print(f"overview, the first time: {time.perf_counter() - began:.1f} s (drawn as the command starts)")
    with open_published(home) as connection:
        ids = [row[0] for row in connection.execute("select article_id from derived.current_article").fetchall()]
        rows = connection.execute(NEWEST_FIRST).fetchall()
        key, last = rows[len(rows) * 9 // 10]
        by_offset = timed(lambda: connection.execute(OFFSET, [len(rows) * 9 // 10]).fetchall())
    print("pages of the browser")
    measure("overview", server, lambda: client.get("/"))
    measure("list", server, lambda: client.get("/articles"))
    measure("list, nine tenths in", server, lambda: client.get("/articles", params={"after": f"{key}~{last}"}))
    measure("list of the most changed", server, lambda: client.get("/articles?sorting=changed"))
    measure(
        "list with filters",
        server,
        lambda: client.get("/articles?existence=live&content=edited&issue=flattened&year=2015"),
    )
    measure("article", server, lambda: client.get(f"/article/{random.choice(ids)}"))
    print(f"  query of the page nine tenths in by OFFSET instead: {statistics.median(by_offset):.0f} ms")
    began = time.perf_counter()
    while "is being made" in client.get("/articles?words=trung+uong").text:
        time.sleep(1)
    print(f"index of words, made once a snapshot: {time.perf_counter() - began:.0f} s")
    measure("search", server, lambda: client.get(f"/articles?words=bai+so+{random.choice(NUMBERS)}"))
    assert re.search(r"article/[0-9a-f]{16}", client.get("/articles").text)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    home = Path(tempfile.mkdtemp(prefix="show-volume-"))
    try:
        make_home(home, count)
        print(f"{count:,} articles")
        measure_report(home)
        multiply(home / PUBLISHED_FILE)
        print(f"{10 * count:,} articles")
        measure_pages(home)
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
