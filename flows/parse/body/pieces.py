"""Find where many pieces stand in a text, in time that grows with the text and not with the number of pieces."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

FEW: Final = 200  # pieces up to which looking for each is faster: more than most articles have
BEGINNING: Final = 7  # letters by which the text is compared with all pieces at once


class Pieces:
    """Pieces of a text, of at least a few letters each, that are looked for together."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = dict.fromkeys(pieces)
        self._begin = min(BEGINNING, min(map(len, self._pieces), default=BEGINNING))
        self._sizes: dict[str, set[int]] = {}  # lengths of the pieces with one beginning

    def places_in(self, text: str) -> dict[str, list[int]]:
        """Give the places of each piece that stands in a text."""
        found: dict[str, list[int]] = {}
        for piece, at in self._each(text) if len(self._pieces) <= FEW else self._together(text):
            found.setdefault(piece, []).append(at)
        return found

    def count_in(self, text: str) -> Counter[str]:
        """Count how often each piece stands in a text."""
        if len(self._pieces) <= FEW:
            return Counter({piece: count for piece in self._pieces if (count := text.count(piece))})
        return Counter(piece for piece, _ in self._together(text))

    def _each(self, text: str) -> Iterator[tuple[str, int]]:
        for piece in self._pieces:
            at = text.find(piece)
            while at >= 0:
                yield piece, at
                at = text.find(piece, at + len(piece))

    def _together(self, text: str) -> Iterator[tuple[str, int]]:
        begin, sizes, pieces = self._begin, self._sizes, self._pieces
        if not sizes:
            for piece in pieces:
                sizes.setdefault(piece[:begin], set()).add(len(piece))
        for at in range(len(text) - begin + 1):
            for size in sizes.get(text[at : at + begin], ()):
                piece = text[at : at + size]
                if len(piece) == size and piece in pieces:
                    yield piece, at
