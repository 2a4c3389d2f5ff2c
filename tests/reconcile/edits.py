# ruff: noqa: E501  (tables of patterns and wordings read best with one a line)
"""Edits of an article with known truth: what an editor, a scraper or a new content system does to a text.

An edit takes the sentences of a seed and gives those of the page with what must be said of the pair. It returns None
where a text has nothing for it to change, so that any text in any language can be put through all edits.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from flows.records import Content, FactKind

Row = tuple[str, str | None, str | None]  # relation, seed text, page text


class Edited(NamedTuple):
    """The texts of both sides, and the truth about them."""

    seed: list[str]
    page: list[str]
    rows: list[Row]
    facts: list[FactKind]
    content: frozenset[Content]
    is_tail_lost: bool = False


Edit = Callable[[list[str], str, random.Random], Edited | None]

_EDITED = frozenset({Content.EDITED})
_COSMETIC = frozenset({Content.COSMETIC})
_NUMBER = re.compile(
    r"(?<![\w.,/:%-])(?<!ngày )(?<!tháng )(\d{2,3}|[1-9]\.\d{3}|[1-9],\d{3})(?![\d.,/:-]|\w)(?!\s?(?:tháng|và \d|đến|月|日|年|марта|мая|mars|mai|de ma|M))"
)
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
_DATES = {
    "vi": re.compile(
        r"(?<=ngày )(\d{1,2})(?=/\d{1,2}(?![\d.])| tháng \d)|(?:(?<=sáng )|(?<=tối ))(\d{1,2})(?=/\d{1,2}(?!\d))"
    ),
    "zh": re.compile(r"(?<=月)(\d{1,2})(?=日)"),
    "en": re.compile(rf"\b(\d{{1,2}})(?= (?:{_MONTHS['en'].replace(' ', '|')})\b)|(?<=March )(\d{{1,2}})(?!\d)"),
    "de": re.compile(rf"\b(\d{{1,2}})(?=\. (?:{_MONTHS['de'].replace(' ', '|')})\b)"),
    "fr": re.compile(rf"\b(\d{{1,2}})(?= (?:{_MONTHS['fr'].replace(' ', '|')})\b)"),
    "es": re.compile(rf"\b(\d{{1,2}})(?= de (?:{_MONTHS['es'].replace(' ', '|')})\b)"),
    "ru": re.compile(rf"\b(\d{{1,2}})(?= (?:{_MONTHS['ru'].replace(' ', '|')})\b)"),
}
# Something affirmed, and the same denied.
_NEGATED = {
    "vi": [
        (r"\b(đã|sẽ)(?= [a-zà-ỹ])(?! không| chưa)", r"\1 không"),
        (r"\bđã(?= [a-zà-ỹ])(?! được)", "chưa"),
        (r"\bcó thể\b", "chẳng thể"),
    ],
    "zh": [
        (r"(表示|通过了?|答应|需要|能够|可以|是)", r"不\1"),
        (r"(发现|举行|参加|获得)", r"没有\1"),
        (r"(完成|达到)", r"未\1"),
    ],
    "en": [
        (r"\b(will|would|could|has|have|was|is)\b(?= [a-z])", r"\1 not"),
        (r"\b(will|would|could|has|was|is)\b(?= [a-z])", r"\1n't"),
        (r"\b(fear|starts?|opened)\b", r"never \1"),
    ],
    "de": [
        (r"\b(wird|hat|hatten|sollen|will)\b(?= [a-zäöü])", r"\1 nicht"),
        (r"\beine\b", "keine"),
        (r"\beinen\b", "keinen"),
    ],
    "fr": [(r"\b(a|craignent|doivent)\b(?= [a-zà-ÿ])", r"ne \1 pas"), (r"\b(seront|sera)\b", r"ne \1 jamais")],
    "es": [(r"\b(han?|deben|temen|había|habían|será|serán)\b", r"no \1"), (r"\b(votó|cifró|hallaron)\b", r"nunca \1")],
    "ru": [(r"\b(решил|начал|обещал|пойдут|построят|оставили|боятся|позволит)\b", r"не \1")],
}
_NEGATION = re.compile(
    r"\b(?:không|chưa|chẳng|chả|đừng|chớ|not|no|never|none|cannot|nor|neither|without|nicht|kein\w*|nie|niemals|nichts|ohne|ne|pas|"
    r"jamais|sans|nunca|ningun\w*|не|нет|ни|без)\b|n't|n’t|[不没未非无别勿]", re.IGNORECASE
)  # fmt: skip
_UPPER = "A-ZĐÀ-ÖØ-ÞĂƠƯẠ-ỸЀ-Я"
_LOWER = "a-zđà-öø-ÿăơưạ-ỹа-яё"
_PERSONS = {
    "vi": re.compile(
        r"(?<=[a-zà-ỹ] )((?:Nguyễn|Trần|Lê|Phạm|Hoàng|Vũ|Đặng|Bùi|Đỗ|Hồ|Ngô|Phan|Trương|Hà)(?: [A-ZĐ][a-zà-ỹ]+){2})(?! [A-ZĐ])"
    ),
    "zh": re.compile(
        r"(?:市长|主席|总理|部长|书记)([阮陈黎范潘武张黄邓裴杜胡吴何][\u4e00-\u9fff]{2})(?=表示|强调|出席|说|指出|，)|(雷明达)(?=先生)"
    ),
}
_PERSON = re.compile(
    rf"(?<=[{_LOWER},] )([{_UPPER}][{_LOWER}]{{2,}} [{_UPPER}][{_LOWER}]{{3,}})(?= [{_LOWER}]|,)|(?<=^Mayor )(Helen Ashworth)|^(Thomas Reed)"
)
_QUOTATION = re.compile(r"“([^“”]{30,})”|«\s?([^«»]{30,}?)\s?»|„([^„“]{30,})“")
_OTHER_WORDS = {
    "vi": "bằng mọi khả năng trong thời gian tới đây", "zh": "并将在今后几年继续坚持下去", "en": "with great care over the coming years",
    "de": "mit großer Sorgfalt in den kommenden Jahren", "fr": "avec une grande prudence dans les années à venir",
    "es": "con mucha prudencia durante los próximos años", "ru": "с большой осторожностью в ближайшие годы",
}  # fmt: skip
_NEW_SENTENCES = {
    "vi": "Ban quản lý chợ đầu mối cũng vừa lắp thêm camera quan sát và đèn chiếu sáng ở khu bốc dỡ hàng.",
    "zh": "批发市场管理处最近也在装卸区安装了更多摄像头和照明灯。",
    "en": "The wholesale market has also installed more cameras and lamps in its loading area.",
    "de": "Auch der Großmarkt hat in seiner Ladezone zusätzliche Kameras und Lampen angebracht.",
    "fr": "Le marché de gros a aussi installé davantage de caméras et de lampes dans sa zone de chargement.",
    "es": "El mercado mayorista también ha instalado más cámaras y lámparas en su zona de carga.",
    "ru": "Оптовый рынок тоже установил в зоне погрузки дополнительные камеры и фонари.",
}
_REWORDINGS = {
    "vi": [("khoảng", "chừng"), ("nhiều", "đông đảo"), ("cho biết", "nói"), ("tuy nhiên", "song"), ("tại", "ở"), ("và", "cùng với"), ("với", "cùng")],
    "zh": [("表示", "称"), ("举行", "召开"), ("约", "大约"), ("与", "同"), ("和", "以及"), ("目前", "现在"), ("的", "之")],
    "en": [("about", "around"), ("begin", "start"), ("said", "stated"), ("the", "that"), ("every", "each")],
    "de": [("rund", "etwa"), ("auf", "bei"), ("begonnen", "gestartet"), ("und", "sowie")],
    "fr": [("environ", "quelque"), ("près de", "presque"), ("doivent", "devraient"), ("la", "cette")],
    "es": [("unos", "cerca de"), ("deben", "deberían"), ("para", "por"), ("la", "esta")],
    "ru": [("около", "примерно"), ("должны", "могут"), ("во время", "в ходе"), ("и", "а также")],
}  # fmt: skip


def _pick(sentences: Sequence[str], rng: random.Random, fits: Callable[[str], object]) -> int | None:
    """Choose a sentence that stands once, is no fragment and fits."""
    places = [at for at, text in enumerate(sentences) if fits(text) and sentences.count(text) == 1 and len(text) > 12]
    return rng.choice(places) if places else None


def _changed(sentences: list[str], at: int, text: str, facts: list[FactKind]) -> Edited | None:
    """Make the truth of one sentence that reads otherwise."""
    if text == sentences[at] or text in sentences:
        return None
    page = [*sentences[:at], text, *sentences[at + 1 :]]
    return Edited(sentences, page, [("edited", sentences[at], text)], facts, _EDITED)


def _replace_match(
    pattern: re.Pattern[str], new: Callable[[str], str], facts: list[FactKind], keep: Callable[[str], object] = len
) -> Edit:
    def edit(sentences: list[str], _language: str, rng: random.Random) -> Edited | None:
        at = _pick(sentences, rng, lambda text: keep(text) and pattern.search(text))
        if at is None:
            return None
        found = rng.choice(list(pattern.finditer(sentences[at])))
        group = found.lastindex or 0
        start, end = found.span(group)
        return _changed(sentences, at, sentences[at][:start] + new(found[group]) + sentences[at][end:], facts)

    return edit


def _other_digits(number: str) -> str:
    return "".join(str(int(digit) % 9 + 1) if digit.isdigit() else digit for digit in number)


def _by_language(
    table: dict[str, re.Pattern[str]], new: Callable[[str], str], fact: FactKind, other: re.Pattern[str] | None = None
) -> Edit:
    def edit(sentences: list[str], language: str, rng: random.Random) -> Edited | None:
        pattern = table.get(language, other)
        return _replace_match(pattern, new, [fact])(sentences, language, rng) if pattern else None

    return edit


def _other_day(day: str) -> str:
    return str(int(day) % 27 + 1)


def _other_name(name: str) -> str:
    if re.match(r"[\u4e00-\u9fff]", name):
        return name[:-1] + ("强" if name[-1] != "强" else "明")
    first, _, last = name.rpartition(" ")
    return f"{first} {'Brandt' if last.isascii() else 'Thịnh'}"


def _negate(sentences: list[str], language: str, rng: random.Random) -> tuple[int, str] | None:
    shapes = _NEGATED[language]
    at = _pick(sentences, rng, lambda text: not _NEGATION.search(text) and any(re.search(a, text) for a, _ in shapes))
    if at is None:
        return None
    pattern, new = rng.choice([shape for shape in shapes if re.search(shape[0], sentences[at])])
    return at, re.sub(pattern, new, sentences[at], count=1)


def negation_put_in(sentences: list[str], language: str, rng: random.Random) -> Edited | None:
    """Deny on the page what the seed affirms."""
    made = _negate(sentences, language, rng)
    return _changed(sentences, made[0], made[1], [FactKind.NEGATION]) if made else None


def negation_left_out(sentences: list[str], language: str, rng: random.Random) -> Edited | None:
    """Affirm on the page what the seed denies."""
    made = _negate(sentences, language, rng)
    if made is None:
        return None
    seed = [*sentences[: made[0]], made[1], *sentences[made[0] + 1 :]]
    return _changed(seed, made[0], sentences[made[0]], [FactKind.NEGATION])


def quote_changed(sentences: list[str], language: str, rng: random.Random) -> Edited | None:
    """Change the end of a quotation."""
    at = _pick(sentences, rng, lambda text: len(_QUOTATION.findall(text)) == 1 and text.count('"') == 0)
    if at is None:
        return None
    found = _QUOTATION.search(sentences[at])
    assert found is not None
    start, end = found.span(found.lastindex or 0)
    said = sentences[at][start:end]
    tail = said[len(said) * 2 // 3 :]
    if re.search(r"\d", tail) or _NEGATION.search(tail) or re.search(rf"[{_UPPER}]", tail):
        return None
    cut = start + (len(said) // 2 if language == "zh" else said.rfind(" ", 0, len(said) * 2 // 3))
    stop = said[-1] if said[-1] in ".,!?" else ""
    if re.search(r"\d", sentences[at][cut:end]) or _NEGATION.search(sentences[at][cut:end]):
        return None
    gap = "" if language == "zh" else " "
    text = f"{sentences[at][:cut]}{gap}{_OTHER_WORDS[language]}{stop}{sentences[at][end:]}"
    return _changed(sentences, at, text, [FactKind.QUOTE])


def reworded(sentences: list[str], language: str, rng: random.Random) -> Edited | None:
    """Put other words for the same."""
    pairs = _REWORDINGS[language]
    edge = "" if language == "zh" else r"\b"
    fits = [(rf"{edge}{re.escape(old)}{edge}", new) for old, new in pairs]
    at = _pick(sentences, rng, lambda text: len(text) > 30 and any(re.search(old, text) for old, _ in fits))
    if at is None:
        return None
    old, new = rng.choice([pair for pair in fits if re.search(pair[0], sentences[at])])
    return _changed(sentences, at, re.sub(old, new, sentences[at], count=1), [])


def deleted(sentences: list[str], _language: str, rng: random.Random) -> Edited | None:
    """Drop a sentence."""
    at = _pick(sentences[:-1], rng, lambda text: len(text) > 20)
    if not at:
        return None
    return Edited(
        sentences,
        sentences[:at] + sentences[at + 1 :],
        [("removed", sentences[at], None)],
        [],
        frozenset({Content.SHORTENED}),
    )


def inserted(sentences: list[str], language: str, rng: random.Random) -> Edited | None:
    """Add a sentence."""
    new = _NEW_SENTENCES[language]
    at = rng.randrange(1, len(sentences))
    return Edited(
        sentences, [*sentences[:at], new, *sentences[at:]], [("added", None, new)], [], frozenset({Content.EXTENDED})
    )


def moved(sentences: list[str], _language: str, rng: random.Random) -> Edited | None:
    """Move a sentence by four places or more."""
    at = _pick(sentences[1 : len(sentences) // 2], rng, lambda text: len(text) > 20)
    if at is None or len(sentences) < 9:
        return None
    text = sentences[at + 1]
    rest = [*sentences[: at + 1], *sentences[at + 2 :]]
    place = rng.randrange(at + 5, len(rest))
    return Edited(sentences, [*rest[:place], text, *rest[place:]], [("moved", text, text)], [], _EDITED)


def moved_and_edited(sentences: list[str], language: str, rng: random.Random) -> Edited | None:
    """Move a sentence and change a number of it."""
    first = number_changed(sentences[1 : len(sentences) // 2], language, rng)
    if first is None or len(sentences) < 9:
        return None
    at = next(at for at, (a, b) in enumerate(zip(first.seed, first.page, strict=True)) if a != b) + 1
    before, after = sentences[at], first.rows[0][2]
    assert after is not None
    rest = [*sentences[:at], *sentences[at + 1 :]]
    place = rng.randrange(at + 4, len(rest))
    return Edited(
        sentences, [*rest[:place], after, *rest[place:]], [("edited", before, after)], [FactKind.NUMBER], _EDITED
    )


def merged(sentences: list[str], language: str, rng: random.Random) -> Edited | None:
    """Join two sentences into one."""
    at = _pick(
        sentences[1:-1],
        rng,
        lambda text: text[-1:] in ".。" and 15 < len(text) < 240 and not re.search('[“”"«»„]', text),
    )
    if at is None or re.search('[“”"«»„]', sentences[at + 2]):
        return None
    at += 1
    first, second = sentences[at], sentences[at + 1]
    one = f"{first[:-1]}{'；' if language == 'zh' else '; '}{second}"
    page = [*sentences[:at], one, *sentences[at + 2 :]]
    return Edited(sentences, page, [("edited", f"{first} {second}", one)], [], _EDITED)


def split(sentences: list[str], language: str, rng: random.Random) -> Edited | None:
    """Make two sentences of one, at a comma."""
    found = merged(sentences, language, rng)
    if found is None:
        return None
    _, pair, one = found.rows[0]
    return Edited(found.page, found.seed, [("edited", one, pair)], [], _EDITED)


def repeated(sentences: list[str], _language: str, rng: random.Random) -> Edited | None:
    """Let one sentence stand three times in the seed, and twice on the page."""
    at = _pick(sentences[1:4], rng, lambda text: len(text) > 20)
    if at is None or len(sentences) < 9:
        return None
    again = sentences[at + 1]
    seed = [*sentences[:5], again, *sentences[5:8], again, *sentences[8:]]
    return Edited(
        seed, [*sentences[:5], again, *sentences[5:]], [("removed", again, None)], [], frozenset({Content.SHORTENED})
    )


def cut_off(sentences: list[str], _language: str, rng: random.Random) -> Edited | None:
    """Break the seed off at any character of its second half."""
    body = " ".join(sentences)
    at = rng.randrange(len(body) // 2, len(body) - 20)
    whole: list[str] = []
    left = at
    for text in sentences:
        if left <= len(text):
            whole.append(text[:left].strip())
            break
        whole.append(text)
        left -= len(text) + 1
    if len(whole[-1]) < 8 or whole[-1] in sentences or sum(text.startswith(whole[-1]) for text in sentences) > 1:
        return None
    return Edited(whole, sentences, [], [], frozenset({Content.SEED_TRUNCATED}), is_tail_lost=True)


def _everywhere(
    change: Callable[[str], str], content: frozenset[Content] = _COSMETIC, *, seed_side: bool = False
) -> Edit:
    def edit(sentences: list[str], _language: str, _rng: random.Random) -> Edited | None:
        other = [change(text) for text in sentences]
        rows: list[Row] = [("cosmetic", a, b) for a, b in zip(sentences, other, strict=True) if a != b]
        if not rows:
            return None
        if seed_side:
            return Edited(other, sentences, [], [], content | {Content.IDENTICAL})
        return Edited(sentences, other, rows, [], content)

    return edit


def _straight(text: str) -> str:
    return re.sub("[“”„«»]", '"', re.sub(r"«\s", '"', re.sub(r"\s»", '"', text)))


def _new_tones(text: str) -> str:
    for old, new in (
        ("òa", "oà"),
        ("óa", "oá"),
        ("ỏa", "oả"),
        ("úy", "uý"),
        ("ủy", "uỷ"),
        ("ùy", "uỳ"),
        ("óe", "oé"),
        ("ỏe", "oẻ"),
        ("ụy", "uỵ"),
        ("ọa", "oạ"),
    ):
        text = re.sub(rf"(?<![qQ]){old}(?!\w)", new, text)
    return text


number_changed: Edit = _replace_match(_NUMBER, _other_digits, [FactKind.NUMBER])

EDITS: dict[str, Edit] = {
    "nothing": lambda sentences, _language, _rng: Edited(sentences, sentences, [], [], frozenset({Content.IDENTICAL})),
    "number": number_changed,
    "percent": _replace_match(re.compile(r"(\d+)(?= ?%)"), _other_digits, [FactKind.NUMBER]),
    "decimal": _replace_match(re.compile(r"(?<![\d.,/])\d{1,2}([.,]\d)(?![\d.,/])"), _other_digits, [FactKind.NUMBER]),
    "scale": _replace_match(
        re.compile(r"(?<=\d )(triệu|million|Millionen|millions|millones|миллиона)\b|(?<=\d)(万)"),
        lambda word: {"triệu": "tỷ", "million": "billion", "Millionen": "Milliarden", "millions": "milliards", "millones": "billones", "миллиона": "миллиарда", "万": "亿"}[word],
        [FactKind.NUMBER],
    ),
    "thousands written together": _replace_match(
        re.compile(r"(?<![\d.,])([1-9]\d{0,2}[.,   ]\d{3})(?![\d.,])(?= [^\d])"), lambda number: re.sub(r"\D", "", number), []
    ),
    "percent in words": _replace_match(re.compile(r"(?<=\d)(\s?%)"), lambda _: " phần trăm", [], keep=lambda text: "ạ" in text or "đ" in text),
    "day": _by_language(_DATES, _other_day, FactKind.DATE),
    "date in words": _replace_match(re.compile(r"(?<=ngày )(\d{1,2}/\d{1,2})(?![\d/])"), lambda date: date.replace("/", " tháng "), []),
    "year": _replace_match(re.compile(r"(?<=năm )((?:19|20)\d\d)\b|((?:19|20)\d\d)(?=年| году)"), lambda year: str(int(year) - 3), [FactKind.DATE]),
    "name": _by_language(_PERSONS, _other_name, FactKind.NAME, _PERSON),
    "negation put in": negation_put_in,
    "negation left out": negation_left_out,
    "quote": quote_changed,
    "reworded": reworded,
    "deleted": deleted,
    "inserted": inserted,
    "moved": moved,
    "moved and edited": moved_and_edited,
    "merged": merged,
    "split": split,
    "repeated": repeated,
    "cut off": cut_off,
    "straight quotes": _everywhere(_straight),
    "new tone marks": _everywhere(_new_tones),
    "long dashes": _everywhere(lambda text: text.replace(" - ", " – ")),
    "ellipsis": _everywhere(lambda text: text.replace("...", "…")),
    "look-alike letters": _everywhere(lambda text: text.replace("Đ", "Ð"), seed_side=True),
    "decomposed": _everywhere(lambda text: unicodedata.normalize("NFD", text), seed_side=True),
    "no-break spaces": _everywhere(lambda text: text.replace(" ", "\u00a0", 2), seed_side=True),
    "zero-width spaces": _everywhere(lambda text: "\u200b" + text, seed_side=True),
    "mojibake": _everywhere(lambda text: text.encode().decode("latin-1"), seed_side=True),
    "capitals": _everywhere(lambda text: text.upper() if "ß" not in text else text),
}  # fmt: skip
