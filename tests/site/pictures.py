"""Make the pictures of README.md from the demo site: `make pictures`. Wants Debian's chromium and fonts-wqy-microhei.

Usage: pictures.py FOLDER. The demo runs in a home folder of its own, which is deleted again.
"""

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

SEEDBANK = Path(sys.executable).with_name("seedbank")
WIDTH = 1120
ARTICLE = "select article_id from marts.article where title = 'Council votes for a new harbour ferry'"
MOST_BYTES = 200_000


def save(picture: bytes, file: Path) -> None:
    """Save a picture with 256 colours, which is all that these pages have."""
    with Image.open(io.BytesIO(picture)) as opened:
        opened.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            file, optimize=True
        )
    size = file.stat().st_size
    sys.stdout.write(f"{file}: {size:,} bytes\n")
    if size > MOST_BYTES:
        sys.exit(f"{file} is larger than {MOST_BYTES:,} bytes")


@contextmanager
def browse(home: Path) -> Iterator[str]:
    """Run `seedbank browse` for the length of the block; give the address."""
    command = [SEEDBANK, "browse", "--port", "0", "--home", home]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().split()[0].rstrip("/")
        finally:
            server.terminate()


def take(browser: Browser, address: str, height: int, place: str | None = None) -> bytes:
    """Take a picture of the top of a page, or of what stands from `place` on."""
    page = browser.new_page(viewport={"width": WIDTH, "height": height}, reduced_motion="reduce")
    page.goto(address)
    if place:
        page.evaluate("place => document.querySelector(place).scrollIntoView()", place)
    picture = page.screenshot()
    page.close()
    return picture


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="seedbank-pictures-"))
    try:
        subprocess.run([SEEDBANK, "demo", "--home", work], check=True, stdout=subprocess.DEVNULL)
        home, report = work / "demo", work / "report.html"
        estimate = ["estimate", "--sample", "30", "--home", home]  # every page was looked at: none is asked
        subprocess.run([SEEDBANK, *estimate], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([SEEDBANK, "report", "-o", report, "--home", home], check=True, stdout=subprocess.DEVNULL)
        with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
            (article_id,) = connection.execute(ARTICLE).fetchall()[0]
        with sync_playwright() as playwright, browse(home) as site:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            save(take(browser, report.as_uri(), 1150), folder / "report.png")
            save(take(browser, f"{site}/articles?sorting=changed", 900), folder / "browse.png")
            save(take(browser, f"{site}/article/{article_id}", 1150, "#facts"), folder / "article.png")
            browser.close()
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
