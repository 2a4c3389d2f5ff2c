"""Find the negations of a sentence, language by language."""

from collections.abc import Sequence
from typing import Final

from flows.text.vietnamese import NEGATIONS as _VIETNAMESE


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEGATIONS: Final[dict[str, frozenset[str]]] = {
    "vi": _VIETNAMESE,
    "en": _words("not no never none cannot neither nor nobody nothing nowhere without"),
    "de": _words(
        "nicht kein keine keinen keinem keiner keines keinerlei nie niemals niemand niemanden niemandem nichts"
        " nirgends ohne"
    ),
    "fr": _words("ne pas jamais aucun aucune rien personne guère nullement sans ni non"),
    "es": _words("no nunca jamás ningún ninguna ninguno nadie nada tampoco sin ni"),
    "ru": _words("не ни нет никогда никто никого никому ничего ничто нельзя без нигде"),
    "zh": _words("不 没 未 非 无 勿 别 莫"),
}
# Words that negate in one language and mean nothing else in another: a sentence may be quoted in its own language.
_ANY: Final = frozenset().union(*(_NEGATIONS[tag] for tag in ("vi", "en", "de", "ru", "zh"))) - {"no"}
_SECOND_HALVES: Final = _NEGATIONS["fr"] - {"ne", "non", "sans"}
# Words between `ne` and its second half: a verb, an auxiliary, pronouns, an adverb.
_NE_REACH: Final = 6
# "không" is also half of other words: không gian, hàng không; không ít means many, không chỉ not only.
_NEXT_VI: Final = _words("gian khí quân trung lực tặc kích ít chỉ những ngừng kỵ chiến vận")
# Chinese characters that negate stand in many words that do not: 不断, 非常, 未来, 无线.
_NEXT_ZH: Final = {
    "不": frozenset("断仅但同少过久论管丹锈妨免朽凡惜幸禁得"),
    "非": frozenset("常洲盟"),
    "未": frozenset("来"),
    "无": frozenset("线论锡数疑比私限穷"),
    "没": frozenset("收落"),
    "别": frozenset("墅克的人"),
    "莫": frozenset("斯过如桑"),
}
_BEFORE_ZH: Final = {
    "不": frozenset("差"),
    "非": frozenset("是除东南北中西"),
    "别": frozenset("特分区级性个类告差识辨鉴"),
    "没": frozenset("沉淹埋出吞覆"),
    "无": frozenset("虚"),
}


def negations_of(language: str | None) -> frozenset[str]:
    """Return the words that negate in a text of this language."""
    return _ANY | _NEGATIONS.get((language or "").partition("-")[0], frozenset({"no"}))


def find_negations(keys: Sequence[str], start: int, end: int, language: str | None) -> list[int]:
    """List the places of the negating words between two tokens."""
    known = negations_of(language)
    found = [at for at in range(start, end) if _is_negation(keys, at, start, end, known)]
    if language == "fr":
        return [at for at in found if not _is_half(keys, at)]
    return found


def _is_half(keys: Sequence[str], at: int) -> bool:
    """Tell whether `ne` is the first half of a negation that its second half stands for, or of `ne … que` (only)."""
    if keys[at] != "ne" and not keys[at].startswith(("n'", "n’")):
        return False
    behind = keys[at + 1 : at + _NE_REACH]
    return any(key == "que" or key.startswith(("qu'", "qu’")) or key in _SECOND_HALVES for key in behind)


def _is_negation(keys: Sequence[str], at: int, start: int, end: int, known: frozenset[str]) -> bool:
    """Tell whether a word negates; one that came or went together with the other half of a longer word does not."""
    key = keys[at]
    if key.endswith(("n't", "n’t")) or key.startswith(("n'", "n’")):
        return True
    if key not in known:
        return False
    after = keys[at + 1] if at + 1 < end else ""
    before = keys[at - 1] if at > start else ""
    if key == "không":
        return after not in _NEXT_VI and before != "hàng"
    return after not in _NEXT_ZH.get(key, ()) and before not in _BEFORE_ZH.get(key, ())
