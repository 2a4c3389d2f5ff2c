"""What each step costs in this checkout beside an older one, in turns: the command for "faster than before".

    python tests/benchmarks/two_builds.py [OLD] [FIGURE …] [--seeds FOLDER] [--pages FOLDER] [--turns N]

OLD is a checkout, or a revision of git (HEAD unless told otherwise: what is not committed beside what is). Each of the
two runs in a process of its own, which makes the same work and does it when asked; they are asked in turn, so that
what else the machine does is shared evenly. CPU time with that of children, the best of the turns. The results of both
are hashed: `equal` stands beside a figure where they are the same. Seeds and pages are made here unless folders of
real ones are named.
"""

import argparse
import atexit
import gc
import gzip
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Final

# `flows` and `warehouse` are those of the checkout that a process runs in: figures import what they need of them.

ROOT: Final = Path(__file__).resolve().parents[2]
TURNS: Final = 5
PAIRS: Final = 200
SEEDS: Final = 2_000
PAGES: Final = 150
CHUNK: Final = 500
HEADERS: Final = {"content-type": "text/html; charset=utf-8"}

Work = Callable[[], Iterable[object]]
Edit = Callable[[list[str], random.Random], list[str]]


def _pairs(edit: Edit) -> Work:
    from reconcile_speed import PAIR_CHARACTERS, make_page, make_seed, make_sentences

    from flows.reconcile.reconcile import reconcile

    made = []
    for number in range(PAIRS):
        rng = random.Random(number)
        given = make_sentences(PAIR_CHARACTERS, rng)
        made.append((make_seed(" ".join(given)), make_page(edit(given, rng))))
    return lambda: [reconcile(seed, page) for seed, page in made]


def identical_pairs(_: argparse.Namespace) -> Work:
    """Reconcile seeds and pages of 4 KB that say the same."""
    return _pairs(lambda given, _: given)


def cosmetic_pairs(_: argparse.Namespace) -> Work:
    """Reconcile the same where each sentence has another form: a fifth in capitals, the rest with odd spaces."""
    return _pairs(
        lambda given, _: [
            text.replace(" ", "\u00a0", 1) if number % 5 else text.upper() for number, text in enumerate(given)
        ]
    )


def changed_pairs(_: argparse.Namespace) -> Work:
    """Reconcile seeds and pages of 4 KB with ten edits."""
    from reconcile_speed import EDITS, edit_sentences

    return _pairs(lambda given, rng: edit_sentences(given, EDITS, rng))


def seeds_alone(options: argparse.Namespace) -> Work:
    """Decode seed files and clean them: no page, nothing written."""
    from flows.reconcile.reconcile import reconcile
    from flows.seedfiles import decode_chunk

    chunks = _chunks(options)
    return lambda: [reconcile(seed, None) for chunk in chunks for seed in decode_chunk(chunk)[0]]


def seed_batches(options: argparse.Namespace) -> Work:
    """Do what a worker does with seed files: decode, clean, sketch, write the batch. A piece is a batch."""
    from flows.batches.seeds import clean_chunk

    chunks = _chunks(options)

    def work() -> Iterable[object]:
        with tempfile.TemporaryDirectory() as folder:
            return [clean_chunk(chunk, Path(folder), "run").name for chunk in chunks]

    return work


def sketches(options: argparse.Namespace) -> Work:
    """Make the keys of near-duplicates of texts, many at once."""
    from flows.seedfiles import decode_chunk
    from warehouse.near_duplicates.sketch import sketch_texts

    texts = [seed.body or "" for chunk in _chunks(options) for seed in decode_chunk(chunk)[0]]
    return lambda: sketch_texts(texts)


def pages_parsed(options: argparse.Namespace) -> Work:
    """Parse stored payloads: charset, head, body."""
    from flows.parse.page import parse_page

    folder = options.pages or ROOT / "tests" / "fixtures"
    paths = sorted(path for path in folder.rglob("*") if path.name.endswith((".html", ".html.gz")))[:PAGES]
    payloads = [(_address_of(path), _read(path)) for path in paths]
    return lambda: [parse_page(payload, url=url, headers=HEADERS) for url, payload in payloads]


def one_seed(options: argparse.Namespace) -> Work:
    """Run `seedbank ingest` of one seed twice, into a new home and into the same. Two pieces, all processes counted."""
    source = _make_folder() / "one.jsonl"
    source.write_text(json.dumps({"url": "https://example.org/a-1.html", "title": "One", "text": "One line."}))
    command = [sys.executable, "-m", "seedbank", "ingest", str(source), "--home"]

    def work() -> Iterable[object]:
        with tempfile.TemporaryDirectory() as home:
            return [
                subprocess.run([*command, home], cwd=options.home, capture_output=True, check=True).returncode
                for _ in range(2)
            ]

    return work


def _chunks(options: argparse.Namespace) -> list:
    from flows.records import Rejection
    from flows.seedfiles import Notice, find_sources, read_chunks

    files = [found for found in find_sources([options.seeds or _make_seeds()]) if not isinstance(found, Rejection)]
    chunks = read_chunks(files[:: max(1, len(files) // SEEDS)][:SEEDS], chunk_documents=CHUNK)
    return [chunk for chunk in chunks if not isinstance(chunk, Rejection | Notice)]


def _make_seeds() -> Path:
    from reconcile_speed import PAIR_CHARACTERS, make_sentences

    folder = _make_folder()
    with (folder / "seeds.jsonl").open("w", encoding="utf-8") as file:
        for number in range(SEEDS):
            text = " ".join(make_sentences(PAIR_CHARACTERS, random.Random(number)))
            row = {"url": f"https://example.org/a-{number}.html", "title": text[:60], "text": text}
            file.write(json.dumps(row) + "\n")
    return folder


def _make_folder() -> Path:
    folder = tempfile.mkdtemp(prefix="seedbank-builds-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _address_of(path: Path) -> str:
    return f"https://{path.name.split('_')[0].split('.')[0]}.example/tin-{len(path.name)}.html"


def _read(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


FIGURES: Final = {
    work.__name__: work
    for work in (
        identical_pairs,
        cosmetic_pairs,
        changed_pairs,
        seeds_alone,
        seed_batches,
        sketches,
        pages_parsed,
        one_seed,
    )
}


def cpu_seconds() -> float:
    """Return the CPU time of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def answer(options: argparse.Namespace) -> None:
    """Do what is asked for on standard input, a name a line: first its results' hash, then the seconds it takes."""
    known: dict[str, Work] = {}
    for line in sys.stdin:
        name = line.strip()
        if name not in known:
            known[name] = FIGURES[name](options)
            found = list(known[name]())
            digest = hashlib.sha256("\n".join(map(repr, found)).encode("utf-8", "surrogatepass")).hexdigest()
            print(json.dumps({"count": len(found), "digest": digest}), flush=True)
            continue
        gc.collect()
        gc.disable()
        began = cpu_seconds()
        known[name]()
        print(json.dumps({"seconds": cpu_seconds() - began}), flush=True)
        gc.enable()


class Build:
    """A checkout in a process of its own."""

    def __init__(self, checkout: Path, arguments: list[str]) -> None:
        environment = os.environ | {"PYTHONPATH": str(checkout), "PYTHONHASHSEED": "0"}
        command = [sys.executable, __file__, *arguments, "--home", str(checkout), "--answer"]
        self._process = subprocess.Popen(
            command, env=environment, cwd=checkout, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, name: str) -> dict:
        """Have a piece of work done."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def check_out(old: str, folder: Path) -> Path:
    """Give the folder of an older build: the one named, or that of a revision, written into `folder`."""
    if Path(old).is_dir():
        return Path(old).resolve()
    git = shutil.which("git") or "git"
    packed = subprocess.run([git, "-C", ROOT, "archive", old], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def compare(before: Build, after: Build, name: str, turns: int) -> str:
    """Say what one figure costs in both, and whether the results are the same."""
    old, new = before.ask(name), after.ask(name)
    times = [(before.ask(name)["seconds"], after.ask(name)["seconds"]) for _ in range(turns)]
    was, now = (1000 * min(side) / old["count"] for side in zip(*times, strict=True))
    same = "equal" if old["digest"] == new["digest"] else "OTHER RESULTS"
    return f"{name:16} {old['count']:6} pieces  {was:9.3f} ms  {now:9.3f} ms  x {was / now:5.2f}  {same}"


def main() -> None:
    """Print what each figure costs in both, and the ratio."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("old", nargs="?", default="HEAD")
    reader.add_argument("figures", nargs="*", metavar="FIGURE", help=", ".join(FIGURES))
    reader.add_argument("--seeds", type=Path)
    reader.add_argument("--pages", type=Path)
    reader.add_argument("--turns", type=int, default=TURNS)
    reader.add_argument("--home", type=Path, default=ROOT, help=argparse.SUPPRESS)
    reader.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    options = reader.parse_args()
    if options.answer:
        answer(options)
        return
    with tempfile.TemporaryDirectory(prefix="seedbank-old-") as folder:
        before, after = (Build(root, sys.argv[1:]) for root in (check_out(options.old, Path(folder)), ROOT))
        print(f"{'':31} {options.old:>12}  this checkout  ratio  results")
        for name in options.figures or FIGURES:
            print(compare(before, after, name, options.turns), flush=True)


if __name__ == "__main__":
    main()
