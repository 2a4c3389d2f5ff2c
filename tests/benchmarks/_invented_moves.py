"""Invented histories of sites that gave their articles new addresses, by a generator that knows the truth.

The generator knows nothing of how rules are learned: each kind writes an old and a new address of an article in its
own way. Slugs are made by tables of letters of the generator's own.
"""

import datetime as dt
import random
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_TEXTS = {
    "vi": "đường cầu làng sông chợ trường đập hồ phố đêm mưa lũ đồng lúa giá điện nước đò bến tàu thợ dệt đúc gạch",
    "de": "brücke straße fähre größe läden müll öfen bühne wahl stadt hafen markt zug fluß gärten küste übung schloß",
    "uk": "міст вулиця школа ринок річка поле хліб вода світло дорога завод театр пісня щука їжак єдність",
    "fr": "pêche école marché forêt pluie théâtre hôtel île fête crème dépôt été château gare pont moulin",
    "en": "bridge harbour market school river mill strike budget ferry orchard quarry choir tower tunnel grain",
    "pl": "żniwa łódka świt ścieżka most rynek rzeka szkoła węgiel źródło ćma dąb górnik miód pszczoła",
    "hi": "नदी पुल बाज़ार स्कूल गाँव पानी किसान रेल सड़क बिजली मेला फसल",
}
WORDS = {language: text.split() for language, text in _TEXTS.items()}
_PLAIN = dict(
    zip(
        "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵçîûëïôćńśźżąęółđ",
        "aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyciueiocnszzaeold",
        strict=True,
    )
)
SECTIONS = ["politics", "sport", "world", "culture", "money", "health"]
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
RENAMED = dict(zip(SECTIONS, ["chinh-tri", "the-thao", "the-gioi", "van-hoa", "kinh-te", "suc-khoe"], strict=True))


def plain(text: str, table: dict[str, str] | None = None) -> str:
    """Write a headline in ASCII letters, with hyphens."""
    table = _PLAIN if table is None else table
    spelt = "".join(table.get(letter, letter) for letter in text.lower())
    spelt = spelt.replace("ä", "a").replace("ö", "o").replace("ü", "u").replace("ß", "ss")
    return "-".join("".join(letter if letter.isascii() and letter.isalnum() else " " for letter in spelt).split())


@dataclass(frozen=True, slots=True)
class Story:
    """An invented article; its properties are what addresses are written of."""

    number: int
    title: str
    section: str
    at: dt.datetime  # UTC
    secret: int  # a number that nothing tells
    hours: int

    @property
    def day(self) -> dt.date:
        """The day where its site is."""
        return (self.at + dt.timedelta(hours=self.hours)).date()

    @property
    def slug(self) -> str:
        """Its headline in ASCII."""
        return plain(self.title)

    @property
    def kept(self) -> str:
        """Its headline in its own letters."""
        return "-".join(self.title.lower().replace(",", " ").split())

    @property
    def umlauts(self) -> str:
        """Its headline with German letters as two."""
        text = self.title.lower()
        for letter, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
            text = text.replace(letter, written)
        return plain(text)

    @property
    def without_d(self) -> str:
        """Its headline in ASCII by a system that knows no đ."""
        return plain(self.title, {letter: bare for letter, bare in _PLAIN.items() if letter != "đ"})

    @property
    def unmarked(self) -> str:
        """Its headline in its own letters, without the marks that are signs of their own."""
        return "".join(sign for sign in self.kept if unicodedata.category(sign) not in {"Mn", "Mc"})

    @property
    def renamed(self) -> str:
        """Its section's other name."""
        return RENAMED[self.section]

    @property
    def some_renamed(self) -> str:
        """Its section's other name where that is one of the first three."""
        return self.renamed if SECTIONS.index(self.section) < 3 else self.section

    @property
    def section_no(self) -> int:
        """Its section's number."""
        return SECTIONS.index(self.section)

    @property
    def month_name(self) -> str:
        """Its month in letters."""
        return MONTHS[self.day.month - 1]

    @property
    def stranger(self) -> str:
        """A name that has nothing to do with it."""
        return "-".join(random.Random(self.secret).sample(WORDS["en"], 5))

    @property
    def digest(self) -> str:
        """A hash of it."""
        return f"{zlib.crc32(self.title.encode()):08x}"


Write = Callable[[Story], str] | str  # a text is formatted with the story


@dataclass(frozen=True, slots=True)
class Kind:
    """A way in which a site moved."""

    name: str
    old: Write
    new: Write
    language: str = "en"
    hours: int = 0
    noise: float = 0.0  # share of pairs whose articles were found elsewhere
    found: int = 24
    follows: bool = True
    needs_listing: bool = False  # a part of the new address is in the sitemap alone

    def write_old(self, story: Story) -> str:
        """Write the old address of a story."""
        return _write(self.old, story)

    def write_new(self, story: Story) -> str:
        """Write its new address."""
        return _write(self.new, story)


def _write(how: Write, story: Story) -> str:
    return how.format(s=story) if isinstance(how, str) else how(story)


def cut(slug: str, most: int) -> str:
    """Cut words off a name."""
    while len(slug) > most:
        slug = slug.rpartition("-")[0]
    return slug


def tell_stories(kind: Kind, count: int, draw: random.Random) -> Iterator[Story]:
    """Invent the articles of a site, each with a headline of its own."""
    at, number, seen = dt.datetime(2014, 1, 3, 5, tzinfo=dt.UTC), 21_340, set[str]()
    while len(seen) < count:
        at += dt.timedelta(hours=draw.randint(7, 500))
        number += draw.randint(3, 900)
        words = [draw.choice(WORDS[kind.language]) for _ in range(draw.randint(5, 11))]
        title = " ".join([words[0].capitalize(), *words[1:]])
        if draw.random() < 0.3:
            title += f", {draw.randint(2, 90)} {draw.choice(WORDS[kind.language])}"
        if title in seen:
            continue
        seen.add(title)
        yield Story(number, title, draw.choice(SECTIONS), at, draw.randint(100_000, 999_999), kind.hours)


A = "http://a.example/"
HOSTS_AND_PATHS = (
    Kind("host", "http://old.example/{s.slug}.html", "https://new.example/{s.slug}.html"),
    Kind("subdomain joins", "http://news.site.example/{s.slug}", "https://www.site.example/news/{s.slug}"),
    Kind("section to subdomain", "http://b.example/{s.section}/{s.number}", "http://{s.section}.b.example/{s.number}"),
    Kind("folder added", A + "{s.slug}", A + "archive/{s.slug}"),
    Kind("folder gone", A + "news/{s.section}/{s.slug}.htm", A + "{s.slug}.htm"),
    Kind("folders swapped", A + "{s.section}/{s.day.year}/{s.slug}", A + "{s.day.year}/{s.section}/{s.slug}"),
    Kind("folders joined", A + "{s.section}/{s.day.year}/{s.slug}", A + "{s.section}-{s.day.year}/{s.slug}"),
    Kind(
        "folders renamed",
        A + "{s.section}/{s.slug}-{s.number}.html",
        A + "{s.renamed}/{s.slug}-{s.number}.html",
        found=40,
    ),
    Kind("some folders renamed", A + "{s.section}/{s.slug}", A + "{s.some_renamed}/{s.slug}.htm", found=30),
    Kind("folders renamed to one", A + "{s.section}/{s.slug}", A + "all/{s.slug}"),
    Kind("suffix", A + "{s.slug}.aspx", A + "{s.slug}.html"),
    Kind("suffix gone", A + "{s.section}/{s.slug}.html", A + "{s.section}/{s.slug}/"),
    Kind("word behind the name", A + "{s.slug}", A + "{s.slug}-vi.html"),
    Kind("port gone", "http://a.example:8080/{s.slug}", "https://b.example/{s.slug}"),
    Kind("mobile host", "http://m.a.example/{s.slug}.html", "http://www.a.example/{s.slug}.html"),
    Kind("case", lambda s: A + f"{s.section.upper()}/{s.slug.title()}", A + "{s.section}/{s.slug}"),
)
NAMES_AND_NUMBERS = (
    Kind("query to path", A + "article.php?id={s.number}", "https://a.example/articles/{s.number}"),
    Kind("path to query", A + "{s.number}.html", A + "?p={s.number}"),
    Kind("query renamed", A + "view.asp?NewsID={s.number}&cat=3", A + "story?id={s.number}"),
    Kind("language of the query", A + "n.php?id={s.number}&lang=vi", A + "vi/{s.number}"),
    Kind("section number", A + "n.php?id={s.number}&cat={s.section_no}", A + "{s.section}/{s.number}", found=40),
    Kind("number before the name", A + "{s.slug}-{s.number}.html", A + "{s.number}-{s.slug}.html"),
    Kind("number behind a comma", A + "{s.slug},{s.number}", A + "{s.number},{s.slug}.html"),
    Kind("number alone", A + "{s.section}/{s.slug}-{s.number}.html", A + "p/{s.number}"),
    Kind("name alone", A + "{s.section}/{s.slug}-{s.number}.html", A + "{s.section}/{s.slug}"),
    Kind("number of a folder", A + "{s.section}/t{s.number}/{s.slug}.html", A + "{s.slug}-{s.number}"),
    Kind("mark before it", A + "{s.slug}/{s.number}.vnp", A + "{s.slug}-post{s.number}.vnp", language="vi"),
    Kind("mark gone", A + "{s.slug}-c{s.section_no}a{s.number}.html", A + "{s.slug}-{s.number}.html"),
    Kind("zeros before it", A + "n/{s.number}", A + "n/{s.number:010d}"),
    Kind("zeros gone", A + "n/{s.number:08d}.htm", A + "n/{s.number}"),
    Kind("number shifted", A + "{s.number}/{s.slug}", lambda s: A + f"{s.number + 4_100_000}/{s.slug}"),
    Kind("digit before it", A + "{s.number}.html", "http://b.example/news/9{s.number}"),
    Kind("folder of a thousand", A + "{s.number}.html", lambda s: A + f"{s.number // 1000}/{s.number}.html"),
    Kind("letters and digits", A + "{s.section}/art{s.number}.ece", A + "{s.section}/article{s.number}.html"),
    Kind("underscores", lambda s: A + f"{s.slug.replace('-', '_')}_{s.number}.html", A + "{s.slug}-{s.number}"),
    Kind("name in a folder", lambda s: A + f"{s.slug.replace('-', '_')}/{s.number}.html", A + "{s.slug}-{s.number}"),
    Kind("plus signs", lambda s: A + s.slug.replace("-", "+"), A + "{s.slug}"),
    Kind("dots", A + "{s.slug}-{s.number}.html", lambda s: A + f"{s.slug.replace('-', '.')}.{s.number}"),
    Kind("no signs", A + "{s.slug}-{s.number}.html", lambda s: A + f"{s.slug.replace('-', '')}{s.number}"),
    Kind("large letters", A + "{s.slug}-{s.number}.html", lambda s: A + f"{s.slug.upper()}/{s.number}"),
    Kind("first letters large", A + "{s.slug}.html", lambda s: A + f"{s.slug.title()}.html"),
    Kind("name cut off", A + "{s.slug}.html", lambda s: A + f"{cut(s.slug, 30)}.html", found=30),
    Kind("name cut off in a word", A + "{s.slug}.html", lambda s: A + f"n/{s.slug[:30].strip('-')}.html", found=30),
)
DAYS = (
    Kind("day gone", A + "{s.day:%Y/%m/%d}/{s.slug}/", A + "{s.slug}/"),
    Kind("day written together", A + "{s.day:%Y/%m/%d}/{s.slug}", A + "{s.day:%Y%m%d}/{s.slug}"),
    Kind("day taken apart", A + "{s.day:%Y%m%d}-{s.slug}", A + "{s.day:%Y/%m/%d}/{s.slug}"),
    Kind("day turned round", A + "{s.day:%d-%m-%Y}/{s.slug}.html", A + "{s.day:%Y/%m}/{s.slug}.html"),
    Kind("year of two digits", A + "{s.day:%y/%m/%d}/{s.slug}", A + "{s.day:%Y/%m/%d}/{s.slug}"),
    Kind(
        "day inside the number", A + "{s.slug}-{s.day:%Y%m%d}{s.secret}.chn", A + "{s.day:%Y/%m/%d}/{s.slug}-{s.secret}"
    ),
    Kind("names of months", A + "{s.day:%Y/%m/%d}/{s.slug}", A + "{s.day.year}/{s.month_name}/{s.slug}", found=60),
    Kind("day of the seed", A + "{s.slug}", A + "{s.day:%Y/%m/%d}/{s.slug}", language="fr"),
    Kind(
        "the same, east",
        A + "{s.slug}-{s.number}.html",
        A + "{s.day:%Y/%m/%d}/{s.slug}",
        hours=8,
        language="vi",
        found=40,
    ),
    Kind("the same, west", A + "?p={s.number}", A + "{s.day:%Y%m%d}/{s.number}", hours=-6, found=40),
    Kind("day without zeros", A + "{s.number}", A + "{s.day.year}/{s.day.month}/{s.day.day}/{s.number}"),
)
HEADLINES = (
    Kind("headline, Vietnamese", A + "tin/{s.number}", A + "{s.slug}-{s.number}.html", language="vi"),
    Kind("headline, đ dropped", A + "tin/{s.number}", A + "{s.without_d}-d{s.number}.html", language="vi"),
    Kind("headline, German", A + "?id={s.number}", A + "{s.umlauts}-{s.number}", language="de"),
    Kind("headline, German marks dropped", A + "a{s.number}.html", A + "{s.slug}.{s.number}.html", language="de"),
    Kind("headline, letters kept", A + "{s.number}", A + "{s.number}/{s.kept}", language="uk"),
    Kind("headline, letters and marks kept", A + "{s.number}", A + "{s.number}/{s.kept}", language="hi"),
    Kind("headline, marks dropped", A + "{s.number}", A + "{s.unmarked}-{s.number}", language="hi"),
    Kind("headline, in the query", A + "{s.number}", A + "index.php?title={s.kept}&id={s.number}", language="uk"),
    Kind("headline and day", A + "art,{s.number}.html", A + "{s.day:%Y-%m-%d}-{s.slug}", language="pl"),
    Kind("headline cut off", A + "{s.number}.html", lambda s: A + f"{cut(s.slug, 40)}-{s.number}.html", "fr", found=30),
    Kind("first six words", A + "{s.number}", lambda s: A + "-".join(s.slug.split("-")[:6]) + f"-{s.number}", found=30),
    Kind("headline, underscores", A + "{s.number}", lambda s: A + f"{s.slug.replace('-', '_')}_{s.number}.htm", "pl"),
    Kind("ASCII for other letters", A + "{s.kept}", A + "{s.slug}", language="vi"),
    Kind("number listed", A + "{s.number}.html", A + "{s.slug}-{s.secret}.html", "vi", needs_listing=True),
    Kind("number listed, name kept", A + "{s.slug}-{s.number}", A + "{s.slug}-{s.secret}", needs_listing=True),
    Kind("section listed", A + "{s.number}.html", A + "{s.section}/{s.slug}-{s.secret}.html", "pl", needs_listing=True),
)
MIXTURES = (
    Kind(
        "host, folder and suffix",
        "http://old.example/{s.section}/{s.slug}-{s.number}.aspx",
        "https://www.new.example/{s.renamed}/{s.slug}-{s.number}.html",
        found=40,
    ),
    Kind(
        "headline, day and host",
        "http://old.example/news.php?id={s.number}",
        "https://new.example/{s.day:%Y/%m/%d}/{s.slug}/",
        language="fr",
    ),
    Kind(
        "by section",
        A + "{s.section}/{s.slug}-{s.number}.html",
        lambda s: A + (f"v/{s.number}" if s.section == "sport" else f"{s.section}/{s.slug}"),
        found=60,
    ),
    Kind(
        "by year",
        A + "{s.day.year}/{s.slug}-{s.number}",
        lambda s: A + (f"old/{s.number}" if s.day.year < 2015 else f"{s.slug}-{s.number}"),
        found=60,
    ),
    Kind(
        "by number",
        A + "{s.section}/{s.number}.html",
        lambda s: A + (f"old/{s.number}" if s.number < 31_000 else f"{s.slug}-{s.number}"),
        found=60,
    ),
    Kind(
        "by day",
        A + "{s.slug}.html",
        lambda s: f"http://b.example/{s.slug}/" if s.day.year == 2014 else A + f"{s.section}/{s.slug}",
        found=60,
        needs_listing=True,
    ),
    Kind(
        "two forms of old addresses",
        lambda s: A + (f"{s.slug}.html" if s.number % 3 else f"?id={s.number}"),
        lambda s: A + (f"{s.slug}/" if s.number % 3 else f"n/{s.number}"),
        found=40,
    ),
    Kind("a tenth elsewhere", A + "{s.section}/{s.number}.html", A + "{s.section}/{s.slug}", noise=0.1, found=40),
    Kind("a quarter elsewhere", A + "{s.slug}.html", "http://b.example/{s.slug}", noise=0.25, found=40),
    Kind(
        "with and without www.",
        lambda s: f"http://{'www.' if s.number % 2 else ''}a.example/{s.slug}.html",
        "https://a.example/story/{s.slug}",
    ),
    Kind("few pairs", A + "{s.section}/{s.slug}-{s.number}.html", A + "{s.slug}-{s.number}", found=4),
    Kind(
        "names that end in years",
        lambda s: A + f"{s.slug}{'-2014' if s.number % 3 == 0 else ''}.html",
        lambda s: A + f"n/{s.slug}{'-2014' if s.number % 3 == 0 else ''}",
    ),
    Kind(
        "letters kept, folders renamed",
        A + "{s.section}/{s.kept}-{s.number}",
        A + "{s.renamed}/{s.kept}-{s.number}",
        language="uk",
        found=40,
    ),
)
SILENT = (
    Kind("new numbers", A + "{s.number}.html", A + "{s.secret}.html", follows=False),
    Kind("new names", A + "{s.number}.html", A + "{s.stranger}", follows=False),
    Kind("two pairs", A + "{s.slug}.html", "http://b.example/{s.slug}", follows=False, found=2),
    Kind("each elsewhere", A + "{s.slug}.html", "http://h{s.secret}.example/{s.secret}", follows=False),
    Kind("hashes", A + "{s.slug}", A + "{s.digest}", follows=False),
)
KINDS = (*HOSTS_AND_PATHS, *NAMES_AND_NUMBERS, *DAYS, *HEADLINES, *MIXTURES, *SILENT)
