"""Names of authors: split bylines into people, take off roles and agencies, drop what is no name."""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from flows.text.plain import clean_text, fold_text

_VERBS: Final = (
    r"written|reported|posted|published|created|story|text|words|geschrieben|verfasst|erstellt|veröffentlicht"
    r"|eingestellt|écrit|publié|rédigé|escrito|publicado|scritto|pubblicato|geschreven|skrevet|skriven|napisał"
)
_PIECES: Final = (
    r"(?:(?:ein|eine|an?|une?|una|um|en|ett|et)\s+)?(?:gast|blog|guest)?[\s-]?"
    r"(?:artikel|beitrag|article|post|story|bericht|kommentar|essay|analyse|analysis|opinion|artículo|articolo|artigo)"
)
# What stands before a name; a sign, or the word for "by", parts the two.
BY: Final = re.compile(
    rf"^(?:(?:{_VERBS}|{_PIECES})\s+)?(?:by|von|vom|par|por|door|av|af|przez|bởi|oleh|di|de|от)\s*[:：]?\s+"
    r"|^(?:by|von|par|por|autor(?:en|in|es|a|i)?|author|auteur|autore|autora|redaktion|text|texte|texto|testo"
    r"|bericht|interview|reporter|tekst|tác giả|người viết|bài(?: và ảnh)?|thực hiện|theo|фото|автор|текст|penulis"
    r"|yazar|kirjoittaja|szerző|συντάκτης|บทความโดย|โดย|بقلم|نویسنده|作者|文|記者|记者|撰文|글)\s*[:：]\s*"
    r"|^(?:tác giả|người viết|bài|thực hiện|theo|reporter|автор|текст|фото|author|autor(?:en|in|es|a)?)\s+",
    re.IGNORECASE,
)
_STRONG: Final = re.compile(r"\s*(?:[;；、|•·¦／]|\s/\s|\s[–—-]\s|\s*&\s*|\n)\s*")
_JOINED: Final = re.compile(r"\s+(?:and|und|et|och|og|và|oraz|ve|mit|with|avec|con|sowie|AND|UND|ET|и|та|و|और|และ)\s+")
_SHORT_JOINED: Final = re.compile(r"\s+(?:y|e|i|en)\s+")  # parts of names too: both sides must be whole ones
_SUFFIX: Final = re.compile(r"^(?:Jr|Sr|PhD|Ph\.\s?D|MD|M\.\s?D|II|III|IV|Esq|M\.?A|B\.?A|LL\.?M)\b\.?", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"\s*[(（\[][^()（）\[\]]{0,60}[)）\]]?\s*|\s+(?:im|in|on|about|über)\s+\S.*$")
_TAG: Final = re.compile(r"<[^<>]*>")
_CONTACT: Final = re.compile(r"(?<!\S)\S+?(?:@|\[at\]|\(at\))\S+|(?<!\w)@\w+|https?://\S+|www\.\S+", re.IGNORECASE)
_NO_NAME: Final = re.compile(
    r"^\d|^#|^\W*$|\d{3}|[{}<>=]|^(?:admin|administrator|root|user|guest|wordpress\w*|unknown|null|none|anonymous|n/a)$",
    re.IGNORECASE,
)
# Roots of words for trades of the newsroom, which most European languages share; folded, `k` for `c`.
_ROLE_ROOTS: Final = (
    "report", "redakt", "redakz", "redazion", "journal", "giornal", "zhurnal", "periodist", "korrespond", "korrispond",
    "editor", "editeur", "editrice", "editing", "writer", "autor", "author", "kolumn", "fotogr", "photogr", "produk",
    "produz", "kontribut", "kolabor",
    "mitarbeit", "volontar", "praktikant", "khefred", "khief", "khef", "sjef", "senior", "junior", "staff", "freelan",
    "publizist", "muhabir", "gazeteci", "wartawan", "jurnalis", "penulis", "toimittaj", "ujsagiro", "szerkeszt",
    "dziennikar", "novinar", "spravodaj", "dopisnik", "novinark", "ansvarlig", "anchor", "presenter", "moderator",
)  # fmt: skip
_ROLE_WORDS: Final = (
    "phóng viên|biên tập viên|nhà báo|cộng tác viên|ctv|pv|btv|记者|記者|기자|특파원|논설위원|編集|编辑|通讯员"
    "|корреспондент|редактор|журналист|обозреватель|автор|спецкор|مراسل|محرر|صحفي|صحافي|كاتب|خبرنگار|संवाददाता"
    "|रिपोर्टर|ผู้สื่อข่าว|δημοσιογράφος|συντάκτης|כתב|עורך"
)
_ROLES: Final = frozenset(_ROLE_WORDS.split("|"))
_ASIAN_ROLE: Final = re.compile(  # in front of a name with the paper's name, behind it without a space
    r"^[\u3400-\u9fff]{0,6}(?:记者|記者|特派员|特派員|通讯员|编辑)\s*(?=\w)|\s*(?:记者|記者|기자|특파원|논설위원|編集委員|编辑|通讯员)$"
)
_ORGANISATION: Final = re.compile(
    r"\b(?:news(?:room|desk)?|team|agency|agentur|agencia|agenzia|agence|press[e]?|media|medien|verlag|stiftung|verein"
    r"|e\.\s?v|gmbh|ag|inc|ltd|llc|redaktion|redaction|redacción|rédaction|redazione|redactie|redaksi|desk|staff|office"
    r"|times|post|herald|tribune|today|online|zeitung|ban biên tập|tòa soạn|thông tấn xã)\b"
    r"|編集部|编辑部|通讯社|통신|新聞|新闻",
    re.IGNORECASE,
)
_AGENCY: Final = re.compile(
    r"\s*[(（][^()（）]{0,40}(?:TTXVN|Vietnam\+|VNA|越通社)[^()（）]{0,40}[)）]?\s*", re.IGNORECASE
)
_SITE_PARTS: Final = re.compile(r"\s+[|–—·-]\s+|,")
_DOMAIN: Final = re.compile(r"^[\w-]+(?:\.[\w-]+)+$")
_SMALL_WORDS: Final = (
    "von van der den de del della di da dos das du la le el al bin ibn ben bint zu zum zur ter ten y e af av und i o'"
)
_PARTICLES: Final = frozenset(_SMALL_WORDS.split())
_FROM_DATE: Final = re.compile(r"(?<=\w)[\s,|]+(?:[^\W\d_]{2,3}\s+)?\d.*$")
_SIGNS: Final = " ,;:-–—|\"'→»©"
MAX_NAME: Final = 60
MAX_WORDS: Final = 6
MAX_PLAIN: Final = 3
MAX_LIST: Final = 1000  # characters of a byline
_ALSO_NAMES: Final = ("Di", "De", "Von", "Av", "Af", "Theo")
_LABEL: Final = re.compile(r"^[^:：]*[:：]\s*(?=\S)|^[\u4e00-\u9fff]{1,2}/(?=\w)")  # names have neither sign
_AGENCY_BESIDE: Final = re.compile(
    r"^(?:[A-Z]{2,5}|[a-z]{2,4})/(?=\w+ )|(?<=\w)/(?:[A-Z]{2,5}|[a-z]{2,4}|[\w-]+(?:\.[\w-]+)+)$"
)
_DOTTED: Final = ("Jr.", "Sr.")
_ACRONYM: Final = 6  # letters of a short name in capitals


def split_authors(values: Sequence[str]) -> list[str]:
    """Split bylines into single names, in order, without repeats; organisations only where nobody else is named."""
    found: dict[str, str] = {}
    for value in values:
        for name in _names_of(value):
            found.setdefault(name.casefold(), name)
    names = [name for name in found.values() if not any(_holds(name, other) for other in found.values())]
    people = [name for name in names if not is_organisation(name)]
    whole = [name for name in people if " " in name or not name.isascii()]
    return whole or people or names  # a lone word beside whole names is a place or an agency


def _holds(name: str, other: str) -> bool:
    """Tell a link's words ("all posts by …") from the name in them."""
    return len(name) > len(other) + _ACRONYM and " " in other and name.endswith((other, f"{other} →", f"{other} »"))


def _names_of(value: str) -> Iterator[str]:
    value = value[:MAX_LIST]
    words = value.split()
    if (
        2 <= len(words) <= MAX_PLAIN
        and all(word.isalpha() and word[0].isupper() and not _is_role(word) for word in words)
        and not BY.match(value)
    ):
        yield clean_text(value)  # as most names are: nothing to take off, nothing to part
        return
    text = html.unescape(html.unescape(value)) if "&" in value else value
    text = _CONTACT.sub(" ", _TAG.sub(" ", text) if "<" in text else text)
    text = _AGENCY.sub("", clean_text(text))
    for part in _STRONG.split(without_by(text)):
        for piece in _JOINED.split(_AGENCY_BESIDE.sub("", part)):
            for names in _split_short(piece):
                yield from _by_commas(names)


def without_by(text: str) -> str:
    """Take the word for "by" off a byline; a name that begins with one keeps it: `Di Stefano`, `Theo Holm`."""
    start = BY.match(text)
    if start is None:
        return text
    word, rest = start.group().strip(), text[start.end() :]
    if word in _ALSO_NAMES and (rest.isascii() if word == "Theo" else " " not in rest.partition(",")[0]):
        return text
    return rest


def _split_short(text: str) -> list[str]:
    """Split at a short word for "and" where whole names stand on both sides of it."""
    sides = _SHORT_JOINED.split(text)
    return sides if len(sides) > 1 and all(" " in side.strip() for side in sides) else [text]


def _by_commas(text: str) -> Iterator[str]:
    """Take apart what commas part: names, a role behind its name, the family name before the first one."""
    parts = [part for part in (part.strip() for part in text.split(",")) if part and not _SUFFIX.match(part)]
    if len(parts) == 2 and not any(" " in part or _is_role(part) or _is_acronym(part) for part in parts):
        parts = [f"{parts[1]} {parts[0]}"]
    for index, part in enumerate(parts):
        name = clean_name(part)
        if name and not (index and name[0].islower() and " " in name):  # where somebody reports from
            yield name


def clean_name(text: str) -> str | None:
    """Take role and agency off a name; None where nothing of a name is left."""
    text = _FROM_DATE.sub("", _ASIAN_ROLE.sub("", without_by(_LABEL.sub("", _IN_BRACKETS.sub("", text.strip(_SIGNS))))))
    words = text.split()
    while words and _is_role(words[0]):
        words.pop(0)
    lower = text.casefold()
    for role in _ROLES:
        if " " in role and lower.startswith(role + " "):
            words = text[len(role) :].split()
    if any(map(_is_role, words)):
        words = _before_role(words)
    name = " ".join(words or text.split()).strip(_SIGNS)
    name = name if name.endswith(_DOTTED) or name[-2:-1].isupper() else name.rstrip(".")
    return name if name and len(name) <= MAX_NAME and not _NO_NAME.search(name) else None


def _before_role(words: list[str]) -> list[str]:
    """Keep the words before the first that names a role, where those can be a whole name."""
    at = next(index for index, word in enumerate(words) if _is_role(word))
    return words[:at] if at > 1 else []


@lru_cache(maxsize=4096)
def _is_role(word: str) -> bool:
    """Tell a word that names a trade; in a part of several words one of them is enough."""
    if word.casefold() in _ROLES:
        return True
    return any(_fold(single).startswith(_ROLE_ROOTS) for single in word.split())


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char)).replace("c", "k")


def _is_acronym(text: str) -> bool:
    return len(text) <= _ACRONYM and " " not in text and (text.isupper() or text.islower()) and text.isascii()


def is_organisation(name: str) -> bool:
    """Tell an agency, a newsroom or a mere role from a person."""
    return (
        _is_role(name) or _is_acronym(name) or _ORGANISATION.search(name) is not None or _DOMAIN.match(name) is not None
    )


def looks_like_name(text: str) -> bool:
    """Tell a person's name by its form: some words that begin with capitals, particles between them."""
    words = text.split()
    if not 2 <= len(words) <= MAX_WORDS or any(map(str.isdigit, text)) or is_organisation(text):
        return False
    return all(word in _PARTICLES or not word[0].islower() for word in words) and words[-1] not in _PARTICLES


def is_site(name: str, site: str | None, host: str) -> bool:
    """Tell whether a name is the site's: `VnExpress` on `VnExpress - Tin nhanh Việt Nam`, `baodautu.vn` there."""
    if _DOMAIN.match(name):
        return True
    known = [site or "", *_SITE_PARTS.split(site or "")]
    for domain in (host.removeprefix("www."), site or ""):
        if _DOMAIN.match(domain):
            known += [domain, domain.split(".", maxsplit=1)[0]]
    return fold_text(name) in map(fold_text, known)
