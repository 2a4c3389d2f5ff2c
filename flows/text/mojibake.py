"""Undo a text that was written as UTF-8 and read as a one-byte encoding, and keep the way back to what was read."""

import re
from typing import Final

from flows.text.composed import Composed

# Bytes that Windows-1252 gives other characters than Latin-1 does.
_WINDOWS: Final = {ord(bytes([byte]).decode("cp1252", "replace")): byte for byte in range(0x80, 0xA0)}
_BYTES: Final = {code: byte for code, byte in _WINDOWS.items() if code != 0xFFFD}
_SEQUENCE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# A blank behind a sign may be the no-break space that was its last byte; some exports turn all spaces into blanks.
_RUN: Final = re.compile("[^\x00-\x7f]+ ?")
_NO_BREAK: Final = 0xA0
# A text is read again as a whole only where nearly all that is not ASCII makes sense as UTF-8: a quotation of such
# text, or a chance pair of signs, leaves much that does not.
_SHARE: Final = 0.9
_MIN_SEQUENCES: Final = 3


def read_again(text: str) -> Composed | None:
    """Decode a text that is mojibake as a whole, with the way back; None where it is not, or only in part."""
    parts: list[str] = []
    joints: list[tuple[int, int]] = []
    at = size = read = 0
    for found in _RUN.finditer(text):
        for start, end, letter in _read_run(found.group()):
            start, end = found.start() + start, found.start() + end  # noqa: PLW2901 (places in the whole text)
            parts += [text[at:start], letter]
            size += start - at + 1
            at = end
            joints.append((size, at))
            read += end - start
    strange = sum(len(run.rstrip(" ")) for run in _RUN.findall(text))
    if len(joints) < _MIN_SEQUENCES or read < strange * _SHARE:
        return None
    return Composed("".join(parts) + text[at:], joints)


def _read_run(run: str) -> list[tuple[int, int, str]]:
    """Find the sequences of a run that are one letter in UTF-8: start, end, letter."""
    codes = (_NO_BREAK if char == " " else _BYTES.get(ord(char), ord(char)) for char in run)
    read = bytes(code if code < 0x100 else 0 for code in codes)
    found = []
    for sequence in _SEQUENCE.finditer(read):
        try:
            letter = sequence.group().decode("utf-8")
        except UnicodeDecodeError:
            continue  # an overlong form or half of a surrogate pair is no letter
        found.append((*sequence.span(), letter))
    return found
