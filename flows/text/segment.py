"""Split a text into sentences, by rules that are written down here.

One scan finds every place where a sentence could end; each place is then judged by what stands
before it: an abbreviation, an initial, the number of a list item. What follows is judged by the scan
itself: a small letter or a comma goes on. Spans are in order, never overlap, and leave out nothing
but white space.

Read by hand in 300 boundaries drawn from real seeds (100 ordinary, 100 behind numbers, quotation marks, short words
and dots, 100 Chinese), 2 were wrong: an initial behind a small letter (`quần da J. Brand`), an ellipsis before a name.
"""

import re
from functools import cache
from typing import Final

from flows.text.abbreviations import (
    ABBREVIATIONS,
    BEFORE_ORDINALS_DE,
    EVERY_ABBREVIATION,
    MAY_END,
    MONTHS_DE,
    STARTERS,
)
from flows.text.normalise import INVISIBLE

Span = tuple[int, int]

# Letters with case, as the inside of a regular expression's set.
LOWER: Final = "".join(chr(code) for code in range(0x20, 0x1F00) if chr(code).islower())
UPPER: Final = "".join(chr(code) for code in range(0x20, 0x1F00) if chr(code).isupper())
# “ and ‘ close a German quotation; elsewhere nobody sets them close behind a stop and apart from what follows.
_CLOSERS: Final = f"\"”’»›)\\]'“‘{INVISIBLE}"
_OPENERS: Final = f"\"“‘'«‹(\\[{{¿¡–—*{INVISIBLE}-"

# Full stops of Indic, Burmese, Khmer, Ethiopic, Urdu, Armenian and Arabic letters.
_OTHER_STOPS: Final = "।॥။។።۔։؟"
# The scan is fast because it starts with one set of characters; keep it so.
_CANDIDATE: Final = re.compile(
    rf"[.!?…{_OTHER_STOPS}\n](?:"
    # a stop with its closing marks, white space, and then no small letter
    rf"(?<!\n)(?<![.!?…][.!?…])(?P<stop>[.!?…{_OTHER_STOPS}]*+(?:\s?/\.++)?(?:[ \u00a0\u202f]?»)?[{_CLOSERS}]*)"
    rf"\s++(?![{_OPENERS}]*(?:[-–—]\s)?[{LOWER},;:)%])"
    # a stop glued to the next sentence: xong.Việc
    rf"|(?:(?<=[{LOWER}\d)”\"%][.!?…])|(?<=[{UPPER}][{UPPER}]\.))(?P<glued>[”»]?)(?=[“«]?[{UPPER}][{LOWER}])"
    r"|(?<=\n)(?P<line>\s*+)"
    r")"
)
_WIDE: Final = re.compile(
    rf"[。！？!?\n](?P<stop>[。！？!?…]*+(?:\s?[”’」』）)】》\"{INVISIBLE}])*)\s*+(?![”’」』）】》，；、])"
    # an item of a list; the dot in 唐纳德 ·特朗普 is none
    r"|(?<=[。！？!?；;：:”])[ \u3000\u00a0]+(?=[·•])|[ \u3000\u00a0]+(?=[●▪■◆★])"
)


# The name of a host, an address or a mailbox whose labels have capitals: Norvala.Com, www.Norvala.Es, Ann@Norvala.Org.
# Without www, a label in small letters may be a word before a lost space.
_HOST: Final = re.compile(
    r"(?i:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://)?www\d?(?:\.[\w-]+)+(?:/\S*)?|https?://\S+)"
    r"|(?![^\W\d_A-Z]*[a-zà-ÿ]\.)(?:[\w-]+\.)+(?i:com|net|org|info|edu|gov|biz)(?:\.[A-Za-z]{2})?(?![\w-])"
    r"|(?:[\w-]+\.)+(?i:com|net|org|co|edu|gov)\.[A-Za-z]{2}(?![\w-])"
)
_HOST_LENGTH: Final = 80

_SAID_ZH: Final = re.compile("[^。！？“”，；：\\s]{1,8}?(?:说|问|道|答|喊|表示|补充)[。，：！]")
# Thai has no full stop: a blank stands between sentences, and around names and numbers. None ends behind ๆ and ฯ.
_THAI: Final = re.compile(
    r"\s*\n\s*|(?<=[\u0e01-\u0e2e\u0e30-\u0e45\u0e47-\u0e4e!?”\"])[ \u00a0]+(?=[“\"]?[\u0e01-\u0e44])"
)
_SHORTEST_THAI: Final = 20  # letters of a clause
# A quotation goes on with the particle that says it was said: 「もう回らない。」と彼は言った。
_SAID_JA: Final = re.compile("と(?:も|は)?(?![はもこく])[^。]{1,40}[。！？]")
_SMALL_LETTER: Final = re.compile(rf"(?:(?<=\s)|^|(?<=\())[{LOWER}{UPPER}]\.\s")
_LIST_NUMBER: Final = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[a-zA-Zđ])\.?$")
# Á is a word (châu Á), and no initial.
_CAPITAL: Final = "A-ZĐА-ЯΑ-ΩÄÖÜÅØŁŚŻŹČŠŽŞÇİ"
_INITIALS: Final = re.compile(rf"[{_CAPITAL}](?:\.[{_CAPITAL}])*$")
_INITIAL_BEHIND: Final = re.compile(rf"[{_CAPITAL}]\.\s?[{_CAPITAL}]")  # of several (`J. R. Tolvar`), the next one
_INITIALS_LENGTH: Final = 5
_LONGEST_TITLE: Final = 2
# Lists have no more items, and an item no more characters.
_MAX_ITEMS: Final = 50
_ITEM_REACH: Final = 700
_FIRST_ITEM: Final = re.compile(r"(?<![\d.,/])1\.(?!\d)")
# Characters that hold the next word.
_NEXT: Final = 16
# "PGS.TS." and "v.v." have no spaces; nothing longer than this is an abbreviation.
_LONGEST: Final = 8
# A lost quotation mark with its stop.
_FEW_MARKS: Final = 3


@cache
def _abbreviations(language: str) -> frozenset[str]:
    return ABBREVIATIONS.get(language, EVERY_ABBREVIATION)


@cache
def _endings(language: str) -> frozenset[str]:
    """Return the last two characters of each abbreviation: a word of small letters that ends otherwise is none."""
    return frozenset(word[-2:] for word in _abbreviations(language))


def _is_initial(text: str, start: int, at: int, word: str) -> bool:
    """Tell an initial (`John F. Kennedy`, `A.B.`) from a letter that ends a sentence (`bảng A.`)."""
    if not _INITIALS.match(word):
        return False
    before = text[max(start, at - 24) : at].split()
    return len(word) > 1 or not before or before[-1][:1].isupper()


def _goes_on(text: str, start: int, stop: int, after: int, language: str) -> bool:
    """Judge a full stop by the word before it: does the sentence that began at `start` go on behind it?"""
    at = max(text.rfind(" ", start, stop) + 1, start)
    word = text[at:stop]
    if len(word) > 1 and word.isalpha() and word.islower() and at > start + 1:
        return word in _abbreviations(language) and not _begins(text, after, word, language)
    word = word.lstrip("\"“‘'«(\u200b")
    word = word[max(word.rfind("'"), word.rfind("’")) + 1 :]
    if len(word) > _LONGEST or (at <= start + 1 and _LIST_NUMBER.match(word)):
        return len(word) <= _LONGEST
    if language != "vi" and len(word) > _LONGEST_TITLE and word.isupper() and "." not in word:
        return False  # ING and NATO are names; GS. and PGS. are Vietnamese titles
    lowered = word.lower()
    if len(word) == 1 and _is_letter_of_several(text, start, at, after):
        return lowered not in MAY_END or not _begins(text, after, lowered, language)
    if lowered in _abbreviations(language) or (len(word) <= _INITIALS_LENGTH and _is_initial(text, start, at, word)):
        return not _begins(text, after, lowered, language)
    return language in ("de", "") and len(word) <= 2 and word.isdigit() and _is_ordinal_de(text, start, at, after)


def _is_letter_of_several(text: str, start: int, at: int, after: int) -> bool:
    """Tell a letter of several that are written apart (`z. B.`, `т. е.`, `J. R. Tolvar`) and go on behind it."""
    if text[at].isupper() and _INITIAL_BEHIND.match(text, after):
        return True
    behind, before = _SMALL_LETTER.match(text, after), _SMALL_LETTER.match(text, max(start, at - 3))
    is_second = before is not None and before.end() == at and text[before.start()].islower()
    return is_second or (behind is not None and text[at].islower())


def _begins(text: str, after: int, word: str, language: str) -> bool:
    """Tell whether a sentence begins behind an abbreviation that can end one, as its next word shows."""
    if word not in MAY_END and not _INITIALS.match(word.upper()):
        return False
    known = STARTERS.get(language)
    return known is not None and _next_word(text, after) in known


def _has_item(text: str, number: int) -> bool:
    """Tell whether a number with a full stop stands in a text: the one of a list's next or last item."""
    return re.search(rf"(?<![\d.,/]){number}\.\s", text) is not None


def _item_number(text: str, start: int, stop: int) -> int:
    """Find where the number of a list's item begins that a stop ends (`… 5 triệu USD 9. The Martian …`); 0 for none.

    It is one if the items before and behind it have their numbers too, back to the first. What a line ends with is
    the number of no item.
    """
    if text.startswith("\n", stop):
        return 0
    at = text.rfind(" ", start, stop) + 1
    digits = text[at : stop - 1]
    if not at or not digits.isdecimal() or not 1 <= int(digits) <= _MAX_ITEMS:
        return 0
    number = int(digits)
    has_next = _has_item(text[stop : stop + _ITEM_REACH], number + 1)
    has_last = _has_item(text[max(0, at - _ITEM_REACH) : at], number - 1)
    if not ((has_next and (has_last or number == 1)) or (has_last and number > 2)):
        return 0
    return at if number == 1 or _FIRST_ITEM.search(text, 0, at) else 0


def _is_in_host(text: str, start: int, stop: int) -> bool:
    """Tell whether a full stop without a space behind it stands in the name of a host."""
    begin = max(start, stop - _HOST_LENGTH, text.rfind(" ", start, stop) + 1, text.rfind("\n", start, stop) + 1)
    while begin < stop and not text[begin].isalnum():
        begin += 1
    found = _HOST.match(text, begin, stop + _HOST_LENGTH)
    return found is not None and found.end() > stop


def _next_word(text: str, at: int) -> str:
    word = text[at : at + _NEXT].lstrip('"“«„¿¡- ').partition(" ")[0]
    return "" if len(word) == 2 and word[1] == "." else word.strip(".,:").lower()


def _is_ordinal_de(text: str, start: int, at: int, after: int) -> bool:
    """Tell the German ordinals of `am 5. Oktober` and `der 1. Bürgermeister` from a number that ends a sentence."""
    before = text[max(start, at - _NEXT) : at].split()
    return _next_word(text, after) in MONTHS_DE or bool(before and before[-1].lower() in BEFORE_ORDINALS_DE)


def _trim(text: str, start: int, end: int) -> Span:
    """Move both ends of a span inwards over white space."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentences(text: str, language: str | None = None, start: int = 0, end: int | None = None) -> list[Span]:
    """Find the sentences of `text[start:end]` as spans of `text` without outer white space.

    `language` is a BCP 47 tag; without one the abbreviations of all languages are used.
    """
    language = (language or "").partition("-")[0]
    at, end = _trim(text, start, len(text) if end is None else end)
    cut = _CUTS.get(language, _cut_spaced)
    spans: list[Span] = []
    at = cut(text, at, end, language, spans)
    if at < end:
        _add(text, spans, (at, end))
    return spans


def _cut_spaced(text: str, at: int, end: int, language: str, spans: list[Span]) -> int:
    """Find the sentences of a text with spaces, all but the last; return where that begins."""
    endings = _endings(language)
    for found in _CANDIDATE.finditer(text, at, end):
        kind = found.lastgroup
        if kind == "line":
            if found.start() > at:
                _add(text, spans, _trim(text, at, found.start()))
            at = found.end()
            continue
        stop, after = found.end(kind), found.end()  # type: ignore[arg-type]  # one of the three groups always matches
        ending = text[stop - 3 : stop - 1]
        is_word = ending not in endings and ending.islower() and ending.isalpha()  # the commonest case first
        if not is_word and text[stop - 1] == "." and _goes_on(text, at, stop - 1, after, language):
            continue
        if kind == "glued" and _is_in_host(text, at, stop):
            continue
        item = _item_number(text, at, stop) if text[stop - 2].isdigit() else 0
        if item:
            spans.append(_trim(text, at, item))
            at = item
            continue
        if stop - at > _FEW_MARKS:
            spans.append((at, stop))
        else:
            _add(text, spans, (at, stop))
        at = after
    return at


def _cut_wide(text: str, at: int, end: int, _language: str, spans: list[Span]) -> int:
    """Find the sentences of a Chinese or Japanese text, all but the last; return where that begins."""
    for found in _WIDE.finditer(text, at, end):
        stop, after = found.end("stop") if found["stop"] is not None else found.start(), found.end()
        if text[stop - 1] in "”’」』" and (_SAID_ZH.match(text, after) or _SAID_JA.match(text, after)):
            continue  # “你去吗？”他问。
        if found["stop"] is not None and text[stop - 1] == '"' and text.count('"', at, stop) % 2:
            stop = after = text.rindex('"', at, stop)  # it opens the next sentence
        _add(text, spans, _trim(text, at, stop))
        at = after
    return at


def _cut_thai(text: str, at: int, end: int, _language: str, spans: list[Span]) -> int:
    """Find the sentences of a Thai text, all but the last: a blank ends them, and so does one behind a long clause."""
    for found in _THAI.finditer(text, at, end):
        is_line = "\n" in found.group()
        if is_line or found.start() - at >= _SHORTEST_THAI:
            _add(text, spans, _trim(text, at, found.start()))
            at = found.end()
    return at


_CUTS: Final = {"zh": _cut_wide, "ja": _cut_wide, "th": _cut_thai}


def _add(text: str, spans: list[Span], span: Span) -> None:
    """Add a span; a few marks without a letter (a lost quotation mark) belong to the sentence before them."""
    start, end = span
    if end <= start:
        return
    if spans and end - start <= _FEW_MARKS and not any(char.isalnum() for char in text[start:end]):
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append(span)
