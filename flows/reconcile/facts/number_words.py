"""Numbers and calendar words as they are written out, language by language.

One word has one role. `UNIT` and `TENS` are added, `TIMES` multiplies what stands before it, `LINK` joins two
parts of one number (`một trăm linh năm`, `one hundred and five`). A month has its number, a weekday stands for itself.
Values are exact: `1,5 triệu` is 1500000, never 1499999.9.
"""

from collections.abc import Sequence
from enum import Enum
from functools import cache
from typing import Final, NamedTuple


class Role(Enum):
    """What a word does in a number or a date."""

    UNIT = "unit"
    TENS = "tens"
    TIMES = "times"
    LINK = "link"
    HALF = "half"
    PERCENT = "percent"
    MONTH = "month"
    WEEKDAY = "weekday"
    DAY_LABEL = "day"  # ngày, 日
    MONTH_LABEL = "month label"  # tháng, 月
    YEAR_LABEL = "year"  # năm, 年, года
    OF = "of"  # de, of: between day, month and year


class Word(NamedTuple):
    """The role of a word, and its value where it has one."""

    role: Role
    value: int = 0


def _series(names: str, first: int, step: int = 1) -> dict[str, int]:
    """Number the names in order; spellings of one value are joined by a stroke."""
    return {name: first + at * step for at, group in enumerate(names.split()) for name in group.split("|")}


_UNITS: Final[dict[str, dict[str, int]]] = {
    "vi": _series("một|mốt hai ba bốn|tư năm|lăm|nhăm sáu bảy|bẩy tám chín", 1),
    "en": _series(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen",
        0,
    ),
    "de": _series(
        "null ein|eins|eine|einen|einem|einer zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn"
        " vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
        0,
    ),
    "fr": _series(
        "zéro un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize", 0
    ),
    "es": _series(
        "cero un|uno|una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"
        " diecisiete dieciocho diecinueve veinte veintiuno|veintiún veintidós veintitrés veinticuatro veinticinco"
        " veintiséis veintisiete veintiocho veintinueve",
        0,
    ),
    "ru": _series(
        "ноль один|одна|одно|одного|одной два|две|двух|двум три|трёх|трех|трем четыре|четырёх|четырех пять|пяти"
        " шесть|шести семь|семи восемь|восьми девять|девяти десять|десяти одиннадцать двенадцать тринадцать"
        " четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
        0,
    ),
    "zh": {**_series("一 二|两 三 四 五 六 七 八 九", 1), "〇": 0, "零": 0},
}
_TENS: Final[dict[str, dict[str, int]]] = {
    "vi": {},
    "en": _series("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10),
    "de": _series("zwanzig dreißig|dreissig vierzig fünfzig sechzig siebzig achtzig neunzig", 20, 10),
    "fr": _series("vingt|vingts trente quarante cinquante soixante septante octante|huitante nonante", 20, 10),
    "es": {
        **_series("treinta cuarenta cincuenta sesenta setenta ochenta noventa", 30, 10),
        **_series("cien|ciento doscientos|doscientas trescientos|trescientas cuatrocientos|cuatrocientas", 100, 100),
        **_series("quinientos|quinientas seiscientos|seiscientas setecientos|setecientas", 500, 100),
        **_series("ochocientos|ochocientas novecientos|novecientas", 800, 100),
    },
    "ru": {
        **_series("двадцать|двадцати тридцать|тридцати сорок|сорока пятьдесят шестьдесят семьдесят", 20, 10),
        **_series("восемьдесят девяносто", 80, 10),
        **_series("сто|ста двести|двухсот триста|трёхсот|трехсот четыреста пятьсот|пятисот шестьсот", 100, 100),
        **_series("семьсот восемьсот девятьсот", 700, 100),
    },
    "zh": {},
}
_THOUSAND, _MILLION, _MILLIARD, _BILLION = 10**3, 10**6, 10**9, 10**12


def _scales(hundred: str, thousand: str, million: str, milliard: str, billion: str = "") -> dict[str, int]:
    named = ((hundred, 100), (thousand, _THOUSAND), (million, _MILLION), (milliard, _MILLIARD), (billion, _BILLION))
    return {name: value for names, value in named for name in names.split("|") if name}


_TIMES: Final[dict[str, dict[str, int]]] = {
    "vi": {**_scales("trăm", "nghìn|ngàn", "triệu", "tỷ|tỉ"), "mươi": 10, "mười": 10, "chục": 10, "vạn": 10_000},
    "en": {
        **_scales("hundred", "thousand", "million|mln", "billion|bn", "trillion|tn"),
        "dozen": 12,
        "crore": 10**7,
        "lakh": 10**5,
    },
    "de": _scales("hundert", "tausend|tsd", "million|millionen|mio", "milliarde|milliarden|mrd", "billion|billionen"),
    "fr": _scales("cent|cents", "mille", "million|millions", "milliard|milliards", "billion|billions"),
    "es": _scales("", "mil", "millón|millones", "millardo|millardos", "billón|billones"),
    "ru": _scales(
        "",
        "тысяча|тысячи|тысяч|тысячу|тыс",
        "миллион|миллиона|миллионов|млн",
        "миллиард|миллиарда|миллиардов|млрд",
        "триллион|триллиона|триллионов|трлн",
    ),
    "zh": {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 10**8, "兆": 10**12},
}
_LINKS: Final = {"vi": "linh lẻ", "en": "and", "de": "und", "fr": "et", "es": "y", "ru": "", "zh": ""}
_PERCENT: Final = {
    "vi": "",  # two words, see `PERCENT_PAIRS`
    "en": "percent percentage pct",
    "de": "prozent",
    "fr": "",
    "es": "",
    "ru": "процент процента процентов проц",
    "zh": "",
}
# Two words that mean per cent.
PERCENT_PAIRS: Final = frozenset({("phần", "trăm"), ("per", "cent"), ("pour", "cent"), ("por", "ciento")})
_MONTHS: Final = {
    "vi": "",
    "en": "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep october|oct"
    " november|nov december|dec",
    "de": "januar|jänner februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier|janv février|févr mars avril mai juin juillet|juil août septembre octobre|oct novembre|nov"
    " décembre|déc",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre",
    "ru": "января|январь|январе февраля|февраль|феврале марта|март|марте апреля|апрель|апреле мая|май|мае"
    " июня|июнь|июне июля|июль|июле августа|август|августе сентября|сентябрь|сентябре октября|октябрь|октябре"
    " ноября|ноябрь|ноябре декабря|декабрь|декабре",
    "zh": "",
}
_WEEKDAYS: Final = {
    "vi": "",
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "ru": "понедельник|понедельника вторник|вторника среда|среду|среды четверг|четверга пятница|пятницу|пятницы"
    " суббота|субботу|субботы воскресенье|воскресенья",
    "zh": "",
}
_LABELS: Final = (
    (Role.DAY_LABEL, {"vi": "ngày mùng mồng", "zh": "日 号"}),
    (Role.MONTH_LABEL, {"vi": "tháng", "zh": "月"}),
    (Role.YEAR_LABEL, {"vi": "năm", "ru": "года год году г", "zh": "年"}),
    (Role.OF, {"en": "of", "es": "de del"}),
    (Role.HALF, {"vi": "rưỡi"}),
)
# Weekdays of Vietnamese and Chinese are two words: thứ hai, chủ nhật, 星期一, 周日.
WEEKDAY_PAIRS: Final = {
    **{("thứ", name): f"weekday:{at}" for name, at in _series("hai|2 ba|3 tư|4 năm|5 sáu|6 bảy|7", 2).items()},
    ("chủ", "nhật"): "weekday:1",
    ("chúa", "nhật"): "weekday:1",
    **{("周", name): f"weekday:{at}" for name, at in _series("日 一 二 三 四 五 六", 1).items()},
    **{("期", name): f"weekday:{at}" for name, at in _series("日|天 一 二 三 四 五 六", 1).items()},
}
LANGUAGES: Final = frozenset(_UNITS)


def _german_compounds() -> dict[str, int]:
    """Make the German words from 21 to 999 that are written as one (`fünfundzwanzig`, `zweihundertdreißig`)."""
    units = {name: value for name, value in _UNITS["de"].items() if name not in ("eins", "eine", "einen", "einem")}
    below: dict[str, int] = {name: value for name, value in _UNITS["de"].items() if 0 < value < 20}
    for tens, value in _TENS["de"].items():
        below[tens] = value
        below |= {f"{name}und{tens}": value + unit for name, unit in units.items() if 0 < unit < 10}
    hundreds = {f"{name}hundert": unit * 100 for name, unit in units.items() if 0 < unit < 10}
    whole = {f"{name}{rest}": value + more for name, value in hundreds.items() for rest, more in below.items()}
    return {name: value for name, value in (below | hundreds | whole).items() if value > 20}


@cache
def lexicon(language: str | None) -> dict[str, Word]:
    """Return the number and calendar words of a language (a BCP 47 tag); those of English where it is not known."""
    tag = (language or "").partition("-")[0]
    tag = tag if tag in LANGUAGES else "en"
    found = {name: Word(Role.WEEKDAY) for name in _WEEKDAYS[tag].replace("|", " ").split()}
    found |= {name: Word(Role.MONTH, at) for name, at in _series(_MONTHS[tag], 1).items()}
    found |= {name: Word(Role.LINK) for name in _LINKS[tag].split()}
    found |= {name: Word(Role.PERCENT) for name in _PERCENT[tag].split()}
    for role, words in _LABELS:
        found |= {name: Word(role) for name in words.get(tag, "").split()}
    found |= {name: Word(Role.TENS, value) for name, value in _TENS[tag].items()}
    if tag == "de":
        found |= {name: Word(Role.TENS, value) for name, value in _german_compounds().items()}
    found |= {name: Word(Role.TIMES, value) for name, value in _TIMES[tag].items()}
    # "năm" is a year and five, "tư" is four and a part of many words: the number that it is in decides.
    return found | {name: Word(Role.UNIT, value) for name, value in _UNITS[tag].items() if name not in found}


_FIVE: Final = Word(Role.UNIT, 5)
# What may stand behind a ten only: hai mươi mốt, bốn mươi tư, mười lăm.
_ONLY_BEHIND: Final = frozenset({"mốt", "tư", "lăm", "nhăm"})
# Scales that need no number before them.
_ALONE: Final = frozenset({"mười", "十", "cent", "mille", "mil", "hundert", "tausend"})
_ZERO_ZH: Final = frozenset("〇零")
_DIGITS_ZH: Final = "〇一二三四五六七八九"
# A lone word up to ten may be an article or a part of another word: một, one, un, 一.
_LARGEST_UNSURE: Final = 10
_ANY: Final = 10**18


class WrittenNumber(NamedTuple):
    """A number written out: its value, how many words it has, and whether it can be nothing else."""

    value: int
    size: int
    is_certain: bool


class _Sum:
    """A number in the making: its value, and the bound below which the next part must lie."""

    def __init__(self) -> None:
        self.value = 0
        self.below = _ANY

    def add(self, part: int) -> bool:
        """Add a part; False where the number has ended before it (`hai, ba` is two numbers)."""
        if part >= self.below:
            return False
        self.value += part
        self.below = 100 if part >= 100 else 1 if part % 10 else 20 if part == 60 else 10
        return True

    def scale(self, by: int) -> bool:
        """Multiply what is below a scale; False where nothing is there to be multiplied."""
        lower = self.value % by
        if self.value and not lower:
            return False
        self.value += (lower or 1) * by - lower
        self.below = by
        return True

    def four_twenties(self) -> bool:
        """Make 80 of the 4 before `vingt`."""
        if self.value % 100 != 4:
            return False
        self.value += 76
        self.below = 20
        return True


def read_number(words: Sequence[str], at: int, table: dict[str, Word]) -> WrittenNumber | None:
    """Read the written-out number that begins at a word; None where none begins there."""
    digits = _read_digits_zh(words, at)
    if digits is not None:
        return digits
    made = _Sum()
    size = count = 0
    for place in range(at, len(words)):
        word = _word_at(words, place, at, table)
        if word is None:
            break
        if word.role is Role.LINK:
            if not _links(made, words, place, table):
                break
            continue
        if not _take(made, words[place], word):
            break
        size, count = place - at + 1, count + 1
    return WrittenNumber(made.value, size, count > 1 or made.value > _LARGEST_UNSURE) if size else None


def _read_digits_zh(words: Sequence[str], at: int) -> WrittenNumber | None:
    """Read digits one by one, as years are written: 二〇一六."""
    if words[at] not in _DIGITS_ZH:
        return None
    end = at
    while end < len(words) and (words[end] in _DIGITS_ZH or words[end] == "零"):
        end += 1
    if end - at < 2 or (end < len(words) and words[end] in "十百千万亿"):
        return None
    number = "".join(str(_DIGITS_ZH.index(word.replace("零", "〇"))) for word in words[at:end])
    return WrittenNumber(int(number), end - at, is_certain=True)


def _word_at(words: Sequence[str], place: int, at: int, table: dict[str, Word]) -> Word | None:
    """Return what a word is inside the number that begins at `at`; None where it is no part of one."""
    text = words[place]
    if text in _ZERO_ZH:
        return Word(Role.LINK)
    if text == "năm" and "tháng" in table:
        after = table.get(words[place + 1]) if place + 1 < len(words) else None
        is_scaled = after is not None and after.role is Role.TIMES and words[place + 1] != "mười"
        return _FIVE if is_scaled or (place > at and words[place - 1] in ("linh", "lẻ")) else None
    if text in _ONLY_BEHIND and place == at:
        return None
    word = table.get(text)
    return word if word is not None and word.role in (Role.UNIT, Role.TENS, Role.TIMES, Role.LINK) else None


def _links(made: _Sum, words: Sequence[str], place: int, table: dict[str, Word]) -> bool:
    """Tell whether a linking word joins two parts of one number: what follows is smaller than what stands there."""
    after = _word_at(words, place + 1, place, table) if place + 1 < len(words) else None
    return after is not None and after.value < made.below < _ANY


def _take(made: _Sum, text: str, word: Word) -> bool:
    """Put a word into the sum; False where the number ends before it."""
    if word.role is not Role.TIMES:
        return (text.startswith("vingt") and made.four_twenties()) or made.add(word.value)
    if text == "mười":  # ten, which is added: một trăm mười
        return made.below > 10 and made.add(10)
    return bool(made.value or text in _ALONE) and made.scale(word.value)
