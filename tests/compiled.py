"""Compile the pure rooms in a copy of the checkout, and hold both forms against each other: `make test-compiled`.

Results of both are the same, by hash, for every page of the fixtures and for seeds made of their texts; then the tests
of these rooms run in the compiled form. `python tests/compiled.py --results` prints the hash of the form it runs in.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = shutil.ignore_patterns(".*", "data", "build", "*.egg-info", "__pycache__", "*.so")
ROOMS = ("tests/text", "tests/reconcile", "tests/parse")


def results() -> Iterator[str]:
    """Give what is read of each page, and what comes of comparing it with seeds of its text: whole, cut and edited."""
    sys.path[:0] = [str(ROOT)]  # before tests/, where a folder has a room's name
    from factories import seed_at

    from flows.parse.page import parse_page
    from flows.reconcile.reconcile import reconcile

    for path in sorted((ROOT / "tests").rglob("*.html")):
        url = f"https://{path.stem.split('_')[0].replace('.', '-')}.example/tin-{len(path.stem)}.html"
        page = parse_page(path.read_bytes(), url=url, headers={"content-type": "text/html"})
        body = "\n".join(block.text for block in page.blocks)
        yield repr(page)
        for seen in (body, body[: len(body) // 2], body.replace("2", "3").replace(" không ", " "), body[::2]):
            yield repr(reconcile(seed_at(url, title=page.title, body=seen or None), page))


def digest_in(root: Path) -> str:
    """Hash the results of the form that lies in a folder."""
    environment = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root / 'tests'}"}
    command = [sys.executable, root / "tests" / "compiled.py", "--results"]
    done = subprocess.run(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip()


def main() -> int:
    """Compile, compare, test; 1 where something differs."""
    if "--results" in sys.argv:
        print(hashlib.sha256("\n".join(results()).encode("utf-8", "surrogatepass")).hexdigest())
        return 0
    with tempfile.TemporaryDirectory(prefix="seedbank-compiled-") as folder:
        copy = Path(folder) / "checkout"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        environment = {**os.environ, "PYTHONPATH": str(copy)}
        command: list[str | Path] = [sys.executable, copy / "deployments" / "compile_rooms.py"]
        subprocess.run(command, cwd=copy, env=environment, check=True)
        plain, compiled = digest_in(ROOT), digest_in(copy)
        print(f"results as plain Python {plain[:16]}, compiled {compiled[:16]}")
        if plain != compiled:
            return 1
        tests = [sys.executable, "-m", "pytest", "-n", "2", *ROOMS]
        return subprocess.run(tests, cwd=copy, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
