"""Tell the language of a text from its script, its letters and its commonest words."""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from babel import Locale, UnknownLocaleError

if TYPE_CHECKING:
    from lingua import LanguageDetector
    from py3langid.langid import LanguageIdentifier

# A part of the text is enough, and keeps the cost flat.
_SAMPLE: Final = 600

# Without those of other languages: ă of Romanian, đ of Croatian, ẹ ị ọ ụ of Igbo and Yoruba.
_VIETNAMESE: Final = re.compile("[ơưạảấầẩẫậắằẳẵặẻẽếềểễệỉỏốồổỗộớờởỡợủứừửữựỳỵỷỹ]", re.IGNORECASE)


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
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("lo", re.compile("[\u0e80-\u0eff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("km", re.compile("[\u1780-\u17ff]")),
)
_OTHER_SCRIPT: Final = re.compile("[\u0370-\u1dff\u2e80-\ud7ff\uf900-\ufaff]")
# Share of the sample's characters that must be of the script (Latin names stand in every text).
_SCRIPT_SHARE: Final = 0.15
# Vietnamese has about one such letter in six; a foreign text with Vietnamese names stays below 1 in 20.
_VIETNAMESE_SHARE: Final = 0.06


# Of py3langid's probability, from which on it is believed alone: of 2,038 texts of 300 characters in 80 languages
# (tests/benchmarks/languages.py) none was wrong above it, and with the other detector below it one.
_CERTAIN: Final = 0.9
_MORE_THAN_KIN: Final = 0.5  # the same, where the other one says the second in line, as it does of Malay
_LEAST_LETTERS: Final = 24  # a headline's length; of less, nothing is said
_ONE_LANGUAGE: Final = frozenset({"bs", "hr", "sr"})  # in Latin letters: told by few words, or not at all
# What py3langid calls its labels, as corpora do: Bokmål, Central Kurdish by its southern kin, Northern Uzbek.
_TAGS: Final = {"no": "nb", "sdh": "ckb", "uzs": "uz"}
# So many of the commonest words of one language, and hardly one of another, settle it without a closer look.
_MANY_WORDS: Final = 5
_FEW_WORDS: Final = 1
_NO_LANGUAGE: Final = frozenset({"und", "mul", "mis", "zxx"})  # ISO 639: undetermined, several, uncoded, none


def detect_language(text: str, prior: str | None = None) -> str | None:
    """Return a BCP 47 tag, or `prior` where the text does not say; None where it cannot be known."""
    sample = text[:_SAMPLE]
    if not sample.isascii():
        if len(_VIETNAMESE.findall(sample)) > len(sample) * _VIETNAMESE_SHARE:
            return "vi"
        if script := _by_script(sample):
            return script
    return _by_words(sample) or _by_letters(sample) or prior


def _by_script(sample: str) -> str | None:
    for tag, script in _SCRIPTS if _OTHER_SCRIPT.search(sample) else ():
        if len(script.findall(sample)) > len(sample) * _SCRIPT_SHARE:
            return tag
    return None


def _by_words(sample: str) -> str | None:
    """Settle plain cases, and Vietnamese that is written without its marks, which no detector knows."""
    found = frozenset(sample.lower().split())
    counts = {tag: len(words & found) for tag, words in _STOP_WORDS.items()}
    best, second = sorted(counts, key=lambda tag: counts[tag], reverse=True)[:2]
    is_plain = counts[best] >= _MANY_WORDS and counts[second] <= _FEW_WORDS
    if best == "en" and "the" not in found:  # `in`, `is`, `of` and `was` are Dutch too
        return None
    return best if is_plain and best in ("en", "vi") else None


@cache
def _first_detector() -> "LanguageIdentifier":
    """Load py3langid's model of 139 languages: 0.3 ms a text; only for texts that nothing above settles."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - most corpora need it for few texts

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _second_detector() -> "LanguageDetector":
    """Load lingua's models of 75 languages: 60 MB, 0.4 ms a text."""
    from lingua import LanguageDetectorBuilder  # noqa: PLC0415 - the same

    return LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()


@lru_cache(maxsize=256)
def _by_letters(sample: str) -> str | None:
    """Tell the language by its runs of letters: what one detector is sure of, or both say; else nothing."""
    if sum(map(str.isalpha, sample)) < _LEAST_LETTERS:
        return None
    (label, chance), (other, _) = _first_detector().rank(sample)[:2]
    first, kin = (tag_of(_TAGS.get(name, name)) for name in (label, other))
    if chance >= _CERTAIN or first is None:
        return first
    second = next(iter(_second_detector().compute_language_confidence_values(sample)), None)
    if second is None or first in _ONE_LANGUAGE:
        return None
    said = second.language.iso_code_639_1.name.lower()
    return first if said == first or (said == kin and chance >= _MORE_THAN_KIN) else None


def tag_of(written: str) -> str | None:
    """Read a language as a corpus writes it: `pt-BR`, `por`, `Portuguese`, `português`; None for what is none."""
    name = written.strip().replace("_", "-")
    base = name.split("-", 1)[0].casefold()
    if re.fullmatch(r"[a-z]{2,3}", base):
        return _known_code(base)
    name = name.casefold()
    return _english_names().get(name) or _own_names().get(name)


def _known_code(base: str) -> str | None:
    if len(base) == 2:  # ISO 639-1
        return base if base in _english_names().values() else None
    if base in _NO_LANGUAGE:
        return None
    try:
        return Locale.parse(base).language
    except (UnknownLocaleError, ValueError):
        return None


@cache
def _english_names() -> dict[str, str]:
    """Map the English names of languages to their tags, as CLDR has them."""
    return {name.casefold(): tag for tag, name in Locale("en").languages.items() if "_" not in tag}


@cache
def _own_names() -> dict[str, str]:
    """Map the names of languages in themselves to their tags: 3 s of CPU, for 300 files of CLDR are read."""
    named: dict[str, str] = {}
    for tag in _english_names().values():
        try:
            own = Locale.parse(tag).get_language_name(tag)
        except (UnknownLocaleError, ValueError):
            continue
        if own:
            named.setdefault(own.casefold(), tag)
    return named
