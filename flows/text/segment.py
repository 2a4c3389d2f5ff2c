"""Split a text into sentences, by rules that are written down here.

One scan finds every place where a sentence could end; each place is then judged by what stands
before it: an abbreviation, an initial, the number of a list item. What follows is judged by the scan
itself: a small letter or a comma goes on. Spans are in order, never overlap, and leave out nothing
but white space.
"""

import re
from functools import cache
from typing import Final

from flows.text.normalise import INVISIBLE

Span = tuple[int, int]

# Letters with case, as the inside of a regular expression's set.
LOWER: Final = "".join(chr(code) for code in range(0x20, 0x1F00) if chr(code).islower())
UPPER: Final = "".join(chr(code) for code in range(0x20, 0x1F00) if chr(code).isupper())
_CLOSERS: Final = f"\"”’»›)\\]'{INVISIBLE}"
_OPENERS: Final = f"\"“‘'«‹(\\[{{¿¡–—*{INVISIBLE}-"

# The scan is fast because it starts with one set of characters; keep it so.
_CANDIDATE: Final = re.compile(
    rf"[.!?…\n](?:"
    # a stop with its closing marks, white space, and then no small letter
    rf"(?<!\n)(?<![.!?…][.!?…])(?P<stop>[.!?…]*+(?:\s?/\.++)?(?:[ \u00a0\u202f]?»)?[{_CLOSERS}]*)"
    rf"\s++(?![{_OPENERS}]*[{LOWER},;:)%])"
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


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES: Final = _words(
    "mr mrs ms dr prof st vs vol fig inc ltd corp jr sr gen col lt sgt capt maj rev hon sen rep gov pres nos"
)
_ABBREVIATIONS: Final[dict[str, frozenset[str]]] = {
    "vi": _TITLES
    | _words(
        "tp tx tt p q ts ths th.s gs pgs gs.ts pgs.ts gs.tskh tskh bs bs.ck bs.ths ks kts ls nsnd nsưt ns pgs.bs gs.bs"
        " pts đ/c đc tr stt sđt đt no"
    ),
    "en": _TITLES
    | _words(
        "e.g i.e u.s u.k u.n u.s.a d.c a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec mt ft ave blvd rd dept"
        " est approx messrs mme bros al co"
    ),
    "de": _words(
        "z.b d.h u.a u.ä o.ä i.d.r v.a dr prof st nr bzw ca evtl ggf inkl mio mrd str tel vgl hr fr dipl ing abs art"
        " jan feb mär apr jun jul aug sep sept okt nov dez geb gest sog z mr mrs ms jr sr d u o i v b h a"
    ),
    "fr": _words(
        "m mm mme mmes mlle mlles dr me pr st ste av bd p.ex c.-à-d n° art env janv févr avr juil sept oct nov déc jr"
    ),
    "es": _words("sr sra srta sres dr dra d dña ud uds p.ej gral prof st sto sta núm pág art avda"),
    "ru": _words("г гг в вв н.э т.е т.н т.к им ул д кв обл р-н проф акад тыс млн млрд руб коп см стр рис св"),
}
_ALL: Final = frozenset().union(*_ABBREVIATIONS.values()) - _words("a b d h i m o u v z в г д no co art me")
_MONTHS_DE: Final = _words(
    "januar jänner februar märz april mai juni juli august september oktober november dezember jahrhundert jh klasse"
)
_WIDE_LANGUAGES: Final = frozenset({"zh", "ja"})
_LIST_NUMBER: Final = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[a-zA-Zđ])\.?$")
# Á is a word (châu Á), and no initial.
_INITIALS: Final = re.compile(r"[A-ZĐА-Я](?:\.[A-ZĐА-Я])*$")
# "PGS.TS." and "v.v." have no spaces; nothing longer than this is an abbreviation.
_LONGEST: Final = 8
# A lost quotation mark with its stop.
_FEW_MARKS: Final = 3


@cache
def _abbreviations(language: str) -> frozenset[str]:
    return _ABBREVIATIONS.get(language, _ALL)


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
    if word.isalpha() and word.islower() and at > start + 1:  # the commonest case first
        return word in _abbreviations(language)
    word = word.lstrip("\"“‘'«(\u200b")
    if len(word) > _LONGEST:
        return False
    if at <= start + 1 and _LIST_NUMBER.match(word):
        return True
    if word.lower() in _abbreviations(language) or (len(word) <= 3 and _is_initial(text, start, at, word)):
        return True
    if language == "de" and len(word) <= 2 and word.isdigit():
        return text[after : after + 12].partition(" ")[0].strip(".,").lower() in _MONTHS_DE
    return False


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
    cut = _cut_wide if language in _WIDE_LANGUAGES else _cut_spaced
    spans: list[Span] = []
    at = cut(text, at, end, language, spans)
    if at < end:
        _add(text, spans, (at, end))
    return spans


def _cut_spaced(text: str, at: int, end: int, language: str, spans: list[Span]) -> int:
    """Find the sentences of a text with spaces, all but the last; return where that begins."""
    for found in _CANDIDATE.finditer(text, at, end):
        kind = found.lastgroup
        if kind == "line":
            if found.start() > at:
                _add(text, spans, _trim(text, at, found.start()))
            at = found.end()
            continue
        stop, after = found.end(kind), found.end()  # type: ignore[arg-type]  # one of the three groups always matches
        if text[stop - 1] == "." and _goes_on(text, at, stop - 1, after, language):
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
        if found["stop"] is not None and text[stop - 1] == '"' and text.count('"', at, stop) % 2:
            stop = after = text.rindex('"', at, stop)  # it opens the next sentence
        _add(text, spans, _trim(text, at, stop))
        at = after
    return at


def _add(text: str, spans: list[Span], span: Span) -> None:
    """Add a span; a few marks without a letter (a lost quotation mark) belong to the sentence before them."""
    start, end = span
    if end <= start:
        return
    if spans and end - start <= _FEW_MARKS and not any(char.isalnum() for char in text[start:end]):
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append(span)
