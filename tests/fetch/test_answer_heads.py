"""Heads of answers that break the grammar are read as browsers read them, however they arrive."""

import httpcore
import pytest

from flows.fetch.http.answer_heads import MOST_HEAD_BYTES, MOST_INTERIM, HeadTidier, tidy_head

OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        (OK + b"A: b\r\n\r\n", OK + b"A: b\r\n\r\n"),
        (b"HTTP/1.1 200 OK\nA: b\n\n", OK + b"A: b\r\n\r\n"),
        (b"http/1.1 200 ok\r\n\r\n", b"HTTP/1.1 200 ok\r\n\r\n"),
        (b"HTTP/2 200\r\n\r\n", b"HTTP/1.1 200 \r\n\r\n"),
        (b"HTTP/1.0 404 Nicht da\r\n\r\n", b"HTTP/1.0 404 Nicht da\r\n\r\n"),
        (OK + b"no colon here\r\nA: b\r\n\r\n", OK + b"A: b\r\n\r\n"),
        (OK + b": no name\r\nA: b\r\n\r\n", OK + b"A: b\r\n\r\n"),
        (OK + b"bad name: x\r\n folded under it\r\nA: b\r\n\r\n", OK + b"A: b\r\n\r\n"),
        (OK + b"A : b\r\n\r\n", OK + b"A: b\r\n\r\n"),
        (OK + b"A: b\r\n\tc\r\n\r\n", OK + b"A: b c\r\n\r\n"),
        (OK + b"A: b\x00\x01\r\n\r\n", OK + b"A: b\r\n\r\n"),
        (OK + b"Content-Length: 5\r\nContent-Length: 5, 5\r\n\r\n", OK + b"Content-Length: 5\r\n\r\n"),
        (OK + b"Content-Length: some\r\n\r\n", OK + b"\r\n"),
        (
            OK + b"Content-Length: 5\r\nTransfer-Encoding: Chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
            OK + b"Transfer-Encoding: chunked\r\n\r\n",
        ),
        (OK + b"Transfer-Encoding: identity\r\n\r\n", OK + b"\r\n"),
        (b"hello\r\n\r\n", b"hello\r\n\r\n"),
    ],
)
def test_a_head_is_written_as_the_grammar_has_it(written: bytes, tidied: bytes) -> None:
    assert tidy_head(written) == tidied


def test_two_lengths_that_differ_are_left_for_the_reader_to_refuse() -> None:
    assert tidy_head(OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n").count(b"Content-Length") == 2


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_what_arrives_in_pieces_goes_on_as_if_at_once(size: int) -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
    wire = b"\r\n" + early + b"HTTP/1.1 200 OK\nA: b\n\nbody: as it is\n\nno head"
    tidier = HeadTidier()
    tidier.expect_head()
    passed = b"".join(tidier.feed(wire[at : at + size]) for at in range(0, len(wire), size)) + tidier.take_rest()
    assert passed == early + OK + b"A: b\r\n\r\nbody: as it is\n\nno head"
    tidier.expect_head()
    assert tidier.feed(b"HTTP/1.1 204 None\n\n") == b"HTTP/1.1 204 None\r\n\r\n"


def test_heads_without_end_and_interim_answers_without_end_are_given_up() -> None:
    tidier = HeadTidier()
    tidier.expect_head()
    with pytest.raises(httpcore.RemoteProtocolError, match="longer"):
        tidier.feed(OK + b"A: " + b"b" * MOST_HEAD_BYTES)
    tidier = HeadTidier()
    tidier.expect_head()
    with pytest.raises(httpcore.RemoteProtocolError, match="interim"):
        tidier.feed(b"HTTP/1.1 102 Processing\r\n\r\n" * (MOST_INTERIM + 1))
