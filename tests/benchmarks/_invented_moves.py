"""Invented histories of sites that gave their articles new addresses, by a generator that knows the truth.

The generator knows nothing of how rules are learned: each kind writes an old and a new address of an article in its
own way. Slugs are made by tables of letters of the generator's own.
"""

import datetime as dt
import random
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


def umlauts(text: str) -> str:
    """Write German letters as two."""
    text = text.lower()
    for letter, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(letter, written)
    return plain(text)


def kept(text: str) -> str:
    """Leave the letters as they are."""
    return "-".join(text.lower().replace(",", " ").replace(":", " ").split())


@dataclass(slots=True)
class Story:
    """An invented article."""

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
        """Its name in ASCII."""
        return plain(self.title)


Write = Callable[[Story], str]


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
    needs_listing: bool = False  # the number is in the sitemap alone


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


def ymd(story: Story, form: str = "%Y/%m/%d") -> str:
    """Write its day."""
    return story.day.strftime(form)


def kinds() -> Iterator[Kind]:
    """List the ways."""
    yield from _hosts_and_paths()
    yield from _names_and_numbers()
    yield from _days()
    yield from _headlines()
    yield from _mixtures()
    yield from _silent()


def _hosts_and_paths() -> Iterator[Kind]:
    yield Kind("host", lambda s: f"http://old.example/{s.slug}.html", lambda s: f"https://new.example/{s.slug}.html")
    yield Kind(
        "subdomain joins",
        lambda s: f"http://news.site.example/{s.slug}",
        lambda s: f"https://www.site.example/news/{s.slug}",
    )
    yield Kind(
        "section becomes subdomain",
        lambda s: f"http://site.example/{s.section}/{s.slug}-{s.number}",
        lambda s: f"http://{s.section}.site.example/{s.slug}-{s.number}",
    )
    yield Kind("folder added", lambda s: f"http://a.example/{s.slug}", lambda s: f"http://a.example/archive/{s.slug}")
    yield Kind(
        "folder gone",
        lambda s: f"http://a.example/news/{s.section}/{s.slug}.htm",
        lambda s: f"http://a.example/{s.slug}.htm",
    )
    yield Kind(
        "folders swapped",
        lambda s: f"http://a.example/{s.section}/{s.day.year}/{s.slug}",
        lambda s: f"http://a.example/{s.day.year}/{s.section}/{s.slug}",
    )
    yield Kind(
        "folders renamed",
        lambda s: f"http://a.example/{s.section}/{s.slug}-{s.number}.html",
        lambda s: f"http://a.example/{RENAMED[s.section]}/{s.slug}-{s.number}.html",
        found=40,
    )
    yield Kind(
        "folder renamed to one",
        lambda s: f"http://a.example/{s.section}/{s.slug}",
        lambda s: f"http://a.example/all/{s.slug}",
    )
    yield Kind("suffix", lambda s: f"http://a.example/{s.slug}.aspx", lambda s: f"http://a.example/{s.slug}.html")
    yield Kind(
        "suffix gone",
        lambda s: f"http://a.example/{s.section}/{s.slug}.html",
        lambda s: f"http://a.example/{s.section}/{s.slug}/",
    )
    yield Kind("port gone", lambda s: f"http://a.example:8080/{s.slug}", lambda s: f"https://b.example/{s.slug}")
    yield Kind(
        "case",
        lambda s: f"http://a.example/{s.section.upper()}/{'-'.join(map(str.capitalize, s.slug.split('-')))}",
        lambda s: f"http://a.example/{s.section}/{s.slug}",
    )


def _names_and_numbers() -> Iterator[Kind]:
    yield Kind(
        "query to path",
        lambda s: f"http://a.example/article.php?id={s.number}",
        lambda s: f"https://a.example/articles/{s.number}",
    )
    yield Kind(
        "path to query", lambda s: f"http://a.example/{s.number}.html", lambda s: f"http://a.example/?p={s.number}"
    )
    yield Kind(
        "query renamed",
        lambda s: f"http://a.example/view.asp?NewsID={s.number}&cat=3",
        lambda s: f"http://a.example/story?id={s.number}",
    )
    yield Kind(
        "number before the name",
        lambda s: f"http://a.example/{s.slug}-{s.number}.html",
        lambda s: f"http://a.example/{s.number}-{s.slug}.html",
    )
    yield Kind(
        "number alone",
        lambda s: f"http://a.example/{s.section}/{s.slug}-{s.number}.html",
        lambda s: f"http://a.example/p/{s.number}",
    )
    yield Kind(
        "name alone",
        lambda s: f"http://a.example/{s.section}/{s.slug}-{s.number}.html",
        lambda s: f"http://a.example/{s.section}/{s.slug}",
    )
    yield Kind(
        "mark before the number",
        lambda s: f"http://a.example/{s.slug}/{s.number}.vnp",
        lambda s: f"http://a.example/{s.slug}-post{s.number}.vnp",
        language="vi",
    )
    yield Kind(
        "zeros before it", lambda s: f"http://a.example/n/{s.number}", lambda s: f"http://a.example/n/{s.number:010d}"
    )
    yield Kind(
        "zeros gone", lambda s: f"http://a.example/n/{s.number:08d}.htm", lambda s: f"http://a.example/n/{s.number}"
    )
    yield Kind(
        "number shifted",
        lambda s: f"http://a.example/{s.number}/{s.slug}",
        lambda s: f"http://a.example/{s.number + 4_100_000}/{s.slug}",
    )
    yield Kind(
        "digit before it", lambda s: f"http://a.example/{s.number}.html", lambda s: f"http://b.example/news/9{s.number}"
    )
    yield Kind(
        "underscores",
        lambda s: f"http://a.example/{s.slug.replace('-', '_')}_{s.number}.html",
        lambda s: f"http://a.example/{s.slug}-{s.number}",
    )
    yield Kind(
        "plus signs", lambda s: f"http://a.example/{s.slug.replace('-', '+')}", lambda s: f"http://a.example/{s.slug}"
    )
    yield Kind(
        "name cut off",
        lambda s: f"http://a.example/{s.slug}.html",
        lambda s: f"http://a.example/{cut(s.slug, 30)}.html",
        found=30,
    )
    yield Kind(
        "letters and digits",
        lambda s: f"http://a.example/{s.section}/art{s.number}.ece",
        lambda s: f"http://a.example/{s.section}/article{s.number}.html",
    )


def _days() -> Iterator[Kind]:
    yield Kind("day gone", lambda s: f"http://a.example/{ymd(s)}/{s.slug}/", lambda s: f"http://a.example/{s.slug}/")
    yield Kind(
        "day written together",
        lambda s: f"http://a.example/{ymd(s)}/{s.slug}",
        lambda s: f"http://a.example/{ymd(s, '%Y%m%d')}/{s.slug}",
    )
    yield Kind(
        "day taken apart",
        lambda s: f"http://a.example/{ymd(s, '%Y%m%d')}-{s.slug}",
        lambda s: f"http://a.example/{ymd(s)}/{s.slug}",
    )
    yield Kind(
        "day turned round",
        lambda s: f"http://a.example/{ymd(s, '%d-%m-%Y')}/{s.slug}.html",
        lambda s: f"http://a.example/{ymd(s, '%Y/%m')}/{s.slug}.html",
    )
    yield Kind(
        "day of the seed",
        lambda s: f"http://a.example/{s.slug}",
        lambda s: f"http://a.example/{ymd(s)}/{s.slug}",
        language="fr",
    )
    yield Kind(
        "day of the seed, east",
        lambda s: f"http://a.example/{s.slug}-{s.number}.html",
        lambda s: f"http://a.example/{ymd(s, '%Y/%m/%d')}/{s.slug}",
        hours=8,
        language="vi",
        found=40,
    )
    yield Kind(
        "day of the seed, west",
        lambda s: f"http://a.example/?p={s.number}",
        lambda s: f"http://a.example/{ymd(s, '%Y%m%d')}/{s.number}",
        hours=-6,
        found=40,
    )
    yield Kind(
        "names of months",
        lambda s: f"http://a.example/{ymd(s)}/{s.slug}",
        lambda s: f"http://a.example/{s.day.year}/{MONTHS[s.day.month - 1]}/{s.slug}",
        found=60,
    )
    yield Kind(
        "day inside the number",
        lambda s: f"http://a.example/{s.slug}-{ymd(s, '%Y%m%d')}{s.secret}.chn",
        lambda s: f"http://a.example/{ymd(s)}/{s.slug}-{s.secret}",
    )
    yield Kind(
        "day without zeros",
        lambda s: f"http://a.example/{s.number}",
        lambda s: f"http://a.example/{s.day.year}/{s.day.month}/{s.day.day}/{s.number}",
    )


def _headlines() -> Iterator[Kind]:
    yield Kind(
        "headline, Vietnamese",
        lambda s: f"http://a.example/tin/{s.number}",
        lambda s: f"http://a.example/{s.slug}-{s.number}.html",
        language="vi",
    )
    yield Kind(
        "headline, đ dropped",
        lambda s: f"http://a.example/tin/{s.number}",
        lambda s: f"http://a.example/{plain(s.title, {k: v for k, v in _PLAIN.items() if k != 'đ'})}-d{s.number}.html",
        language="vi",
    )
    yield Kind(
        "headline, German",
        lambda s: f"http://a.example/?id={s.number}",
        lambda s: f"http://a.example/{umlauts(s.title)}-{s.number}",
        language="de",
    )
    yield Kind(
        "headline, German marks dropped",
        lambda s: f"http://a.example/a{s.number}.html",
        lambda s: f"http://a.example/{s.slug}.{s.number}.html",
        language="de",
    )
    yield Kind(
        "headline, letters kept",
        lambda s: f"http://a.example/{s.number}",
        lambda s: f"http://a.example/{s.number}/{kept(s.title)}",
        language="uk",
    )
    yield Kind(
        "headline, letters and marks kept",
        lambda s: f"http://a.example/{s.number}",
        lambda s: f"http://a.example/{s.number}/{kept(s.title)}",
        language="hi",
    )
    yield Kind(
        "headline, Polish and day",
        lambda s: f"http://a.example/art,{s.number}.html",
        lambda s: f"http://a.example/{ymd(s, '%Y-%m-%d')}-{s.slug}",
        language="pl",
    )
    yield Kind(
        "headline cut off",
        lambda s: f"http://a.example/{s.number}.html",
        lambda s: f"http://a.example/{cut(s.slug, 40)}-{s.number}.html",
        language="fr",
        found=30,
    )
    yield Kind(
        "headline, underscores",
        lambda s: f"http://a.example/c/{s.number}",
        lambda s: f"http://a.example/{s.slug.replace('-', '_')}_{s.number}.htm",
        language="pl",
    )
    yield Kind(
        "another name of old letters",
        lambda s: f"http://a.example/{kept(s.title)}",
        lambda s: f"http://a.example/{s.slug}",
        language="vi",
    )
    yield Kind(
        "headline, number in the sitemap",
        lambda s: f"http://a.example/{s.number}.html",
        lambda s: f"http://a.example/{s.slug}-{s.secret}.html",
        language="vi",
        needs_listing=True,
    )
    yield Kind(
        "name kept, number in the sitemap",
        lambda s: f"http://a.example/{s.slug}-{s.number}.html",
        lambda s: f"http://a.example/{s.section}/{s.slug}-{s.secret}.html",
        needs_listing=True,
    )


def _mixtures() -> Iterator[Kind]:
    yield Kind(
        "headline and section, in the sitemap",
        lambda s: f"http://a.example/{s.number}.html",
        lambda s: f"http://a.example/{s.section}/{s.slug}-{s.secret}.html",
        language="pl",
        needs_listing=True,
    )
    yield Kind(
        "host, folder and suffix",
        lambda s: f"http://old.example/{s.section}/{s.slug}-{s.number}.aspx",
        lambda s: f"https://www.new.example/{RENAMED[s.section]}/{s.slug}-{s.number}.html",
        found=40,
    )
    yield Kind(
        "headline, day and host",
        lambda s: f"http://old.example/news.php?id={s.number}",
        lambda s: f"https://new.example/{ymd(s)}/{s.slug}/",
        language="fr",
    )
    yield Kind(
        "by section",
        lambda s: f"http://a.example/{s.section}/{s.slug}-{s.number}.html",
        lambda s: (
            f"http://a.example/v/{s.number}" if s.section == "sport" else f"http://a.example/{s.section}/{s.slug}"
        ),
        found=60,
    )
    yield Kind(
        "by year",
        lambda s: f"http://a.example/{s.day.year}/{s.slug}-{s.number}",
        lambda s: f"http://a.example/old/{s.number}" if s.day.year < 2015 else f"http://a.example/{s.slug}-{s.number}",
        found=60,
    )
    yield Kind(
        "by number",
        lambda s: f"http://a.example/{s.section}/{s.number}.html",
        lambda s: f"http://a.example/old/{s.number}" if s.number < 31_000 else f"http://a.example/{s.slug}-{s.number}",
        found=60,
    )
    yield Kind(
        "by day",
        lambda s: f"http://a.example/{s.slug}.html",
        lambda s: f"http://b.example/{s.slug}/" if s.day.year == 2014 else f"http://a.example/{s.section}/{s.slug}",
        found=60,
        needs_listing=True,
    )
    yield Kind(
        "two forms of old addresses",
        lambda s: f"http://a.example/{s.slug}.html" if s.number % 3 else f"http://a.example/?id={s.number}",
        lambda s: f"http://a.example/{s.slug}/" if s.number % 3 else f"http://a.example/n/{s.number}",
        found=40,
    )
    yield Kind(
        "a tenth elsewhere",
        lambda s: f"http://a.example/{s.section}/{s.number}.html",
        lambda s: f"http://a.example/{s.section}/{s.slug}",
        noise=0.1,
        found=40,
    )
    yield Kind(
        "a quarter elsewhere",
        lambda s: f"http://a.example/{s.slug}.html",
        lambda s: f"http://b.example/{s.slug}",
        noise=0.25,
        found=40,
    )
    yield Kind(
        "with and without www.",
        lambda s: f"http://{'www.' if s.number % 2 else ''}a.example/{s.slug}.html",
        lambda s: f"https://a.example/story/{s.slug}",
    )
    yield Kind(
        "few pairs",
        lambda s: f"http://a.example/{s.section}/{s.slug}-{s.number}.html",
        lambda s: f"http://a.example/{s.slug}-{s.number}",
        found=4,
    )
    yield Kind(
        "names that end in years",
        lambda s: f"http://a.example/{s.slug}{'-2014' if s.number % 3 == 0 else ''}.html",
        lambda s: f"http://a.example/n/{s.slug}{'-2014' if s.number % 3 == 0 else ''}",
    )
    yield Kind(
        "letters escaped, folders renamed",
        lambda s: f"http://a.example/{s.section}/{kept(s.title)}-{s.number}",
        lambda s: f"http://a.example/{RENAMED[s.section]}/{kept(s.title)}-{s.number}",
        language="uk",
        found=40,
    )


def _silent() -> Iterator[Kind]:
    yield Kind(
        "new numbers",
        lambda s: f"http://a.example/{s.number}.html",
        lambda s: f"http://a.example/{s.secret}.html",
        follows=False,
    )
    yield Kind(
        "new names",
        lambda s: f"http://a.example/{s.number}.html",
        lambda s: f"http://a.example/{'-'.join(random.Random(s.secret).sample(WORDS['en'], 5))}",
        follows=False,
    )
    yield Kind(
        "two pairs",
        lambda s: f"http://a.example/{s.slug}.html",
        lambda s: f"http://b.example/{s.slug}",
        follows=False,
        found=2,
    )
    yield Kind(
        "each elsewhere",
        lambda s: f"http://a.example/{s.slug}.html",
        lambda s: f"http://{s.slug.split('-')[0]}{s.secret}.example/{s.secret}",
        follows=False,
    )
    yield Kind(
        "hashes",
        lambda s: f"http://a.example/{s.slug}",
        lambda s: f"http://a.example/{zlib.crc32(s.title.encode()):08x}",
        follows=False,
    )
