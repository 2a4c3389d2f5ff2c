import pytest

from flows.batches.stored_pages import choose_publisher
from flows.errors import UsageError

KNOWN = ("vietnamplus.vn", "zh.vietnamplus.vn", "e.vnexpress.net")


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("vietnamplus.vn", "vietnamplus.vn"),
        ("vietnamplus", "vietnamplus.vn"),
        ("zh.vietnamplus.vn", "zh.vietnamplus.vn"),
        ("vnexpress.net", "vnexpress.net"),
    ],
)
def test_a_publisher_is_named_by_its_host_or_its_file(name: str, host: str):
    assert choose_publisher(name, KNOWN) == host


@pytest.mark.parametrize("name", ["vietnamplus.v", "tuoitre.vn", "tuoitre", ""])
def test_a_publisher_without_articles_is_a_usage_error_that_lists_those_here(name: str):
    with pytest.raises(UsageError, match=r"Publishers: vietnamplus\.vn, zh"):
        choose_publisher(name, KNOWN)
