"""Many pieces of a text are found where each of them would be, alone."""

from hypothesis import given
from hypothesis import strategies as st

from flows.parse.body.pieces import FEW, Pieces

WORDS = st.sampled_from(["møllen", "drejer", "igen", "風車が", "a", "ab"])


@given(st.lists(WORDS, max_size=30).map("".join), st.lists(st.lists(WORDS, min_size=4, max_size=6).map("".join)))
def test_many_pieces_stand_where_each_of_them_stands(text: str, pieces: list[str]):
    others = [f"ingensteder{number:05}" for number in range(FEW + 1)]
    many = Pieces([*pieces, *others])
    places = many.places_in(text)
    assert places == {piece: every for piece in pieces if (every := _places(text, piece))}
    assert many.count_in(text) == {piece: len(every) for piece, every in places.items()}
    assert Pieces(pieces[:FEW]).count_in(text).keys() == {piece for piece in pieces[:FEW] if piece in text}


def test_no_pieces_stand_nowhere():
    assert not Pieces([]).count_in("møllen drejer igen")
    assert not Pieces([]).places_in("møllen drejer igen")


def _places(text: str, piece: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(piece, at)]
