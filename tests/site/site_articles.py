"""The articles of the demo site, read from articles/*.toml.

Everything here was written for this project: publishers, people, places and events are invented.
An article has the text that was scraped years ago, what its publisher did to it since, how its
address answers today, and the verdicts that a truthful check must reach.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from string import Template

FOLDER = Path(__file__).resolve().parent
ZONE = dt.timezone(dt.timedelta(hours=7))


class Answer(StrEnum):
    """How the address in the seed answers."""

    PAGE = "page"
    MOVED_BY_REDIRECT = "moved_by_redirect"  # 301 to the new address
    MOVED_SILENTLY = "moved_silently"  # 404, but the new address answers
    NOT_FOUND = "not_found"
    GONE = "gone"
    SOFT_NOT_FOUND = "soft_not_found"  # 200 and an error text
    HOME = "home"  # 302 to the home page
    INWARD = "inward"  # 302 to an address of a private network, which nobody asks
    FORBIDDEN = "forbidden"
    CHALLENGE = "challenge"  # a browser check
    PAYWALL = "paywall"  # the first paragraph and an offer
    DRIP = "drip"  # one byte now and then, past any deadline
    RESET = "reset"  # the connection is cut before an answer


class SeedFormat(StrEnum):
    """In which kind of file the seed lies."""

    DASHED = "dashed"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One publisher. Patterns use $slug, $number, $year, $month, $day, $credit."""

    key: str
    address: str
    name: str
    language: str
    path: str
    moved: str
    layout: str
    agency: str
    end_mark: str
    photo_mark: str
    disallow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The words of an article at one time. Paragraphs carry no end mark."""

    title: str
    paragraphs: tuple[str, ...]
    layout: str
    caption: str
    credit: str
    byline: str
    section: str
    tags: tuple[str, ...]
    answer: Answer = Answer.PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedShape:
    """What went wrong when the article was scraped."""

    format: SeedFormat = SeedFormat.DASHED
    null: bool = False  # the scraper wrote the word null for title and body
    cut_after: str = ""  # the text breaks off after these words
    form: str = "NFC"  # Unicode normal form of the file
    straight_quotes: bool = False
    glued_caption: bool = False  # no space between the credit and the first sentence
    mojibake: bool = False  # UTF-8 read as Windows-1252
    copies: int = 1  # the same seed in so many files


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a truthful check must say: existence after each pass, content and facts after the last one."""

    existence: tuple[tuple[str, ...], tuple[str, ...]]  # accepted after the first pass, after the second
    content: tuple[str, ...]  # accepted after the second pass
    facts: tuple[tuple[str, str, str], ...] = ()  # kind, a word of before, a word of after
    issues: tuple[str, ...] = ()  # among those that the article must have


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article, then and now."""

    key: str  # file name without .toml
    about: str  # its story in one line, for the reader of the report
    host: Host
    number: str
    slug: str
    published: dt.datetime
    then: Story
    now: tuple[Story, Story]  # during the first pass, during the second
    seed: SeedShape
    truth: Truth
    prefix: str = field(default="")  # a folder before the path, such as /noi-bo

    def _fill(self, pattern: str) -> str:
        day = self.published
        date = {"year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}"}
        return self.prefix + Template(pattern).substitute(date, slug=self.slug, number=self.number)

    @property
    def path(self) -> str:
        """Address at the time of the scrape."""
        return self._fill(self.host.path)

    @property
    def moved_path(self) -> str:
        """Address that the publisher's present system gives it."""
        return self._fill(self.host.moved)


# -- reading ------------------------------------------------------------------------------------


def load_hosts() -> dict[str, Host]:
    """Read hosts.toml."""
    table = tomllib.loads((FOLDER / "hosts.toml").read_text("utf-8"))
    return {key: Host(key=key, disallow=tuple(entry.pop("disallow", ())), **entry) for key, entry in table.items()}


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.strip().split("\n\n"))


def _change_once(paragraphs: tuple[str, ...], before: str, after: str, key: str) -> tuple[str, ...]:
    text = "\n\n".join(paragraphs)
    if text.count(before) != 1:
        raise ValueError(f"{key}.toml: {before!r} stands {text.count(before)} times in the text, not once")
    return tuple(part for part in (part.strip() for part in text.replace(before, after).split("\n\n")) if part)


def _story(table: dict[str, object], earlier: Story, key: str) -> Story:
    """Apply a [now] or [later] table to the story as it was."""
    known = {"title", "layout", "caption", "credit", "byline", "section"}
    story = replace(earlier, **{name: str(value) for name, value in table.items() if name in known})  # type: ignore[arg-type]
    paragraphs = _paragraphs(str(table["body"])) if "body" in table else story.paragraphs
    for before, after in table.get("replace", []):  # type: ignore[attr-defined]
        paragraphs = _change_once(paragraphs, before, after, key)
    paragraphs += _paragraphs(str(table["append"])) if "append" in table else ()
    return replace(story, paragraphs=paragraphs, answer=Answer(str(table.get("answer", earlier.answer))))


def _accepted(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _truth(table: dict[str, list[object]]) -> Truth:
    first, second = table["existence"]
    return Truth(
        existence=(_accepted(first), _accepted(second)),  # type: ignore[arg-type]
        content=_accepted(table["content"]),  # type: ignore[arg-type]
        facts=tuple((kind, before, after) for kind, before, after in table.get("facts", [])),  # type: ignore[misc]
        issues=tuple(map(str, table.get("issues", []))),
    )


def load_article(path: Path, hosts: dict[str, Host]) -> Article:
    """Read one article; raises ValueError or KeyError that names what is wrong with the file."""
    table = tomllib.loads(path.read_text("utf-8"))
    host = hosts[table["host"]]
    then = Story(
        title=table["title"],
        paragraphs=_paragraphs(table["body"]),
        layout=table.get("layout", host.layout),
        caption=table.get("caption", ""),
        credit=table.get("credit", ""),
        byline=table.get("byline", ""),
        section=table.get("section", ""),
        tags=tuple(table.get("tags", [])),
    )
    first = _story(table.get("now", {}), then, path.stem)
    second = _story(table["later"], first, path.stem) if "later" in table else first
    seed = {name: SeedFormat(value) if name == "format" else value for name, value in table.get("seed", {}).items()}
    return Article(
        key=path.stem,
        about=table["about"],
        host=host,
        number=str(table["number"]),
        slug=table["slug"],
        prefix=table.get("prefix", ""),
        published=dt.datetime.fromisoformat(table["published"]).replace(tzinfo=ZONE),
        then=then,
        now=(first, second),
        seed=SeedShape(**seed),
        truth=_truth(table["truth"]),
    )


def load_articles() -> list[Article]:
    """Read every file of articles/, in the order of their names."""
    hosts = load_hosts()
    return [load_article(path, hosts) for path in sorted((FOLDER / "articles").glob("*.toml"))]
