"""Fuzz the parser with mutated bytes, led by the coverage of its code: `fuzz_bytes.py SECONDS [options of libFuzzer]`.

The first byte of an input picks the address, the second the content type; the rest is the payload. The pages of
tests/fixtures are the seeds. A finding is written to the folder that is printed, and the exit code is not 0.
"""

import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "parse"))
with atheris.instrument_imports(include=["flows"]):
    from parser_fuzzing import URLS, read_and_check

LABELS = ("", "text/html", "text/html; charset=utf-8", "text/html; charset=windows-1258", "text/html; charset=utf-16")
HANG_SECONDS = 10
MEMORY_MB = 3000
MAX_BYTES = 16_384


def one_input(data: bytes) -> None:
    """Read one input as a page."""
    if len(data) < 2:
        return
    read_and_check(data[2:], URLS[data[0] % len(URLS)], LABELS[data[1] % len(LABELS)])


def write_seeds(folder: Path) -> None:
    """Write the fixtures as inputs, each under the address that its number picks."""
    pages = sorted((ROOT / "tests" / "fixtures" / "parse").rglob("*.html"))
    for number, path in enumerate(pages):
        (folder / f"seed-{number}").write_bytes(bytes((number % 256, number % len(LABELS))) + path.read_bytes())


def main() -> None:
    """Fuzz until the time is up or something is found; libFuzzer ends the process itself."""
    seconds = sys.argv[1]
    folder = Path(tempfile.mkdtemp(prefix="seedbank-fuzz-"))
    corpus = folder / "corpus"
    corpus.mkdir()
    write_seeds(corpus)
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={HANG_SECONDS}",
        f"-rss_limit_mb={MEMORY_MB}",
        f"-max_len={MAX_BYTES}",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
        "-verbosity=0",
    ]
    print(f"findings go to {folder}", flush=True)
    atheris.Setup([sys.argv[0], *options, *sys.argv[2:], str(corpus)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
