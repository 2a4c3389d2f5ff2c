"""Split a text into sentences, by rules that are written down here.

One scan finds every place where a sentence could end; each place is then judged by what stands
before it (an abbreviation, an initial, the number of a list item) and after it (a small letter
goes on). Spans never overlap, are in order, and leave out nothing but the white space between them.
"""

import re
from typing import Final

from flows.text.normalise import INVISIBLE

Span = tuple[int, int]

_CLOSERS: Final = f"\"”’»›)\\]'{INVISIBLE}"
_OPENERS: Final = f"\"“‘'«‹([{{¿¡-–—•*+{INVISIBLE}"

_CANDIDATE: Final = re.compile(
    r"(?P<stop>[.!?…]+(?:\s?/\.+)?(?:[ \u00a0\u202f]?»)?[" + _CLOSERS + r"]*)(?:\s+|$)"
    r"|(?P<wide>[。！？]+(?:\s?[”’」』）】》\"])*)\s*"
    r"|(?P<glued>(?<=[^\W\d_A-Z][^\W\d_A-Z])[.!?…]+[”’\"»]?)(?=[“‘«\"]?[A-ZÀ-ÖØ-ÞĂĐƠƯẠ-ỸА-Я][^\W\d_A-Z])"
    r"|(?P<line>)\s*\n\s*"
)

_COMMON: Final = "mr mrs ms dr prof st vs no vol fig al inc ltd co corp jr sr gen col lt sgt capt maj rev hon sen rep gov pres"
_ABBREVIATIONS: Final[dict[str, frozenset[str]]] = {
    "vi": frozenset(
        "tp tx tt p q ts ths th.s gs pgs gs.ts pgs.ts gs.tskh tskh bs bs.ck bs.ths ks kts ls nsnd nsưt ns cn pgs.bs gs.bs pts "
        "đ/c đc ô b tr vs stt sđt đt ct".split()
    )
    | frozenset(_COMMON.split()),
    "en": frozenset(_COMMON.split())
    | frozenset(
        "e.g i.e u.s u.k u.n u.s.a d.c a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec mt ft ave blvd rd dept est "
        "approx messrs mme bros".split()
    ),
    "de": frozenset(
        "z.b d.h u.a u.ä o.ä i.d.r v.a dr prof st nr bzw ca evtl ggf inkl mio mrd str tel vgl usw etc hr fr dipl ing abs art "
        "jan feb mär apr jun jul aug sep sept okt nov dez geb gest sog z mr mrs ms jr sr".split()
    )
    - frozenset(["usw", "etc"]),
    "fr": frozenset("m mm mme mmes mlle mlles dr me pr st ste av bd p.ex c.-à-d n° no art env janv févr avr juil sept oct nov déc jr".split()),
    "es": frozenset("sr sra srta sres dr dra d dña ud uds p.ej ee.uu ee uu gral prof st sto sta núm no pág art av avda".split()),
    "ru": frozenset("г гг в вв н.э т.е т.д т.п т.н т.к др пр им ул д кв обл р-н проф акад тыс млн млрд руб коп см стр рис св".split())
    - frozenset(["др", "пр"]),
}
_ALL: Final = frozenset().union(*_ABBREVIATIONS.values()) - frozenset("b o d в г м m z p no др co art co".split())
_MONTHS_DE: Final = frozenset(
    "januar jänner februar märz april mai juni juli august september oktober november dezember jahrhundert".split()
)
_LIST_NUMBER: Final = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[a-zA-Zđ])[.)]+$")
# An abbreviation is looked for in the last characters before a full stop.
_LOOK_BACK: Final = 14


def _last_word(text: str, start: int, end: int) -> str:
    """Return what stands between the last space and `end`, without opening marks."""
    piece = text[max(start, end - _LOOK_BACK) : end]
    words = piece.split()
    return words[-1].lstrip(_OPENERS) if words else ""


def _is_initial(text: str, start: int, end: int, word: str) -> bool:
    """Tell an initial (`John F. Kennedy`, `A.B.`) from a letter that ends a sentence (`bảng A.`)."""
    letters = word.split(".")
    if not all(len(letter) == 1 and letter.isupper() for letter in letters):
        return False
    if len(letters) > 1:
        return True
    before = text[max(start, end - 30) : end].split()
    return len(before) < 2 or before[-2][:1].isupper()


def _goes_on(text: str, at: int) -> bool:
    """Tell whether the text after white space goes on with a small letter or a mark inside a sentence."""
    end = min(len(text), at + 6)
    while at < end and text[at] in _OPENERS:
        at += 1
    return at < len(text) and (text[at].islower() or text[at] in ",;:)%")


def _is_abbreviation(text: str, start: int, stop: int, after: int, language: str) -> bool:
    """Judge a single full stop by the word before it (and, in German, the one after it)."""
    word = _last_word(text, start, stop)
    if not word:
        return True
    lowered = word.lower()
    if lowered in _ABBREVIATIONS.get(language, _ALL) or _is_initial(text, start, stop, word):
        return True
    if language == "de" and word.isdigit() and len(word) <= 2:
        return text[after : after + 12].split(" ")[0].strip(".,").lower() in _MONTHS_DE
    return False


def _ends(text: str, start: int, found: re.Match[str], language: str) -> bool:
    """Judge one candidate: does the sentence that began at `start` end here?"""
    kind = found.lastgroup
    if kind != "stop":
        return True
    after = found.end()
    if after >= len(text) or "\n" in found.group():
        return True
    stop = found.start()
    mark = found.group("stop")
    if "/" in mark:
        return True
    if _goes_on(text, after):
        return False
    if mark[0] == "." and mark.count(".") == 1 and _is_abbreviation(text, start, stop, after, language):
        return False
    return not (stop - start <= 5 and _LIST_NUMBER.match(text[start : stop + 1].strip()))


def sentences(text: str, language: str | None = None, start: int = 0, end: int | None = None) -> list[Span]:
    """Find the sentences of `text[start:end]`; spans are (start, end) in `text`, without outer white space.

    `language` is a BCP 47 tag; without one the abbreviations of all languages are used.
    """
    if start or end is not None:
        return [(start + a, start + b) for a, b in sentences(text[start:end], language)]
    language = (language or "").partition("-")[0]
    spans: list[Span] = []
    at = 0
    while at < len(text) and text[at].isspace():
        at += 1
    for found in _CANDIDATE.finditer(text, at):
        kind = found.lastgroup or "line"
        stop = found.end(kind) if kind != "line" else found.start()
        if stop > at and _ends(text, at, found, language):
            spans.append((at, stop))
            at = found.end()
        elif stop <= at:
            at = found.end()
    if at < len(text):
        rest = len(text)
        while rest > at and text[rest - 1].isspace():
            rest -= 1
        if rest > at:
            spans.append((at, rest))
    return spans
