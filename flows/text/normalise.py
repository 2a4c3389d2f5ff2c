"""Two forms of a text: the clean one that people read, and the key that texts are compared by.

`clean` keeps the wording and mends what is certainly damage: decomposed letters, invisible
characters, odd spaces, HTML entities, mojibake, letters of another script inside a word.
`fold` goes on: two texts with one key differ in nothing but form (DESIGN §4, `cosmetic`).
Neither ever replaces the original; callers keep the spans.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from flows.text.composed import Composed
from flows.text.vietnamese import place_tones_old

# Joiner and non-joiner are spelling behind letters that join or stack, and make one picture of several emoji; the
# zero-width space parts words where a script has no spaces.
_SHAPED: Final = (
    "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1b00-\u1cff\ua840-\ua87f\ua8e0-\ua9ff\ufb50-\ufdff\ufe0f\ufe70-\ufefc"
    "\u2190-\u2bff\U00010a00-\U00011fff\U0001f000-\U0001faff"
)
_WITHOUT_SPACES: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_JOINERS: Final = "\u200c\u200d"
_WORD_BREAK: Final = "\u200b"
# Never seen: direction marks, word joiner, byte-order mark, soft hyphen.
_UNSEEN: Final = "\u00ad\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb"
INVISIBLE: Final = f"{_UNSEEN}{_JOINERS}{_WORD_BREAK}"

_ODD_SPACES: Final = "\t\n\r\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_LOOKALIKES: Final = "ÐðСсаеоАЕОрРхХ\u037e"
# Combining marks, singletons and whole scripts where composition is not a matter of one letter: everything
# that NFC could touch lies in here; what does is then asked exactly.
_MARKS_APART: Final = "\u0300-\u036f\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_COMPOSING: Final = (
    "\u0300-\u036f\u0374\u0387\u0483-\u0489\u0591-\u0dff\u0f00-\u11ff\u1ab0-\u1cff\u1dc0-\u1dff\u1f00-\u1fff\u20d0-\u20ff"
    "\u2126\u212a\u212b\u2329\u232a\u2adc\u2ce0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua6ff\ua800-\uabff\uf900-\ufaff"
    "\ufb1d-\ufb4e\ufe20-\ufe2f\U00010000-\U0010ffff"
)
# Signs that stand in UTF-8 read as a one-byte encoding, and hardly in prose.
_MOJIBAKE_SIGNS: Final = "\x80-\x84\x86-\x9fÃ¡¤¦§¨©ª¬®¯±²³µ¶¸¹º¼½¾‚ƒ†‡ˆ‰Š‹Œ˜™š›œžŸ»€"
_MOJIBAKE_SIGN: Final = re.compile(f"[{_MOJIBAKE_SIGNS}]")
_SUSPECT: Final = re.compile(f"[{_ODD_SPACES}{INVISIBLE}{_LOOKALIKES}{_COMPOSING}{_MOJIBAKE_SIGNS}&]")
# Letters and marks of which no rule takes notice; a text of these alone is told three times as fast as by `_SUSPECT`.
_HARMLESS: Final = re.compile(
    "[ -%'-~àáâãèéêìíòóôõùúýÀÁÂÈÉÊÌÍÒÓÔÕÙÚÝăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9–—‘’“”…、。《》\u4e00-\u9fff！（），：；？]*+"
)
_SPACE: Final = re.compile(f"[{_ODD_SPACES} ]{{2,}}|[{_ODD_SPACES}]")
_ENTITY: Final = re.compile("&(?:[A-Za-z]{2,8}|#[0-9]{2,7}|#[xX][0-9A-Fa-f]{2,6});")
_MOJIBAKE: Final = re.compile(
    "Ã[\x80-\xbf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|á[º»][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ€]|Ä[\x80-\x92‘]|Æ[°¡]|â€|Â[\xa1-\xbf]"
    "|Ð[\xb0-\xbf]|Ñ[\x80-\x8f]|[åäçè][\x80-\xbf]{2}|[à-ï](?:[\x80-\x9f][\x80-\xbf]|[\xa0-\xbf][\x80-\x9f])|á[º»]\ufffd"
)
_COMPOSER: Final = re.compile(f"[{_COMPOSING}]")
_LETTER: Final = re.compile(f".[{_MARKS_APART}]*", re.DOTALL)
_CLUSTER: Final = re.compile(f"[^{_COMPOSING}]?[{_COMPOSING}]+")
_LOOKALIKE: Final = re.compile(f"[{_LOOKALIKES}]")
_INVISIBLE: Final = re.compile(f"[{_UNSEEN}]|(?<![{_SHAPED}])[{_JOINERS}]|(?<![{_WITHOUT_SPACES}]){_WORD_BREAK}")
_FORMAT: Final = re.compile(f"[{INVISIBLE}]")
_SPELLING: Final = re.compile(f"[{_JOINERS}{_WORD_BREAK}]")
_CYRILLIC: Final = dict(zip("СсаеоАЕОрРхХ", "CcaeoAEOpPxX", strict=True))
_CYRILLIC_IN_LATIN: Final = re.compile(
    "(?<=[A-Za-zÀ-ɏẠ-ỹ])[СсаеоАЕОрРхХ]+(?![а-яА-ЯёЁ])|(?<![а-яА-ЯёЁ])[СсаеоАЕОрРхХ]+(?=[A-Za-zÀ-ɏẠ-ỹ])"
)
# Letters of Vietnamese alone among the languages that could hold an Icelandic Ð.
_VIETNAMESE_LETTER: Final = re.compile("[ăđơưĂĐƠƯạ-ỹẠ-Ỹ]")

_MARK_TO: Final = {
    **dict.fromkeys("“”„‟«»〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛′´‹›", "'"),
    **dict.fromkeys("–—‑−‐‒―", "-"),
    **dict.fromkeys("「」『』", '"'),
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) != "＂"},
    "…": "...",
    "。": ".",
    "ð": "đ",
    "″": '"',
    "™": "(tm)",
    "×": "x",
    # Capitals are written without the accents of Greek, and Turkish has a dotted and a dotless one.
    **dict(zip("άέήίόύώϊϋΐΰ", "αεηιουωιυιυ", strict=True)),
    "ı": "i",
    "\u0307": "",
    # Faces that content systems make of typed ones.
    **dict.fromkeys("🙂😊☺", ":)"),
    "😉": ";)",
    **dict.fromkeys("🙁☹", ":("),
    "😀": ":d",
    "😛": ":p",
}
_MARKS: Final = re.compile("[" + re.escape("".join(_MARK_TO)) + "]\ufe0f?")
_TYPED_FACE: Final = re.compile(r"(?<![\w:;])([:;])-(?=[()dp](?!\w))")
_END_MARK: Final = re.compile(r" *\.?/\.+ *$", re.MULTILINE)
_DASHES: Final = re.compile(r"--+")
_ELLIPSIS: Final = re.compile(r" *\.{3,}")
_LOOSE_SPACE: Final = re.compile(r" (?:(?=[^\w\s])|(?<=[^\w\s] )(?!(?<=\d[.,:] )\d))")
# Scripts that put no space between words: each of their letters counts as a word.
UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_UNSPACED: Final = re.compile(f"[{UNSPACED}]")
_UNSPACED_GAP: Final = re.compile(f" (?=[{UNSPACED}])|(?<=[{UNSPACED}]) ")
_NO_WORD: Final = re.compile(r"[^\w\s]")
_WORD_UNSPACED: Final = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")


class Dirt(StrEnum):
    """What in a text is not as it should be."""

    SPACE = "space"
    INVISIBLE = "invisible"
    ENTITY = "entity"
    LOOKALIKE = "lookalike"
    MOJIBAKE = "mojibake"
    DECOMPOSED = "decomposed"


NO_DIRT: Final[frozenset[Dirt]] = frozenset()
_SPACED: Final = frozenset({Dirt.SPACE})


def find_dirt(text: str) -> frozenset[Dirt]:
    """Say what `clean` would have to look at; one fast scan where there is nothing."""
    if _HARMLESS.fullmatch(text) or not _SUSPECT.search(text):
        return _SPACED if "  " in text else NO_DIRT
    suspects = "".join(set(_SUSPECT.findall(text)))
    if suspects.isspace():
        return _SPACED
    found = {
        Dirt.SPACE: "  " in text or _SPACE.search(suspects),
        Dirt.INVISIBLE: _INVISIBLE.search(text) if _FORMAT.search(suspects) else None,
        Dirt.ENTITY: "&" in suspects and _ENTITY.search(text),
        Dirt.LOOKALIKE: _LOOKALIKE.search(suspects) and _undo_lookalikes(text) != text,
        Dirt.DECOMPOSED: _COMPOSER.search(suspects) and _is_decomposed(text),
        Dirt.MOJIBAKE: _MOJIBAKE_SIGN.search(suspects) and _MOJIBAKE.search(text),
    }
    return frozenset(dirt for dirt, holds in found.items() if holds)


def _is_decomposed(text: str) -> bool:
    """Tell whether NFC would change a text; stops at the first letter that it would."""
    return any(unicodedata.normalize("NFC", found.group()) != found.group() for found in _CLUSTER.finditer(text))


def compose(text: str) -> Composed:
    """Join letters with their marks (NFC) and keep the way back to the original's characters."""
    parts: list[str] = []
    joints: list[tuple[int, int]] = []
    at = size = 0
    for found in _CLUSTER.finditer(text):
        joined = unicodedata.normalize("NFC", found.group())
        if joined == found.group():
            continue
        parts.append(text[at : found.start()])
        size += found.start() - at
        at = found.start()
        for letter in _letters(found.group(), joined):
            joined = unicodedata.normalize("NFC", letter)
            parts.append(joined)
            size, at = size + len(joined), at + len(letter)
            joints.append((size, at))
    return Composed("".join(parts) + text[at:], joints)


def _letters(cluster: str, joined: str) -> list[str]:
    """Part a run of letters with marks into single letters; a run that composes across letters stays whole."""
    letters = _LETTER.findall(cluster)
    return letters if "".join(unicodedata.normalize("NFC", letter) for letter in letters) == joined else [cluster]


def _undo_mojibake(text: str) -> str:
    """Decode UTF-8 that was read as a one-byte encoding; only where nothing doubtful is left over."""
    import ftfy  # noqa: PLC0415  (slow to import, and few texts need it)

    mended = str(ftfy.fix_encoding(text))
    return text if "\ufffd" in mended else mended


def _undo_entities(text: str) -> str:
    """Unescape HTML entities until nothing changes, at most twice: some pages escape twice."""
    once = html.unescape(text)
    return html.unescape(once) if "&" in once else once


def _undo_lookalikes(text: str) -> str:
    """Replace letters of another script inside Latin words, and Ð/ð by Đ/đ in Vietnamese text."""
    text = _CYRILLIC_IN_LATIN.sub(lambda found: "".join(_CYRILLIC[c] for c in found.group()), text)
    text = text.replace("\u037e", ";")
    if _VIETNAMESE_LETTER.search(text):
        text = text.replace("Ð", "Đ").replace("ð", "đ")
    return text


def clean(text: str, dirt: frozenset[Dirt] | None = None) -> str:
    """Mend certain damage and keep the wording; one space between words, none at the ends.

    `dirt` is what `find_dirt` said of the text, or of a text that it is part of.
    """
    dirt = find_dirt(text) if dirt is None else dirt
    if dirt == _SPACED:
        return " ".join(text.split())
    if not dirt or ("  " not in text and not _SUSPECT.search(text)):
        return text.strip()
    if Dirt.MOJIBAKE in dirt:
        text = _undo_mojibake(text)
    if Dirt.ENTITY in dirt:
        text = _undo_entities(text)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    if Dirt.LOOKALIKE in dirt:
        text = _undo_lookalikes(text)
    return _SPACE.sub(" ", text).strip()


def fold(text: str) -> str:
    """Make the comparison key: texts with one key differ in form only, never in a word or a number."""
    return fold_clean(clean(text))


def fold_clean(text: str) -> str:
    """Make the comparison key of a text that is clean already, or of several, one a line."""
    key = text.casefold()
    if not key.isascii():
        key = _fold_letters(key)
    if "'" in key or "`" in key:
        key = key.replace("''", '"').replace("``", '"')
    if "/." in key:
        key = _END_MARK.sub(".", key)
    if "--" in key:
        key = _DASHES.sub("-", key)
    if ":-" in key or ";-" in key:
        key = _TYPED_FACE.sub(r"\1", key)
    if ".." in key:
        key = _ELLIPSIS.sub("...", key)
    return key


def _fold_letters(key: str) -> str:
    """Make letters and marks beyond ASCII those of the key."""
    if _MARKS.search(key):
        key = _MARKS.sub(lambda found: _MARK_TO[found.group()[0]], key)
    if "\u200c" in key or "\u200d" in key or "\u200b" in key:  # a fifth of the time of a pattern
        key = _SPELLING.sub("", key)
    return place_tones_old(key)


def squeeze(key: str) -> str:
    """Drop the spaces of a key that do not part two words: `5 %` and `5%`, `xong.Việc` and `xong. Việc`.

    The space in `1, 2` stays: without it two numbers would be one.
    """
    key = _LOOSE_SPACE.sub("", key)
    return _UNSPACED_GAP.sub("", key) if not key.isascii() and _UNSPACED.search(key) else key


def squeeze_all(keys: Sequence[str]) -> list[str]:
    """Squeeze several keys, none of which has a line break, in one go."""
    return squeeze("\n".join(keys)).split("\n") if keys else []


def words(key: str) -> list[str]:
    """List the words and numbers of a key; where a script has no spaces, its letters."""
    if not key.isascii() and _UNSPACED.search(key):
        return _WORD_UNSPACED.findall(key)
    return _NO_WORD.sub(" ", key).split()  # half the time of finding all words


def bare_words(text: str) -> str:
    """Give the words alone, in small letters."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold()))
