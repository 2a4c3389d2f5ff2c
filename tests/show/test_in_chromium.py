"""The pages in a real browser, in each language: three screens, light and dark, no error, no violation of WCAG AA."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from show_corpus import Corpus
from show_server import serve
from show_taught import PUBLISHER, publish_taught

from flows.cli import run
from flows.show.language import LANGUAGES

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_VIOLATIONS = {"resultTypes": ["violations"], "preload": False}  # not what is well; no style sheet comes from elsewhere
WCAG_AA = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    **_VIOLATIONS,
}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, **_VIOLATIONS}
SCREENS = (360, 768, 1440)
FILES_OF = ("hostile", "replaced")
SHOWN_TITLE = "<script>document.title='owned'</script>"

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine (Debian: apt-get install chromium)"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(scope="module")
def addresses(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Write the files and serve the browser's pages; give the address of each kind of page."""
    folder = tmp_path_factory.mktemp("pages")
    with serve(corpus.home) as site, serve(publish_taught(folder / "taught")) as taught:
        found = {}
        for language in LANGUAGES:
            pages = write_pages(corpus, folder, language) | served_pages(corpus, f"{site}/{language}")
            found |= {f"{name}, {language}": address for name, address in pages.items()}
            found[f"host, {language}"] = f"{taught}/{language}/host/{PUBLISHER}"
        yield found


def write_pages(corpus: Corpus, folder: Path, language: str) -> dict[str, str]:
    """Write the pages that are files."""
    written = {"report": ["report", "-o"], **{f"diff of {n}": ["diff", corpus.ids[n], "--html"] for n in FILES_OF}}
    found = {}
    for name, command in written.items():
        file = folder / f"{name} {language}.html"
        assert run([*command, str(file), "--lang", language, "--home", str(corpus.home)]) == 0
        found[name] = file.as_uri()
    return found


def served_pages(corpus: Corpus, site: str) -> dict[str, str]:
    """Name an address of each kind of page."""
    return {
        "overview": f"{site}/",
        "list": f"{site}/articles?sorting=changed",
        "narrowed list": f"{site}/articles?publisher=127.0.0.1&existence=live,moved&issue=any&rule=x&sampled=yes",
        "changes": f"{site}/changes?year=2016",
        "compared": f"{site}/article/{corpus.ids['edited']}/compare",
        "article": f"{site}/article/{corpus.ids['hostile']}",
        "hosts": f"{site}/hosts",
        "problem": f"{site}/article/none",
    }


class Watched:
    """A page with all that it asked for and complained of."""

    def __init__(self, browser: Browser, width: int, scheme: str = "light") -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, address: str) -> Page:
        """Open a page with every fold unfolded."""
        self.page.goto(address)
        self.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        return self.page


# The pages of one article and of one list are made of the same parts: those that come twice are seen once.
SEEN = [(name, width) for name in ("report", "list", "article") for width in SCREENS]
SEEN += [
    (name, 360)
    for name in ("overview", "diff of replaced", "problem", "narrowed list", "compared", "changes", "hosts", "host")
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "width"), SEEN)
def test_a_page_is_whole_on_every_screen(
    browser: Browser, addresses: dict[str, str], name: str, width: int, language: str
):
    watched = Watched(browser, width)
    address = addresses[f"{name}, {language}"]
    page = watched.open(address)
    violations = Axe().run(page, options=WCAG_AA).response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    style = "/".join([*address.split("/")[:4], "style.css"])  # a file has its style in it
    assert set(watched.requests) <= ({address} if address.startswith("file:") else {address, style})
    assert [text for text in watched.complaints if "404" not in text or name != "problem"] == []
    page.close()


LETTERS_CUT_OFF = """() => [...document.querySelectorAll('.chart svg')].flatMap(svg => {
    const frame = svg.getBoundingClientRect()
    return frame.width === 0 ? [] : [...svg.querySelectorAll('text')].filter(text => {
        const box = text.getBoundingClientRect()
        return box.left < frame.left - 0.5 || box.right > frame.right + 0.5
    }).map(text => text.textContent)
})"""


@pytest.mark.parametrize("width", SCREENS)
@pytest.mark.parametrize(
    ("font", "language"), [("DejaVu Sans", "en"), ("Liberation Sans", "en"), ("DejaVu Sans", "vi")]
)
def test_charts_show_all_letters_in_wide_and_in_narrow_fonts(
    browser: Browser, addresses: dict[str, str], width: int, font: str, language: str
):
    page = Watched(browser, width).open(addresses[f"report, {language}"])
    page.evaluate("font => document.documentElement.style.setProperty('--sans', font)", f"'{font}', sans-serif")
    assert page.locator(".chart svg text").count() > 0
    assert page.evaluate(LETTERS_CUT_OFF) == []
    page.close()


@pytest.mark.parametrize("name", ["report", "article"])
def test_dark_has_enough_contrast_too(browser: Browser, addresses: dict[str, str], name: str):
    page = Watched(browser, 1440, "dark").open(addresses[f"{name}, en"])
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 24, 26)"
    violations = Axe().run(page, options=CONTRAST).response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in violations] == []
    page.close()


@pytest.mark.parametrize("name", ["report", "diff of hostile", "list", "article"])
def test_a_title_with_a_script_is_text(browser: Browser, addresses: dict[str, str], name: str):
    page = Watched(browser, 1440).open(addresses[f"{name}, en"])
    assert page.title() != "owned"
    assert SHOWN_TITLE in page.inner_text("main")
    assert page.locator("main script, main img").count() == 0
    page.close()


def test_the_keyboard_reaches_the_content_and_the_provenance(browser: Browser, addresses: dict[str, str]):
    page = Watched(browser, 1440).open(addresses["diff of hostile, en"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    relation = page.locator("tr.edited th a").first
    note = page.locator("tr.edited .from").first
    assert not note.is_visible()
    relation.focus()
    assert note.is_visible()
    assert relation.get_attribute("aria-describedby") == note.get_attribute("id")
    page.close()


def test_pointing_at_a_row_shows_where_its_words_come_from(browser: Browser, addresses: dict[str, str]):
    page = Watched(browser, 1440).open(addresses["diff of hostile, en"])
    page.hover("tr.edited td")
    assert "hostile.jsonl, line 1" in page.inner_text("tr.edited .from")
    page.close()


def test_the_report_prints(browser: Browser, addresses: dict[str, str], tmp_path: Path):
    """On paper every fold with an article is open, and nothing to click is left."""
    page = browser.new_page()
    page.goto(addresses["report, en"])
    page.emulate_media(media="print")
    assert page.locator(".skip").is_visible() is False
    assert page.pdf(path=tmp_path / "report.pdf").startswith(b"%PDF")
    page.close()
