from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.records import Reason, Rejection, SeedArticle, SeedFormat
from flows.seedfiles.documents import RawDocument
from flows.seedfiles.formats import dashed_text
from flows.seedfiles.streams import BrokenSourceError, ByteStream

RULE = "-" * 17
URL = "https://bao.example/a/1.html"
OTHER = "https://bao.example/a/2.html"


def dashed(url: str, title: str, body: str) -> str:
    return f"{url}\n{RULE}\n{title}\n{RULE}\n{body}\n{RULE}\n"


def decode(text: str | bytes) -> list[SeedArticle | Rejection]:
    data = text.encode() if isinstance(text, str) else text
    return list(dashed_text.READER.decode(RawDocument(SeedFormat.DASHED_TEXT, "seed.txt", 1, 1, data)))


def texts(text: str | bytes) -> list[tuple[str, str | None, str | None]]:
    items = decode(text)
    assert all(isinstance(item, SeedArticle) for item in items), items
    return [(item.url, item.title, item.body) for item in items if isinstance(item, SeedArticle)]


def only_rejection(text: str | bytes) -> Rejection:
    (item,) = decode(text)
    assert isinstance(item, Rejection)
    return item


def test_a_seed_is_read_letter_for_letter():
    body = " Hai  dấu cách,\u00a0NBSP, \u200b và NFD: e\u0301. ./."
    assert texts(dashed(URL, "Tiêu đề ", body)) == [(URL, "Tiêu đề ", body)]


def test_the_word_null_and_empty_texts_are_no_text():
    assert texts(dashed(URL, "null", "null")) == [(URL, None, None)]
    assert texts(dashed(URL, "", "")) == [(URL, None, None)]
    assert texts(f"{URL}\n{RULE}\n{RULE}\n{RULE}\n") == [(URL, None, None)]
    assert texts(dashed(URL, "null hypothesis", "a null b")) == [(URL, "null hypothesis", "a null b")]


def test_a_body_keeps_its_lines_and_its_own_lines_of_hyphens():
    body = f"một\n\nhai\n{RULE}\nba\n{RULE}\nbốn\n----"
    assert texts(dashed(URL, "t", body)) == [(URL, "t", body)]


@pytest.mark.parametrize(
    "body",
    [f"{RULE}\nx", f"x\n{RULE}", f"x\n{RULE}\nNguồn:\nhttp://nguon.example/x", f"x\n{RULE}\nhttp://nguon.example/x"],
)
def test_hyphens_or_an_address_at_the_edge_of_a_body_do_not_end_it(body: str):
    assert texts(dashed(URL, "t", body)) == [(URL, "t", body)]
    assert texts(dashed(URL, "t", body) + dashed(OTHER, "u", "v")) == [(URL, "t", body), (OTHER, "u", "v")]


def test_windows_line_ends_and_a_byte_order_mark_are_no_part_of_the_texts():
    text = "\ufeff" + dashed(URL, "t", "một\nhai").replace("\n", "\r\n")
    assert texts(text) == [(URL, "t", "một\r\nhai")]


def test_the_last_line_needs_no_line_end():
    assert texts(dashed(URL, "t", "b").removesuffix("\n")) == [(URL, "t", "b")]


def test_several_seeds_may_follow_one_another_with_blank_lines_between():
    text = dashed(URL, "t", "b") + "\n\n" + dashed(OTHER, "null", f"c\n{RULE}\nd") + "\n"
    items = decode(text)
    assert texts(text) == [(URL, "t", "b"), (OTHER, None, f"c\n{RULE}\nd")]
    assert [item.line for item in items] == [1, 9]


def test_a_title_that_is_a_url_stays_a_title():
    assert texts(dashed(URL, OTHER, "b")) == [(URL, OTHER, "b")]
    assert texts(dashed(URL, OTHER, "b") * 3) == [(URL, OTHER, "b")] * 3


@pytest.mark.parametrize("url", ["", "null", "không-phải.địa/chỉ", "ftp://bao.example/x", "http://", "www.bao.example"])
def test_a_seed_without_a_good_url_is_rejected_and_its_neighbours_are_read(url: str):
    first, bad, last = decode(dashed(URL, "t", "b") + dashed(url, "x", "y") + dashed(OTHER, "u", "v"))
    assert isinstance(first, SeedArticle)
    assert first.body == "b"
    assert isinstance(last, SeedArticle)
    assert last.url == OTHER
    assert isinstance(bad, Rejection)
    assert bad.reason in {"missing_url", "invalid_url"}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("just some words\n", 1, "17 hyphens should follow"),
        (f"{URL}\n{'-' * 16}\nt\n{'-' * 16}\nb\n{'-' * 16}\n", 2, "16 hyphens"),
        (f"{URL}\nTitle\n{RULE}\nbody\n{RULE}\n", 5, "missing"),
        (f"{URL}\n{RULE}\nt\n{RULE}\nb\nbroken off", 6, "missing"),
        (f"{URL}\n{RULE}\nt", 3, "missing"),
        (f"{URL}\n{RULE}\nt\n{RULE}\nb\n{RULE}\nafterwards\n", 7, "no end"),
    ],
)
def test_a_malformed_seed_says_which_line_is_wrong(text: str, line: int, said: str):
    rejection = only_rejection(text)
    assert rejection.reason == "malformed_seed"
    assert rejection.detail.startswith(f"line {line}:")
    assert said in rejection.detail


def test_a_seed_that_broke_off_does_not_swallow_the_next_one():
    broken, whole = decode(f"{URL}\n{RULE}\nt\n{RULE}\nbroken off\n" + dashed(OTHER, "u", "v"))
    assert isinstance(broken, Rejection)
    assert "line 6" in broken.detail
    assert isinstance(whole, SeedArticle)
    assert (whole.url, whole.body, whole.line) == (OTHER, "v", 6)


def test_invalid_utf8_names_its_line_and_byte_and_costs_only_its_own_seed():
    bad, good = decode(
        dashed(URL, "t", "b").encode().replace(b"\nb\n", b"\nb\xff\n") + dashed(OTHER, "u", "v").encode()
    )
    assert isinstance(bad, Rejection)
    assert bad.reason == "invalid_utf8"
    assert "line 5: byte 2 " in bad.detail
    assert isinstance(good, SeedArticle)


def test_a_nul_character_is_rejected_as_a_control_character():
    assert only_rejection(dashed(URL, "t", "a\0b")).reason == "control_characters"


letters = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
one_line = letters.filter(lambda text: "\n" not in text and not text.endswith("\r"))
bodies = letters.filter(lambda text: not text.endswith("\r"))
lone_hyphens = st.lists(bodies, min_size=1, max_size=2).map(f"\n{RULE}\n".join)


def none_if_empty(text: str) -> str | None:
    return None if not text or text == "null" or text.isspace() else text


@given(st.lists(st.tuples(one_line, st.one_of(bodies, lone_hyphens)), min_size=1, max_size=4))
def test_whatever_is_written_as_seeds_is_read_back(articles: list[tuple[str, str]]):
    urls = [f"https://bao.example/a/{number}.html" for number in range(len(articles))]
    written = "".join(dashed(url, title, body) for url, (title, body) in zip(urls, articles, strict=True))
    expected = [
        (url, none_if_empty(title), none_if_empty(body)) for url, (title, body) in zip(urls, articles, strict=True)
    ]
    assert texts(written) == expected


@given(st.lists(st.sampled_from([URL, OTHER, RULE, "-" * 16, "", "null", "words in a line", "w"]), max_size=24))
def test_no_line_is_lost_or_read_twice_whatever_the_order_of_lines(lines: list[str]):
    data = "\n".join(lines).encode()
    found = dashed_text._find_seeds(data, 0)
    starts = [seed.start for seed in found]
    assert starts == sorted(set(starts))
    assert bool(found) == any(line.strip() for line in lines)
    if found:
        assert not data[: starts[0]].strip()


def split(text: str, *, block: int) -> list[object]:
    data = text.encode()
    blocks = (data[start : start + block] for start in range(0, len(data), block))
    return list(dashed_text.READER.split(ByteStream(blocks), 1000))


def test_a_large_file_is_cut_only_between_seeds():
    seeds = [dashed(f"https://bao.example/a/{n}.html", f"t{n}", f"{n} " * 4000 + f"\n{RULE}\n{n}") for n in range(300)]
    pieces = split("".join(seeds), block=100_000)
    assert len(pieces) > 2
    read = [
        item
        for piece in pieces
        for item in dashed_text.READER.decode(RawDocument(SeedFormat.DASHED_TEXT, "x", *piece[:4]))  # type: ignore[misc]
    ]
    assert [item.line for item in read] == [1 + 8 * n for n in range(300)]
    assert all(isinstance(item, SeedArticle) for item in read)


def test_seeds_before_a_break_are_given_and_the_broken_one_is_not():
    data = (dashed(URL, "t", "b") + dashed(OTHER, "u", "v")[:-10]).encode()

    def blocks() -> Iterator[bytes]:
        yield data
        raise BrokenSourceError(Reason.TRUNCATED_ARCHIVE, "cut")

    with pytest.raises(BrokenSourceError):
        list(dashed_text.READER.split(ByteStream(blocks()), 1000))
    pieces = dashed_text.READER.split(ByteStream(blocks()), 1000)
    assert next(pieces).data.decode() == dashed(URL, "t", "b")  # type: ignore[union-attr]
