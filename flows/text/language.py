"""Tell the language of a text from its script, its letters and its commonest words."""

import re
from typing import Final

# A part of the text is enough, and keeps the cost flat.
_SAMPLE: Final = 600

_VIETNAMESE: Final = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP_WORDS: Final = {
    "en": _words("the and of to in that is was for with on as by at from it his are"),
    "fr": _words("le la les des et est dans une du que pour qui sur au avec par pas"),
    "es": _words("el la los las del y que en una por con para su es se al como"),
    "de": _words("der die das und ist nicht von mit den dem ein eine im auf für sich"),
    "id": _words("yang dan di dengan untuk pada dari ini itu dalam tidak akan"),
    "vi": _words("va cua la cac nhung cho trong khong duoc nguoi voi mot"),
}
_LANGUAGES_OF: Final = {
    word: tuple(tag for tag, words in _STOP_WORDS.items() if word in words)
    for words in _STOP_WORDS.values()
    for word in words
}
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("lo", re.compile("[\u0e80-\u0eff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
)
_OTHER_SCRIPT: Final = re.compile("[\u0370-\u1dff\u2e80-\ud7ff\uf900-\ufaff]")
# Share of the sample's characters that must be of the script (Latin names stand in every text).
_SCRIPT_SHARE: Final = 0.15
# Vietnamese has about one such letter in six; a foreign text with Vietnamese names stays below 1 in 20.
_VIETNAMESE_SHARE: Final = 0.06
_MIN_STOP_WORDS: Final = 3


def detect_language(text: str, prior: str | None = None) -> str | None:
    """Return a BCP 47 tag, or `prior` where the text does not say; None where nobody knows."""
    sample = text[:_SAMPLE]
    if not sample.isascii():
        needed = len(sample) * _VIETNAMESE_SHARE
        if len(_VIETNAMESE.findall(sample)) > needed:
            return "vi"
        for tag, script in _SCRIPTS if _OTHER_SCRIPT.search(sample) else ():
            if len(script.findall(sample)) > len(sample) * _SCRIPT_SHARE:
                return tag
    counts = dict.fromkeys(_STOP_WORDS, 0)
    for word in sample.lower().split():
        for tag in _LANGUAGES_OF.get(word, ()):
            counts[tag] += 1
    best = max(counts, key=lambda tag: counts[tag])
    return best if counts[best] >= _MIN_STOP_WORDS else prior
