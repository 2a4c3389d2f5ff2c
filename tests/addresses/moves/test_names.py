"""Words of headlines as they stand in addresses."""

import re

import pytest

from flows.addresses.moves.names import WAY, match_name, title_words, write_name


@pytest.mark.parametrize(
    ("title", "way", "words"),
    [
        ("Ağrı’da kar: 3 köy yolu kapandı", "ascii", "agrida kar 3 koy yolu kapandi"),
        ("Ağrı’da kar", "ascii apart", "agri da kar"),
        ("Malmö får ny ångbåt", "umlauts", "malmoe faar ny aangbaat"),
        ("Đà Lạt đón gió", "ascii", "da lat don gio"),
        ("Đà Lạt đón gió", "bare", "a lat on gio"),
        ("Η Αθήνα περιμένει", "letters", "η αθήνα περιμένει"),
        ("চট্টগ্রামে বৃষ্টি", "letters", "চট্টগ্রামে বৃষ্টি"),  # marks belong to their letters
        ("চট্টগ্রামে বৃষ্টি", "unmarked", "চটটগরম বষট"),
        ("Ceny: 1,5 mil. – a dál?", "ascii", "ceny 1 5 mil a dal"),
        ("Ceny: 1,5 mil. – a dál?", "ascii joined", "ceny 15 mil a dal"),
    ],
)
def test_a_headline_has_the_words_that_publishing_systems_make_of_it(title: str, way: str, words: str) -> None:
    assert dict(title_words(title))[way] == words


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("ny-bro-over-elven-i-dag", "-"),
        ("ny_bro_over_elven_i_dag.html", "_"),
        ("NyBroOverElvenIDag", "join title"),
        ("NY.BRO.OVER.ELVEN.I.DAG-77", ". upper"),
        ("ny-bro-over-elven-99812", "- <17"),
        ("ny-bro-over-elven-99812", "- first 4"),
        ("ny-bro-over-elv-99812", "- :15"),
    ],
)
def test_a_way_of_writing_is_found_and_gives_the_same_again(text: str, way: str) -> None:
    words = "ny bro over elven i dag"
    found = {match.way: match.length for match in match_name(words, text)}
    assert way in found
    matched = re.fullmatch(WAY, way)
    assert matched is not None
    assert write_name(words, matched) == (text[: found[way]].lower() if way in {"-", "_"} else text[: found[way]])


@pytest.mark.parametrize("text", ["", "-", "en-annen-sak", "ny-br", "ny-bro", "İny-bro"])
def test_what_is_not_the_name_is_not_taken_for_it(text: str) -> None:
    assert list(match_name("ny bro over elven i dag", text)) == []
