"""No markup and no bytes make the parser crash, hang, or say what is no valid text."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parser_fuzzing import URLS, check, labels, markup, read_and_check, urls

from flows.parse.page import parse_page

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
KEPT = sorted((Path(__file__).parents[1] / "fixtures" / "parse" / "fuzz").glob("*"))


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(markup(), urls)
def test_any_markup_is_read(text: str, url: str):
    started = time.process_time()
    read_and_check(text.encode("utf-8", "surrogatepass"), url)
    assert time.process_time() - started < 2


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=40) | labels)
def test_any_bytes_under_any_label_are_read(payload: bytes, label: str):
    read_and_check(payload, "https://bao.example/a-1.html", label)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_address_is_taken(url: str):
    check(parse_page(b"<h1>a</h1><p>b</p>", url=url, headers={}))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_in_json_ld_is_read(text: str):
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":{text}}}</script>'
    read_and_check(head.encode("utf-8", "surrogatepass"), "https://bao.example/a-1.html")


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_what_fuzzing_kept_is_read(path: Path):
    payload = path.read_bytes()
    for url in (URLS[0], "https://www.vietnamplus.vn/con-do-post409435.vnp", "https://bao.example/con-do-1.html"):
        started = time.process_time()
        read_and_check(payload, url)
        assert time.process_time() - started < 2
