"""Names in addresses: the words of a headline, or of an old name, written as publishing systems write them.

A way of writing is a text such as `-`, `. title`, `- <60`: the sign between the words (`join` for none), their letters
where they are not small (`title`, `upper`), and where the name is cut off: `<60` behind the last word that ends within
60 characters, `:60` behind 60, `first 6` behind six words.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from slugify import slugify

WAY = r"(?P<sign>join|[\W_])(?: (?P<case>title|upper))?(?: (?P<cut><|:|first )(?P<most>\d{1,4}))?"

_JOIN = "join"
_LEAST_CUT = 12  # characters of a name that was cut off
_LEAST_WORDS = 2  # words of one
_QUOTES = "'’‘ʼ`´"
_UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe"))


class MatchedName(NamedTuple):
    """A name that stands at the beginning of a text."""

    length: int
    way: str
    is_whole: bool


@lru_cache(maxsize=4096)
def title_words(title: str) -> tuple[tuple[str, str], ...]:
    """Give the words of a headline, with blanks between, as publishing systems have them in names.

    Letters may become ASCII by sound (ascii), German and Nordic ones two letters (umlauts), lose their marks and be
    dropped where they then are not ASCII (bare: đ), or stay, with their marks (letters) or without those that are signs
    of their own, as the vowels of many scripts are (unmarked). Signs part words, but for quotes; or all do (apart), or
    none (joined: 1,5 is 15).
    """
    return tuple(
        (f"{letters}{parting}", write(words))
        for parting, words in ((parting, part(title)) for parting, part in _PARTINGS.items())
        for letters, write in _LETTERS.items()
    )


def _part(text: str) -> str:
    """Part words, of letters, their marks and digits, by blanks."""
    kept = (sign if _is_kept(sign) else " " for sign in text.lower())
    return " ".join("".join(kept).split())


def _part_but_at_quotes(text: str) -> str:
    return _part(text.translate(dict.fromkeys(map(ord, _QUOTES))))


def _join(text: str) -> str:
    """Drop the signs of a text: words are parted by its blanks and hyphens alone."""
    return _part("".join(sign for sign in text if sign in "-_" or sign.isspace() or _is_kept(sign)))


def _is_kept(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"


def in_ascii(words: str) -> str:
    """Write words in ASCII letters by sound; the same whichever other packages are installed."""
    return slugify(words, separator=" ", backend="text-unidecode")


def _write_umlauts(words: str) -> str:
    words = unicodedata.normalize("NFC", words)
    for letter, written in _UMLAUTS:
        words = words.replace(letter, written)
    return in_ascii(words)


def _write_bare(words: str) -> str:
    return " ".join(unicodedata.normalize("NFD", words).encode("ascii", "ignore").decode().split())


def _write_letters(words: str) -> str:
    return unicodedata.normalize("NFC", words)


def _write_unmarked(words: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFC", words) if unicodedata.category(sign)[0] != "M")


_PARTINGS = {"": _part_but_at_quotes, " apart": _part, " joined": _join}
_LETTERS = {
    "ascii": in_ascii,
    "umlauts": _write_umlauts,
    "bare": _write_bare,
    "letters": _write_letters,
    "unmarked": _write_unmarked,
}
TITLE_WAYS = tuple(f"{letters}{parting}" for parting in _PARTINGS for letters in _LETTERS)


def write_name(words: str, way: re.Match[str]) -> str:
    """Write words as a name, in a way that was matched with `WAY`."""
    sign = "" if way["sign"] == _JOIN else way["sign"]
    listed = words.split()
    if way["cut"] == "first ":
        listed = listed[: int(way["most"])]
    name = sign.join(_cased(word, way["case"]) for word in listed)
    if way["cut"] == ":":
        name = _strip(name[: int(way["most"])], sign)
    elif way["cut"] == "<":
        name = _cut_words(name, int(way["most"]), sign)
    return name


def _cased(word: str, case: str | None) -> str:
    if case == "title":
        return word.capitalize()
    return word.upper() if case == "upper" else word


def _strip(name: str, sign: str) -> str:
    return name.rstrip(sign) if sign else name


def _cut_words(name: str, most: int, sign: str) -> str:
    if len(name) <= most or not sign:
        return name
    cut = name[: most + 1].rpartition(sign)[0]
    return cut or name[:most]


def match_name(words: str, text: str) -> Iterator[MatchedName]:
    """Find words at the beginning of a text: the whole name, else the ways in which it may have been cut off."""
    listed = words.split()
    if not listed or text[: len(listed[0])].lower() != listed[0]:
        return
    sign = _sign_behind(text[len(listed[0]) :], listed)
    name = sign.join(listed)
    end = _find_end(name, text, sign)
    case = _case_of(text[:end])
    way = " ".join(filter(None, (sign or _JOIN, case)))
    if end == len(name):
        if _has_case(text[:end], listed, sign, case):
            yield MatchedName(end, way, is_whole=True)
    elif end >= _LEAST_CUT and _has_case(text[:end], listed, sign, case):
        yield MatchedName(end, f"{way} :{end}", is_whole=False)
        if sign and name.startswith(sign, end) and name.count(sign, 0, end) + 1 >= _LEAST_WORDS:
            yield MatchedName(end, f"{way} <{end}", is_whole=False)
            yield MatchedName(end, f"{way} first {name.count(sign, 0, end) + 1}", is_whole=False)


def _sign_behind(rest: str, words: list[str]) -> str:
    """Give the sign that stands behind a first word; a word alone has the customary one."""
    if len(words) == 1:
        return "-"
    return rest[:1] if rest and not _is_kept(rest[0]) else ""


def _find_end(name: str, text: str, sign: str) -> int:
    """Give how much of a name stands at the beginning of a text, to an end of a word of the text."""
    low = text[: len(name)].lower()
    if len(low) != min(len(name), len(text)):
        return 0  # a letter whose small form is two
    end = next((at for at, (left, right) in enumerate(zip(name, low, strict=False)) if left != right), len(low))
    while 0 < end < len(text) and text[end].isalnum() and (sign or end < len(name)):
        end -= 1
    return len(_strip(text[:end], sign))


def _case_of(text: str) -> str:
    if text == text.lower():
        return ""
    return "upper" if text == text.upper() else "title"


def _has_case(text: str, words: list[str], sign: str, case: str) -> bool:
    return sign.join(_cased(word, case or None) for word in words).startswith(text)
